//! What the outside must offer. Each port is small, so that a fake is a page. One type of the app
//! implements them all and is then an [`OrderPorts`].

mod app;

pub use app::{Archive, Broadcast, Ports, RelayPanels, Spawn, StoredAccounts, Task, Vault};

use crate::engine::Book;
use crate::error::{LockError, StorageError, TransportError};
use panelboard_domain::account::{Account, Endpoint, RelayId, Route};
use panelboard_domain::attempt::Mark;
use panelboard_domain::id::AttemptId;
use panelboard_domain::time::Timestamp;
use panelboard_panel_api::http::{Answer, FromRelay, HttpRequest};
use std::rc::Rc;

/// Where a request goes. Taken from the account once, so that an attempt cannot change its route.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Destination {
    /// From the browser straight to this address.
    Direct(Endpoint),
    /// To a relay, under its alias of the panel.
    Relay {
        /// Which one.
        relay: RelayId,
        /// The alias, as `GET /panels` lists it.
        alias: String,
    },
}

impl Destination {
    /// Where an account's requests go. `Err` when the account wants a relay but has no alias there:
    /// the account must be tested again.
    pub fn of(account: &Account) -> Result<Self, TransportError> {
        match (account.route, &account.relay_alias) {
            (Route::Direct, _) => Ok(Self::Direct(account.endpoint.clone())),
            (Route::Relay, Some(alias)) => {
                Ok(Self::Relay { relay: account.relay.clone(), alias: alias.clone() })
            }
            (Route::Relay, None) => Err(TransportError::RelayRefused("no_alias".into())),
        }
    }

    /// Which of the two.
    pub fn route(&self) -> Route {
        match self {
            Self::Direct(_) => Route::Direct,
            Self::Relay { .. } => Route::Relay,
        }
    }

    /// Which relay; `None` on the direct route.
    pub fn relay(&self) -> Option<&RelayId> {
        match self {
            Self::Direct(_) => None,
            Self::Relay { relay, .. } => Some(relay),
        }
    }
}

/// What is written down of a write, and stands in the relay's path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Write<'a> {
    /// The attempt.
    pub attempt: &'a AttemptId,
    /// The relay's memory just before, as the record says; `None` on the direct route.
    pub mark: Option<Mark>,
}

/// The network.
#[expect(async_fn_in_trait, reason = "single-threaded: the browser's futures are not Send")]
pub trait Transport {
    /// Sends one request. Exactly once: no retry in here. Limits: [`crate::limits::of`]. An answer
    /// of the relay itself (stage `pre-upstream`, `in_doubt`) is an answer, not an error. Who gave it
    /// follows from `to`: [`crate::relay::answer`]. A relay gets the token that is kept for it, in a
    /// header.
    ///
    /// `write` is given for writes and stands in the relay's path ([`crate::relay::path`]); it is not
    /// sent on the direct route.
    async fn send(
        &self,
        to: &Destination,
        request: &HttpRequest,
        write: Option<Write<'_>>,
    ) -> Result<Answer, TransportError>;

    /// Asks a relay for the receipt of an attempt: the one that it went over.
    async fn relay_receipt(
        &self,
        relay: &RelayId,
        attempt: &AttemptId,
    ) -> Result<FromRelay, TransportError>;

    /// Has a relay close an attempt that was to be sent with this mark; brings the receipt after.
    async fn relay_close(
        &self,
        relay: &RelayId,
        attempt: &AttemptId,
        mark: Mark,
    ) -> Result<FromRelay, TransportError>;
}

/// The journal's store (`IndexedDB`, store `attempts`). Records are opaque text under their attempt's
/// id; what is in them and whether they are whole is the client's business.
#[expect(async_fn_in_trait, reason = "single-threaded: the browser's futures are not Send")]
pub trait AttemptStore {
    /// Writes a record. Returns only when the transaction completed with strict durability.
    async fn put(&self, id: &str, record: &str) -> Result<(), StorageError>;
    /// One record.
    async fn get(&self, id: &str) -> Result<Option<String>, StorageError>;
    /// All records as (id, record).
    async fn all(&self) -> Result<Vec<(String, String)>, StorageError>;
    /// How many records there are.
    async fn count(&self) -> Result<usize, StorageError>;
    /// The records from this id on, it included, as (id, record) in one view of the store.
    async fn since(&self, id: &str) -> Result<Vec<(String, String)>, StorageError>;
    /// What this page has read of the journal, once it has read all of it; `None` before: then everything
    /// is read from the store.
    fn known(&self) -> Option<Rc<Book>>;
    /// Moves a damaged record into the quarantine store, in one transaction. Never drops it.
    async fn set_aside(&self, id: &str, record: &str) -> Result<(), StorageError>;
    /// Makes sure that the 256 KiB ballast record is there.
    async fn lay_ballast(&self) -> Result<(), StorageError>;
    /// Deletes the ballast, so that a record under way can still be finished.
    async fn free_ballast(&self) -> Result<(), StorageError>;
}

