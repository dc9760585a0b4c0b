//! Accounts beyond their row in local storage: mirrored beside the journal, so that an order never
//! loses its panel, whatever becomes of the row; found again, given another key, taken over. Never a
//! key in what is kept here, only its print.

pub mod belonging;
pub mod key;
pub mod mirror;
pub mod retest;
pub mod take_over;
#[cfg(test)]
mod tests;
