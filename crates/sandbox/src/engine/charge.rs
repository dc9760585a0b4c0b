//! What an order costs, by the rules of the panel, to the last digit.

use super::money::Amount;
use super::profile::{Rules, SubscriptionCharge};
use super::service::{Service, ServiceKind};

/// The charge of `quantity` in all; `None` when it is beyond any balance.
pub(crate) fn charge(rules: &Rules, service: &Service, quantity: u64) -> Option<Amount> {
    let exact = if service.kind.is_package() && rules.flat_packages {
        Some(service.rate)
    } else {
        service.rate.per_thousand(quantity)
    };
    exact.map(|amount| amount.rounded(rules.charge_places))
}

/// What a subscription costs when it is created.
pub(crate) fn subscription_charge(rules: &Rules, service: &Service) -> Amount {
    match rules.subscriptions {
        SubscriptionCharge::Flat => service.rate.rounded(rules.charge_places),
        SubscriptionCharge::PerPost | SubscriptionCharge::Free | SubscriptionCharge::NotKnown => {
            Amount::ZERO
        }
    }
}

/// What one post of a subscription costs when it appears.
pub(crate) fn post_charge(rules: &Rules, service: &Service, quantity: u64) -> Option<Amount> {
    match rules.subscriptions {
        SubscriptionCharge::PerPost | SubscriptionCharge::NotKnown => {
            debug_assert!(service.kind == ServiceKind::Subscriptions);
            charge(rules, service, quantity)
        }
        SubscriptionCharge::Free | SubscriptionCharge::Flat => Some(Amount::ZERO),
    }
}
