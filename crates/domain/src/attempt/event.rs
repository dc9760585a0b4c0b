//! What can happen to an attempt. Events are facts in the order they were learned; the wall clock
//! in them is for people, no rule reads it.

use super::{BalanceReading, Ground, RejectReason, UnknownHint};
use crate::id::{AccountId, AttemptId, OrderId, RefillId};
use crate::money::{Amount, Money};
use crate::panel::{KeyPrint, PanelId};
use crate::time::Timestamp;
use panelboard_fence::Mark;
use serde::{Deserialize, Serialize};

/// One fact with the time it was learned.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// The wall clock, for people.
    pub at: Timestamp,
    /// What happened.
    pub what: Happening,
}

/// What can happen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Happening {
    /// The user confirmed it with a click.
    Confirmed,
    /// Written strictly before the request leaves.
    Sent {
        /// Which attempt of its panel.
        turn: u64,
        /// The balance over the same route, just before.
        balance_before: Option<BalanceReading>,
        /// In records of the first version: the relay's clock just before. It proves nothing.
        relay_clock: Option<i64>,
        /// On the relay's route: the relay's memory just before, which the request names and which alone
        /// can prove later that it was not sent. `None` on the direct route and in records of the
        /// first version.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        fence: Option<Mark>,
        /// No other attempt of the panel was open then, so that none could be charged late and
        /// pass for this one.
        is_alone: bool,
    },
    /// An answer came; kept raw before it is judged.
    Answered {
        /// What came.
        wire: Wire,
    },
    /// The answer was judged.
    Judged {
        /// What it means.
        verdict: Verdict,
    },
    /// No answer came.
    Lost {
        /// Why.
        hint: UnknownHint,
    },
    /// Found in `sending` although nobody is sending it any more.
    Recovered,
    /// Something that speaks for or against, and decides nothing by itself.
    Evidence(Evidence),
    /// An unknown outcome was resolved.
    Resolved {
        /// By what. There is no value for a hint: hints cannot resolve.
        by: ResolvedBy,
        /// To what.
        outcome: Outcome,
        /// On what evidence; empty in records of the first version.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        grounds: Vec<Ground>,
    },
    /// The user took back what they had said last about the outcome.
    Withdrawn,
    /// The panel itself gave the number that the user had found to another order: the user's word does
    /// not hold any more.
    Displaced {
        /// Which attempt has the number.
        by: AttemptId,
    },
    /// The panel made an order of its own of this repeat, or may have: from now on it counts as one.
    Parted,
    /// A whole look for evidence ended without settling the outcome.
    Looked,
    /// The user has seen what needed a look.
    Seen(Concern),
    /// The balance shows something the user must look at.
    Alarm(Alarm),
    /// Its account is gone and another account of the same panel took it over.
    TakenOver {
        /// Whose it was.
        from: AccountId,
        /// Whose it is.
        by: AccountId,
        /// The panel of both. For a first-version record without an account this is the user's word.
        panel: PanelId,
        /// The new account's key, when it is on this device.
        key: Option<KeyPrint>,
    },
    /// The user put it away.
    Archived,
    /// The user took it back.
    Restored,
}

/// The raw outcome.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wire {
    /// The HTTP status.
    pub http_status: u16,
    /// How far the relay got; `None` on the direct route.
    pub stage: Option<Stage>,
    /// SHA-256 of the body, hex.
    pub body_sha256: String,
    /// The start of the body as text, at most 2 KiB, key masked.
    pub excerpt: String,
    /// The excerpt is the whole body.
    pub whole: bool,
}

/// How far the relay got (docs/reliability.md#writes).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Refused before any byte went to the panel.
    PreUpstream,
    /// The panel's own answer.
    Upstream,
    /// The stored answer of the same attempt.
    Replayed,
    /// The relay does not know what became of it.
    InDoubt,
}

/// What an answer means for its attempt.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Placed or accepted.
    Placed {
        /// The order.
        order_id: OrderId,
        /// The refill, when the panel named one.
        refill_id: Option<RefillId>,
        /// The charge, when told at once.
        charge: Option<Money>,
    },
    /// A definitive no.
    Rejected(RejectReason),
    /// Everything else.
    Unknown(UnknownHint),
}

/// Something that speaks for or against; shown to the user, never decisive alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Evidence {
    /// The balance some time after.
    Balance {
        /// What the panel said.
        reading: BalanceReading,
        /// The panel's latest turn when it was read: another turn means another order could have
        /// moved the balance.
        turn: u64,
    },
    /// The relay is still waiting for the panel.
    RelayInFlight,
    /// The relay never saw it, or was restarted since and cannot know.
    RelayNotSeen,
    /// The panel says how long to wait before asking for this again.
    Cooldown {
        /// From the moment of the answer.
        minutes: u32,
    },
    /// Only a hint (R1): the panel says that an order with this link is active.
    ActiveLinkRefusal,
    /// Only a hint (R3): a later order with the same link was accepted.
    LaterSuccess,
}

/// What may resolve an unknown outcome (docs/reliability.md#evidence: R0, R2, R4, and `status` for a
/// cancel).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ResolvedBy {
    /// R0: the relay's attempt log. Certain.
    Relay,
    /// R2: two equal balance readings in a single flight. Strong.
    Balance,
    /// The order's own status shows the cancel. Certain.
    Status,
    /// R4: the user looked at the panel.
    User,
    /// The panel answered the same request with the same `request_id` once more.
    Repeat,
}

/// What an unknown outcome was resolved to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It was placed.
    Placed {
        /// The order, when its id is known.
        order_id: Option<OrderId>,
        /// The refill, when the panel named one.
        refill_id: Option<RefillId>,
    },
    /// The panel's stored answer was a definitive no.
    Rejected(RejectReason),
    /// It was not placed.
    NotPlaced,
}

/// How and when an unknown outcome was resolved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Resolution {
    /// By what.
    pub by: ResolvedBy,
    /// When.
    pub at: Timestamp,
}

/// What the user can mark as seen. What changes afterwards is not seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Concern {
    /// The panel refused the order.
    Refused,
    /// The panel says that the order failed.
    Failed,
    /// The panel delivered a part.
    Partial,
    /// An alarm about the money.
    Alarm,
}

/// What the balance shows against the recorded outcome.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Alarm {
    /// The balance fell by twice the price: the browser may have sent the order twice.
    DoubleCharge,
    /// The panel said no and the balance fell all the same.
    ChargedThoughRefused,
    /// The charge is far from the estimate.
    OtherCharge {
        /// What the panel says it charged, or how far the balance fell.
        charged: Amount,
    },
}
