//! What needs a person, and for how long: unconfirmed until settled, placed without a number until it
//! has one, the rest until it was seen (docs/reliability.md#attention).

use super::{Followed, OrderStatus};
use crate::attempt::{Attempt, AttemptState, Concern, Happening, Outcome, Verdict};

/// Why an order needs a person; what costs money first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Attention {
    /// Nobody knows what became of it.
    Unconfirmed,
    /// It was placed, but its number is not known: no state, no refill, no cancel.
    NoNumber,
    /// The balance or the charge raised an alarm.
    Alarm,
    /// The panel says that it failed.
    Failed,
    /// The panel delivered a part.
    Partial,
    /// The panel refused it.
    Refused,
}

impl Attention {
    /// It is counted on the badge: money may hang on it now.
    pub const fn is_counted(self) -> bool {
        matches!(self, Self::Unconfirmed | Self::NoNumber | Self::Alarm)
    }

    /// What the user can mark as seen; `None` for what must be settled instead.
    pub const fn concern(self) -> Option<Concern> {
        match self {
            Self::Unconfirmed | Self::NoNumber => None,
            Self::Alarm => Some(Concern::Alarm),
            Self::Failed => Some(Concern::Failed),
            Self::Partial => Some(Concern::Partial),
            Self::Refused => Some(Concern::Refused),
        }
    }
}

/// Why this order needs a person; `None` when it needs none, and for a refill or cancel.
pub fn attention(attempt: &Attempt, followed: Option<&Followed>) -> Option<Attention> {
    attempt.request.target()?;
    let unseen = |concern| !is_seen(attempt, concern);
    match attempt.state() {
        AttemptState::Unknown { .. } => return Some(Attention::Unconfirmed),
        AttemptState::Placed { order_id: None, .. } => return Some(Attention::NoNumber),
        _ => {}
    }
    if attempt.alarm().is_some() && unseen(Concern::Alarm) {
        return Some(Attention::Alarm);
    }
    match (attempt.state(), followed.and_then(Followed::status)) {
        (AttemptState::Rejected { .. }, _) => {
            unseen(Concern::Refused).then_some(Attention::Refused)
        }
        (AttemptState::Placed { .. }, Some(OrderStatus::Failed)) => {
            unseen(Concern::Failed).then_some(Attention::Failed)
        }
        (AttemptState::Placed { .. }, Some(OrderStatus::Partial)) => {
            unseen(Concern::Partial).then_some(Attention::Partial)
        }
        _ => None,
    }
}

/// Whether the user has seen it since it came up.
fn is_seen(attempt: &Attempt, concern: Concern) -> bool {
    let came_up = |what: &Happening| match concern {
        Concern::Alarm => matches!(what, Happening::Alarm(_)),
        Concern::Refused => matches!(
            what,
            Happening::Judged { verdict: Verdict::Rejected(_) }
                | Happening::Resolved { outcome: Outcome::Rejected(_), .. }
        ),
        Concern::Failed | Concern::Partial => false,
    };
    let events = attempt.events();
    let seen = events.iter().rposition(|event| event.what == Happening::Seen(concern));
    let last = events.iter().rposition(|event| came_up(&event.what));
    seen.is_some_and(|seen| last.is_none_or(|last| last < seen))
}
