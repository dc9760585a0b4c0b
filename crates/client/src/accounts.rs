//! Accounts beyond their row in local storage: mirrored beside the journal, so that an order never
//! loses its panel, whatever becomes of the row. Never a key in here, only its print.

pub mod mirror;
