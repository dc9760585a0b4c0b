//! Why an attempt was refused, or why its outcome is not known: codes, never words.

use serde::{Deserialize, Serialize};

/// A definite no: what kind, in whose words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RejectReason {
    /// The kind of refusal (docs/protocol.md#refusals).
    pub kind: RefusalKind,
    /// The panel's own text, key masked; empty when the relay refused.
    pub text: String,
}

/// The kinds of refusal of the phrase table (docs/protocol.md#refusals).
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
    /// The panel said no, yet the balance fell by the price: the browser may have sent it twice.
    ChargedThoughRefused,
    /// The panel named the number of another order of ours: of this one it says nothing.
    NumberTaken,
}
