//! The memory of writes: what was taken, what became of it, and the file that outlives the process.
//! Must never hold a body or a key (docs/adr/0012).

pub(crate) mod attempt;
pub(crate) mod journal;
pub(crate) mod receipt;
