//! What an order costs, by the rules of the panel, to the last digit.

use super::money::Amount;
use super::profile::{PackageCharge, Rules, SubscriptionCharge};
use super::service::{Service, ServiceKind};

/// The charge of `quantity` in all; `None` when it is beyond any balance.
pub(crate) fn charge(rules: &Rules, service: &Service, quantity: u64) -> Option<Amount> {
    let is_package = service.kind.is_package();
    let is_subscription = service.kind == ServiceKind::Subscriptions;
    let exact = match rules.packages {
        PackageCharge::Flat if is_package => Some(service.rate),
        PackageCharge::PerPiece if is_package || is_subscription => service.rate.times(quantity),
        _ => service.rate.per_thousand(quantity),
    };
    exact.map(|amount| amount.rounded(rules.charge_places))
}

/// What one post of a subscription costs when it appears.
pub(crate) fn post_charge(rules: &Rules, service: &Service, quantity: u64) -> Option<Amount> {
    match rules.subscriptions {
        SubscriptionCharge::Free => Some(Amount::ZERO),
        SubscriptionCharge::PerPost | SubscriptionCharge::NotKnown => {
            charge(rules, service, quantity)
        }
    }
}
