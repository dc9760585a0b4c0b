//! Orders as the panel keeps them.

use super::calendar::MINUTE;
use super::money::Amount;
use super::random::Dice;

/// Where an order (or a refill) stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Accepted.
    Pending,
    /// Handed on.
    Processing,
    /// Being delivered.
    InProgress,
    /// Delivered.
    Completed,
    /// Delivered in part, the rest was paid back.
    Partial,
    /// Given up and paid back.
    Canceled,
    /// Paid back later.
    Refunded,
    /// Failed inside the panel; many panels never say so.
    Failed,
    /// A parent with orders to come.
    Active,
    /// A subscription that waits for money.
    Paused,
    /// A subscription whose time is over.
    Expired,
    /// A refill that was refused.
    Rejected,
}

impl State {
    /// Every state, with the name that the control API uses.
    pub const NAMED: [(&'static str, Self); 12] = [
        ("pending", Self::Pending),
        ("processing", Self::Processing),
        ("in_progress", Self::InProgress),
        ("completed", Self::Completed),
        ("partial", Self::Partial),
        ("canceled", Self::Canceled),
        ("refunded", Self::Refunded),
        ("failed", Self::Failed),
        ("active", Self::Active),
        ("paused", Self::Paused),
        ("expired", Self::Expired),
        ("rejected", Self::Rejected),
    ];

    /// Nothing more will happen by itself.
    #[must_use]
    pub const fn is_final(self) -> bool {
        matches!(
            self,
            Self::Completed
                | Self::Partial
                | Self::Canceled
                | Self::Refunded
                | Self::Failed
                | Self::Expired
                | Self::Rejected
        )
    }

    /// The name that the control API uses.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::NAMED.iter().find(|(_, state)| *state == self).map_or("", |(name, _)| name)
    }
}

/// What becomes of new orders.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Fate {
    /// As in life: most complete, some over-deliver, end in part, are canceled or fail.
    #[default]
    Mixed,
    /// All complete.
    Complete,
    /// All end in part.
    Partial,
    /// All are canceled by the panel.
    Cancel,
    /// All fail.
    Fail,
    /// All stay where they are.
    Stuck,
}

impl Fate {
    /// Every fate by its name.
    pub const NAMED: [(&'static str, Self); 6] = [
        ("mixed", Self::Mixed),
        ("complete", Self::Complete),
        ("partial", Self::Partial),
        ("cancel", Self::Cancel),
        ("fail", Self::Fail),
        ("stuck", Self::Stuck),
    ];
}

/// How one order will end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ending {
    Completed { over: u64 },
    Partial { remains: u64 },
    Canceled,
    Failed,
    Never,
}

impl Ending {
    pub(crate) fn draw(fate: Fate, quantity: u64, dice: &mut Dice) -> Self {
        let divisible = quantity > 1;
        let partial = |dice: &mut Dice| Self::Partial { remains: dice.between(1, quantity - 1) };
        match fate {
            Fate::Complete => Self::Completed { over: 0 },
            Fate::Partial if divisible => partial(dice),
            Fate::Partial | Fate::Cancel => Self::Canceled,
            Fate::Fail => Self::Failed,
            Fate::Stuck => Self::Never,
            Fate::Mixed => match dice.below(100) {
                0..=7 if divisible => partial(dice),
                8..=11 => Self::Canceled,
                12..=14 => Self::Failed,
                15..=19 if divisible => Self::Completed { over: dice.between(1, 12) },
                _ => Self::Completed { over: 0 },
            },
        }
    }
}

/// Orders that have orders of their own.
#[derive(Clone, Debug)]
pub(crate) enum Shape {
    Single,
    DripFeed { runs: u64, interval: u64, started: u64 },
    Subscription(Subscription),
}

/// What a subscription serves.
#[derive(Clone, Debug)]
pub(crate) struct Subscription {
    pub(crate) min: u64,
    pub(crate) max: u64,
    /// New posts to serve; without end when `None`.
    pub(crate) posts: Option<u64>,
    pub(crate) old_posts: u64,
    pub(crate) delay: u64,
    pub(crate) expires_at: Option<u64>,
    pub(crate) old_seen: u64,
    pub(crate) new_seen: u64,
}

