//! `IndexedDB` for what must survive a crash: attempts (strict durability), and what can be rebuilt
//! but should paint at once: followed orders, service lists. Plain web-sys: the money path should
//! hold nothing that we cannot read in a minute.

mod opening;

pub use opening::may_exist;

use super::{Browser, js, keeping};
use js_sys::{Array, Function, Object, Promise, Reflect, Uint8Array};
use panelboard_client::engine::Book;
use panelboard_client::error::StorageError;
use panelboard_client::ports::{AccountMirror, Archive, AttemptStore, Snapshots};
use std::rc::Rc;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{EventTarget, IdbDatabase, IdbKeyRange, IdbObjectStore, IdbRequest, IdbTransaction};

const NAME: &str = "panelboard";
const VERSION: u32 = 1;
const ATTEMPTS: &str = "attempts";
const QUARANTINE: &str = "quarantine";
const SNAPSHOTS: &str = "snapshots";
const BALLAST: &str = "ballast";
const STORES: [&str; 4] = [ATTEMPTS, QUARANTINE, SNAPSHOTS, BALLAST];
const BALLAST_BYTES: u32 = 256 * 1024;
/// Before an account's id, the name of its entry in the mirror. It lies among the snapshots, not in a
/// store of its own: a new store is a new version of the database, and opening that takes the old one
/// away from a tab that may be waiting for the answer to an order.
const MIRRORED: &str = "account:";

/// When a transaction counts as complete.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Durability {
    /// After the disk has it.
    Strict,
    /// After the operating system has it.
    Relaxed,
}

impl AttemptStore for Browser {
    async fn put(&self, id: &str, record: &str) -> Result<(), StorageError> {
        self.write(&[ATTEMPTS], Durability::Strict, |transaction| {
            store(transaction, ATTEMPTS)?.put_with_key(&record.into(), &id.into())
        })
        .await
    }

    async fn get(&self, id: &str) -> Result<Option<String>, StorageError> {
        let found = self.read(ATTEMPTS, |store| store.get(&id.into())).await?;
        Ok(found.as_string())
    }

    async fn all(&self) -> Result<Vec<(String, String)>, StorageError> {
        // Two reads of one store could see two states: a record's key is inside it, but a damaged
        // one may have lost it. So keys first, then each record.
        let keys: Array = self.read(ATTEMPTS, IdbObjectStore::get_all_keys).await?.unchecked_into();
        let values: Array = self.read(ATTEMPTS, IdbObjectStore::get_all).await?.unchecked_into();
        if keys.length() == values.length() {
            let pair = |(key, value): (JsValue, JsValue)| {
                Some((key.as_string()?, value.as_string().unwrap_or_default()))
            };
            return Ok(keys.iter().zip(values.iter()).filter_map(pair).collect());
        }
        let mut records = Vec::new();
        for id in keys.iter().filter_map(|key| key.as_string()) {
            records.extend(self.get(&id).await?.map(|record| (id, record)));
        }
        Ok(records)
    }

    async fn count(&self) -> Result<usize, StorageError> {
        let count = self.read(ATTEMPTS, IdbObjectStore::count).await?;
        Ok(count.as_f64().map_or(0, js::whole) as usize)
    }

    async fn since(&self, id: &str) -> Result<Vec<(String, String)>, StorageError> {
        let range = IdbKeyRange::lower_bound(&id.into());
        self.records(&range.map_err(|error| js::storage_error(&error))?).await
    }

    fn known(&self) -> Option<Rc<Book>> {
        self.book().filter(|book| book.is_whole())
    }

    async fn set_aside(&self, id: &str, record: &str) -> Result<(), StorageError> {
        self.write(&[ATTEMPTS, QUARANTINE], Durability::Strict, |transaction| {
            store(transaction, QUARANTINE)?.put_with_key(&record.into(), &id.into())?;
            store(transaction, ATTEMPTS)?.delete(&id.into())
        })
        .await
    }

