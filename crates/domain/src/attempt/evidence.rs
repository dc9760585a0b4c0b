//! What the balance says about an open outcome (R2, docs/reliability.md#evidence). Cautious by design:
//! a wrong answer costs money, an open one costs a look.

use super::{Attempt, BalanceReading, Request};
use crate::balance::Balance;
use crate::money::Amount;
use crate::service::ServiceKind;

/// How far the balance fell, in orders of the expected price.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fall {
    /// Not at all.
    None,
    /// By the price.
    Once,
    /// By twice the price.
    Twice,
    /// By something else, or the panel prints too few decimals to tell.
    Unclear,
}

impl BalanceReading {
    /// The reading in a balance answer; `None` when its text is no unambiguous number.
    pub fn of(balance: &Balance) -> Option<Self> {
        let amount = balance.money.as_ref()?.amount;
        Some(Self { amount, decimals: printed_decimals(&balance.raw, amount) })
    }
}

/// How far the balance fell since before the attempt, in its price.
pub fn fall_since(attempt: &Attempt, after: BalanceReading) -> Fall {
    if !is_charged_at_once(&attempt.request) {
        return Fall::Unclear;
    }
    let price = attempt.charge().map(|money| money.amount).or_else(|| attempt.request.estimate());
    match (attempt.balance_before(), price) {
        (Some(before), Some(price)) => fall(before, after, price),
        _ => Fall::Unclear,
    }
}

/// Subscriptions and drip-feeds may be charged post by post or run by run: an unchanged balance says
/// nothing about them.
pub(super) fn is_charged_at_once(request: &Request) -> bool {
    match request {
        Request::Add { service, params, .. } => {
            service.kind != ServiceKind::Subscriptions
                && !params.0.iter().any(|(name, _)| name == "runs")
        }
        Request::Refill { .. } | Request::Cancel { .. } | Request::Again { .. } => false,
    }
}

/// Compares two readings with the expected price. Tolerance: the larger of one smallest printed unit
/// and 0.5 % of the price. A fall of nothing must be exact.
pub fn fall(before: BalanceReading, after: BalanceReading, expected: Amount) -> Fall {
    let decimals = before.decimals.max(after.decimals);
    if expected <= Amount::ZERO || decimals_of(expected) > decimals {
        return Fall::Unclear;
    }
    let Some(delta) = before.amount.checked_sub(after.amount) else { return Fall::Unclear };
    let price = expected.units();
    let tolerance = fall_tolerance(before, after, expected);
    let near = |target: i128| (delta.units() - target).abs() <= tolerance;
    match () {
        () if delta.is_zero() => Fall::None,
        // One order must be further from none and from two than the tolerance can blur.
        () if tolerance.saturating_mul(2) >= price => Fall::Unclear,
        () if near(price) => Fall::Once,
        () if near(price.saturating_mul(2)) => Fall::Twice,
        () => Fall::Unclear,
    }
}

/// How far a fall may be from the price and still be its charge, in units: the larger of one smallest
/// printed unit and 0.5 % of the price.
pub(super) fn fall_tolerance(before: BalanceReading, after: BalanceReading, price: Amount) -> i128 {
    smallest_unit(before.decimals.max(after.decimals)).max(price.units() / 200)
}

/// How far a charge that a panel prints may be from the price and still be the same: the larger of
/// 0.5 % and one unit of its last decimal, but never more than a hundredth for that.
pub fn charge_tolerance(price: Amount, charge: Amount) -> Amount {
    let printed = smallest_unit(decimals_of(charge).max(2));
    Amount::from_units(printed.max(price.units().abs() / 200))
}

/// Decimals that the number needs.
pub fn decimals_of(amount: Amount) -> u8 {
    let mut units = amount.units();
    let mut decimals: u8 = 10;
    while decimals > 0 && units % 10 == 0 {
        units /= 10;
        decimals -= 1;
    }
    decimals
}

/// Decimals of a printed number: `5.00` has two, `5` none; exponents and surroundings count as the
/// number's own need.
pub fn printed_decimals(raw: &str, amount: Amount) -> u8 {
    let printed = raw
        .trim()
        .split_once('.')
        .map_or(0, |(_, fraction)| fraction.bytes().take_while(u8::is_ascii_digit).count());
    u8::try_from(printed).unwrap_or(10).min(10).max(decimals_of(amount))
}

fn smallest_unit(decimals: u8) -> i128 {
    10_i128.pow(10_u32.saturating_sub(u32::from(decimals)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reading(raw: &str) -> BalanceReading {
        let amount = Amount::parse(raw).expect("a number");
        BalanceReading { amount, decimals: printed_decimals(raw, amount) }
    }

    fn check(before: &str, after: &str, price: &str, expected: Fall) {
        let price = Amount::parse(price).expect("a price");
        assert_eq!(fall(reading(before), reading(after), price), expected, "{before} {after}");
    }

    #[test]
    fn tells_none_one_and_two_orders_apart() {
        check("100.00", "100.00", "1.25", Fall::None);
        check("100.00", "98.75", "1.25", Fall::Once);
        check("100.00", "97.50", "1.25", Fall::Twice);
        check("100.00", "98.74", "1.25", Fall::Once);
        check("100.00000", "99.99640", "0.0036", Fall::Once);
        check("100.5", "100", "0.5", Fall::Once);
    }

    #[test]
    fn says_nothing_when_it_cannot_know() {
        check("0.03", "0.03", "0.036", Fall::Unclear);
        check("100", "100", "1.25", Fall::Unclear);
        check("100.00", "99.00", "1.25", Fall::Unclear);
        check("100.00", "101.25", "1.25", Fall::Unclear);
        check("100.00", "100.00", "0", Fall::Unclear);
        check("100.00", "99.99", "0.01", Fall::Unclear);
    }
}
