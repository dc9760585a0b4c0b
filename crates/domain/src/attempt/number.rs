//! Whether an order at the panel can be the one that was sent: asked when the user says "I found it".
//! A wrong number gives the owner's state away and leaves the real order unfollowed, so it must be
//! free, and fit wherever it can be compared.
//!
//! Must never search for numbers: only the one that the user gave is looked at.

use super::evidence::{charge_tolerance, is_charged_at_once};
use super::guard::is_same_target;
use super::{Attempt, Fit, Point, PointValue, Request, ResolvedBy};
use crate::id::{AttemptId, OrderId};
use crate::order::{Followed, OrderStatus, Parent, StatusReading};
use crate::service::ServiceKind;
use std::borrow::Borrow;

/// How a free number fits, point by point. Every point is there once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NumberCheck(pub Vec<(Point, Fit)>);

impl NumberCheck {
    /// The points that do not fit, with both values.
    pub fn misfits(&self) -> impl Iterator<Item = (Point, &PointValue, &PointValue)> {
        self.0.iter().filter_map(|(point, fit)| match fit {
            Fit::Misfit { ours, theirs } => Some((*point, ours, theirs)),
            Fit::Fits | Fit::CannotCompare => None,
        })
    }

    /// The points in which nothing can be compared.
    pub fn incomparable(&self) -> impl Iterator<Item = Point> {
        self.0.iter().filter(|(_, fit)| *fit == Fit::CannotCompare).map(|(point, _)| *point)
    }

    /// Every misfit is among these, which the user confirmed by name.
    pub fn is_accepted(&self, named: &[Point]) -> bool {
        self.misfits().all(|(point, ..)| named.contains(&point))
    }
}

/// Who holds a number already: another record of the same panel that has it, or that is the parent of
/// it. `attempts` and `followed` are those of the panel.
pub fn holder<'a>(
    number: &OrderId,
    but: &AttemptId,
    attempts: impl IntoIterator<Item = &'a Attempt>,
    followed: &[Followed],
) -> Option<AttemptId> {
    let is_child = |order: &OrderId| {
        let reading = followed.iter().find(|followed| is_same(&followed.order, order));
        let reading = reading.and_then(|followed| followed.reading.as_ref());
        reading.is_some_and(|reading| reading.children.iter().any(|child| is_same(child, number)))
    };
    let holds = |attempt: &&Attempt| {
        let order = attempt.order_id().filter(|_| attempt.request.target().is_some());
        attempt.id != *but && order.is_some_and(|order| is_same(order, number) || is_child(order))
    };
    attempts.into_iter().find(holds).map(|attempt| attempt.id.clone())
}

/// Which other order of ours already has the number that the panel named in answer to `attempt`; `None`
/// when the number is news. Some panels answer an order that they take for a repeat with the order that
/// they have: believed, it would be one number in two rows, and nobody would look for the second order.
///
/// A repeat may bring the number of the order that it repeats. A number that only the user found is the
/// panel's to give to another order. A record of an unknown panel says nothing here: its numbers may
/// be another panel's. `attempts` may be the whole journal.
pub fn named_for_another<'a>(
    attempt: &Attempt,
    number: &OrderId,
    attempts: impl IntoIterator<Item = &'a Attempt>,
) -> Option<AttemptId> {
    let is_order = attempt.request.target().is_some() || attempt.request.repeats().is_some();
    let panel = attempt.panel.as_ref().filter(|_| is_order)?;
    let counts = |other: &&Attempt| {
        let by_user = other.resolution().is_some_and(|found| found.by == ResolvedBy::User);
        other.panel.as_ref() == Some(panel)
            && !by_user
            && attempt.request.repeats() != Some(&other.id)
    };
    holder(number, &attempt.id, attempts.into_iter().filter(counts), &[])
}

/// The same number; `0023` and `23` are one to a panel that counts.
pub(super) fn is_same(one: &OrderId, other: &OrderId) -> bool {
    let digits = |order: &OrderId| {
        let text = order.as_str();
        let is_number = text.bytes().all(|byte| byte.is_ascii_digit());
        is_number.then(|| text.trim_start_matches('0').to_owned())
    };
    one == other || digits(one).is_some_and(|one| digits(other) == Some(one))
}

/// Compares what the panel says of a number with what was sent. `attempts` and `followed` are those of
/// the panel.
pub fn check<A: Borrow<Attempt>>(
    attempt: &Attempt,
    reading: &StatusReading,
    attempts: &[A],
    followed: &[Followed],
) -> NumberCheck {
    NumberCheck(vec![
        (Point::Charge, charge(attempt, reading)),
        (Point::Quantity, quantity(attempt, reading)),
        (Point::Service, service(attempt, reading)),
        (Point::Start, start(attempt, reading, attempts, followed)),
    ])
}

