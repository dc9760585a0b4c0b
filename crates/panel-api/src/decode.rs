//! What an answer means. One odd row never hides the others; the HTTP status alone means nothing.

use crate::error::{ApiError, Decoded, Refusal, Unreadable};
use crate::http::HttpResponse;
use panelboard_domain::account::Dialect;
use panelboard_domain::attempt::{RejectReason, UnknownHint};
use panelboard_domain::balance::Balance;
use panelboard_domain::catalog::Catalog;
use panelboard_domain::id::{OrderId, RefillId};
use panelboard_domain::money::Money;
use panelboard_domain::order::{RefillStatus, StatusReading};
use panelboard_domain::secret::ApiKey;

/// What is known after `add` (reliability.md 2.3): decided by one pure function.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AddOutcome {
    /// An order id and no truthy error.
    Placed {
        /// The id.
        order: OrderId,
        /// The charge, when told at once.
        charge: Option<Money>,
    },
    /// A definitive no.
    Rejected(RejectReason),
    /// Everything else. `text` is the panel's own text if it had one.
    Unknown {
        /// What happened.
        hint: UnknownHint,
        /// The panel's own text, bounded, key masked; may be empty.
        text: String,
    },
}

/// One item of a batch answer.
pub type PerOrder<T> = Vec<(OrderId, Result<T, Refusal>)>;

fn stub<T>(response: &HttpResponse) -> Result<T, ApiError> {
    Err(ApiError::Unreadable {
        what: Unreadable::Empty,
        status: response.status,
        excerpt: String::new(),
    })
}

/// `balance`, and the dialect that the reply shows (protocol.md 17).
pub fn balance(
    response: &HttpResponse,
    key: &ApiKey,
) -> Result<Decoded<(Balance, Option<Dialect>)>, ApiError> {
    let _ = key;
    stub(response)
}

/// `services`.
pub fn services(response: &HttpResponse, key: &ApiKey) -> Result<Decoded<Catalog>, ApiError> {
    let _ = key;
    stub(response)
}

/// `add`.
pub fn add(response: &HttpResponse, key: &ApiKey) -> AddOutcome {
    let _ = (response, key);
    AddOutcome::Unknown { hint: UnknownHint::Unreadable, text: String::new() }
}

/// `status` of the orders that were asked for, in that order. An order that the answer leaves out is
/// left out here too: nothing is known of it.
pub fn status(
    response: &HttpResponse,
    asked: &[OrderId],
    key: &ApiKey,
) -> Result<Decoded<PerOrder<StatusReading>>, ApiError> {
    let _ = (asked, key);
    stub(response)
}

/// `refill`: the refill id when the panel names one.
pub fn refill(
    response: &HttpResponse,
    asked: &[OrderId],
    key: &ApiKey,
) -> Result<Decoded<PerOrder<Option<RefillId>>>, ApiError> {
    let _ = (asked, key);
    stub(response)
}

/// `refill_status`.
pub fn refill_status(
    response: &HttpResponse,
    asked: &[RefillId],
    key: &ApiKey,
) -> Result<Decoded<Vec<(RefillId, Result<RefillStatus, Refusal>)>>, ApiError> {
    let _ = (asked, key);
    stub(response)
}

/// `cancel`: `Ok` means asked, not done and not refunded (protocol.md 3).
pub fn cancel(
    response: &HttpResponse,
    asked: &[OrderId],
    key: &ApiKey,
) -> Result<Decoded<PerOrder<()>>, ApiError> {
    let _ = (asked, key);
    stub(response)
}
