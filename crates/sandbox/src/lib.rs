//! A sandbox SMM panel: the other side of the reseller protocol, good enough for real clients.
//!
//! [`engine`] is pure: seeded, its clock is passed in, it does no I/O and it builds for wasm32.
//! `server` (feature "server") is the thin HTTP shell around it with faults and a control API.
//!
//! This crate must never depend on `panel-api` or `domain`: it is the other side of the protocol,
//! and only its independence makes a round trip between the two mean something.
#![forbid(unsafe_code)]

pub mod engine;
#[cfg(feature = "server")]
pub mod server;
