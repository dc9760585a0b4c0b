//! One order as the book shows it.

use panelboard_domain::attempt::charge::{Cost, cost};
use panelboard_domain::attempt::evidence::{Fall, fall_since};
use panelboard_domain::attempt::{
    Alarm, Attempt, AttemptState, Evidence, Happening, RejectReason, Request, UnknownHint,
    WriteKind,
};
use panelboard_domain::id::{AccountId, AttemptId, OrderId, RefillId};
use panelboard_domain::money::{Amount, Currency, Money};
use panelboard_domain::order::{
    Asked, Attention, Followed, OrderParams, Progress, RefillStatus, Returned, StatusReading,
    attention, progress, returned,
};
use panelboard_domain::service::Service;
use panelboard_domain::time::Timestamp;
use std::sync::Arc;

const DAY_MILLIS: i64 = 24 * 60 * 60 * 1000;

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
    /// The whole record: its history, the raw answer, how it was resolved.
    pub record: Arc<Attempt>,
    /// What the panel says of it since; `None` while it has no number.
    pub followed: Option<Followed>,
    /// A refill that was asked for.
    pub refill: WriteState,
    /// A cancel that was asked for.
    pub cancel: WriteState,
}

/// What an order cost.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShownCost {
    /// How much.
    pub money: Money,
    /// Nobody has said yet; the view marks it.
    pub is_estimate: bool,
}

impl OrderRow {
    /// The row of an attempt to place an order; `None` for a refill or cancel.
    pub fn of(record: &Arc<Attempt>) -> Option<Self> {
        let Request::Add { service, params, quantity, link, estimate, currency } = &record.request
        else {
            return None;
        };
        let mut row = Self {
            attempt: record.id.clone(),
            account: record.account.clone(),
            order: None,
            service: Arc::new(Service::clone(service)),
            link: link.clone(),
            quantity: *quantity,
            params: params.clone(),
            estimate: *estimate,
            currency: currency.clone(),
            created_at: record.created_at,
            state: record.state().clone(),
            record: Arc::clone(record),
            followed: None,
            refill: WriteState::None,
            cancel: WriteState::None,
        };
        row.set_record(record);
        Some(row)
    }

    /// The record changed.
    pub(super) fn set_record(&mut self, record: &Arc<Attempt>) {
        self.record = Arc::clone(record);
        self.state = record.state().clone();
        self.order = record.order_id().cloned();
        if self.account != record.account {
            self.account = record.account.clone();
            if let Some(followed) = &mut self.followed {
                followed.account = record.account.clone();
            }
        }
        if self.followed.is_none()
            && let Some(order) = &self.order
        {
            let followed = Followed::new(self.account.clone(), order.clone(), self.created_at);
            self.followed = Some(followed);
        }
    }

    /// A refill or cancel of this order changed. An older one than the shown one says nothing new.
    pub(super) fn set_request(&mut self, kind: WriteKind, record: &Attempt) {
        let state = WriteState::of(record);
        let shown = self.write_mut(kind);
        let keeps_status = match (&*shown, &state) {
            (
                WriteState::Asked { attempt, status, .. },
                WriteState::Asked { attempt: same, .. },
            ) if attempt == same => status.clone(),
            _ => None,
        };
        if shown.attempt().is_some_and(|shown| *shown > record.id) {
            return;
        }
        *shown = state;
        if let WriteState::Asked { status, .. } = shown {
            *status = keeps_status;
        }
    }

    pub(super) fn write_mut(&mut self, kind: WriteKind) -> &mut WriteState {
        match kind {
            WriteKind::Refill => &mut self.refill,
            WriteKind::Cancel => &mut self.cancel,
        }
    }

    /// The panel's last word.
    pub fn reading(&self) -> Option<&StatusReading> {
        self.followed.as_ref()?.reading.as_ref()
    }

    /// When it was read.
    pub fn read_at(&self) -> Option<Timestamp> {
        self.followed.as_ref()?.read_at
    }

    /// What the panel charged: as its status says, else as its answer said.
    pub fn charge(&self) -> Option<&Money> {
        let read = self.reading().and_then(|reading| reading.charge.as_ref());
        read.or_else(|| self.record.charge())
    }

    /// How far it is, by the panel's figures; `None` before its first word.
    pub fn progress(&self) -> Option<Progress> {
        Some(progress(self.quantity, self.reading()?))
    }

