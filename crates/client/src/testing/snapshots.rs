//! Snapshots in memory.

use crate::error::StorageError;
use crate::ports::Snapshots;
use std::cell::RefCell;
use std::collections::HashMap;

/// Everything that was saved, by name. Has room for all of it.
#[derive(Debug, Default)]
pub struct MemorySnapshots(RefCell<HashMap<String, Vec<u8>>>);

impl Snapshots for MemorySnapshots {
    async fn load(&self, name: &str) -> Result<Option<Vec<u8>>, StorageError> {
        Ok(self.0.borrow().get(name).cloned())
    }

    async fn save(&self, name: &str, bytes: &[u8]) -> Result<(), StorageError> {
        self.0.borrow_mut().insert(name.to_owned(), bytes.to_vec());
        Ok(())
    }

    async fn remove(&self, name: &str) -> Result<(), StorageError> {
        self.0.borrow_mut().remove(name);
        Ok(())
    }
}