    async fn lay_ballast(&self) -> Result<(), StorageError> {
        if self.read(BALLAST, IdbObjectStore::count).await?.as_f64() > Some(0.0) {
            return Ok(());
        }
        self.write(&[BALLAST], Durability::Relaxed, |transaction| {
            let ballast = Uint8Array::new_with_length(BALLAST_BYTES);
            store(transaction, BALLAST)?.put_with_key(&ballast, &BALLAST.into())
        })
        .await
    }

    async fn free_ballast(&self) -> Result<(), StorageError> {
        self.write(&[BALLAST], Durability::Strict, |transaction| {
            store(transaction, BALLAST)?.clear()
        })
        .await
    }
}

impl AccountMirror for Browser {
    async fn mirrored(&self) -> Result<Vec<(String, String)>, StorageError> {
        let (names, entries) = self.range(SNAPSHOTS, &names(MIRRORED, None)?, u32::MAX).await?;
        let pair = |(name, entry): (JsValue, JsValue)| {
            Some((name.as_string()?.strip_prefix(MIRRORED)?.to_owned(), entry.as_string()?))
        };
        Ok(names.iter().zip(entries.iter()).filter_map(pair).collect())
    }

    async fn mirror(&self, id: &str, entry: &str) -> Result<(), StorageError> {
        self.write(&[SNAPSHOTS], Durability::Strict, |transaction| {
            let name = format!("{MIRRORED}{id}");
            store(transaction, SNAPSHOTS)?.put_with_key(&entry.into(), &name.as_str().into())
        })
        .await
    }

    async fn unmirror(&self, id: &str) -> Result<(), StorageError> {
        self.write(&[SNAPSHOTS], Durability::Strict, |transaction| {
            let name = format!("{MIRRORED}{id}");
            store(transaction, SNAPSHOTS)?.delete(&name.as_str().into())
        })
        .await
    }
}

impl Snapshots for Browser {
    async fn load(&self, name: &str) -> Result<Option<Vec<u8>>, StorageError> {
        let found = self.read(SNAPSHOTS, |store| store.get(&name.into())).await?;
        Ok(found.dyn_into::<Uint8Array>().ok().map(|bytes| bytes.to_vec()))
    }

    async fn save(&self, name: &str, bytes: &[u8]) -> Result<(), StorageError> {
        self.write(&[SNAPSHOTS], Durability::Relaxed, |transaction| {
            let bytes = Uint8Array::from(bytes);
            store(transaction, SNAPSHOTS)?.put_with_key(&bytes, &name.into())
        })
        .await
    }

    async fn remove(&self, name: &str) -> Result<(), StorageError> {
        self.write(&[SNAPSHOTS], Durability::Relaxed, |transaction| {
            store(transaction, SNAPSHOTS)?.delete(&name.into())
        })
        .await
    }

    async fn page(
        &self,
        prefix: &str,
        after: Option<&str>,
        limit: u32,
    ) -> Result<Vec<(String, Vec<u8>)>, StorageError> {
        let (keys, values) = self.range(SNAPSHOTS, &names(prefix, after)?, limit).await?;
        let pair = |(key, value): (JsValue, JsValue)| {
            // One that is no bytes is not of this form; its name leads on to the next page all the same.
            let bytes = value.dyn_into::<Uint8Array>().map(|bytes| bytes.to_vec());
            Some((key.as_string()?, bytes.unwrap_or_default()))
        };
        Ok(keys.iter().zip(values.iter()).filter_map(pair).collect())
    }

    async fn save_all(&self, snapshots: &[(String, Vec<u8>)]) -> Result<(), StorageError> {
        let Some(((last, bytes), others)) = snapshots.split_last() else { return Ok(()) };
        self.write(&[SNAPSHOTS], Durability::Relaxed, |transaction| {
            let store = store(transaction, SNAPSHOTS)?;
            let put = |name: &str, bytes: &[u8]| {
                store.put_with_key(&Uint8Array::from(bytes), &name.into())
            };
            for (name, bytes) in others {
                put(name, bytes)?;
            }
            put(last, bytes)
        })
        .await
    }