    /// How many were delivered, when the panel's figures tell.
    pub fn delivered(&self) -> Option<u64> {
        self.progress()?.delivered()
    }

    /// What it cost, as well as it is known; `None` when nothing was ordered.
    pub fn cost(&self) -> Option<ShownCost> {
        let told = self.reading().and_then(|reading| reading.charge.as_ref());
        let is_nothing =
            matches!(self.state, AttemptState::Rejected { .. } | AttemptState::NotPlaced);
        let label = self.currency.clone();
        let (amount, currency, is_estimate) = match cost(&self.record, told)? {
            Cost::Told(money) => (money.amount, money.currency.or(label), false),
            Cost::Fell(amount) => (amount, label, false),
            Cost::Estimate(_) if is_nothing => return None,
            Cost::Estimate(amount) => (amount, label, true),
        };
        Some(ShownCost { money: Money { amount, currency }, is_estimate })
    }

    /// Why it needs a person.
    pub fn attention(&self) -> Option<Attention> {
        attention(&self.record, self.followed.as_ref())
    }

    /// What the panel keeps and gives back, when it did not end as ordered.
    pub fn returned(&self) -> Option<Returned> {
        let taken = self.record.charge().map_or(self.estimate, |charge| charge.amount);
        returned(taken, self.quantity, self.reading()?)
    }

    /// Its outcome is open.
    pub fn is_unknown(&self) -> bool {
        self.record.is_unknown()
    }

    /// What the user must look at, even when it was placed.
    pub fn alarm(&self) -> Option<Alarm> {
        self.record.alarm()
    }

    /// The evidence that was seen, oldest first.
    pub fn evidence(&self) -> impl Iterator<Item = Evidence> {
        self.record.events().iter().filter_map(|event| match event.what {
            Happening::Evidence(evidence) => Some(evidence),
            _ => None,
        })
    }

    /// How far the balance fell since before it, by the latest reading.
    pub fn fall(&self) -> Option<Fall> {
        let (_, reading, _) = self.record.readings().last()?;
        Some(fall_since(&self.record, reading))
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
        /// Who asked.
        attempt: AttemptId,
        /// When.
        at: Timestamp,
        /// The refill's number, when the panel named one.
        refill: Option<RefillId>,
        /// The refill's last known state.
        status: Option<RefillStatus>,
    },
    /// The panel said no.
    Declined {
        /// Who asked.
        attempt: AttemptId,
        /// Its kind and words.
        reason: RejectReason,
        /// For a cooldown: when it may be asked again.
        until: Option<Timestamp>,
    },
    /// Nobody knows whether the panel took it. Asking again is safe for a cancel.
    Unknown {
        /// Who asked.
        attempt: AttemptId,
        /// What happened.
        hint: UnknownHint,
    },
    /// It was stopped before anything was sent.
    Stopped(crate::state::Stop),
}

impl WriteState {
    fn of(record: &Attempt) -> Self {
        let attempt = record.id.clone();
        match record.state() {
            AttemptState::Drafted | AttemptState::Sending => Self::Sending,
            AttemptState::Placed { refill_id, .. } => Self::Asked {
                attempt,
                at: record.created_at,
                refill: refill_id.clone(),
                status: None,
            },
            AttemptState::Rejected { reason } => {
                Self::Declined { attempt, reason: reason.clone(), until: record.cooling_until() }
            }
            AttemptState::Unknown { hint } => Self::Unknown { attempt, hint: *hint },
            AttemptState::NotPlaced => Self::None,
        }
    }

    fn attempt(&self) -> Option<&AttemptId> {
        match self {
            Self::Asked { attempt, .. }
            | Self::Declined { attempt, .. }
            | Self::Unknown { attempt, .. } => Some(attempt),
            Self::None | Self::Sending | Self::Stopped(_) => None,
        }
    }

    /// What the rule about asking again needs. A cancel that was taken counts as open for a day; a
    /// refill has a rule of its own ([`Orders::refill_asked`](super::Orders::refill_asked)).
    pub(super) fn asked(&self, now: Timestamp) -> Asked {
        let is_open = match self {
            Self::Sending => true,
            Self::Asked { at, .. } => now.millis_since(*at) < DAY_MILLIS,
            Self::None | Self::Declined { .. } | Self::Unknown { .. } | Self::Stopped(_) => false,
        };
        let cooling_until = match self {
            Self::Declined { until, .. } => *until,
            _ => None,
        };
        Asked { is_open, cooling_until }
    }
}
