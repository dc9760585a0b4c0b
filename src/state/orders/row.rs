//! One order as the book shows it.

use panelboard_domain::attempt::{Alarm, AttemptState, RejectReason, UnknownHint};
use panelboard_domain::id::{AccountId, AttemptId, OrderId, RefillId};
use panelboard_domain::money::{Amount, Currency, Money};
use panelboard_domain::order::{OrderParams, RefillStatus, StatusReading};
use panelboard_domain::service::Service;
use panelboard_domain::time::Timestamp;
use std::sync::Arc;

/// One order: what was asked, what became of it, what the panel last said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrderRow {
    /// The key.
    pub attempt: AttemptId,
    /// Whose.
    pub account: AccountId,
    /// The panel's number, when it is known.
    pub order: Option<OrderId>,
    /// The service as it was listed when the user confirmed.
    pub service: Arc<Service>,
    /// The target.
    pub link: String,
    /// The quantity that is charged.
    pub quantity: u64,
    /// Everything that was sent.
    pub params: OrderParams,
    /// The price the user confirmed.
    pub estimate: Amount,
    /// Its currency label.
    pub currency: Option<Currency>,
    /// When the user confirmed.
    pub created_at: Timestamp,
    /// Whether it was placed. Read the number from `order`.
    pub state: AttemptState,
    /// The balance before, when it was readable.
    pub balance_before: Option<Amount>,
    /// What the balance shows against the outcome: must be looked at.
    pub alarm: Option<Alarm>,
    /// The order it repeats.
    pub retry_of: Option<AttemptId>,
    /// What the panel charged, when it said so.
    pub charge: Option<Money>,
    /// The panel's last word.
    pub reading: Option<StatusReading>,
    /// When it was read.
    pub read_at: Option<Timestamp>,
    /// A refill that was asked for.
    pub refill: WriteState,
    /// A cancel that was asked for.
    pub cancel: WriteState,
}

impl OrderRow {
    /// How many were delivered, when quantity and remains tell.
    pub fn delivered(&self) -> Option<u64> {
        let remains = self.reading.as_ref()?.remains?;
        Some(self.quantity.saturating_sub(remains))
    }

    /// Its outcome is open.
    pub fn is_unknown(&self) -> bool {
        matches!(self.state, AttemptState::Unknown { .. })
    }
}

/// A refill or cancel of an order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum WriteState {
    /// Nobody asked.
    #[default]
    None,
    /// On its way.
    Sending,
    /// The panel took the request. A cancel is not done until the status changes.
    Asked {
        /// When.
        at: Timestamp,
        /// The refill's number, when the panel named one.
        refill: Option<RefillId>,
        /// The refill's last known state.
        status: Option<RefillStatus>,
    },
    /// The panel said no.
    Declined {
        /// Its kind and words.
        reason: RejectReason,
        /// For a cooldown: when it may be asked again.
        until: Option<Timestamp>,
    },
    /// Nobody knows whether the panel took it. Asking again is safe for a cancel.
    Unknown {
        /// What happened.
        hint: UnknownHint,
    },
}
