//! `refill_status`: what became of refills (protocol.md 3).

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
            let has_status = node.get("status").is_some_and(|status| {
                status.scalar().is_some() || refusal::words_of(status).is_some()
            });
            has_status && node.get("refill").is_none_or(|refill| refill.scalar().is_some())
        };
        let ids = &["refill", "refill_id", "id"];
        let shape = Shape { ids, read: &read, is_entry: &is_entry, wrappers: &batch::WRAPPERS };
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
