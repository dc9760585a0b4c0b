//! What the five panels of the address presets say of themselves in their own documents. Data only.

use super::{Ability, Endpoint};

/// The three v1 documents: several orders in one `status`, drip-feed and subscriptions in `add`.
const V1: &[(Ability, bool)] =
    &[(Ability::MultiStatus, true), (Ability::DripFeed, true), (Ability::Subscriptions, true)];

/// The two v2 documents: everything about orders, refills and cancels.
const V2: &[(Ability, bool)] = &[
    (Ability::MultiStatus, true),
    (Ability::Refill, true),
    (Ability::MultiRefill, true),
    (Ability::RefillStatus, true),
    (Ability::Cancel, true),
];

/// What the panel at this address documents; empty for every other panel.
pub(super) fn abilities(endpoint: &Endpoint) -> &'static [(Ability, bool)] {
    match endpoint.host() {
        "snsmarket.net" | "smmpanel.ru" | "smmpans.com" => V1,
        "smmsnap.com" | "smm.plus" => V2,
        _ => &[],
    }
}
