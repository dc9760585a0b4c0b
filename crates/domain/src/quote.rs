//! The price of a draft, always marked as an estimate: panels round and count in their own ways
//! (protocol.md 6).

use crate::money::Amount;

/// rate × quantity ÷ 1000, exact; `None` when the product is beyond any real price.
pub fn per_thousand(rate: Amount, quantity: u64) -> Option<Amount> {
    rate.checked_mul(quantity).map(Amount::per_thousand)
}
