//! `refill` and `cancel`: requests about delivered or running orders
//! (docs/protocol.md#refill-and-cancel).

use super::batch::{self, Row, Shape};
use super::consent::{Asked, Consent};
use super::{PerOrder, body, refusal};
use crate::error::{ApiError, Decoded, Warning};
use crate::http::HttpResponse;
use crate::json::Node;
use panelboard_domain::id::{OrderId, RefillId};
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
/// | `{"ok":"true"}`, `{"refill":"true"}`, `{"status":"success"}` | a yes without an id |
/// | `{"status":"error"}`, `{"refill":"failed"}`, `{"success":"false"}` | a no, whatever else is there |
///
/// A refill id is opaque; CMSNT answers the order's own. In the "clients/orders" panels it is never
/// found again by `refill_status`. A refusal with a wait carries it in minutes
/// ([`Refusal::cooldown_minutes`]). Stock `SmartPanel` refuses the action itself. Only a 2xx answer is
/// a yes, and a word for yes that stands beside a word for no is neither.
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
    rows(Asked::Refill, response, key)
}

/// `cancel`: `Ok` means asked, not done and not refunded (docs/protocol.md#refill-and-cancel).
///
/// | Shape | Seen in |
/// |---|---|
/// | `[{"order":2,"cancel":1},{"order":9,"cancel":{"error":"…"}}]` | v2 |
/// | `[{"order":4,"error":"Cancel already requested"}]` | Next.js |
/// | `{"cancel":1}` for one order | single panels |
/// | a map by id | accepted |
/// | `{"ok":"true"}`, `{"cancel":"true"}`, `{"cancel":{"status":1}}` | a yes |
/// | `{"status":"fail","order":5}`, `{"cancel":"Rejected"}` | a no |
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
    let without_id = |row: Row<Option<RefillId>>| Row { id: row.id, value: row.value.map(drop) };
    rows(Asked::Cancel, response, key).map(|decoded| Decoded {
        value: decoded.value.into_iter().map(without_id).collect(),
        warnings: decoded.warnings,
    })
}

fn rows(
    asked: Asked,
    response: &HttpResponse,
    key: &ApiKey,
) -> Result<Decoded<Vec<Row<Option<RefillId>>>>, ApiError> {
    let consent = Consent { asked, status: response.status, key };
    let refuses = |node: &Node<'_>| {
        // A bare `"success"` is no refusal, and rows speak for themselves.
        let is_yes = matches!(consent.of(node), Some(Ok(_)));
        let whole = || refusal::of_answer(node, response.status, key);
        if is_yes { None } else { whole().map(|refusal| consent.named(refusal)) }
    };
    body::rows_unless(response, key, refuses, |node| {
        let is_bare = matches!(node, Node::Scalar(_));
        let read =
            |node: &Node<'_>| if is_bare { consent.of(node) } else { consent.of_entry(node) };
        let is_entry = |node: &Node<'_>| consent.is_entry(node, &ORDER_IDS);
        let wrappers = asked.wrappers();
        let shape = Shape { ids: &ORDER_IDS, read: &read, is_entry: &is_entry, wrappers };
        let mut rows = batch::rows(node, &shape, key);
        if consent.denies(node) {
            // A yes inside an answer that says no as a whole is neither.
            drop_consents(&mut rows);
        }
        let says_nothing = rows.value.is_empty() && rows.warnings.is_empty();
        if says_nothing && !matches!(node, Node::List(_)) {
            rows.warnings.push(Warning::RowsSkipped(vec![0]));
        }
        for row in &mut rows.value {
            if let Err(refusal) = &mut row.value {
                *refusal = consent.named(refusal.clone());
            }
        }
        rows
    })
}

fn drop_consents(rows: &mut Decoded<Vec<Row<Option<RefillId>>>>) {
    let doubtful = rows.value.iter().enumerate().filter(|(_, row)| row.value.is_ok());
    let doubtful: Vec<usize> = doubtful.map(|(position, _)| position).collect();
    if !doubtful.is_empty() {
        rows.value.retain(|row: &Row<Option<RefillId>>| row.value.is_err());
        rows.warnings.push(Warning::RowsSkipped(doubtful));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Refusal;
    use crate::json::Cursor;
    use panelboard_domain::attempt::RefusalKind;

    type Said<'a> = Option<Result<Option<&'a str>, RefusalKind>>;

    fn check(entry: &str, asked: Asked, expected: Said<'_>) {
        let key = ApiKey::parse("CANARY-0123456789").expect("a key");
        let node = Node::read(&mut Cursor::new(entry, 0)).expect("JSON");
        let read = Consent { asked, status: 200, key: &key }.of(&node).map(|said| match said {
            Ok(id) => Ok(id.map(|id| id.to_string())),
            Err(Refusal { kind, .. }) => Err(kind),
        });
        let expected = expected.map(|said| said.map(|id| id.map(str::to_owned)));
        assert_eq!(read, expected, "{entry} as {asked:?}");
    }

    #[test]
    fn an_entry_says_an_id_a_yes_a_no_or_nothing() {
        use Asked::{Cancel, Refill};
        check(r#"{"order":1,"refill":{"id":"5"}}"#, Refill, Some(Ok(Some("5"))));
        check(r#"{"order":1,"cancel":{"id":"5"}}"#, Cancel, Some(Ok(None)));
        check(r#"{"order":1,"refill":true}"#, Refill, Some(Ok(None)));
        for no in ["0", "\"0\"", "\"\"", "false", "null", "\"false\"", "\"no\"", "\"Failed\""] {
            check(
                &format!(r#"{{"order":1,"refill":{no}}}"#),
                Refill,
                Some(Err(RefusalKind::Refill)),
            );
            check(
                &format!(r#"{{"order":1,"cancel":{no}}}"#),
                Cancel,
                Some(Err(RefusalKind::Cancel)),
            );
        }
        check("false", Refill, Some(Err(RefusalKind::Refill)));
        check(r#"{"order":1,"refill":1.5}"#, Refill, None);
    }
}
