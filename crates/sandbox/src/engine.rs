//! The pure panel: a [`World`] answers requests at the time it is told.
//!
//! Same seed and same requests at the same times, same history. Nothing in here reads a clock,
//! a random source of the machine, a file or a socket.

mod answer;
mod calendar;
mod catalogue;
mod charge;
mod fields;
mod json;
mod money;
mod operator;
mod order;
mod parents;
mod place;
mod profile;
mod progress;
mod random;
mod refill;
mod refusal;
mod request;
mod service;
mod world;

pub use catalogue::{Catalogue, CatalogueError};
pub use json::{Json, JsonStyle};
pub use money::Amount;
pub use operator::Change;
pub use order::{Fate, OrderView, State};
pub use profile::{Dialect, Profile};
#[cfg(feature = "server")]
pub(crate) use random::Dice;
pub use request::{Method, Request};
pub use service::{Service, ServiceKind};
pub use world::{Reply, World};
