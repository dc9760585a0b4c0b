//! The way to a panel: the connection, the one form of request, reads over kept connections and
//! writes over fresh ones. Must never send anything of the client's head, or a write twice.

pub(crate) mod dial;
mod gather;
pub(crate) mod list;
pub(crate) mod panel;
mod pool;
pub(crate) mod read;
pub(crate) mod write;
