//! What an order cost against what was estimated (docs/reliability.md#the-charge): by the fall of the
//! balance after every order, on every route, and by what the panel itself says. A panel that forgets
//! to divide by 1,000 takes a thousand times the price and says nothing.

use super::evidence::{charge_tolerance, fall_tolerance, is_charged_at_once};
use super::{Alarm, Attempt, AttemptState, BalanceReading, Request};
use crate::id::AttemptId;
use crate::money::{Amount, Money};
use crate::order::{OrderStatus, StatusReading};
use crate::quote::partial;

/// What the balance shows after an order, against the estimate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChargeLook {
    /// It did not fall: the panel charges later, or has not placed it.
    NotCharged,
    /// It fell by the estimate.
    AsExpected,
    /// It fell by twice the estimate.
    Twice,
    /// It fell by something else.
    Other {
        /// By how much.
        charged: Amount,
    },
    /// It rose, or the panel prints too few decimals.
    CannotTell,
}

/// Compares the balance before the order with a later reading.
pub fn look(attempt: &Attempt, after: BalanceReading) -> ChargeLook {
    let (Some(before), Some(estimate)) = (attempt.balance_before(), attempt.request.estimate())
    else {
        return ChargeLook::CannotTell;
    };
    let Some(charged) = before.amount.checked_sub(after.amount) else {
        return ChargeLook::CannotTell;
    };
    let (fell, price) = (charged.units(), estimate.units());
    let tolerance = fall_tolerance(before, after, estimate);
    let near = |target: i128| (fell - target).abs() <= tolerance;
    // Two orders cannot be told from one, nor one from none.
    let is_blurred = tolerance.saturating_mul(2) >= price;
    let most = price.saturating_mul(2).saturating_add(tolerance);
    match () {
        () if charged.is_negative() => ChargeLook::CannotTell,
        // Post by post, or run by run: only more than all of it together says something.
        () if !is_charged_at_once(&attempt.request) => {
            if fell > price.saturating_add(tolerance) {
                ChargeLook::Other { charged }
            } else {
                ChargeLook::CannotTell
            }
        }
        () if charged.is_zero() && estimate.is_zero() => ChargeLook::AsExpected,
        () if charged.is_zero() && !is_blurred => ChargeLook::NotCharged,
        () if is_blurred && price > 0 && fell <= most => ChargeLook::CannotTell,
        () if is_blurred => ChargeLook::Other { charged },
        () if near(price) => ChargeLook::AsExpected,
        () if near(price.saturating_mul(2)) => ChargeLook::Twice,
        () => ChargeLook::Other { charged },
    }
}

/// The alarm that a look at the balance raises; `None` when it raises none, or the same again.
pub fn alarm_of_look(attempt: &Attempt, look: ChargeLook) -> Option<Alarm> {
    let fell_by_orders = matches!(look, ChargeLook::AsExpected | ChargeLook::Twice);
    let alarm = match (attempt.state(), look) {
        (AttemptState::Rejected { .. }, _) if fell_by_orders => Alarm::ChargedThoughRefused,
        (
            AttemptState::Rejected { .. } | AttemptState::Placed { .. },
            ChargeLook::Other { charged },
        ) => Alarm::OtherCharge { charged },
        (AttemptState::Placed { .. } | AttemptState::Unknown { .. }, ChargeLook::Twice) => {
            Alarm::DoubleCharge
        }
        _ => return None,
    };
    (attempt.alarm() != Some(alarm)).then_some(alarm)
}

/// The alarm that the panel's own word about the charge raises: half as much again as the estimate or
/// more, or half of it or less. `None` for small differences (rounding, tax, a discount), which are
/// shown and not alarmed; for a zero, which panels print before they charge; and for another currency
/// than that of the estimate.
pub fn alarm_of_charge(attempt: &Attempt, charge: &Money) -> Option<Alarm> {
    let Request::Add { estimate, currency, .. } = &attempt.request else { return None };
    let is_same_money = match (currency, &charge.currency) {
        (Some(ours), Some(theirs)) => ours.is_same(theirs),
        _ => true,
    };
    let charge = Some(charge.amount).filter(|charge| is_same_money && !charge.is_zero())?;
    let may_be_less = !is_charged_at_once(&attempt.request);
    let is_far = far(charge, *estimate).is_some_and(|far| far == Far::More || !may_be_less);
    let alarm = Alarm::OtherCharge { charged: charge };
    (is_far && attempt.alarm() != Some(alarm)).then_some(alarm)
}

/// The charge in a status, as long as it is the whole one: later a part may have come back.
pub fn whole_charge(reading: &StatusReading) -> Option<&Money> {
    reading.charge.as_ref().filter(|_| !is_over(reading))
}

