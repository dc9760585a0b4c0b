//! `refill_status`: what became of refills (docs/protocol.md#refill-and-cancel).

use super::batch::{self, Row, Shape};
use super::{PerRefill, body, refusal};
use crate::error::{ApiError, Decoded, Refusal};
use crate::http::HttpResponse;
use crate::json::Node;
use crate::{phrases, text};
use panelboard_domain::attempt::RefusalKind;
use panelboard_domain::id::RefillId;
use panelboard_domain::order::RefillStatus;
use panelboard_domain::secret::ApiKey;

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
            holder(node).is_some_and(|status| {
                state_of(status, 0).is_some() || refusal::words_of(status).is_some()
            })
        };
        let ids = &["refill", "refill_id", "id"];
        let shape = Shape { ids, read: &read, is_entry: &is_entry, wrappers: &batch::WRAPPERS };
        let rows = batch::rows(node, &shape, key);
        warnings.extend(rows.warnings);
        Ok(rows.value)
    })
}

/// How deep a state is looked for inside others.
const DEEPEST: usize = 4;

fn refill_state(node: &Node<'_>, key: &ApiKey) -> Option<Result<RefillStatus, Refusal>> {
    let status = match node {
        Node::Map(_) => holder(node)?,
        other => other,
    };
    if let Some(words) = refusal::words_of(status) {
        return Some(Err(refusal::refusal(words, key)));
    }
    let word = state_of(status, 0)?;
    let state = RefillStatus::read(&text::message(word, key));
    let kind = phrases::kind_of(word);
    Some(match state {
        RefillStatus::Other(_) if phrases::is_under_way(kind, word) => Ok(RefillStatus::Running),
        RefillStatus::Other(_) if kind != RefusalKind::Other => Err(refusal::refusal(word, key)),
        state => Ok(state),
    })
}

/// The member of an entry that holds its state.
fn holder<'n, 'a>(node: &'n Node<'a>) -> Option<&'n Node<'a>> {
    let is_map = |refill: &&Node<'_>| matches!(refill, Node::Map(_));
    let own = node.get("status").or_else(|| node.get("refill_status"));
    own.or_else(|| node.get("refill").filter(is_map))
}

/// The word of a state, which some panels wrap once more: `{"status":{"status":"In progress"}}`.
fn state_of<'n>(node: &'n Node<'_>, depth: usize) -> Option<&'n str> {
    match node {
        _ if depth > DEEPEST => None,
        Node::Scalar(scalar) => scalar.text().filter(|word| !word.trim().is_empty()),
        Node::List(items) => match items.as_slice() {
            [only] => state_of(only, depth + 1),
            _ => None,
        },
        Node::Map(_) => ["status", "refill_status", "state", "name", "refill"]
            .iter()
            .find_map(|name| state_of(node.get(name)?, depth + 1)),
    }
}