/// The mirror of the accounts (`IndexedDB`): which panel an order belongs to must outlive local storage.
/// Entries are opaque text under the account's id; no key is ever in one.
#[expect(async_fn_in_trait, reason = "single-threaded: the browser's futures are not Send")]
pub trait AccountMirror {
    /// All entries as (id, entry).
    async fn mirrored(&self) -> Result<Vec<(String, String)>, StorageError>;
    /// Writes an entry. Returns only when the transaction completed with strict durability.
    async fn mirror(&self, id: &str, entry: &str) -> Result<(), StorageError>;
    /// Deletes an entry, strictly: when the user erased the account together with its orders.
    async fn unmirror(&self, id: &str) -> Result<(), StorageError>;
}

/// Durable snapshots that can be rebuilt: followed orders, catalogues. Relaxed durability is enough.
#[expect(async_fn_in_trait, reason = "single-threaded: the browser's futures are not Send")]
pub trait Snapshots {
    /// What was last saved under this name.
    async fn load(&self, name: &str) -> Result<Option<Vec<u8>>, StorageError>;
    /// Saves whole.
    async fn save(&self, name: &str, bytes: &[u8]) -> Result<(), StorageError>;
    /// Deletes.
    async fn remove(&self, name: &str) -> Result<(), StorageError>;
    /// At most `limit` snapshots whose names begin so, behind the name `after`, in the order of their
    /// names.
    async fn page(
        &self,
        prefix: &str,
        after: Option<&str>,
        limit: u32,
    ) -> Result<Vec<(String, Vec<u8>)>, StorageError>;
    /// Saves several at once: all of them or none.
    async fn save_all(&self, snapshots: &[(String, Vec<u8>)]) -> Result<(), StorageError>;
    /// Deletes all whose names begin so.
    async fn remove_all(&self, prefix: &str) -> Result<(), StorageError>;
}

/// Small values that are there at once (local storage). Not durable against a crash.
pub trait KeyValue {
    /// The value under a name.
    fn read(&self, name: &str) -> Option<String>;
    /// Sets it.
    fn write(&self, name: &str, value: &str) -> Result<(), StorageError>;
}

/// Exclusive locks over all tabs of this origin (Web Locks). Dropping the guard releases; a tab that
/// dies releases too.
#[expect(async_fn_in_trait, reason = "single-threaded: the browser's futures are not Send")]
pub trait Locks {
    /// Holds the lock while it lives.
    type Guard;
    /// Waits for the lock. No time limit: the holder's own time limits end the wait.
    async fn lock(&self, name: &str) -> Result<Self::Guard, LockError>;
    /// The lock, if it is free right now.
    async fn try_lock(&self, name: &str) -> Result<Option<Self::Guard>, LockError>;
}

/// The time.
pub trait Clock {
    /// Now, by the wall clock. It may jump: for showing, and for what is stored.
    fn now(&self) -> Timestamp;
    /// Now, by a clock that nobody sets: for limits and waits.
    fn moment(&self) -> Moment;
}

/// A moment in the life of this page, by a clock that is never set. Only the time between two of them
/// means anything; never shown, never stored.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment {
    millis: i64,
}

impl Moment {
    /// So many milliseconds after the page's zero.
    pub const fn from_millis(millis: i64) -> Self {
        Self { millis }
    }

    /// The time from an earlier moment to this one, in milliseconds.
    pub const fn millis_since(self, earlier: Self) -> i64 {
        self.millis.saturating_sub(earlier.millis)
    }
}

/// Waiting, by timers that a change of the wall clock does not touch.
#[expect(async_fn_in_trait, reason = "single-threaded: the browser's futures are not Send")]
pub trait Pause {
    /// Returns after this time.
    async fn pause(&self, millis: u32);
}

/// Cryptographic randomness.
pub trait Random {
    /// Ten bytes.
    fn ten_bytes(&self) -> [u8; 10];
}

/// Everything that placing an order needs.
pub trait OrderPorts:
    Transport + AttemptStore + AccountMirror + KeyValue + Locks + Clock + Pause + Random
{
}

impl<T: Transport + AttemptStore + AccountMirror + KeyValue + Locks + Clock + Pause + Random>
    OrderPorts for T
{
}
