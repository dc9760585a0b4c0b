//! Fakes of the ports, for tests of this crate and of the app. No real time, no network.

mod app;
mod clock;
mod ports;
mod run;
mod samples;
mod snapshots;
mod store;
mod transport;

pub use app::{Page, give_list};
pub use clock::ManualClock;
pub use ports::{Fakes, Parts};
pub use run::block_on;
pub use samples::{Sample, proposal};
pub use snapshots::MemorySnapshots;
pub use store::{MemoryKeyValue, MemoryLocks, MemoryStore};
pub use transport::{RELAY_MEMORY, ScriptedTransport, answer, receipt, receipt_of};
