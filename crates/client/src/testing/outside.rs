//! All fakes as one [`crate::ports::Outside`].

use super::{ManualClock, MemoryKeyValue, MemoryLocks, MemoryStore, ScriptedTransport};
use crate::error::{LockError, StorageError, TransportError};
use crate::ports::{
    AccountMirror, AttemptStore, Clock, Destination, KeyValue, Locks, Pause, Random, Transport,
};
use panelboard_domain::id::AttemptId;
use panelboard_domain::time::Timestamp;
use panelboard_panel_api::http::{HttpRequest, HttpResponse};
use std::cell::Cell;

/// Everything outside, in the test's hand. A pause moves the clock and returns at once.
#[derive(Debug, Default)]
pub struct Fakes {
    /// The network.
    pub transport: ScriptedTransport,
    /// The journal's store.
    pub store: MemoryStore,
    /// Local storage.
    pub storage: MemoryKeyValue,
    /// The locks.
    pub locks: MemoryLocks,
    /// The clock.
    pub clock: ManualClock,
    /// Writes that left although the journal had no record of them.
    pub unrecorded_writes: Cell<u32>,
    drawn: Cell<u8>,
}

impl Transport for Fakes {
    async fn send(
        &self,
        to: &Destination,
        request: &HttpRequest,
        attempt: Option<&AttemptId>,
    ) -> Result<HttpResponse, TransportError> {
        let is_recorded = |id: &AttemptId| self.store.records.borrow().contains_key(id.as_str());
        if request.action.is_write() && !attempt.is_some_and(is_recorded) {
            self.unrecorded_writes.set(self.unrecorded_writes.get() + 1);
        }
        self.transport.send(to, request, attempt).await
    }

    async fn relay_attempt(&self, attempt: &AttemptId) -> Result<HttpResponse, TransportError> {
        self.transport.relay_attempt(attempt).await
    }
}

impl AttemptStore for Fakes {
    async fn put(&self, id: &str, record: &str) -> Result<(), StorageError> {
        self.store.put(id, record).await
    }

    async fn get(&self, id: &str) -> Result<Option<String>, StorageError> {
        self.store.get(id).await
    }

    async fn all(&self) -> Result<Vec<(String, String)>, StorageError> {
        self.store.all().await
    }

    async fn set_aside(&self, id: &str, record: &str) -> Result<(), StorageError> {
        self.store.set_aside(id, record).await
    }

    async fn lay_ballast(&self) -> Result<(), StorageError> {
        self.store.lay_ballast().await
    }

    async fn free_ballast(&self) -> Result<(), StorageError> {
        self.store.free_ballast().await
    }
}

impl AccountMirror for Fakes {
    async fn mirrored(&self) -> Result<Vec<(String, String)>, StorageError> {
        self.store.mirrored().await
    }

    async fn mirror(&self, id: &str, entry: &str) -> Result<(), StorageError> {
        self.store.mirror(id, entry).await
    }

    async fn unmirror(&self, id: &str) -> Result<(), StorageError> {
        self.store.unmirror(id).await
    }
}

impl KeyValue for Fakes {
    fn read(&self, name: &str) -> Option<String> {
        self.storage.read(name)
    }

    fn write(&self, name: &str, value: &str) -> Result<(), StorageError> {
        self.storage.write(name, value)
    }
}

impl Locks for Fakes {
    type Guard = <MemoryLocks as Locks>::Guard;

    async fn lock(&self, name: &str) -> Result<Self::Guard, LockError> {
        self.locks.lock(name).await
    }

    async fn try_lock(&self, name: &str) -> Result<Option<Self::Guard>, LockError> {
        self.locks.try_lock(name).await
    }
}

impl Clock for Fakes {
    fn now(&self) -> Timestamp {
        self.clock.now()
    }
}

impl Pause for Fakes {
    async fn pause(&self, millis: u32) {
        self.clock.advance(i64::from(millis));
    }
}

impl Random for Fakes {
    fn ten_bytes(&self) -> [u8; 10] {
        self.drawn.set(self.drawn.get().wrapping_add(1));
        [self.drawn.get(); 10]
    }
}
