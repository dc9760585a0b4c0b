//! The fence between the app and a relay: the rules by which one confirmation is never sent twice,
//! whatever restarts, replicas, forgotten answers and repeated requests come between (docs/adr/0012).
//! Pure: no I/O, no clock, no randomness. The native relay, a relay at the edge and the models share it.
//!
//! 1. A relay has a [`Memory`]: which attempts it has taken, what it has forgotten, and a random id.
//! 2. Before each send the app asks for a [`Receipt`]; its [`Mark`] is the memory's id and how many
//!    attempts it has taken so far. The app stores the mark and names it with the write.
//! 3. [`Memory::take`] sends only if the mark names this memory, and nothing that was taken after it
//!    has been forgotten: then an id that is not known was never sent.
//! 4. For the same reason a later receipt that has not seen an attempt proves that it was not sent:
//!    [`Receipt::proves_not_sent`]. [`Memory::close`] makes that hold for copies still on their way.
//!
//! Clocks are never compared.
#![forbid(unsafe_code)]

mod id;
mod mark;
mod memory;
mod receipt;

pub use id::{AttemptId, MemoryId};
pub use mark::Mark;
pub use memory::{Decision, Doubt, Fingerprint, Memory, Taken};
pub use receipt::{Receipt, State};
