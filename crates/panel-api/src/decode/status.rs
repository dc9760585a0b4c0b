//! `status`: how far orders are. Plain orders, drip-feed parents and subscriptions may stand in one
//! answer (docs/protocol.md#status).

use super::batch::{self, Row, Shape};
use super::{PerOrder, body, refusal};
use crate::error::{ApiError, Decoded, Refusal};
use crate::http::HttpResponse;
use crate::json::{Node, Scalar};
use crate::{number, text};
use panelboard_domain::id::OrderId;
use panelboard_domain::money::{Currency, Money};
use panelboard_domain::order::{OrderStatus, Parent, StatusReading};
use panelboard_domain::secret::ApiKey;

/// `status` of the orders that were asked for, in that order. An order that the answer leaves out is
/// left out here too: nothing is known of it.
///
/// | Shape | Seen in |
/// |---|---|
/// | `{"charge","start_count","status","remains","currency"}` | one order, v2; v1 adds `order`, older v1 leaves `currency` out |
/// | `{"1":{…},"2":{"error":"Incorrect order ID"}}` | many, v2 |
/// | `{"1":{…},"2":"Incorrect order ID"}` | many, v1 |
/// | `[{"order":1,…},{"order":2,"error":"…"}]` | single panels |
/// | `[{…},{…}]`, in the order asked if all are there | Laravel, BRL |
/// | one object for one id in `orders` | Next.js |
/// | `[{"error":"…"}]`, `{"5":{"error":"…"}}`, ids left out, `[]` | for orders that are not there |
/// | `{"status","expiry","posts","orders"}` | a subscription; `expiry` `true` = not over yet |
/// | `{"status","runs","orders"}` | a drip-feed parent; no charge of its own |
///
/// `charge` is money in the account's currency; `remains` and `start_count` are counts. `"+12"` and
/// `-12` in `remains` mean twelve too many. `start_counter` is `start_count` in SMMPANELV1. A state
/// outside the vocabulary keeps its word and is not final. Errors: a refusal of the whole (most of
/// all [`Order`](panelboard_domain::attempt::RefusalKind::Order)); the JSON `null` as an unknown
/// action; an empty body is unreadable (v1 without ids).
pub fn status(
    response: &HttpResponse,
    asked: &[OrderId],
    key: &ApiKey,
) -> Result<Decoded<PerOrder<StatusReading>>, ApiError> {
    status_rows(response, key).map(|rows| batch::matched(rows, asked, OrderId::as_str))
}

/// The entries of a `status` answer as they stand, before they are brought back to the question.
pub fn status_rows(
    response: &HttpResponse,
    key: &ApiKey,
) -> Result<Decoded<Vec<Row<StatusReading>>>, ApiError> {
    body::rows(response, key, |node| {
        let shape = Shape {
            ids: &["order", "id", "order_id"],
            read: &|node| entry(node, key),
            is_entry: &is_entry,
            wrappers: &batch::WRAPPERS,
        };
        batch::rows(node, &shape, key)
    })
}

/// An order's state, or the refusal that stands where its state should.
fn entry(node: &Node<'_>, key: &ApiKey) -> Option<Result<StatusReading, Refusal>> {
    match node.get("status").and_then(refusal::words_of) {
        Some(words) => Some(Err(refusal::refusal(words, key))),
        None => reading(node, key).map(Ok),
    }
}

/// Members of which a status object has at least one.
const OWN: [&str; 9] = [
    "charge",
    "start_count",
    "start_counter",
    "remains",
    "runs",
    "posts",
    "expiry",
    "order",
    "status",
];

/// One status object, not a map of them: it has a member of its own that is no entry.
fn is_entry(node: &Node<'_>) -> bool {
    let Node::Map(members) = node else { return false };
    if node.get("status").and_then(refusal::words_of).is_some() {
        return true;
    }
    let own = OWN.iter().any(|name| node.get(name).is_some_and(|value| value.scalar().is_some()));
    own && !members.iter().any(|(_, value)| matches!(value, Node::Map(_)))
}

fn reading(node: &Node<'_>, key: &ApiKey) -> Option<StatusReading> {
    if !is_entry(node) {
        return None;
    }
    let status_raw = text::message(node.text_of("status").unwrap_or_default(), key);
    let remains = node.get("remains").and_then(Node::scalar);
    let (remains, over_delivered) = remaining(remains);
    Some(StatusReading {
        status: OrderStatus::read(&status_raw),
        status_raw,
        charge: charge(node),
        start_count: start_count(node, key),
        remains,
        over_delivered,
        children: children(node, key),
        parent: parent(node),
    })
}

fn charge(node: &Node<'_>) -> Option<Money> {
    let amount = number::amount(node.get("charge")?.scalar()?)?;
    Some(Money { amount, currency: node.text_of("currency").and_then(Currency::new) })
}

fn start_count(node: &Node<'_>, key: &ApiKey) -> Option<String> {
    let count = ["start_count", "start_counter"].iter().find_map(|name| node.text_of(name))?;
    Some(text::message(count, key)).filter(|count| !count.is_empty())
}

/// What is left, and what was delivered beyond: `"+12"` and `-12` both mean twelve too many.
fn remaining(scalar: Option<&Scalar<'_>>) -> (Option<u64>, Option<u64>) {
    let Some(count) = scalar.and_then(number::signed_count) else { return (None, None) };
    let has_plus = scalar.and_then(Scalar::text).is_some_and(|text| text.trim().starts_with('+'));
    if count < 0 || has_plus && count > 0 {
        return (Some(0), Some(count.unsigned_abs()));
    }
    (u64::try_from(count).ok(), None)
}

fn children(node: &Node<'_>, key: &ApiKey) -> Vec<OrderId> {
    match node.get("orders") {
        Some(Node::List(items)) => {
            let ids = items.iter().filter_map(Node::text);
            ids.filter_map(|id| OrderId::given(id, key)).collect()
        }
        _ => Vec::new(),
    }
}

/// Whether this is a subscription or a drip-feed parent, by the members that only they have.
fn parent(node: &Node<'_>) -> Option<Parent> {
    let count = |name| node.get(name).and_then(Node::scalar).and_then(number::count);
    let has = |name| node.get(name).is_some_and(|value| !value.is_null());
    if has("posts") || has("expiry") {
        let is_live = node.get("expiry").and_then(Node::scalar).and_then(number::flag);
        return Some(Parent::Subscription { posts: count("posts"), is_live });
    }
    has("runs").then(|| Parent::DripFeed { runs: count("runs") })
}
