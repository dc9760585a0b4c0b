//! What two equal readings of the balance settle (R2, docs/reliability.md#evidence), and when the
//! balance speaks about one attempt alone. Pure, so that the order model (`crates/order-model`) can try
//! every case.
//!
//! Must never read a clock or the journal itself: what is weighed is given.

use super::{CHARGED_COUNTS_MILLIS, SETTLE_MILLIS, UNCHANGED_COUNTS_MILLIS};
use panelboard_domain::account::Route;
use panelboard_domain::attempt::again::{may_have_reached, repeats};
use panelboard_domain::attempt::charge::{ChargeLook, look};
use panelboard_domain::attempt::evidence::{Fall, fall_since};
use panelboard_domain::attempt::number::named_for_another;
use panelboard_domain::attempt::{
    Attempt, AttemptState, BalanceReading, Outcome, RefusalKind, ResolvedBy,
};
use panelboard_domain::id::{AccountId, OrderId};
use panelboard_domain::order::Followed;
use panelboard_domain::time::{Seen, Timestamp};
use std::borrow::Borrow;
use std::collections::HashSet;

/// An order that stands at the panel without anybody's knowing may be paid back so long after.
const UNSEEN_LASTS_MILLIS: i64 = 30 * 24 * 60 * 60 * 1000;

/// Whether the refund of another order may hide a charge: then an unchanged balance proves nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refunds {
    /// Every other order at this panel was final before the attempt was sent.
    Impossible,
    /// Another order was active, or may have been.
    Possible,
}

/// Judges refunds from the whole journal and all that is followed, of whatever account. Counts in
/// turns, not by the clock.
pub fn refunds<A: Borrow<Attempt>>(
    attempt: &Attempt,
    attempts: &[A],
    followed: &[Followed],
) -> Refunds {
    let finals: HashSet<(&AccountId, &OrderId)> = followed
        .iter()
        .filter(|followed| followed.final_since_turn.is_some_and(|turn| turn < attempt.turn()))
        .map(|followed| (&followed.account, &followed.order))
        .collect();
    let may_refund = others(attempt, attempts).any(|other| {
        let is_placed = matches!(other.state(), AttemptState::Placed { .. });
        let was_final =
            || other.order_id().is_some_and(|order| finals.contains(&(&other.account, order)));
        (is_placed && !was_final()) || may_be_unseen(attempt, other)
    });
    if may_refund { Refunds::Possible } else { Refunds::Impossible }
}

/// Orders at the same panel.
fn others<'a, A: Borrow<Attempt>>(
    attempt: &'a Attempt,
    attempts: &'a [A],
) -> impl Iterator<Item = &'a Attempt> {
    at_panel(attempt, attempts).filter(|other| other.request.target().is_some())
}

/// All else that was sent to the same panel.
fn at_panel<'a, A: Borrow<Attempt>>(
    attempt: &'a Attempt,
    attempts: &'a [A],
) -> impl Iterator<Item = &'a Attempt> {
    attempts.iter().map(Borrow::borrow).filter(|other| {
        let same_panel = attempt.panel.as_ref().is_none_or(|panel| other.concerns(panel));
        other.id != attempt.id && same_panel
    })
}

/// The panel may have an order of it that nobody follows. On the direct route the browser may have
/// sent it twice, and what we heard was the answer to one of the two: a refusal beside an order, or one
/// order of two. A look at the charge soon after shows it; without one, it may be so. And the user, who
/// said that it was not placed, may be wrong.
fn may_be_unseen(attempt: &Attempt, other: &Attempt) -> bool {
    let expected = match other.state() {
        AttemptState::Rejected { reason } if reason.kind != RefusalKind::NotSent => {
            ChargeLook::NotCharged
        }
        AttemptState::Placed { .. } => ChargeLook::AsExpected,
        AttemptState::NotPlaced => {
            return other.resolution().is_some_and(|found| found.by == ResolvedBy::User);
        }
        _ => return false,
    };
    let is_recent = match (attempt.sent_at(), other.sent_at()) {
        (Some(sent), Some(before)) => {
            sent.millis_since(before).saturating_abs() <= UNSEEN_LASTS_MILLIS
        }
        _ => true,
    };
    // Later, one of two may have been paid back already.
    let is_soon = |at: Timestamp| {
        other
            .sent_at()
            .is_some_and(|sent| at.millis_since(sent).saturating_abs() <= UNCHANGED_COUNTS_MILLIS)
    };
    let counts = |(at, reading, turn)| (turn <= other.turn() && is_soon(at)).then_some(reading);
    let last = || other.readings().filter_map(counts).last();
    let is_as_told = || last().is_some_and(|reading| look(other, reading) == expected);
    other.route == Route::Direct && is_recent && (other.alarm().is_some() || !is_as_told())
}

