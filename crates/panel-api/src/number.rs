//! Numbers as panels write them: exact where the text is unambiguous, otherwise nothing. A wrong
//! price is worse than none (docs/protocol.md#numbers).

use crate::json::Scalar;
use panelboard_domain::money::{Amount, AmountError};

/// Blanks between groups of three digits: nothing else can be meant by them.
const BLANKS: [char; 3] = [' ', '\u{a0}', '\u{202f}'];

/// An amount: decimal text or number, exponent allowed, `1,234.50` and `1 234.50` allowed; decimals
/// beyond the tenth are rounded.
/// `1.000.000`, `0,50` and `1,234` are ambiguous and read as nothing.
pub(crate) fn amount(scalar: &Scalar<'_>) -> Option<Amount> {
    let text = scalar.text()?;
    match Amount::parse(text) {
        Ok(amount) => Some(amount),
        Err(AmountError::TooPrecise) => rounded(text),
        Err(AmountError::NotANumber) => {
            let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
            let whole = whole.trim_ascii();
            let is_plain = is_grouped(whole, ',') && !fraction.is_empty();
            let is_number = is_plain || BLANKS.iter().any(|blank| is_grouped(whole, *blank));
            let bare = is_number.then(|| text.replace([',', ' ', '\u{a0}', '\u{202f}'], ""))?;
            match Amount::parse(&bare) {
                Err(AmountError::TooPrecise) => rounded(&bare),
                read => read.ok(),
            }
        }
        Err(AmountError::TooLarge) => None,
    }
}

/// A number written from a float has a tail that nobody meant: `0.07000000000000001`, as a number or
/// in text. What would round to nothing is no price of nothing.
fn rounded(text: &str) -> Option<Amount> {
    Amount::parse_rounded(text).ok().filter(|amount| !amount.is_zero())
}

/// A count, possibly negative or with a plus sign: `"+12"`, `-12`, `"1,000"`, `100.0`.
pub(crate) fn signed_count(scalar: &Scalar<'_>) -> Option<i64> {
    let text = scalar.text()?.trim_ascii();
    if let Ok(count) = text.parse::<i64>() {
        return Some(count);
    }
    let digits = text.trim_start_matches(['+', '-']);
    let is_quoted = matches!(scalar, Scalar::Text(_));
    if is_grouped(digits, ',') || BLANKS.iter().any(|blank| is_grouped(digits, *blank)) {
        return text.replace([',', ' ', '\u{a0}', '\u{202f}'], "").parse().ok();
    }
    // `"1.000"` may be one or one thousand.
    if is_quoted && is_grouped(digits, '.') {
        return None;
    }
    let units = Amount::parse(text).ok()?.units();
    let one = Amount::parse("1").ok()?.units();
    (units % one == 0).then(|| i64::try_from(units / one).ok())?
}

/// A count that cannot be negative.
pub(crate) fn count(scalar: &Scalar<'_>) -> Option<u64> {
    let text = scalar.text()?;
    match text.parse() {
        Ok(count) => Some(count),
        Err(_) => signed_count(scalar).and_then(|count| u64::try_from(count).ok()),
    }
}

/// Yes or no in any of the forms seen: `true`, `1`, `"1"`, `"true"` and their opposites.
pub(crate) fn flag(scalar: &Scalar<'_>) -> Option<bool> {
    match scalar {
        Scalar::Bool(value) => Some(*value),
        Scalar::Number("1") => Some(true),
        Scalar::Number("0") => Some(false),
        Scalar::Text(text) => match text.trim_ascii() {
            "1" => Some(true),
            "0" => Some(false),
            text if text.eq_ignore_ascii_case("true") || text.eq_ignore_ascii_case("yes") => {
                Some(true)
            }
            text if text.eq_ignore_ascii_case("false") || text.eq_ignore_ascii_case("no") => {
                Some(false)
            }
            _ => None,
        },
        Scalar::Number(_) | Scalar::Null | Scalar::Nested => None,
    }
}

/// One to three digits, then groups of exactly three: `1,234,567`.
fn is_grouped(text: &str, separator: char) -> bool {
    let mut groups = text.split(separator);
    let digits = |group: &str| group.bytes().all(|byte| byte.is_ascii_digit());
    let first = groups.next().is_some_and(|group| matches!(group.len(), 1..=3) && digits(group));
    let mut rest = groups.peekable();
    first && rest.peek().is_some() && rest.all(|group| group.len() == 3 && digits(group))
}
