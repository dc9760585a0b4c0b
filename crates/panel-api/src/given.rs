//! Ids that a panel gives: what of an answer can be one. What cannot is no id, and the outcome stays
//! unknown; it must never be shown, stored or put into an address as one.

use panelboard_domain::id::{OrderId, RefillId};
use panelboard_domain::secret::ApiKey;

/// The order id that this text is.
pub(crate) fn order(text: &str, key: &ApiKey) -> Option<OrderId> {
    looks_like_one(text.trim()).then(|| OrderId::given(text, key))?
}

/// The refill id that this text is.
pub(crate) fn refill(text: &str, key: &ApiKey) -> Option<RefillId> {
    looks_like_one(text.trim()).then(|| RefillId::given(text, key))?
}

/// Whether a text was meant as an id: one short word with a letter or digit, neither zero nor
/// negative nor a word for nothing. It may still be none that can be taken.
pub(crate) fn looks_like_one(text: &str) -> bool {
    const NOTHING: [&str; 8] =
        ["null", "undefined", "false", "true", "none", "nan", "error", "n/a"];
    let is_word = text.bytes().any(|byte| byte.is_ascii_alphanumeric())
        && text.chars().all(|c| c.is_alphanumeric() || "-_.:#/+=~@".contains(c));
    let number = text.strip_prefix(['-', '+']).unwrap_or(text);
    let is_number = number.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    let is_positive = number.len() == text.len()
        && !number.contains('.')
        && number.bytes().any(|byte| byte != b'0');
    is_word
        && (!is_number || is_positive)
        && !NOTHING.iter().any(|nothing| text.eq_ignore_ascii_case(nothing))
}
