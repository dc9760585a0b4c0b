//! All fakes as one [`crate::ports::Outside`].

use super::{ManualClock, MemoryKeyValue, MemoryLocks, MemoryStore, ScriptedTransport};
use crate::error::{LockError, StorageError, TransportError};
use crate::ports::{
    AccountMirror, AttemptStore, Clock, Destination, KeyValue, Locks, Moment, Pause, Random,
    Transport, Write,
};
use panelboard_domain::attempt::Mark;
use panelboard_domain::id::AttemptId;
use panelboard_domain::time::Timestamp;
use panelboard_panel_api::http::{Answer, FromRelay, HttpRequest};
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
    /// Writes that left although the journal had no record of them, with the mark that they name.
    pub unrecorded_writes: Cell<u32>,
    drawn: Cell<u8>,
}

impl Transport for Fakes {
    async fn send(
        &self,
        to: &Destination,
        request: &HttpRequest,
        write: Option<Write<'_>>,
    ) -> Result<Answer, TransportError> {
        let is_recorded = |write: Write<'_>| {
            let records = self.store.records.borrow();
            records.get(write.attempt.as_str()).is_some_and(|record| match write.mark {
                Some(mark) => record.contains(&mark.memory.to_string()),
                None => true,
            })
        };
        if request.action.is_write() && !write.is_some_and(is_recorded) {
            self.unrecorded_writes.set(self.unrecorded_writes.get() + 1);
        }
        self.transport.send(to, request, write).await
    }

    async fn relay_receipt(&self, attempt: &AttemptId) -> Result<FromRelay, TransportError> {
        self.transport.relay_receipt(attempt).await
    }

    async fn relay_close(
        &self,
        attempt: &AttemptId,
        mark: Mark,
    ) -> Result<FromRelay, TransportError> {
        self.transport.relay_close(attempt, mark).await
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

    fn moment(&self) -> Moment {
        self.clock.moment()
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
