//! `add`: the one classifier of what is known after money may have been spent
//! (docs/reliability.md#answers).

use super::{body, refusal};
use crate::error::{Refusal, Unreadable};
use crate::http::{HttpResponse, RelayStage};
use crate::json::{Node, Scalar};
use crate::{given, number, phrases, text};
use panelboard_domain::attempt::{RefusalKind, RejectReason, UnknownHint};
use panelboard_domain::id::OrderId;
use panelboard_domain::money::{Currency, Money};
use panelboard_domain::secret::ApiKey;

/// What is known after `add`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AddOutcome {
    /// A 2xx answer with an order id and no truthy error.
    Placed {
        /// The id.
        order: OrderId,
        /// The charge, when told at once.
        charge: Option<Money>,
    },
    /// A definitive no: the panel's own words are on the definitive list, or the relay refused
    /// before any byte left.
    Rejected(RejectReason),
    /// Everything else. `text` is the panel's own text if it had one.
    Unknown {
        /// What happened.
        hint: UnknownHint,
        /// The panel's own words, or the start of the answer where it has none or contradicts
        /// itself; bounded, key masked; may be empty.
        text: String,
    },
}

/// Classifies the answer to `add`. Never an error: what cannot be read is [`AddOutcome::Unknown`].
///
/// | Seen | Outcome |
/// |---|---|
/// | relay stage `pre-upstream` | rejected (`NotSent`) |
/// | relay stage `in_doubt` | unknown |
/// | 2xx object with a valid `order` and no truthy `error` | placed |
/// | an error in words that refuse for certain, any HTTP status; also in a `message` with HTTP 400–499 | rejected |
/// | an error that says an order with this link is active | unknown (`ActiveLink`): it may be this very order |
/// | an error that may come from a handler for every failure ("temporarily unavailable") | unknown (`ServerError`) |
/// | any other error, or an error behind noise | unknown (`LikelyNotPlaced`; with a server error `ServerError`) |
/// | `order` with an error, `order` that is no id, no `order`, no JSON | unknown |
pub fn add(response: &HttpResponse, key: &ApiKey) -> AddOutcome {
    match response.stage {
        Some(RelayStage::PreUpstream) => return not_sent(response, key),
        Some(RelayStage::InDoubt) => {
            return AddOutcome::Unknown { hint: UnknownHint::RelayInDoubt, text: String::new() };
        }
        Some(RelayStage::Upstream | RelayStage::Replayed) | None => {}
    }
    let text = match body::text(response, body::ANSWER_CAP) {
        Ok(text) => text,
        Err(what) => return unreadable(what, response, key),
    };
    match body::tree(&text) {
        Ok(found) => {
            let is_clean = !speaks(found.before) && !speaks(found.after);
            classify(&found.value, response, found.is_noisy(), is_clean, key)
        }
        Err(what) => unreadable(what, response, key),
    }
}

/// Decides on the JSON. `is_clean`: nothing around it looks like a second answer.
fn classify(
    node: &Node<'_>,
    response: &HttpResponse,
    is_noisy: bool,
    is_clean: bool,
    key: &ApiKey,
) -> AddOutcome {
    if let Some(words) = refusal::words_of(node.only()) {
        return if node.only().get("order").is_some_and(Node::is_truthy) {
            AddOutcome::Unknown { hint: UnknownHint::Unreadable, text: raw(response, key) }
        } else {
            refused(words, response.status, is_noisy, key)
        };
    }
    let is_success = (200..300).contains(&response.status);
    match order_id(node, key).filter(|_| is_success && is_clean) {
        Some(order) => AddOutcome::Placed { order, charge: charge(node) },
        None => unsettled(node, response, is_noisy, key),
    }
}

/// A panel's no: definite only where its words are so ([`phrases::is_definite_no`]).
fn refused(words: &str, status: u16, is_noisy: bool, key: &ApiKey) -> AddOutcome {
    let Refusal { kind, text, .. } = refusal::refusal(words, key);
    let hint = match kind {
        RefusalKind::ActiveLink => UnknownHint::ActiveLink,
        _ if !is_noisy && phrases::is_definite_no(kind, words) => {
            return AddOutcome::Rejected(RejectReason { kind, text });
        }
        _ if status >= 500 || status == 408 => by_status(status),
        // What catches every failure may run after the money moved.
        RefusalKind::Maintenance => UnknownHint::ServerError,
        _ if phrases::is_crash(words) => UnknownHint::ServerError,
        _ => UnknownHint::LikelyNotPlaced,
    };
    AddOutcome::Unknown { hint, text }
}

