//! What a panel's words mean: the phrase table of `phrases.txt` (protocol.md 9.2). Numeric codes are
//! never looked at: servers use one code for different errors.

use panelboard_domain::attempt::RefusalKind;

/// Words beyond these bytes of a message say nothing new; an answer may be a hundred times as long.
const LONGEST: usize = 4_000;

const TABLE: &str = include_str!("phrases.txt");

/// The kind that a text names: the whole text is looked up first, then the longest phrase inside
/// it. [`RefusalKind::Other`] when the table has nothing.
pub fn kind_of(text: &str) -> RefusalKind {
    let folded = fold(crate::text::start(text, LONGEST));
    let mut best = (0, RefusalKind::Other);
    for (kind, phrase) in rows() {
        if folded == phrase {
            return kind;
        }
        let length = phrase.split(GAP).map(str::len).sum();
        if length > best.0 && occurs(phrase, &folded) {
            best = (length, kind);
        }
    }
    best.1
}

/// What stands for a few words in a phrase.
const GAP: &str = " … ";
/// The most bytes that a gap stands for, about five words.
const WIDEST_GAP: usize = 80;

/// Whether the parts of a phrase stand in a text one after the other, with little between them.
fn occurs(phrase: &str, text: &str) -> bool {
    let Some((first, rest)) = phrase.split_once(GAP) else { return text.contains(phrase) };
    text.match_indices(first).any(|(at, _)| {
        let mut behind = &text[at + first.len()..];
        rest.split(GAP).all(|part| {
            let near = crate::text::start(behind, WIDEST_GAP + part.len());
            let end = near.find(part).map(|gap| gap + part.len());
            behind = &behind[end.unwrap_or(0)..];
            end.is_some()
        })
    })
}

/// The table's rows.
fn rows() -> impl Iterator<Item = (RefusalKind, &'static str)> {
    TABLE.lines().filter_map(|line| {
        let (name, phrase) = line.split_once(" | ")?;
        Some((kind_named(name)?, phrase))
    })
}

/// A kind by its name in the table.
fn kind_named(name: &str) -> Option<RefusalKind> {
    Some(match name {
        "auth" => RefusalKind::Auth,
        "account" => RefusalKind::Account,
        "request" => RefusalKind::Request,
        "action" => RefusalKind::Action,
        "funds" => RefusalKind::Funds,
        "service" => RefusalKind::Service,
        "link" => RefusalKind::Link,
        "quantity_high" => RefusalKind::QuantityHigh,
        "quantity_low" => RefusalKind::QuantityLow,
        "quantity" => RefusalKind::Quantity,
        "active_link" => RefusalKind::ActiveLink,
        "comments" => RefusalKind::Comments,
        "dripfeed" => RefusalKind::Dripfeed,
        "order" => RefusalKind::Order,
        "refill" => RefusalKind::Refill,
        "cooldown" => RefusalKind::Cooldown,
        "cancel" => RefusalKind::Cancel,
        "rate_limit" => RefusalKind::RateLimit,
        "maintenance" => RefusalKind::Maintenance,
        "empty_list" => RefusalKind::EmptyList,
        _ => return None,
    })
}

/// Lower case, entities decoded, one blank between words (`_` and `-` are blanks), straight
/// apostrophes, ASCII digits, no final dot or exclamation mark. Marks that a writer may leave out go:
/// Arabic vowels, marks without width, and the dot that lower-casing the Turkish İ leaves behind.
fn fold(text: &str) -> String {
    let text = crate::text::decode_entities(text);
    let mut folded = String::with_capacity(text.len());
    let is_blank = |c: char| c.is_whitespace() || matches!(c, '_' | '-');
    for word in text.split(is_blank).filter(|word| !word.is_empty()) {
        if !folded.is_empty() {
            folded.push(' ');
        }
        folded.extend(word.chars().flat_map(char::to_lowercase).filter_map(|c| match c {
            '\u{307}' | '\u{640}' | '\u{64b}'..='\u{652}' | '\u{200b}'..='\u{200f}' => None,
            c if crate::text::turns_text(c) => None,
            '’' | '‘' | '`' => Some('\''),
            '٠'..='٩' => char::from_u32(u32::from(c) - u32::from('٠') + u32::from('0')),
            '۰'..='۹' => char::from_u32(u32::from(c) - u32::from('۰') + u32::from('0')),
            c => Some(c),
        }));
    }
    let length = folded.trim_end_matches(['.', '!', ' ']).len();
    folded.truncate(length);
    folded
}

/// How long a text asks to wait, in minutes, rounded up: `9 hours 3 minutes` is 543.
pub fn minutes_in(text: &str) -> Option<u32> {
    let folded = fold(crate::text::start(text, LONGEST));
    let mut seconds: u32 = 0;
    let mut rest = folded.as_str();
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        rest = &rest[start..];
        let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        let count: u32 = rest[..end].parse().ok().filter(|&count| count < 100_000)?;
        rest = &rest[end..];
        let unit = rest.trim_start();
        if let Some((_, length)) = UNITS.iter().find(|(word, _)| is_unit(unit, word)) {
            seconds = seconds.checked_add(count.checked_mul(*length)?)?;
        }
    }
    (seconds > 0).then(|| seconds.div_ceil(60))
}

/// Whether a text starts with a unit; a short one must be the whole word (`9h`, not `9 horses`).
fn is_unit(text: &str, unit: &str) -> bool {
    let Some(rest) = text.strip_prefix(unit) else { return false };
    unit.chars().count() > 2 || !unit.is_ascii() || !rest.starts_with(char::is_alphabetic)
}

/// The beginnings of units of time in the languages of the phrase table, in seconds.
const UNITS: [(&str, u32); 46] = [
    ("day", 86_400),
    ("hour", 3_600),
    ("hr", 3_600),
    ("hrs", 3_600),
    ("min", 60),
    ("sec", 1),
    ("d", 86_400),
    ("h", 3_600),
    ("m", 60),
    ("s", 1),
    ("дн", 86_400),
    ("ден", 86_400),
    ("сут", 86_400),
    ("час", 3_600),
    ("мин", 60),
    ("сек", 1),
    ("ч", 3_600),
    ("gün", 86_400),
    ("saat", 3_600),
    ("dakika", 60),
    ("saniye", 1),
    ("sa", 3_600),
    ("dk", 60),
    ("sn", 1),
    ("يوم", 86_400),
    ("أيام", 86_400),
    ("ساع", 3_600),
    ("دقيق", 60),
    ("دقائق", 60),
    ("ثاني", 1),
    ("ثوان", 1),
    ("일", 86_400),
    ("시간", 3_600),
    ("분", 60),
    ("초", 1),
    ("ngày", 86_400),
    ("giờ", 3_600),
    ("tiếng", 3_600),
    ("phút", 60),
    ("giây", 1),
    ("dia", 86_400),
    ("día", 86_400),
    ("hora", 3_600),
    ("seg", 1),
    ("hari", 86_400),
    ("jam", 3_600),
];
