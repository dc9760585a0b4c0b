//! Numbers and times as they are written in names, in one form: `10K`, `10.000`, `10,000` and `10000`;
//! `30d`, `30 days`, `30 gün` and that of a refill; `5K/Day` and `5k per day`. It must never guess at a
//! word without a digit.

use super::words::{Gap, Words};

/// What some words say together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Reading {
    /// How many words it took.
    pub words: usize,
    /// The number, where it is written in a way that has others.
    pub number: Option<String>,
    /// The time or the speed.
    pub measure: Option<String>,
    /// The time is one of refilling: an `R` before the days.
    pub is_refill: bool,
}

const SCALES: &[(u64, &[&str])] = &[
    (1_000, &["k", "к", "тыс", "тысяч", "тысячи", "bin", "천", "الف", "mil", "thousand"]),
    (10_000, &["만"]),
    (
        1_000_000,
        &[
            "m",
            "mn",
            "mln",
            "mio",
            "млн",
            "миллион",
            "миллионов",
            "milyon",
            "million",
            "백만",
            "مليون",
        ],
    ),
    (1_000_000_000, &["b", "bn", "млрд", "milyar", "billion"]),
];

/// Days, hours, minutes; the months and years of the trade have 30 and 365 days.
const UNITS: &[(u64, char, &[&str])] = &[
    (
        1,
        'd',
        &[
            "d", "day", "days", "gun", "gunluk", "день", "дня", "днеи", "дн", "일", "يوم", "ايام",
            "天", "日", "dias", "dia",
        ],
    ),
    (7, 'd', &["w", "week", "weeks", "hafta", "неделя", "недели", "недель", "주", "اسبوع"]),
    (30, 'd', &["month", "months", "ay", "aylik", "месяц", "месяца", "месяцев", "개월", "شهر"]),
    (365, 'd', &["y", "year", "years", "yil", "yillik", "год", "года", "лет", "년", "سنه"]),
    (
        1,
        'h',
        &[
            "h",
            "hr",
            "hrs",
            "hour",
            "hours",
            "saat",
            "час",
            "часа",
            "часов",
            "ч",
            "시간",
            "ساعه",
            "ساعات",
        ],
    ),
    (
        1,
        'm',
        &[
            "min",
            "mins",
            "minute",
            "minutes",
            "dk",
            "dakika",
            "мин",
            "минут",
            "минута",
            "минуты",
            "분",
            "دقيقه",
        ],
    ),
];

fn scale(word: &str) -> Option<u64> {
    SCALES.iter().find(|(_, words)| words.contains(&word)).map(|(value, _)| *value)
}

fn unit(word: &str) -> Option<(u64, char)> {
    UNITS.iter().find(|(.., words)| words.contains(&word)).map(|(times, unit, _)| (*times, *unit))
}

/// The digits at the start of a word, and the rest.
fn digits(word: &str) -> (&str, &str) {
    word.split_at(word.bytes().position(|byte| !byte.is_ascii_digit()).unwrap_or(word.len()))
}

/// Whether [`read`] could find something at a word: asked first, because most words are no numbers.
pub(super) fn may_begin(word: &str) -> bool {
    word.bytes().any(|byte| byte.is_ascii_digit()) || per(word).is_some() && word.len() > 1
}

/// What the words from `at` on say; `None` when they begin with no number.
pub(super) fn read(words: &Words, at: usize) -> Option<Reading> {
    let word = words.text(at);
    if let Some(reading) = refill(word).or_else(|| speed_before(words, at)) {
        return Some(reading);
    }
    let (start, mut rest) = digits(word);
    if start.is_empty() || start.len() > 12 {
        return None;
    }
    let (mut value, mut next, mut is_formed) = (start.parse::<u64>().ok()?, at + 1, false);
    let (mut tenth, mut is_whole) = (1, true);
    while rest.is_empty() && is_whole {
        let (more, behind) = digits(words.text(next));
        let gap = words.all().get(next).map_or(Gap::Break, |word| word.gap);
        let groups = more.len() == 3 && start.len() <= 3 && start != "0";
        match gap {
            Gap::Sign(b'.' | b',') if groups => {
                value = value.checked_mul(1000)?.checked_add(more.parse().ok()?)?;
                is_formed = true;
            }
            Gap::Space if groups && more == "000" => {
                value = value.checked_mul(1000)?;
                is_formed = true;
            }
            Gap::Sign(b'.' | b',') if matches!(more.len(), 1 | 2) && !is_formed => {
                tenth = 10_u64.pow(u32::try_from(more.len()).ok()?);
                value = value.checked_mul(tenth)?.checked_add(more.parse().ok()?)?;
                is_whole = false;
            }
            _ => break,
        }
        (rest, next) = (behind, next + 1);
    }
    let gap = |next: usize| words.all().get(next).map_or(Gap::Break, |word| word.gap);
    // The scale: in the word itself, or the next word.
    let mut suffix = rest;
    if rest.is_empty() && gap(next) == Gap::None
        || gap(next) == Gap::Space && words.text(next).len() > 2
    {
        if rest.is_empty()
            && let Some(times) = scale(words.text(next))
        {
            (value, next, is_formed) = (value.checked_mul(times)?, next + 1, true);
        }
    } else if let Some(times) = scale(rest) {
        (value, suffix, is_formed) = (value.checked_mul(times)?, "", true);
    }
    if let Some(times) = scale(rest)
        && suffix == rest
        && !rest.is_empty()
    {
        (value, suffix, is_formed) = (value.checked_mul(times)?, "", true);
    }
    if value % tenth != 0 {
        return None;
    }
    value /= tenth;
    if !suffix.is_empty() {
        // `30d`, `24h`, `12hrs`; anything else is a name.
        let (times, letter) = unit(suffix)?;
        return Some(time(next - at, value.checked_mul(times)?, letter));
    }
    let behind = words.text(next);
    let measure = match gap(next) {
        Gap::Sign(b'/') => per(behind).map(|letter| (1, format!("{value}/{letter}"))),
        Gap::Space if matches!(behind, "per" | "a") => {
            per(words.text(next + 1)).map(|letter| (2, format!("{value}/{letter}")))
        }
        Gap::Space | Gap::Sign(b'-') | Gap::None if is_formed => {
            per(behind).filter(|_| behind.len() > 1).map(|letter| (1, format!("{value}/{letter}")))
        }
        Gap::Space | Gap::Sign(b'-') | Gap::None => unit(behind)
            .filter(|_| behind.len() > 1 || gap(next) == Gap::None || !behind.is_ascii())
            .and_then(|(times, letter)| {
                Some((1, time(0, value.checked_mul(times)?, letter).measure?))
            }),
        _ => None,
    };
    let number = (is_formed || value >= 1000).then(|| value.to_string());
    if number.is_none() && measure.is_none() {
        return None;
    }
    let (more, measure) = measure.map_or((0, None), |(more, measure)| (more, Some(measure)));
    Some(Reading { words: next + more - at, number, measure, is_refill: false })
}

