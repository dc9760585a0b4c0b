//! What a panel says is left on an account.

use crate::money::{Amount, Money};
use serde::{Deserialize, Serialize};

/// A balance answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Balance {
    /// The exact reading; `None` when the panel's text is no unambiguous number.
    pub money: Option<Money>,
    /// The text as the panel sent it.
    pub raw: String,
}

impl Balance {
    /// What is left after a charge; `None` when the balance is unknown or the difference does not fit.
    /// Negative when the balance does not suffice.
    pub fn after(&self, charge: Amount) -> Option<Amount> {
        self.money.as_ref()?.amount.checked_sub(charge)
    }
}
