//! Local storage: small values that are there at once. Not durable against a crash, so never for
//! orders.

use super::{Browser, js, keeping};
use leptos::task::spawn_local;
use panelboard_client::error::StorageError;
use panelboard_client::journal::sentinel;
use panelboard_client::ports::KeyValue;
use web_sys::Storage;

fn storage() -> Result<Storage, StorageError> {
    let storage = js::window().and_then(|window| window.local_storage());
    storage.ok().flatten().ok_or(StorageError::Unavailable)
}

/// The value under a name; `None` also when storage is off.
pub fn read(name: &str) -> Option<String> {
    storage().ok()?.get_item(name).ok().flatten()
}

/// Sets it.
pub fn write(name: &str, value: &str) -> Result<(), StorageError> {
    storage()?.set_item(name, value).map_err(|error| js::storage_error(&error))
}

/// The small values alone, for what no other storage must follow.
pub struct LocalStorage;

impl KeyValue for LocalStorage {
    fn read(&self, name: &str) -> Option<String> {
        read(name)
    }

    fn write(&self, name: &str, value: &str) -> Result<(), StorageError> {
        write(name, value)
    }
}

impl KeyValue for Browser {
    fn read(&self, name: &str) -> Option<String> {
        read(name)
    }

    fn write(&self, name: &str, value: &str) -> Result<(), StorageError> {
        write(name, value)?;
        if name == sentinel::NAME {
            // The second witness: it may come later, and may be missing.
            spawn_local(keeping::follow(|| sentinel::count(&Browser::default())));
        }
        Ok(())
    }
}
