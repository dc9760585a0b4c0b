//! The field's terms and rules, with no I/O: money, services, orders, attempts, quotes.
//!
//! It must never read a clock, draw randomness, touch the network, storage or the browser; `now`
//! is always a parameter. Money is never a float. No user-visible text: codes go up, the app's
//! `i18n` turns them into words.
//!
//! Start at [`service::Service`] (what can be bought), [`order`] (what was bought) and
//! [`attempt`] (the write-ahead record that keeps an order from being lost or doubled).
#![forbid(unsafe_code)]
#![warn(clippy::float_arithmetic)]

pub mod account;
pub mod attempt;
pub mod balance;
pub mod batch;
pub mod catalog;
pub mod id;
pub mod link;
pub mod money;
pub mod order;
pub mod panel;
pub mod polling;
pub mod quote;
pub mod search;
pub mod secret;
pub mod service;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
pub mod time;
pub mod unseen;