    async fn remove_all(&self, prefix: &str) -> Result<(), StorageError> {
        let range = names(prefix, None)?;
        self.write(&[SNAPSHOTS], Durability::Relaxed, |transaction| {
            store(transaction, SNAPSHOTS)?.delete(&range)
        })
        .await
    }
}

/// Of names that begin with `prefix`, those behind `after`.
fn names(prefix: &str, after: Option<&str>) -> Result<IdbKeyRange, StorageError> {
    // No name of ours holds a character so high.
    let end = format!("{prefix}\u{ffff}");
    let (from, is_open) = (after.unwrap_or(prefix), after.is_some());
    IdbKeyRange::bound_with_lower_open(&from.into(), &end.as_str().into(), is_open)
        .map_err(|error| js::storage_error(&error))
}

impl Archive for Browser {
    async fn is_kept(&self) -> Option<bool> {
        keeping::is_kept().await
    }

    async fn ids(&self) -> Result<Vec<String>, StorageError> {
        let keys: Array = self.read(ATTEMPTS, IdbObjectStore::get_all_keys).await?.unchecked_into();
        Ok(keys.iter().filter_map(|key| key.as_string()).collect())
    }

    async fn between(
        &self,
        first: &str,
        last: &str,
    ) -> Result<Vec<(String, String)>, StorageError> {
        let range = IdbKeyRange::bound(&first.into(), &last.into());
        self.records(&range.map_err(|error| js::storage_error(&error))?).await
    }

    async fn raw_records(&self) -> Result<Vec<(&'static str, String, String)>, StorageError> {
        let mut records = Vec::new();
        for name in [ATTEMPTS, QUARANTINE] {
            let keys: Array = self.read(name, IdbObjectStore::get_all_keys).await?.unchecked_into();
            for key in keys.iter() {
                let content = self.read(name, |store| store.get(&key)).await?;
                let text = content.as_string().or_else(|| js::to_json(&content));
                let id = key.as_string().unwrap_or_default();
                records.push((name, id, text.unwrap_or_default()));
            }
        }
        Ok(records)
    }

    async fn erase(&self, id: &str) -> Result<(), StorageError> {
        self.write(&[ATTEMPTS], Durability::Strict, |transaction| {
            store(transaction, ATTEMPTS)?.delete(&id.into())
        })
        .await
    }
}

impl Browser {
    /// Returns when the transaction's `complete` has fired.
    async fn write(
        &self,
        stores: &[&str],
        durability: Durability,
        act: impl FnOnce(&IdbTransaction) -> Result<IdbRequest, JsValue>,
    ) -> Result<(), StorageError> {
        let transaction = self.transaction(stores, Some(durability)).await?;
        let complete = settled(&transaction, "complete", &["abort", "error"]);
        act(&transaction).map_err(|error| js::storage_error(&error))?;
        match js::wait(complete).await {
            Ok(_) => Ok(()),
            Err(_) => Err(reason(transaction.error().as_ref().map(AsRef::as_ref))),
        }
    }

    async fn read(
        &self,
        name: &str,
        act: impl FnOnce(&IdbObjectStore) -> Result<IdbRequest, JsValue>,
    ) -> Result<JsValue, StorageError> {
        let transaction = self.transaction(&[name], None).await?;
        let request = store(&transaction, name).and_then(|store| act(&store));
        let request = request.map_err(|error| js::storage_error(&error))?;
        outcome(&request).await
    }

    /// The records of a range of the journal.
    async fn records(&self, range: &IdbKeyRange) -> Result<Vec<(String, String)>, StorageError> {
        let (keys, values) = self.range(ATTEMPTS, range, u32::MAX).await?;
        let pair = |(key, value): (JsValue, JsValue)| {
            Some((key.as_string()?, value.as_string().unwrap_or_default()))
        };
        Ok(keys.iter().zip(values.iter()).filter_map(pair).collect())
    }