fn fit(fits: bool, ours: impl FnOnce() -> PointValue, theirs: impl FnOnce() -> PointValue) -> Fit {
    if fits { Fit::Fits } else { Fit::Misfit { ours: ours(), theirs: theirs() } }
}

/// Once money came back, only a charge above the estimate says something.
fn charge(attempt: &Attempt, reading: &StatusReading) -> Fit {
    let (Some(estimate), Some(charge)) = (attempt.request.estimate(), &reading.charge) else {
        return Fit::CannotCompare;
    };
    let expected = attempt.charge().map_or(estimate, |charge| charge.amount);
    let label = match &attempt.request {
        Request::Add { currency, .. } => currency.as_ref(),
        Request::Refill { .. } | Request::Cancel { .. } | Request::Again { .. } => None,
    };
    let other_money = match (label, &charge.currency) {
        (Some(ours), Some(theirs)) => !ours.is_same(theirs),
        _ => false,
    };
    let tolerance = charge_tolerance(expected, charge.amount);
    let is_blurred = tolerance.units().saturating_mul(2) >= expected.units();
    if other_money || is_blurred || !is_charged_at_once(&attempt.request) {
        return Fit::CannotCompare;
    }
    let above = charge.amount.units() - expected.units();
    let came_back = matches!(
        reading.status,
        OrderStatus::Partial
            | OrderStatus::Canceled
            | OrderStatus::Refunded
            | OrderStatus::Failed
            | OrderStatus::Expired
    );
    let is_near = above.abs() <= tolerance.units();
    if came_back && above < 0 && !is_near {
        return Fit::CannotCompare;
    }
    fit(is_near, || PointValue::Amount(expected), || PointValue::Amount(charge.amount))
}

/// No panel has more to deliver than was ordered.
fn quantity(attempt: &Attempt, reading: &StatusReading) -> Fit {
    let Request::Add { quantity, .. } = &attempt.request else { return Fit::CannotCompare };
    match reading.remains {
        Some(left) if left > *quantity => {
            Fit::Misfit { ours: PointValue::Count(*quantity), theirs: PointValue::Count(left) }
        }
        // A zero is printed before the start and after the end alike.
        Some(left) if left == *quantity => Fit::Fits,
        _ => Fit::CannotCompare,
    }
}

/// A status names no service, but it shows whether the order is a parent of others.
fn service(attempt: &Attempt, reading: &StatusReading) -> Fit {
    let Request::Add { service, params, .. } = &attempt.request else { return Fit::CannotCompare };
    let has_runs = params.0.iter().any(|(name, _)| name == "runs");
    let ours = match service.kind {
        ServiceKind::Subscriptions => "subscription",
        _ if has_runs => "drip-feed",
        _ => "order",
    };
    let theirs = match &reading.parent {
        Some(Parent::Subscription { .. }) => "subscription",
        Some(Parent::DripFeed { .. }) => "drip-feed",
        None => return Fit::CannotCompare,
    };
    let text = |word: &str| PointValue::Text(word.to_owned());
    fit(ours == theirs, || text(ours), || text(theirs))
}

/// Of the same service and link, the count cannot be ten times more or less than where the last order
/// left it.
fn start<A: Borrow<Attempt>>(
    attempt: &Attempt,
    reading: &StatusReading,
    attempts: &[A],
    followed: &[Followed],
) -> Fit {
    const FEW: u64 = 100;
    let count =
        |reading: &StatusReading| reading.start_count.as_deref()?.trim().parse::<u64>().ok();
    let Some(theirs) = count(reading) else { return Fit::CannotCompare };
    let left_at = |other: &Attempt| {
        let is_before =
            other.turn() < attempt.turn() && is_same_target(&attempt.request, &other.request);
        let order = other.order_id().filter(|_| is_before)?;
        let known = followed.iter().find(|followed| followed.order == *order)?.reading.as_ref()?;
        let Request::Add { quantity, .. } = &other.request else { return None };
        let delivered = quantity.saturating_sub(known.remains.unwrap_or(0).min(*quantity));
        Some((other.turn(), count(known)?.saturating_add(delivered)))
    };
    let Some((_, ours)) = attempts.iter().map(Borrow::borrow).filter_map(left_at).max() else {
        return Fit::CannotCompare;
    };
    let (low, high) = (ours.min(theirs), ours.max(theirs));
    if high < FEW {
        return Fit::CannotCompare;
    }
    let is_near = low.saturating_mul(10) >= high;
    fit(is_near, || PointValue::Count(ours), || PointValue::Count(theirs))
}