/// The order ended without being delivered whole: a part of its price may have come back.
pub fn is_over(reading: &StatusReading) -> bool {
    matches!(
        reading.status,
        OrderStatus::Partial
            | OrderStatus::Canceled
            | OrderStatus::Refunded
            | OrderStatus::Failed
            | OrderStatus::Expired
    )
}

/// Whether less than the estimate may be what is left of the whole price: the order is over, or what was
/// charged is the price of what was delivered. Then it says nothing of the price, and raises no alarm.
pub fn may_have_come_back(attempt: &Attempt, charged: Amount, reading: &StatusReading) -> bool {
    let Request::Add { estimate, quantity, .. } = &attempt.request else { return false };
    let is_less = charged < *estimate;
    let share = reading.remains.filter(|left| *left > 0);
    let share = share.and_then(|left| partial(*estimate, *quantity, left));
    let fits = |share: Amount| {
        let apart = (charged.units() - share.units()).abs();
        apart <= charge_tolerance(share, charged).units()
    };
    is_less && (is_over(reading) || share.is_some_and(fits))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Far {
    More,
    Less,
}

fn far(charge: Amount, estimate: Amount) -> Option<Far> {
    let (charge, price) = (charge.units(), estimate.units());
    let blur = charge_tolerance(estimate, Amount::from_units(charge)).units();
    if charge > price.saturating_add(price / 2) && charge - price > blur {
        return Some(Far::More);
    }
    (charge < price / 2 && price - charge > blur).then_some(Far::Less)
}

/// What an order cost, as well as it is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cost {
    /// The panel says so.
    Told(Money),
    /// The balance fell by this, which is not the estimate.
    Fell(Amount),
    /// Only the estimate is known.
    Estimate(Amount),
}

/// What an order cost. `told` is the charge in the panel's status. `None` for a refill or cancel.
pub fn cost(attempt: &Attempt, told: Option<&Money>) -> Option<Cost> {
    let estimate = attempt.request.estimate()?;
    if let Some(told) = told.or_else(|| attempt.charge()) {
        return Some(Cost::Told(told.clone()));
    }
    let own = attempt.readings().filter(|(_, _, turn)| *turn <= attempt.turn());
    let Some((_, after, _)) = own.last() else { return Some(Cost::Estimate(estimate)) };
    Some(match look(attempt, after) {
        ChargeLook::Other { charged } => Cost::Fell(charged),
        ChargeLook::Twice => Cost::Fell(estimate.checked_mul(2).unwrap_or(estimate)),
        _ => Cost::Estimate(estimate),
    })
}

/// What a panel charged for its last order, when that was far from the listed price.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PriceHabit {
    /// Which order.
    pub attempt: AttemptId,
    /// What was estimated.
    pub estimate: Amount,
    /// What was charged.
    pub charged: Amount,
}

impl PriceHabit {
    /// How many times the listed price, in tenths, rounded: 10 is as listed, 10,000 a thousand times.
    pub fn tenths(&self) -> u64 {
        let price = self.estimate.units().max(1);
        let tenths = self.charged.units().saturating_mul(10).saturating_add(price / 2) / price;
        u64::try_from(tenths).unwrap_or(u64::MAX)
    }
}

/// Whether the latest order of these whose cost is known was charged far from its estimate: later
/// estimates of the account must say so. `told` gives the charge in an order's status. Leave out the
/// orders that are over ([`is_over`]): neither charge nor balance tells their price any more.
pub fn price_habit<'a>(
    attempts: impl IntoIterator<Item = &'a Attempt>,
    told: impl Fn(&Attempt) -> Option<Money>,
) -> Option<PriceHabit> {
    let known = |attempt: &'a Attempt| {
        let estimate = attempt.request.estimate().filter(|estimate| !estimate.is_zero())?;
        let charged = match cost(attempt, told(attempt).as_ref())? {
            Cost::Told(money) => money.amount,
            Cost::Fell(amount) => amount,
            Cost::Estimate(_) => return None,
        };
        let is_doubled = attempt.alarm() == Some(Alarm::DoubleCharge);
        let is_placed = matches!(attempt.state(), AttemptState::Placed { .. });
        let counts = is_placed && !is_doubled && is_charged_at_once(&attempt.request);
        counts.then(|| PriceHabit { attempt: attempt.id.clone(), estimate, charged })
    };
    let latest = attempts.into_iter().filter_map(known).max_by(|a, b| a.attempt.cmp(&b.attempt))?;
    far(latest.charged, latest.estimate).map(|_| latest)
}
