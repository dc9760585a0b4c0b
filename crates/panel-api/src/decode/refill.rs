//! `refill`, `refill_status` and `cancel`: requests about delivered or running orders
//! (protocol.md 3, 15).

use super::batch::{self, Row, Shape};
use super::{PerOrder, PerRefill, body, refusal};
use crate::error::{ApiError, Decoded, Refusal};
use crate::http::HttpResponse;
use crate::json::{Node, Scalar};
use crate::{given, phrases, text};
use panelboard_domain::attempt::RefusalKind;
use panelboard_domain::id::{OrderId, RefillId};
use panelboard_domain::order::RefillStatus;
use panelboard_domain::secret::ApiKey;

const ORDER_IDS: [&str; 3] = ["order", "order_id", "id"];

/// `refill`: the refill id when the panel names one; `Ok(None)` when it says yes without an id.
///
/// | Shape | Seen in |
/// |---|---|
/// | `{"refill":"1"}`, `{"refill":"ref_01HG"}` | one order, v2 and v1 forks |
/// | `{"refill":12345,"success":"…"}` | single panels |
/// | `[{"order":1,"refill":1},{"order":3,"refill":{"error":"…"}}]` | many, v2 |
/// | `[{"order":3,"error":"…"}]` | many, Next.js |
/// | `{"refill":{"error":"…"}}` | one order, CMSNT |
/// | `{"refill":{"id":1}}`, a map by id | accepted |
///
/// A refill id is opaque; CMSNT answers the order's own. In the "clients/orders" panels it is never
/// found again by `refill_status`. A refusal with a wait carries it in minutes
/// ([`Refusal::cooldown_minutes`]). Stock `SmartPanel` refuses the action itself.
pub fn refill(
    response: &HttpResponse,
    asked: &[OrderId],
    key: &ApiKey,
) -> Result<Decoded<PerOrder<Option<RefillId>>>, ApiError> {
    refill_rows(response, key).map(|rows| batch::matched(rows, asked, OrderId::as_str))
}

/// The entries of a `refill` answer as they stand.
pub fn refill_rows(
    response: &HttpResponse,
    key: &ApiKey,
) -> Result<Decoded<Vec<Row<Option<RefillId>>>>, ApiError> {
    body::rows(response, key, |node| {
        let read = |node: &Node<'_>| request(node, "refill", key);
        let is_entry = |node: &Node<'_>| is_request(node, "refill");
        batch::rows(node, &Shape { ids: &ORDER_IDS, read: &read, is_entry: &is_entry }, key)
    })
}

/// `cancel`: `Ok` means asked, not done and not refunded (protocol.md 3).
///
/// | Shape | Seen in |
/// |---|---|
/// | `[{"order":2,"cancel":1},{"order":9,"cancel":{"error":"…"}}]` | v2 |
/// | `[{"order":4,"error":"Cancel already requested"}]` | Next.js |
/// | `{"cancel":1}` for one order | single panels |
/// | a map by id | accepted |
///
/// v1 has no cancel; the "clients/orders" panels answer the JSON `null`.
pub fn cancel(
    response: &HttpResponse,
    asked: &[OrderId],
    key: &ApiKey,
) -> Result<Decoded<PerOrder<()>>, ApiError> {
    cancel_rows(response, key).map(|rows| batch::matched(rows, asked, OrderId::as_str))
}

/// The entries of a `cancel` answer as they stand.
pub fn cancel_rows(
    response: &HttpResponse,
    key: &ApiKey,
) -> Result<Decoded<Vec<Row<()>>>, ApiError> {
    body::rows(response, key, |node| {
        let read = |node: &Node<'_>| request(node, "cancel", key).map(|answer| answer.map(drop));
        let is_entry = |node: &Node<'_>| is_request(node, "cancel");
        batch::rows(node, &Shape { ids: &ORDER_IDS, read: &read, is_entry: &is_entry }, key)
    })
}

/// One answer to a request, not a map of answers.
fn is_request(node: &Node<'_>, name: &str) -> bool {
    match node.get(name) {
        Some(Node::Scalar(_)) => true,
        Some(inner) => {
            refusal::words_of(inner).is_some() || name == "refill" && inner.text_of("id").is_some()
        }
        None => {
            let says_yes = ["success", "status"].iter().any(|name| node.text_of(name).is_some());
            let is_flag = matches!(node.get("success"), Some(Node::Scalar(Scalar::Bool(_))));
            let names_order = ORDER_IDS.iter().any(|id| node.text_of(id).is_some());
            let Node::Map(members) = node else { return false };
            (says_yes || is_flag || names_order)
                && members.iter().all(|(_, value)| matches!(value, Node::Scalar(_)))
        }
    }
}

