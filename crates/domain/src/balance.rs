//! What a panel says is left on an account.

use crate::money::Money;
use serde::{Deserialize, Serialize};

/// A balance answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Balance {
    /// The exact reading; `None` when the panel's text is no unambiguous number.
    pub money: Option<Money>,
    /// The text as the panel sent it.
    pub raw: String,
}
