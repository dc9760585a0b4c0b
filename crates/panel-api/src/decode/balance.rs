//! `balance`: what is left. Also the probe that proves key, route and dialect
//! (docs/protocol.md#routes).

use super::body;
use crate::decode::refusal;
use crate::error::{ApiError, Decoded, Unreadable, Warning};
use crate::http::HttpResponse;
use crate::json::Node;
use crate::{number, text};
use panelboard_domain::account::Dialect;
use panelboard_domain::balance::Balance;
use panelboard_domain::money::{Currency, Money};
use panelboard_domain::secret::ApiKey;

/// `balance`: `{"balance":"100.84292","currency":"USD"}`; v1 adds `"status":"success"`, and that is
/// the only evidence of a dialect that this answer can hold (`None`: the path decides).
///
/// | Shape | Seen in |
/// |---|---|
/// | `{"balance":"100.84292","currency":"USD"}` | v2; up to ten decimals as text |
/// | `{"status":"success","balance":"0.0300","currency":"USD"}` | v1; the currency is always USD |
/// | `{"balance":1.0e-5,"currency":"TRY"}` | panels that write numbers |
/// | `{"balance":1234567.5,"balancef":"1,234,568",…}` | SMMPANELV1 (Laravel) |
/// | inside `data`, `user` or `result` | panels that wrap their answers |
///
/// The amount is in whole units of `currency`, which is a label as reported. Errors: a refusal
/// (auth, account: nothing more should be asked), [`Unreadable::UnexpectedShape`] where there is no
/// `balance`, and the JSON `null` as an unknown action.
///
/// A list of one map is that map. A balance that is no unambiguous number is kept as text with a [`Warning::FieldUnread`]; the
/// rounded twin `balancef` is never used.
pub fn balance(
    response: &HttpResponse,
    key: &ApiKey,
) -> Result<Decoded<(Balance, Option<Dialect>)>, ApiError> {
    body::answer(response, key, |node, warnings| {
        if node.is_null() {
            return Err(ApiError::Refused(refusal::unknown_action()));
        }
        let node = node.only();
        if let Some(refusal) = refusal::of_answer(node, response.status, key) {
            return Err(ApiError::Refused(refusal));
        }
        let holder = holder(node);
        let Some(scalar) = holder.get("balance").and_then(Node::scalar) else {
            return Err(body::unreadable(Unreadable::UnexpectedShape, response, key));
        };
        let currency = holder.text_of("currency").or_else(|| node.text_of("currency"));
        let money = number::amount(scalar)
            .map(|amount| Money { amount, currency: currency.and_then(Currency::new) });
        if money.is_none() {
            warnings.push(Warning::FieldUnread { row: 0, field: "balance" });
        }
        let raw = text::message(scalar.text().unwrap_or_default(), key);
        let is_v1 = node.text_of("status").is_some_and(|word| word.eq_ignore_ascii_case("success"));
        Ok((Balance { money, raw }, is_v1.then_some(Dialect::V1)))
    })
}

/// The map that holds the balance: the answer itself or one it wraps.
fn holder<'n, 'a>(node: &'n Node<'a>) -> &'n Node<'a> {
    let wrapped = |name| node.get(name).filter(|inner| inner.get("balance").is_some());
    if node.get("balance").is_some_and(|inner| inner.scalar().is_some()) {
        return node;
    }
    ["data", "user", "result"].into_iter().find_map(wrapped).unwrap_or(node)
}
