//! What the user may say of an order, and take back (docs/reliability.md#the-users-word). Each
//! answer holds all that a screen needs to say so truly.

use super::settlement::{Contrary, contrary};
use super::{Attempt, AttemptState, Outcome, Request, ResolvedBy};
use crate::id::AttemptId;
use crate::money::{Amount, Currency};

/// Whether the user may say "it was not placed".
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotPlacedWord {
    /// There is nothing to say: the outcome is known.
    No,
    /// The first look at the evidence has not ended yet.
    Wait,
    /// Yes, after one question that names the money.
    Yes {
        /// What was paid if it was placed after all.
        at_stake: Amount,
        /// In which currency, as far as it is known.
        currency: Option<Currency>,
        /// What speaks against it, if anything does.
        against: Option<Contrary>,
    },
}

/// Whether the user may say that an order was not placed. `can_look`: its account and key are here;
/// without them no look will ever end.
pub fn not_placed_word(attempt: &Attempt, can_look: bool) -> NotPlacedWord {
    let Request::Add { estimate, currency, .. } = &attempt.request else {
        return NotPlacedWord::No;
    };
    match attempt.state() {
        AttemptState::Unknown { .. } if can_look && !attempt.was_looked_for() => {
            NotPlacedWord::Wait
        }
        AttemptState::Unknown { .. } | AttemptState::Placed { order_id: None, .. } => {
            NotPlacedWord::Yes {
                at_stake: *estimate,
                currency: currency.clone(),
                against: contrary(attempt, &Outcome::NotPlaced, None),
            }
        }
        _ => NotPlacedWord::No,
    }
}

/// Whether the user may give the order's number: nobody knows it yet, or the order was taken for not
/// placed.
pub fn takes_number(attempt: &Attempt) -> bool {
    attempt.request.target().is_some()
        && matches!(
            attempt.state(),
            AttemptState::Unknown { .. }
                | AttemptState::NotPlaced
                | AttemptState::Placed { order_id: None, .. }
        )
}

/// Whether the user may take back what they said last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Withdrawal {
    /// Yes; the outcome is then as open as it was before.
    Yes,
    /// No word of the user's holds.
    Nothing,
    /// A refill or cancel was asked for with the number.
    UsedBy(AttemptId),
    /// A new order was confirmed in its place.
    RepeatedBy(AttemptId),
}

/// Whether the user's last word on an order can be taken back: until something was built on it. That
/// is a refill or cancel with its number that the panel did not refuse, or a new order that was
/// confirmed as its repeat. What the panel says of the number is not built on it: a wrong number is
/// mostly that of an order that is long done. `others` are the attempts of the same panel.
pub fn withdrawal<'a>(
    attempt: &Attempt,
    others: impl IntoIterator<Item = &'a Attempt>,
) -> Withdrawal {
    let is_users = attempt.resolution().is_some_and(|found| found.by == ResolvedBy::User);
    if !is_users || attempt.request.target().is_none() {
        return Withdrawal::Nothing;
    }
    let number = attempt.order_id();
    for other in others {
        let is_refused =
            matches!(other.state(), AttemptState::Rejected { .. } | AttemptState::NotPlaced);
        if number.is_some() && other.request.about() == number && !is_refused {
            return Withdrawal::UsedBy(other.id.clone());
        }
        // Asking again was for its answer, not for a new order.
        let is_order = other.request.target().is_some() && !other.was_parted();
        let repeats = is_order && other.retry_of.as_ref() == Some(&attempt.id);
        if repeats && *attempt.state() == AttemptState::NotPlaced {
            return Withdrawal::RepeatedBy(other.id.clone());
        }
    }
    Withdrawal::Yes
}

/// What must be said before an order is ordered again: the first one may stand at the panel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AgainCaution {
    /// Its outcome is not known.
    Unconfirmed,
    /// The balance says that it was placed; only its number is missing.
    NoNumber,
}

/// What to warn of beside "order again"; `None` where there is nothing to warn of.
pub fn again_caution(attempt: &Attempt) -> Option<AgainCaution> {
    attempt.request.target()?;
    match attempt.state() {
        AttemptState::Sending | AttemptState::Unknown { .. } => Some(AgainCaution::Unconfirmed),
        AttemptState::Placed { order_id: None, .. } => Some(AgainCaution::NoNumber),
        _ => None,
    }
}
