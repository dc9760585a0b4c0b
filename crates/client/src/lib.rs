//! Use cases over ports: add an account, read a catalogue, place an order, follow it. Runs natively
//! with fakes; knows no browser.
//!
//! A call that may spend money is stored first, sent at most once per user confirmation, and its
//! unknown outcome is a state, not an error string.
//!
//! Start at [`ports`] (what the outside must offer), [`probe`] (adding an account), [`reads`] (what may
//! be asked again), [`place`] (what may not) and [`reconcile`] (what became of a lost answer).
#![forbid(unsafe_code)]
#![warn(clippy::float_arithmetic)]

pub mod accounts;
pub mod balances;
pub mod batch;
pub mod clock;
pub mod copy;
pub mod drafts;
pub mod engine;
pub mod error;
pub mod evidence;
pub mod gesture;
pub mod journal;
pub mod limits;
pub mod load;
pub mod orders;
pub mod place;
pub mod ports;
pub mod probe;
pub mod reads;
pub mod reconcile;
pub mod refills;
pub mod relay;
pub mod settle;
pub mod stop;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