/// What one entry says: an id, a yes, or a no.
fn request(node: &Node<'_>, name: &str, key: &ApiKey) -> Option<Result<Option<RefillId>, Refusal>> {
    let value = match node {
        Node::Map(_) => match node.get(name) {
            Some(inner) => inner,
            None => return says_success(node).then_some(Ok(None)),
        },
        other => other,
    };
    if let Some(words) = refusal::words_of(value) {
        return Some(Err(refusal::refusal(words, key)));
    }
    match value {
        Node::Map(_) if name == "refill" => {
            let id = ["id", "refill", "refill_id"].iter().find_map(|id| value.text_of(id))?;
            given::refill(id, key).map(|id| Ok(Some(id)))
        }
        Node::Scalar(Scalar::Bool(true)) => Some(Ok(None)),
        // Meant as an id: if it cannot be taken as one, nothing is known.
        Node::Scalar(Scalar::Text(id)) if given::looks_like_one(id.trim()) => {
            given::refill(id, key).map(|id| Ok(Some(id)))
        }
        Node::Scalar(Scalar::Number(id)) if given::looks_like_one(id) => {
            given::refill(id, key).map(|id| Ok(Some(id)))
        }
        Node::Scalar(Scalar::Text(words)) if !matches!(words.trim(), "" | "0") => {
            Some(Err(refusal::refusal(words, key)))
        }
        // `0`, `false`, `null` and `""` are a no without words.
        Node::Scalar(scalar) if !scalar.is_truthy() && matches!(node, Node::Map(_)) => {
            let kind = if name == "cancel" { RefusalKind::Cancel } else { RefusalKind::Refill };
            let text = text::message(scalar.text().unwrap_or("null"), key);
            Some(Err(Refusal { kind, text, cooldown_minutes: None }))
        }
        _ => None,
    }
}

fn says_success(node: &Node<'_>) -> bool {
    ["status", "success"].iter().any(|name| match node.get(name).and_then(Node::scalar) {
        Some(Scalar::Bool(value)) => *value,
        Some(Scalar::Number(code)) => *code == "1",
        Some(Scalar::Text(word)) => !word.trim().is_empty(),
        _ => false,
    })
}

/// `refill_status`: what became of refills. `null` means that no state is known.
///
/// | Shape | Seen in |
/// |---|---|
/// | `{"status":"Completed"}` | one refill, v2 |
/// | `[{"refill":1,"status":"Completed"},{"refill":3,"status":{"error":"…"}}]` | many, v2 |
/// | `[{"refill":"A7K2M9","status":"Pending"}]` for one | CMSNT |
/// | `null` | no state known |
/// | a map by id | accepted |
pub fn refill_status(
    response: &HttpResponse,
    asked: &[RefillId],
    key: &ApiKey,
) -> Result<Decoded<PerRefill>, ApiError> {
    refill_status_rows(response, key).map(|rows| batch::matched(rows, asked, RefillId::as_str))
}

/// The entries of a `refill_status` answer as they stand.
pub fn refill_status_rows(
    response: &HttpResponse,
    key: &ApiKey,
) -> Result<Decoded<Vec<Row<RefillStatus>>>, ApiError> {
    body::answer(response, key, |node, warnings| {
        if node.is_null() {
            return Ok(Vec::new());
        }
        let read = |node: &Node<'_>| refill_state(node, key);
        let is_entry = |node: &Node<'_>| {
            let has_status = node.get("status").is_some_and(|status| {
                status.scalar().is_some() || refusal::words_of(status).is_some()
            });
            has_status && node.get("refill").is_none_or(|refill| refill.scalar().is_some())
        };
        let shape = Shape { ids: &["refill", "refill_id", "id"], read: &read, is_entry: &is_entry };
        let rows = batch::rows(node, &shape, key);
        warnings.extend(rows.warnings);
        Ok(rows.value)
    })
}

fn refill_state(node: &Node<'_>, key: &ApiKey) -> Option<Result<RefillStatus, Refusal>> {
    let status = match node {
        Node::Map(_) => node.get("status")?,
        other => other,
    };
    if let Some(words) = refusal::words_of(status) {
        return Some(Err(refusal::refusal(words, key)));
    }
    let word = status.text().filter(|word| !word.trim().is_empty())?;
    let state = RefillStatus::read(&text::message(word, key));
    let is_sentence =
        matches!(state, RefillStatus::Other(_)) && phrases::kind_of(word) != RefusalKind::Other;
    Some(if is_sentence { Err(refusal::refusal(word, key)) } else { Ok(state) })
}

#[cfg(test)]
mod tests {
    use super::request;
    use crate::json::{Cursor, Node};
    use panelboard_domain::attempt::RefusalKind;
    use panelboard_domain::secret::ApiKey;

    fn check(entry: &str, name: &str, expected: Option<Result<Option<&str>, RefusalKind>>) {
        let key = ApiKey::parse("CANARY-0123456789").expect("a key");
        let node = Node::read(&mut Cursor::new(entry, 0)).expect("JSON");
        let read = request(&node, name, &key).map(|said| match said {
            Ok(id) => Ok(id.map(|id| id.to_string())),
            Err(refusal) => Err(refusal.kind),
        });
        let expected = expected.map(|said| said.map(|id| id.map(str::to_owned)));
        assert_eq!(read, expected, "{entry} as {name}");
    }

    #[test]
    fn an_entry_says_an_id_a_yes_a_no_or_nothing() {
        check(r#"{"order":1,"refill":{"id":"5"}}"#, "refill", Some(Ok(Some("5"))));
        check(r#"{"order":1,"cancel":{"id":"5"}}"#, "cancel", None);
        check(r#"{"order":1,"refill":true}"#, "refill", Some(Ok(None)));
        for no in ["0", "\"0\"", "\"\"", "false", "null"] {
            check(
                &format!(r#"{{"order":1,"refill":{no}}}"#),
                "refill",
                Some(Err(RefusalKind::Refill)),
            );
            check(
                &format!(r#"{{"order":1,"cancel":{no}}}"#),
                "cancel",
                Some(Err(RefusalKind::Cancel)),
            );
        }
        check("false", "refill", None);
        check(r#"{"order":1,"refill":1.5}"#, "refill", None);
    }
}
