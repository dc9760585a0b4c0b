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
    let mut best = ("", RefusalKind::Other);
    for (kind, phrase) in rows() {
        if folded == phrase {
            return kind;
        }
        if phrase.len() > best.0.len() && folded.contains(phrase) {
            best = (phrase, kind);
        }
    }
    best.1
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

/// Lower case, one blank between words, straight apostrophes, no final dot or exclamation mark.
fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !folded.is_empty() {
            folded.push(' ');
        }
        // Lower-casing the Turkish İ leaves a combining dot behind.
        let lower = word.chars().flat_map(char::to_lowercase).filter(|&c| c != '\u{307}');
        folded.extend(lower.map(|c| if matches!(c, '’' | '‘' | '`') { '\'' } else { c }));
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
        let unit = rest.trim_start_matches([' ', '-']);
        if let Some((_, length)) = UNITS.iter().find(|(word, _)| unit.starts_with(word)) {
            seconds = seconds.checked_add(count.checked_mul(*length)?)?;
        }
    }
    (seconds > 0).then(|| seconds.div_ceil(60))
}

/// The beginnings of units of time in the languages of the phrase table, in seconds.
const UNITS: [(&str, u32); 22] = [
    ("day", 86_400),
    ("hour", 3_600),
    ("hr", 3_600),
    ("min", 60),
    ("sec", 1),
    ("дн", 86_400),
    ("ден", 86_400),
    ("час", 3_600),
    ("мин", 60),
    ("сек", 1),
    ("gün", 86_400),
    ("saat", 3_600),
    ("dakika", 60),
    ("saniye", 1),
    ("يوم", 86_400),
    ("ساع", 3_600),
    ("دقيق", 60),
    ("일", 86_400),
    ("시간", 3_600),
    ("분", 60),
    ("giờ", 3_600),
    ("phút", 60),
];