fn time(words: usize, value: u64, letter: char) -> Reading {
    Reading { words, number: None, measure: Some(format!("{value}{letter}")), is_refill: false }
}

/// The unit of a speed.
fn per(word: &str) -> Option<char> {
    unit(word).filter(|(times, _)| *times == 1).map(|(_, letter)| letter)
}

/// An `R` or `AR` before the days.
fn refill(word: &str) -> Option<Reading> {
    let days = word.strip_prefix("ar").or_else(|| word.strip_prefix('r'))?;
    let is_days = (1..=3).contains(&days.len()) && days.bytes().all(|byte| byte.is_ascii_digit());
    let value = is_days.then(|| days.parse::<u64>().ok()).flatten()?;
    Some(Reading { is_refill: true, ..time(1, value, 'd') })
}

/// `Day 100K`.
fn speed_before(words: &Words, at: usize) -> Option<Reading> {
    let letter = per(words.text(at)).filter(|_| words.text(at).len() > 1)?;
    let gap = words.all().get(at + 1)?.gap;
    if !matches!(gap, Gap::Space | Gap::Sign(b':')) {
        return None;
    }
    let (start, rest) = digits(words.text(at + 1));
    let value = start.parse::<u64>().ok()?.checked_mul(scale(rest)?)?;
    let measure = Some(format!("{value}/{letter}"));
    Some(Reading { words: 2, number: Some(value.to_string()), measure, is_refill: false })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, number: &str, measure: &str, words: usize) {
        let read = read(&Words::of(text), 0);
        let expected = Reading {
            words,
            number: Some(number.to_owned()).filter(|number| !number.is_empty()),
            measure: Some(measure.to_owned()).filter(|measure| !measure.is_empty()),
            is_refill: text.starts_with('R'),
        };
        assert_eq!(read, Some(expected), "{text}");
    }

    #[test]
    fn one_number_in_many_forms() {
        for (text, words) in [
            ("10K", 1),
            ("10.000", 2),
            ("10,000", 2),
            ("10000", 1),
            ("10 000", 2),
            ("10к", 2),
            ("10 bin", 2),
            ("١٠٠٠٠", 1),
            ("1만", 2),
        ] {
            check(text, "10000", "", words);
        }
        check("1.5k", "1500", "", 2);
        check("1.000.000 likes", "1000000", "", 3);
    }

    #[test]
    fn one_time_in_many_forms() {
        for (text, words) in [
            ("30d", 1),
            ("30 days", 2),
            ("30days", 1),
            ("30 gün", 2),
            ("30 дней", 2),
            ("30일", 2),
            ("R30", 1),
            ("30-day", 2),
            ("1 month", 2),
        ] {
            check(text, "", "30d", words);
        }
        check("24 saat", "", "24h", 2);
    }

    #[test]
    fn a_speed_is_a_number_too() {
        for (text, words) in [
            ("5K/Day", 2),
            ("5k per day", 3),
            ("5000/d", 2),
            ("Day 5K", 2),
            ("5K day", 2),
            ("5K/D", 2),
        ] {
            check(text, "5000", "5000/d", words);
        }
        check("200/Day", "", "200/d", 2);
    }

    #[test]
    fn what_is_no_number_is_left_alone() {
        for text in ["likes", "4k60", "0.5", "mp4", "12", "x2", "9999999999999999999999"] {
            assert_eq!(read(&Words::of(text), 0), None, "{text}");
        }
    }
}
