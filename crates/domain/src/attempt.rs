//! The write-ahead record of every call that may spend or change money. It is stored before the
//! request leaves and outlives crashes, so that no order is lost and none is sent twice
//! (reliability.md 2).

use crate::account::Route;
use crate::id::{AccountId, AttemptId, OrderId, RefillId};
use crate::money::{Amount, Currency};
use crate::order::OrderParams;
use crate::service::Service;
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

/// What an attempt asks the panel to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "action")]
pub enum Ask {
    /// Place an order.
    Add {
        /// The service as it was listed when the user confirmed.
        service: Box<Service>,
        /// What is sent.
        params: OrderParams,
        /// The quantity that is charged.
        quantity: u64,
        /// The target.
        link: String,
        /// The price the user confirmed.
        estimate: Amount,
        /// The currency label shown beside it.
        currency: Option<Currency>,
    },
    /// Refill an order.
    Refill {
        /// Which.
        order: OrderId,
    },
    /// Cancel an order.
    Cancel {
        /// Which.
        order: OrderId,
    },
}

/// Where an attempt stands (reliability.md 2.1; section 8 fixes the names).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "state")]
pub enum AttemptState {
    /// Stored; the request may or may not have left.
    Sending,
    /// The panel answered with an order id (or accepted the refill or cancel).
    Placed {
        /// The panel's id; for a refill or cancel, the order it was about.
        order_id: OrderId,
        /// The refill's id when the panel named one.
        refill_id: Option<RefillId>,
    },
    /// Definitive evidence that nothing was placed.
    Rejected {
        /// The refusal as a code and the panel's own text.
        reason: RejectReason,
    },
    /// The outcome is not known. Never re-sent; resolved by evidence or by the user.
    Unknown {
        /// What happened.
        hint: UnknownHint,
    },
    /// Resolved: it was not placed.
    NotPlaced,
}

/// A definite no: what kind, in whose words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RejectReason {
    /// The kind of refusal (protocol.md 9.2).
    pub kind: RefusalKind,
    /// The panel's own text, key masked; empty when the relay refused.
    pub text: String,
}

/// The kinds of refusal of the phrase table (protocol.md 9.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the variants are the phrase table's kinds")]
pub enum RefusalKind {
    Auth,
    Account,
    Request,
    Action,
    Funds,
    Service,
    Link,
    QuantityHigh,
    QuantityLow,
    Quantity,
    ActiveLink,
    Comments,
    Dripfeed,
    Order,
    Refill,
    Cooldown,
    Cancel,
    RateLimit,
    Maintenance,
    EmptyList,
    /// A text outside the table.
    Other,
    /// The relay or the app stopped it before any byte reached the panel.
    NotSent,
}

/// Why an outcome is not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UnknownHint {
    /// No answer in time.
    Timeout,
    /// The connection failed after the request started.
    Connection,
    /// The tab, browser or device went away while the request was under way.
    Interrupted,
    /// An answer that is not this protocol (a web page, nothing, half of it).
    Unreadable,
    /// A server error.
    ServerError,
    /// An anti-bot page: probably not sent to the panel.
    BotCheck,
    /// The panel said no in words outside the definitive list: probably not placed.
    LikelyNotPlaced,
    /// The panel said that an order with this link is active: it may be this very one.
    ActiveLink,
    /// The relay does not know what became of it.
    RelayInDoubt,
}

/// One attempt.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attempt {
    /// `UUIDv7`.
    pub id: AttemptId,
    /// Whose money.
    pub account: AccountId,
    /// What is asked.
    pub ask: Ask,
    /// The same for its whole life.
    pub route: Route,
    /// When the user confirmed.
    pub created_at: Timestamp,
    /// Where it stands.
    pub state: AttemptState,
    /// The balance before, if it was readable.
    pub balance_before: Option<Amount>,
    /// The attempt this one repeats after the user found that one not placed.
    pub retry_of: Option<AttemptId>,
}
