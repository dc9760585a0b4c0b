//! Snapshots in memory.

use crate::error::StorageError;
use crate::ports::Snapshots;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::ops::Bound;

/// Everything that was saved, by name. Has room for all of it.
#[derive(Debug, Default)]
pub struct MemorySnapshots(RefCell<BTreeMap<String, Vec<u8>>>);

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

    async fn page(
        &self,
        prefix: &str,
        after: Option<&str>,
        limit: u32,
    ) -> Result<Vec<(String, Vec<u8>)>, StorageError> {
        let from = after.map_or(Bound::Included(prefix), Bound::Excluded);
        let all = self.0.borrow();
        let page = all.range::<str, _>((from, Bound::Unbounded));
        let page = page.take_while(|(name, _)| name.starts_with(prefix)).take(limit as usize);
        Ok(page.map(|(name, bytes)| (name.clone(), bytes.clone())).collect())
    }

    async fn save_all(&self, snapshots: &[(String, Vec<u8>)]) -> Result<(), StorageError> {
        self.0.borrow_mut().extend(snapshots.iter().cloned());
        Ok(())
    }

    async fn remove_all(&self, prefix: &str) -> Result<(), StorageError> {
        self.0.borrow_mut().retain(|name, _| !name.starts_with(prefix));
        Ok(())
    }
}