/// One order. Indexes point into the world's tables.
#[derive(Clone, Debug)]
pub(crate) struct Order {
    pub(crate) id: String,
    pub(crate) service: usize,
    pub(crate) parent: Option<usize>,
    pub(crate) children: Vec<usize>,
    pub(crate) shape: Shape,
    pub(crate) link: String,
    pub(crate) quantity: u64,
    /// What was paid for it at first.
    pub(crate) price: Amount,
    /// What is kept of that.
    pub(crate) charge: Amount,
    pub(crate) created_at: u64,
    pub(crate) starts_at: u64,
    pub(crate) ends_at: u64,
    pub(crate) completed_at: Option<u64>,
    pub(crate) state: State,
    pub(crate) ending: Ending,
    pub(crate) start_count: u64,
    /// Once it is over; negative when more was delivered than ordered.
    pub(crate) final_remains: i64,
    pub(crate) cancel_requested: bool,
    pub(crate) refills: Vec<usize>,
    /// What the client sent, without the key.
    pub(crate) fields: Vec<(String, String)>,
}

impl Order {
    /// What is still to be delivered.
    pub(crate) fn remains(&self, now: u64) -> i64 {
        if self.state.is_final() {
            return self.final_remains;
        }
        let delivered = if self.state == State::InProgress { self.delivered(now) } else { 0 };
        whole(self.quantity - delivered)
    }

    /// Delivery runs evenly from start to end.
    pub(crate) fn delivered(&self, now: u64) -> u64 {
        let target = match self.ending {
            Ending::Partial { remains } => self.quantity - remains,
            Ending::Completed { .. } => self.quantity,
            Ending::Canceled | Ending::Failed | Ending::Never => 0,
        };
        let length = self.ends_at.saturating_sub(self.starts_at).max(1);
        let passed = now.saturating_sub(self.starts_at).min(length);
        let share = u128::from(target) * u128::from(passed) / u128::from(length);
        u64::try_from(share).unwrap_or(target)
    }

    /// Known only once somebody has looked.
    pub(crate) const fn known_start_count(&self) -> u64 {
        match self.state {
            State::Pending | State::Processing => 0,
            _ => self.start_count,
        }
    }

    /// Pays back what was not delivered and says how much that is.
    pub(crate) fn refund(&mut self, remains: u64, places: u32) -> Amount {
        let kept = self.price - self.price.share(remains, self.quantity);
        let refund = self.charge - kept.rounded(places);
        self.charge = self.charge - refund;
        refund
    }
}

/// A refill of an order.
#[derive(Clone, Debug)]
pub(crate) struct Refill {
    pub(crate) id: String,
    pub(crate) state: State,
    pub(crate) created_at: u64,
}

/// When the stages of an order begin.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Timing {
    pub(crate) processing: Option<u64>,
    pub(crate) start: u64,
    pub(crate) end: u64,
}

impl Timing {
    pub(crate) fn draw(now: u64, dice: &mut Dice) -> Self {
        let start = now + dice.between(20_000, 2 * MINUTE);
        let processing = dice.chance(50).then_some(now.midpoint(start));
        Self { processing, start, end: start + dice.between(MINUTE, 10 * MINUTE) }
    }
}

/// An order as the operator sees it, for the control API and for tests.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrderView {
    /// The id.
    pub id: String,
    /// The service's id.
    pub service: String,
    /// The order that this one belongs to.
    pub parent: Option<String>,
    /// The link, or the username of a subscription.
    pub link: String,
    /// What was ordered.
    pub quantity: u64,
    /// What is kept of the payment.
    pub charge: Amount,
    /// Where it stands, truthfully.
    pub state: State,
    /// What is still to be delivered.
    pub remains: i64,
    /// When it was accepted.
    pub created_at: u64,
    /// What the client sent, without the key.
    pub fields: Vec<(String, String)>,
}

pub(crate) fn whole(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
