//! Use cases over ports: add an account, read a catalogue, place an order, follow it. Runs natively
//! with fakes; knows no browser.
//!
//! A call that may spend money is stored first, sent at most once per user confirmation, and its
//! unknown outcome is a state, not an error string.
//!
//! Start at [`ports`] (what the outside must offer).
#![warn(clippy::float_arithmetic)]

pub mod error;
pub mod ports;