    /// Keys and values of a range, both as they are in one view of the store.
    async fn range(
        &self,
        name: &str,
        range: &IdbKeyRange,
        limit: u32,
    ) -> Result<(Array, Array), StorageError> {
        let transaction = self.transaction(&[name], None).await?;
        let both = store(&transaction, name).and_then(|store| {
            let keys = store.get_all_keys_with_key_and_limit(range, limit)?;
            Ok((keys, store.get_all_with_key_and_limit(range, limit)?))
        });
        let (keys, values) = both.map_err(|error| js::storage_error(&error))?;
        // Waited for together: a failure that nobody waits for is an error of the page.
        let ended = [&keys, &values].map(|request| settled(request, "success", &["error"]));
        let ended: Array = ended.iter().collect();
        js::wait(Promise::all(&ended)).await.map_err(|_| reason(None))?;
        let result = |request: &IdbRequest| {
            request.result().map_err(|error| js::storage_error(&error)).map(JsCast::unchecked_into)
        };
        Ok((result(&keys)?, result(&values)?))
    }

    /// A transaction on the kept connection; on a fresh one when the browser has closed the kept one.
    async fn transaction(
        &self,
        stores: &[&str],
        write: Option<Durability>,
    ) -> Result<IdbTransaction, StorageError> {
        let kept = self.database().borrow().clone();
        if let Some(Ok(transaction)) = kept.map(|database| begin(&database, stores, write)) {
            return Ok(transaction);
        }
        let database = opening::open().await?;
        self.hear_the_end(&database);
        let transaction =
            begin(&database, stores, write).map_err(|error| js::storage_error(&error));
        self.database().replace(Some(database));
        transaction
    }

    /// A newer version in another tab wants to upgrade: step aside; the next use opens anew or fails.
    /// The browser itself closes the database when the site's data is cleared.
    fn hear_the_end(&self, database: &IdbDatabase) {
        let step_aside = Closure::once_into_js({
            let (database, tell) = (database.clone(), self.lost());
            move || {
                database.close();
                tell();
            }
        });
        database.set_onversionchange(Some(step_aside.unchecked_ref()));
        let closed = Closure::once_into_js(self.lost());
        // Listening to an event cannot fail.
        let _ = database.add_event_listener_with_callback("close", closed.unchecked_ref());
    }
}

fn begin(
    database: &IdbDatabase,
    stores: &[&str],
    write: Option<Durability>,
) -> Result<IdbTransaction, JsValue> {
    let names: Array = stores.iter().map(|name| JsValue::from(*name)).collect();
    let mode = if write.is_some() { "readwrite" } else { "readonly" };
    let options = Object::new();
    let durability = if write == Some(Durability::Strict) { "strict" } else { "relaxed" };
    Reflect::set(&options, &"durability".into(), &durability.into())?;
    // Through Reflect: web-sys offers the options only under an unstable flag.
    let transaction: Function = Reflect::get(database, &"transaction".into())?.dyn_into()?;
    transaction.call3(database, &names, &mode.into(), &options)?.dyn_into()
}

fn store(transaction: &IdbTransaction, name: &str) -> Result<IdbObjectStore, JsValue> {
    transaction.object_store(name)
}

async fn outcome(request: &IdbRequest) -> Result<JsValue, StorageError> {
    match js::wait(settled(request, "success", &["error"])).await {
        Ok(_) => request.result().map_err(|error| js::storage_error(&error)),
        Err(_) => {
            let error = request.error().ok().flatten();
            Err(reason(error.as_ref().map(AsRef::as_ref)))
        }
    }
}

fn reason(error: Option<&JsValue>) -> StorageError {
    error.map_or(StorageError::Unavailable, js::storage_error)
}

/// A promise of the first of these events.
fn settled(target: &EventTarget, good: &str, bad: &[&str]) -> Promise {
    Promise::new(&mut |fulfil, refuse| {
        // Listening to an event cannot fail.
        let _ = target.add_event_listener_with_callback(good, &fulfil);
        for name in bad {
            let _ = target.add_event_listener_with_callback(name, &refuse);
        }
    })
}
