//! What a service costs for the quantity asked, or why there is no such price. Pure.

use panelboard_domain::money::Amount;
use panelboard_domain::quote::{Charged, Counted, counted, quote};
use panelboard_domain::service::{NotOrderable, Service};

/// Why a row shows no price.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoPrice {
    /// It cannot be ordered at all.
    NotOrderable(NotOrderable),
    /// The quantity is below the minimum.
    BelowMin(u64),
    /// The quantity is above the maximum.
    AboveMax(u64),
    /// Beyond any real price.
    TooLarge,
}

/// Sold as one piece: the rate is the price, whatever the quantity (docs/protocol.md#charge).
pub fn is_flat(service: &Service) -> bool {
    counted(service.kind) == Counted::Order
}

/// The estimate for a quantity.
pub fn price(service: &Service, quantity: u64) -> Result<Amount, NoPrice> {
    let rate = service.orderable().map_err(NoPrice::NotOrderable)?;
    let charged = Charged { quantity, runs: None, posts: None };
    let price = quote(service.kind, rate, charged).map(|quote| quote.amount);
    if is_flat(service) {
        return price.ok_or(NoPrice::TooLarge);
    }
    if let Some(min) = service.min.filter(|&min| quantity < min) {
        return Err(NoPrice::BelowMin(min));
    }
    if let Some(max) = service.max.filter(|&max| quantity > max) {
        return Err(NoPrice::AboveMax(max));
    }
    price.ok_or(NoPrice::TooLarge)
}

/// The name and the claims behind it: what follows the first bracket steps back. A name that begins
/// with a bracket is shown whole.
pub fn split_name(name: &str) -> (&str, &str) {
    match name.find(['[', '【', '(', '|']) {
        Some(at) if !name[..at].trim().is_empty() => name.split_at(at),
        _ => (name, ""),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_split_at_its_first_bracket() {
        for (name, expected) in [
            ("IG Followers [Max: 1M] [R30]", ("IG Followers ", "[Max: 1M] [R30]")),
            ("Likes | Max 500K | R30", ("Likes ", "| Max 500K | R30")),
            ("[R30] Likes", ("[R30] Likes", "")),
            ("Likes", ("Likes", "")),
            ("좋아요 【한국】", ("좋아요 ", "【한국】")),
            ("", ("", "")),
        ] {
            assert_eq!(split_name(name), expected, "{name}");
        }
    }
}
