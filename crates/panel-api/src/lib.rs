//! The panel protocol without I/O: both dialects, every action, every shape a server was seen to
//! answer. Bytes in, domain types out.
//!
//! It must never perform I/O, read a clock or use a float. It is the only place that knows the
//! field names of a panel's JSON, and [`encode`] is the only caller of `ApiKey::expose` here.
//!
//! Start at [`action::Action`] (what can be asked) and [`decode`] (what the answer means).
#![warn(clippy::float_arithmetic)]

pub mod action;
pub mod batch;
pub mod decode;
pub mod dialect;
pub mod encode;
pub mod error;
#[cfg(test)]
mod hostile;
pub mod http;
mod json;
mod lenient;
mod number;
pub mod phrases;
mod text;
