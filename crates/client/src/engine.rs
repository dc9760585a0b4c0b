//! What the app decides by itself between one answer and the next: whom to ask about open orders and
//! when, what an answer settles and teaches, how old a list or a price may be, whether the journal is
//! whole, when the balance is looked at after an order.
//!
//! Ports only: nothing here knows a browser or a screen, so every rule has a native test. Nothing here
//! may send a write: those begin with a click ([`crate::gesture`]).

pub mod alarm;
pub mod charge;
pub mod event;
pub mod kept;
pub mod lists;
pub mod message;
pub mod requests;
pub mod round;
pub mod rounds;
