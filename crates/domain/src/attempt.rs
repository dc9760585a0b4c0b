//! The write-ahead record of every call that may spend or change money. It is stored before the
//! request leaves and outlives crashes, so that no order is lost and none is sent twice
//! (docs/reliability.md#records).
//!
//! An [`Attempt`] only changes through [`Attempt::apply`]; `reduce` holds the table of what may
//! follow what. [`guard`] finds repeats, [`evidence`] weighs what the balance says.

pub mod again;
pub mod charge;
mod event;
pub mod evidence;
mod fingerprint;
mod ground;
pub mod guard;
pub mod number;
mod reason;
mod reduce;
mod request;
pub mod settlement;
#[cfg(test)]
mod tests;
pub mod user;
mod watch;

pub use event::{
    Alarm, Concern, Event, Evidence, Happening, Outcome, Resolution, ResolvedBy, Stage, Verdict,
    Wire,
};
pub use fingerprint::{canonical_content, is_same_content, target_key};
pub use ground::{Fit, Ground, Point, PointValue, Receipt};
pub use panelboard_fence::Mark;
pub use reason::{RefusalKind, RejectReason, UnknownHint};
pub use reduce::NotAllowed;
pub use request::{Request, WriteKind};
pub use watch::{Watch, Watched};

use fingerprint::KnownTarget;

use crate::account::{RelayId, Route};
use crate::id::{AccountId, AttemptId, OrderId, RefillId};
use crate::money::{Amount, Money};
use crate::panel::{KeyPrint, PanelId};
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

/// Where an attempt stands (docs/reliability.md#records).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AttemptState {
    /// Confirmed by the user, not stored and not sent.
    Drafted,
    /// Stored; the request may or may not have left.
    Sending,
    /// The panel placed the order (or accepted the refill or cancel).
    Placed {
        /// The panel's id; for a refill or cancel, the order it was about. `None` when the charge
        /// shows that it was placed but nobody knows its number yet.
        order_id: Option<OrderId>,
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

/// What the user confirmed: everything of an attempt that never changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Confirmation {
    /// `UUIDv7`.
    pub id: AttemptId,
    /// Whose money. Only another account of the same panel can take it over
    /// ([`Happening::TakenOver`]).
    pub account: AccountId,
    /// The panel: what guard, lock, turn and balance evidence go by. `None` only in a first-version
    /// record whose account is gone: such a one may be of any panel ([`Attempt::concerns`]).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub panel: Option<PanelId>,
    /// The key's print, to find the account again. `None` in first-version records.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<KeyPrint>,
    /// What is asked.
    #[serde(rename = "ask")]
    pub request: Request,
    /// The same for its whole life.
    pub route: Route,
    /// Which relay, when `route` is `Relay`; the same for its whole life, because only that one can say
    /// what it sent.
    #[serde(default, skip_serializing_if = "RelayId::is_own")]
    pub relay: RelayId,
    /// When the user confirmed.
    pub created_at: Timestamp,
    /// SHA-256 of [`canonical_content`], hex; in first-version records over the account instead of the
    /// panel. Kept for people who compare records; the guard compares contents.
    pub fingerprint: String,
    /// The attempt this one repeats: after the user found that one not placed, or to have its lost
    /// answer ([`Request::Again`]).
    pub retry_of: Option<AttemptId>,
    /// Earlier attempts that the user was shown and repeated on purpose.
    pub acknowledged: Vec<AttemptId>,
    /// What makes the request repeatable, where the panel is sent a `request_id`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub named: Option<again::NamedRequest>,
    /// The tab session that made it: "just now" without asking a clock.
    pub session: String,
    /// The app's version.
    pub app_version: String,
}

/// One attempt. Readable like its [`Confirmation`]; the rest changes only by [`Attempt::apply`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attempt {
    confirmation: Confirmation,
    state: AttemptState,
    turn: u64,
    balance_before: Option<BalanceReading>,
    charge: Option<Money>,
    wire: Option<Wire>,
    resolution: Option<Resolution>,
    alarm: Option<Alarm>,
    archived: bool,
    #[serde(skip)]
    events: Vec<Event>,
    #[serde(skip)]
    target: KnownTarget,
}

/// A balance with the precision it was printed in: the number alone cannot tell `5` from `5.00`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BalanceReading {
    /// The number.
    pub amount: Amount,
    /// Decimals as printed.
    pub decimals: u8,
}

impl Attempt {
    /// A new attempt in the state `drafted`. Nothing is stored or sent yet.
    pub fn confirmed(confirmation: Confirmation) -> Self {
        let confirmed = Event { at: confirmation.created_at, what: Happening::Confirmed };
        Self {
            confirmation,
            state: AttemptState::Drafted,
            turn: 0,
            balance_before: None,
            charge: None,
            wire: None,
            resolution: None,
            alarm: None,
            archived: false,
            events: vec![confirmed],
            target: KnownTarget::default(),
        }
    }

    /// Puts the history back on a stored record (the stored form keeps it apart, chained by hash).
    #[must_use]
    pub fn with_events(mut self, events: Vec<Event>) -> Self {
        self.events = events;
        self
    }

    /// Names the panel of a first-version record, as its account tells it. A record that names its
    /// panel itself is left as it is.
    #[must_use]
    pub fn known_at(mut self, panel: Option<&PanelId>) -> Self {
        if self.confirmation.panel.is_none() {
            self.confirmation.panel = panel.cloned();
        }
        self
    }

