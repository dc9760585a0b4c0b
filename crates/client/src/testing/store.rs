//! Storage and locks in memory.

use crate::engine::Book;
use crate::error::{LockError, StorageError};
use crate::ports::{AccountMirror, AttemptStore, KeyValue, Locks};
use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};
use std::future::poll_fn;
use std::rc::Rc;
use std::task::Poll;

/// The journal's store and the mirror of the accounts.
#[derive(Debug, Default)]
pub struct MemoryStore {
    /// The mirror.
    pub accounts: RefCell<BTreeMap<String, String>>,
    /// What the next write to the mirror answers instead of writing.
    pub mirror_fails: RefCell<Option<StorageError>>,
    /// The records.
    pub records: RefCell<BTreeMap<String, String>>,
    /// The records set aside.
    pub quarantine: RefCell<BTreeMap<String, String>>,
    /// The ballast lies.
    pub ballast: Cell<bool>,
    /// What the next writes answer instead of writing, in order; `None` lets one pass.
    pub fail_next: RefCell<VecDeque<Option<StorageError>>>,
    /// The browser refuses storage altogether.
    pub is_blocked: Cell<bool>,
    /// Writes that completed.
    pub writes: Cell<u32>,
    /// What this page has read of the journal.
    pub known: RefCell<Option<Rc<Book>>>,
}

impl MemoryStore {
    fn failure(&self) -> Result<(), StorageError> {
        if self.is_blocked.get() {
            return Err(StorageError::Unavailable);
        }
        let mut failures = self.fail_next.borrow_mut();
        failures.pop_front().flatten().map_or(Ok(()), Err)
    }

    /// Lets some writes pass, then makes one fail.
    pub fn fail_after(&self, passing: usize, error: StorageError) {
        let mut failures = self.fail_next.borrow_mut();
        failures.extend(std::iter::repeat_n(None, passing));
        failures.push_back(Some(error));
    }
}

impl AttemptStore for MemoryStore {
    async fn put(&self, id: &str, record: &str) -> Result<(), StorageError> {
        self.failure()?;
        self.writes.set(self.writes.get() + 1);
        self.records.borrow_mut().insert(id.to_owned(), record.to_owned());
        Ok(())
    }

    async fn get(&self, id: &str) -> Result<Option<String>, StorageError> {
        if self.is_blocked.get() {
            return Err(StorageError::Unavailable);
        }
        Ok(self.records.borrow().get(id).cloned())
    }

    async fn all(&self) -> Result<Vec<(String, String)>, StorageError> {
        if self.is_blocked.get() {
            return Err(StorageError::Unavailable);
        }
        let records = self.records.borrow();
        Ok(records.iter().map(|(id, record)| (id.clone(), record.clone())).collect())
    }

    async fn count(&self) -> Result<usize, StorageError> {
        if self.is_blocked.get() {
            return Err(StorageError::Unavailable);
        }
        Ok(self.records.borrow().len())
    }

    async fn since(&self, id: &str) -> Result<Vec<(String, String)>, StorageError> {
        let mut records = self.all().await?;
        records.retain(|(other, _)| other.as_str() >= id);
        Ok(records)
    }

    fn known(&self) -> Option<Rc<Book>> {
        self.known.borrow().clone().filter(|book| book.is_whole())
    }

    async fn set_aside(&self, id: &str, record: &str) -> Result<(), StorageError> {
        self.failure()?;
        self.records.borrow_mut().remove(id);
        self.quarantine.borrow_mut().insert(id.to_owned(), record.to_owned());
        Ok(())
    }

    async fn lay_ballast(&self) -> Result<(), StorageError> {
        self.failure()?;
        self.ballast.set(true);
        Ok(())
    }

    async fn free_ballast(&self) -> Result<(), StorageError> {
        self.ballast.set(false);
        Ok(())
    }
}

impl AccountMirror for MemoryStore {
    async fn mirrored(&self) -> Result<Vec<(String, String)>, StorageError> {
        if self.is_blocked.get() {
            return Err(StorageError::Unavailable);
        }
        let accounts = self.accounts.borrow();
        Ok(accounts.iter().map(|(id, entry)| (id.clone(), entry.clone())).collect())
    }

    async fn mirror(&self, id: &str, entry: &str) -> Result<(), StorageError> {
        if self.is_blocked.get() {
            return Err(StorageError::Unavailable);
        }
        if let Some(error) = self.mirror_fails.borrow_mut().take() {
            return Err(error);
        }
        self.accounts.borrow_mut().insert(id.to_owned(), entry.to_owned());
        Ok(())
    }

    async fn unmirror(&self, id: &str) -> Result<(), StorageError> {
        self.accounts.borrow_mut().remove(id);
        Ok(())
    }
}

/// Local storage.
#[derive(Debug, Default)]
pub struct MemoryKeyValue {
    /// The values.
    pub values: RefCell<HashMap<String, String>>,
    /// No value can be added.
    pub is_full: Cell<bool>,
}

impl KeyValue for MemoryKeyValue {
    fn read(&self, name: &str) -> Option<String> {
        self.values.borrow().get(name).cloned()
    }

    fn write(&self, name: &str, value: &str) -> Result<(), StorageError> {
        if self.is_full.get() {
            return Err(StorageError::Quota);
        }
        self.values.borrow_mut().insert(name.to_owned(), value.to_owned());
        Ok(())
    }
}

/// Locks between the tabs of one test.
#[derive(Clone, Debug, Default)]
pub struct MemoryLocks {
    held: Rc<RefCell<HashSet<String>>>,
    /// This browser has none.
    pub unavailable: Rc<Cell<bool>>,
}

/// A held lock.
#[derive(Debug)]
pub struct HeldLock {
    held: Rc<RefCell<HashSet<String>>>,
    name: String,
}

impl Drop for HeldLock {
    fn drop(&mut self) {
        self.held.borrow_mut().remove(&self.name);
    }
}

impl MemoryLocks {
    fn take(&self, name: &str) -> Result<Option<HeldLock>, LockError> {
        if self.unavailable.get() {
            return Err(LockError::Unavailable);
        }
        let is_free = self.held.borrow_mut().insert(name.to_owned());
        Ok(is_free.then(|| HeldLock { held: Rc::clone(&self.held), name: name.to_owned() }))
    }
}

impl Locks for MemoryLocks {
    type Guard = HeldLock;

    async fn lock(&self, name: &str) -> Result<HeldLock, LockError> {
        poll_fn(|_| match self.take(name) {
            Ok(Some(lock)) => Poll::Ready(Ok(lock)),
            Ok(None) => Poll::Pending,
            Err(error) => Poll::Ready(Err(error)),
        })
        .await
    }

    async fn try_lock(&self, name: &str) -> Result<Option<HeldLock>, LockError> {
        self.take(name)
    }
}