/// JSON without a usable id and without an error member. A message that comes with HTTP 400–499 and
/// names no order is a no when its words are on the definitive list (Laravel).
fn unsettled(node: &Node<'_>, response: &HttpResponse, is_noisy: bool, key: &ApiKey) -> AddOutcome {
    let is_client_error = (400..500).contains(&response.status) && response.status != 408;
    let words = refusal::failure_words(node, response.status);
    if let Some(words) = words.filter(|_| is_client_error && node.get("order").is_none()) {
        let outcome = refused(words, response.status, is_noisy, key);
        if matches!(outcome, AddOutcome::Rejected(_)) {
            return outcome;
        }
    }
    let words = match node {
        Node::Scalar(Scalar::Text(words)) => Some(words.as_ref()),
        // Beside anything that may be an order, its words alone would tell too little.
        Node::Map(members) if members.iter().all(|(name, value)| is_chatter(name, value)) => {
            ["message", "msg", "status"].iter().find_map(|name| node.text_of(name))
        }
        _ => None,
    };
    let text = words.map_or_else(|| raw(response, key), |words| text::message(words, key));
    AddOutcome::Unknown { hint: by_status(response.status), text }
}

/// A member that tells nothing of an order: words, a flag, a code.
fn is_chatter(name: &str, value: &Node<'_>) -> bool {
    const NAMES: [&str; 7] = ["message", "msg", "status", "success", "ok", "code", "error"];
    NAMES.contains(&name) && (value.scalar().is_some() || !value.is_truthy())
}

fn unreadable(what: Unreadable, response: &HttpResponse, key: &ApiKey) -> AddOutcome {
    let hint = match what {
        Unreadable::BotCheck => UnknownHint::BotCheck,
        _ => by_status(response.status),
    };
    AddOutcome::Unknown { hint, text: raw(response, key) }
}

/// The start of the answer as it came.
fn raw(response: &HttpResponse, key: &ApiKey) -> String {
    let start = &response.body[..response.body.len().min(4096)];
    text::excerpt(&String::from_utf8_lossy(start), key)
}

fn by_status(status: u16) -> UnknownHint {
    match status {
        408 => UnknownHint::Timeout,
        500.. => UnknownHint::ServerError,
        _ => UnknownHint::Unreadable,
    }
}

fn not_sent(response: &HttpResponse, key: &ApiKey) -> AddOutcome {
    AddOutcome::Rejected(RejectReason { kind: RefusalKind::NotSent, text: raw(response, key) })
}

/// The order id: a positive whole number up to 2⁶³, or a text that can be an id. Two `order`
/// members, zero, fractions, lists and sentences are none.
fn order_id(node: &Node<'_>, key: &ApiKey) -> Option<OrderId> {
    let Node::Map(members) = node else { return None };
    let mut orders = members.iter().filter(|(name, _)| name == "order");
    let (Some((_, order)), None) = (orders.next(), orders.next()) else { return None };
    match order.scalar()? {
        Scalar::Number(digits) => {
            let number = digits.parse::<i64>().ok()?;
            (number > 0).then(|| OrderId::given(digits, key))?
        }
        Scalar::Text(id) => given::order(id, key),
        Scalar::Null | Scalar::Bool(_) | Scalar::Nested => None,
    }
}

fn charge(node: &Node<'_>) -> Option<Money> {
    let amount = number::amount(node.get("charge")?.scalar()?)?;
    Some(Money { amount, currency: node.text_of("currency").and_then(Currency::new) })
}

/// Noise that names an order or an error, or whose words the phrase table knows, may be a second
/// answer.
fn speaks(noise: &str) -> bool {
    let folded = noise.to_ascii_lowercase();
    folded.contains("\"order\"")
        || folded.contains("\"error\"")
        || (!noise.is_empty() && phrases::kind_of(noise) != RefusalKind::Other)
}