    /// Whether it may have moved this panel's money: it is this panel's, or nobody knows whose.
    pub fn concerns(&self, panel: &PanelId) -> bool {
        self.panel.as_ref().is_none_or(|own| own == panel)
    }

    /// Whether the balance that this key shows is the one that this attempt was paid from. Another key
    /// of the panel may be another customer's; a record that names no key goes by its account.
    pub fn is_paid_by(&self, account: &AccountId, key: &KeyPrint) -> bool {
        self.key.as_ref().map_or(self.account == *account, |own| own == key)
    }

    /// Whether it may have left after `other`, by either of two counts: turns (which first-version
    /// records count for each account apart) and ids (which follow the clock).
    pub fn may_follow(&self, other: &Self) -> bool {
        self.turn >= other.turn || self.id > other.id
    }

    /// Where it stands.
    pub fn state(&self) -> &AttemptState {
        &self.state
    }

    /// Which attempt of its panel it is, counted from 1 when it is sent; in first-version records, of
    /// its account. Orders attempts without a clock.
    pub fn turn(&self) -> u64 {
        self.turn
    }

    /// The balance before, if it was readable.
    pub fn balance_before(&self) -> Option<BalanceReading> {
        self.balance_before
    }

    /// What the panel said it charged.
    pub fn charge(&self) -> Option<&Money> {
        self.charge.as_ref()
    }

    /// The raw outcome, if an answer came.
    pub fn wire(&self) -> Option<&Wire> {
        self.wire.as_ref()
    }

    /// How an unknown outcome was resolved.
    pub fn resolution(&self) -> Option<&Resolution> {
        self.resolution.as_ref()
    }

    /// What the user must look at, even when the order was placed.
    pub fn alarm(&self) -> Option<Alarm> {
        self.alarm
    }

    /// What happened, oldest first; only ever appended to.
    pub fn events(&self) -> &[Event] {
        &self.events
    }

    /// The order's id, when it is known.
    pub fn order_id(&self) -> Option<&OrderId> {
        match &self.state {
            AttemptState::Placed { order_id, .. } => order_id.as_ref(),
            _ => None,
        }
    }

    /// Its outcome is open: it needs evidence or the user.
    pub fn is_unknown(&self) -> bool {
        matches!(self.state, AttemptState::Unknown { .. })
    }

    /// Its outcome was unknown at some time: what is known of it may change again, by evidence or by the
    /// user's word.
    pub fn was_unknown(&self) -> bool {
        self.is_unknown()
            || self.events.iter().any(|event| {
                matches!(
                    event.what,
                    Happening::Judged { verdict: Verdict::Unknown(_) }
                        | Happening::Lost { .. }
                        | Happening::Recovered
                        | Happening::Resolved { .. }
                )
            })
    }

    /// It may still move money: under way, or nobody knows.
    pub fn is_open(&self) -> bool {
        self.is_unknown() || self.state == AttemptState::Sending
    }

    /// Readings of the balance since the send, oldest first: when, which, and the account's latest
    /// turn then.
    pub fn readings(&self) -> impl Iterator<Item = (Timestamp, BalanceReading, u64)> {
        self.events.iter().filter_map(|event| match event.what {
            Happening::Evidence(Evidence::Balance { reading, turn }) => {
                Some((event.at, reading, turn))
            }
            _ => None,
        })
    }

    /// What the outcome was settled on; empty while it is open, and for what the first version
    /// settled.
    pub fn grounds(&self) -> &[Ground] {
        let settled = self.standing_settlement().and_then(|at| self.events.get(at));
        match settled.map(|event| &event.what) {
            Some(Happening::Resolved { grounds, .. }) => grounds,
            _ => &[],
        }
    }

    /// A whole look for evidence has ended since the outcome became unknown.
    pub fn was_looked_for(&self) -> bool {
        self.events.iter().any(|event| event.what == Happening::Looked)
    }

    /// When the panel's last "not yet" ends.
    pub fn cooling_until(&self) -> Option<Timestamp> {
        self.events.iter().rev().find_map(|event| match event.what {
            Happening::Evidence(Evidence::Cooldown { minutes }) => {
                Some(event.at.plus_millis(i64::from(minutes) * 60_000))
            }
            _ => None,
        })
    }

    /// In records of the first version: the relay's clock just before the request left.
    pub fn relay_clock(&self) -> Option<i64> {
        self.events.iter().find_map(|event| match event.what {
            Happening::Sent { relay_clock, .. } => relay_clock,
            _ => None,
        })
    }

    /// The relay's memory just before the request left, which the request named.
    pub fn fence(&self) -> Option<Mark> {
        self.events.iter().find_map(|event| match event.what {
            Happening::Sent { fence, .. } => fence,
            _ => None,
        })
    }

    /// No other attempt of the panel was open when this one left.
    pub fn left_alone(&self) -> bool {
        self.events.iter().any(|event| matches!(event.what, Happening::Sent { is_alone: true, .. }))
    }

    /// When the request left, as far as the record knows.
    pub fn sent_at(&self) -> Option<Timestamp> {
        self.events
            .iter()
            .find(|event| matches!(event.what, Happening::Sent { .. }))
            .map(|event| event.at)
    }
}

/// An attempt reads like what the user confirmed: `attempt.id`, `attempt.ask`, `attempt.route`.
impl std::ops::Deref for Attempt {
    type Target = Confirmation;

    fn deref(&self) -> &Confirmation {
        &self.confirmation
    }
}
