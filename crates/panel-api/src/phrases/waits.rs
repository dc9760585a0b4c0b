//! How long a refusal asks to wait, by numbers and units of time in the languages of `words.txt`.

use super::fold;

/// The words of a text with single blanks, marks of Latin letters gone.
fn folded(text: &str) -> String {
    fold::sentences(super::start(text)).concat().join(" ")
}

/// How long a text asks to wait, in minutes, rounded up: `9 hours 3 minutes` is 543.
pub fn minutes_in(text: &str) -> Option<u32> {
    let text = folded(text);
    let mut seconds: u32 = 0;
    let mut rest = text.as_str();
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        rest = &rest[start..];
        let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        let count: u32 = rest[..end].parse().ok().filter(|&count| count < 100_000)?;
        rest = &rest[end..];
        let unit = rest.trim_start();
        if let Some((_, length)) = UNITS.iter().find(|(word, _)| is_unit(unit, &folded(word))) {
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
