//! Ports that were written apart, as one [`crate::ports::OrderPorts`].

use super::{ManualClock, MemoryKeyValue, MemoryLocks, MemoryStore, Page, ScriptedTransport};
use crate::engine::Book;
use crate::error::{LockError, StorageError, TransportError};
use crate::ports::{
    AccountMirror, AttemptStore, Clock, Destination, KeyValue, Locks, Moment, Pause, Random,
    Transport, Write,
};
use panelboard_domain::account::RelayId;
use panelboard_domain::attempt::Mark;
use panelboard_domain::id::AttemptId;
use panelboard_domain::time::Timestamp;
use panelboard_panel_api::http::{Answer, FromRelay, HttpRequest};
use std::cell::Cell;
use std::rc::Rc;

/// Everything outside, in the test's hand. A pause moves the clock and returns at once,
/// unless the clock waits ([`ManualClock::waits`]).
pub type Fakes = Parts<ScriptedTransport, MemoryStore, MemoryKeyValue, MemoryLocks, ManualClock>;

/// Everything outside, put together from its parts. What is drawn at random counts up.
#[derive(Debug, Default)]
pub struct Parts<T, S, K, L, C> {
    /// The network.
    pub transport: T,
    /// The journal's store and the mirror of the accounts.
    pub store: S,
    /// Local storage.
    pub storage: K,
    /// The locks.
    pub locks: L,
    /// The clock, and waiting.
    pub clock: C,
    /// Writes that left although the journal had no record of them, with the mark that they name.
    pub unrecorded_writes: Cell<u32>,
    /// What only the engine needs.
    pub page: Page,
    drawn: Cell<u16>,
}

impl<T, S: AttemptStore, K, L, C> Parts<T, S, K, L, C> {
    async fn is_recorded(&self, write: Write<'_>) -> bool {
        let Ok(Some(record)) = self.store.get(write.attempt.as_str()).await else { return false };
        write.mark.is_none_or(|mark| record.contains(&mark.memory.to_string()))
    }
}

impl<T: Transport, S: AttemptStore, K, L, C> Transport for Parts<T, S, K, L, C> {
    async fn send(
        &self,
        to: &Destination,
        request: &HttpRequest,
        write: Option<Write<'_>>,
    ) -> Result<Answer, TransportError> {
        let is_recorded = match write {
            Some(write) => self.is_recorded(write).await,
            None => !request.action.is_write(),
        };
        if !is_recorded {
            self.unrecorded_writes.set(self.unrecorded_writes.get() + 1);
        }
        self.transport.send(to, request, write).await
    }

    async fn relay_receipt(
        &self,
        relay: &RelayId,
        attempt: &AttemptId,
    ) -> Result<FromRelay, TransportError> {
        self.transport.relay_receipt(relay, attempt).await
    }

    async fn relay_close(
        &self,
        relay: &RelayId,
        attempt: &AttemptId,
        mark: Mark,
    ) -> Result<FromRelay, TransportError> {
        self.transport.relay_close(relay, attempt, mark).await
    }
}

impl<T, S: AttemptStore, K, L, C> AttemptStore for Parts<T, S, K, L, C> {
    async fn put(&self, id: &str, record: &str) -> Result<(), StorageError> {
        self.store.put(id, record).await
    }

    async fn get(&self, id: &str) -> Result<Option<String>, StorageError> {
        self.store.get(id).await
    }

    async fn all(&self) -> Result<Vec<(String, String)>, StorageError> {
        self.store.all().await
    }

    async fn count(&self) -> Result<usize, StorageError> {
        self.store.count().await
    }

    async fn since(&self, id: &str) -> Result<Vec<(String, String)>, StorageError> {
        self.store.since(id).await
    }

    fn known(&self) -> Option<Rc<Book>> {
        self.store.known()
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

impl<T, S: AccountMirror, K, L, C> AccountMirror for Parts<T, S, K, L, C> {
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

impl<T, S, K: KeyValue, L, C> KeyValue for Parts<T, S, K, L, C> {
    fn read(&self, name: &str) -> Option<String> {
        self.storage.read(name)
    }

    fn write(&self, name: &str, value: &str) -> Result<(), StorageError> {
        self.storage.write(name, value)
    }
}

impl<T, S, K, L: Locks, C> Locks for Parts<T, S, K, L, C> {
    type Guard = L::Guard;

    async fn lock(&self, name: &str) -> Result<Self::Guard, LockError> {
        self.locks.lock(name).await
    }

    async fn try_lock(&self, name: &str) -> Result<Option<Self::Guard>, LockError> {
        self.locks.try_lock(name).await
    }
}

impl<T, S, K, L, C: Clock> Clock for Parts<T, S, K, L, C> {
    fn now(&self) -> Timestamp {
        self.clock.now()
    }

    fn moment(&self) -> Moment {
        self.clock.moment()
    }
}

impl<T, S, K, L, C: Pause> Pause for Parts<T, S, K, L, C> {
    async fn pause(&self, millis: u32) {
        self.clock.pause(millis).await;
    }
}

impl<T, S, K, L, C> Random for Parts<T, S, K, L, C> {
    fn ten_bytes(&self) -> [u8; 10] {
        self.drawn.set(self.drawn.get().wrapping_add(1));
        let [high, low] = self.drawn.get().to_be_bytes();
        let mut bytes = [low; 10];
        bytes[9] = low.wrapping_add(high);
        bytes[1] = low.wrapping_add(high);
        bytes
    }
}