/// Whether the balance speaks about this attempt alone: no other attempt at the panel left later, none
/// is open, none was when it left. `attempts` are those of its panel.
pub fn speaks_alone<'a>(
    attempt: &Attempt,
    attempts: impl IntoIterator<Item = &'a Attempt>,
) -> bool {
    // A later order moves the balance; an open one may at any time.
    let is_disturbed = |other: &Attempt| other.may_follow(attempt) || other.is_open();
    // A repeat of it is no other order: the two have one price.
    let is_other = |other: &Attempt| other.id != attempt.id && !repeats(other, attempt);
    let disturbed = attempts.into_iter().any(|other| is_other(other) && is_disturbed(other));
    !disturbed && attempt.left_alone() && attempt.balance_before().is_some()
}

/// Another order left so shortly before this one that a late copy of it may be charged in its place:
/// on the direct route, where the browser may have sent it twice, or when only the user said that it
/// was not placed.
fn is_crowded<A: Borrow<Attempt>>(attempt: &Attempt, attempts: &[A]) -> bool {
    let Some(sent) = attempt.sent_at() else { return true };
    let may_land = |other: &Attempt| {
        let by_user = other.resolution().is_some_and(|found| found.by == ResolvedBy::User);
        other.route == Route::Direct || by_user
    };
    // The repeat of another order may be that order; its own are no other.
    let may_cost = |other: &Attempt| {
        other.request.target().is_some()
            || other.request.repeats().is_some_and(|of| *of != attempt.id)
    };
    let mut costly = at_panel(attempt, attempts).filter(|other| may_cost(other) && may_land(other));
    costly.any(|other| {
        // A clock that was set back makes it look as if it had left later: not long before either.
        other.sent_at().is_some_and(|before| sent.millis_since(before) < i64::from(SETTLE_MILLIS))
    })
}

/// The number is that of another order of ours: the answer says nothing of this one.
pub(super) fn names_another<A: Borrow<Attempt>>(
    attempt: &Attempt,
    outcome: &Outcome,
    attempts: &[A],
) -> bool {
    let Outcome::Placed { order_id: Some(number), .. } = outcome else { return false };
    named_for_another(attempt, number, attempts.iter().map(Borrow::borrow)).is_some()
}

/// The clock was set back since something was written down: then nobody knows how long ago the send was.
fn went_back<A: Borrow<Attempt>>(attempts: &[A], now: Timestamp) -> bool {
    attempts
        .iter()
        .map(Borrow::borrow)
        .any(|attempt| attempt.events().iter().any(|event| event.at > now))
}

/// What the balance settles, when it read the same twice, far enough after the send and apart, and
/// [`speaks_alone`]. `attempts` is the whole journal. `None` when it settles nothing.
pub fn by_balance<A: Borrow<Attempt>>(
    attempt: &Attempt,
    reading: BalanceReading,
    attempts: &[A],
    refunds: Refunds,
    seen: impl Into<Seen>,
) -> Option<Outcome> {
    let seen = seen.into();
    let age = seen.latest().millis_since(attempt.sent_at()?);
    if is_crowded(attempt, attempts) || seen.went_back() || went_back(attempts, seen.now()) {
        return None;
    }
    match fall_since(attempt, reading) {
        Fall::Once | Fall::Twice if (0..=CHARGED_COUNTS_MILLIS).contains(&age) => {
            Some(Outcome::Placed { order_id: None, refill_id: None })
        }
        Fall::None
            if refunds == Refunds::Impossible
                && (0..=UNCHANGED_COUNTS_MILLIS).contains(&age)
                && !may_have_reached(attempt, attempts.iter().map(Borrow::borrow)) =>
        {
            Some(Outcome::NotPlaced)
        }
        _ => None,
    }
}
