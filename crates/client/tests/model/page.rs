//! What an engine needs of a tab beyond the money path: keys, accounts and snapshots that both tabs
//! share, messages between them, tasks that run when the history says so.

use crate::ports::Tab;
use panelboard_client::engine::message::Message;
use panelboard_client::error::{StorageError, TransportError};
use panelboard_client::ports::{
    Archive, AttemptStore, Broadcast, RelayPanels, Snapshots, Spawn, StoredAccounts, Task, Vault,
};
use panelboard_domain::account::{RelayAddress, RelayId};
use panelboard_domain::id::AccountId;
use panelboard_domain::secret::{ApiKey, RelayToken};
use panelboard_panel_api::http::FromRelay;
use std::ops::Bound;

impl Snapshots for Tab {
    async fn load(&self, name: &str) -> Result<Option<Vec<u8>>, StorageError> {
        self.step(|world| Ok(world.snapshots.get(name).cloned())).await
    }

    async fn save(&self, name: &str, bytes: &[u8]) -> Result<(), StorageError> {
        self.step(|world| world.snapshots.insert(name.to_owned(), bytes.to_vec())).await;
        Ok(())
    }

    async fn remove(&self, name: &str) -> Result<(), StorageError> {
        self.step(|world| world.snapshots.remove(name)).await;
        Ok(())
    }

    async fn page(
        &self,
        prefix: &str,
        after: Option<&str>,
        limit: u32,
    ) -> Result<Vec<(String, Vec<u8>)>, StorageError> {
        self.step(|world| {
            let from = after.map_or(Bound::Included(prefix), Bound::Excluded);
            let page = world.snapshots.range::<str, _>((from, Bound::Unbounded));
            let page = page.take_while(|(name, _)| name.starts_with(prefix)).take(limit as usize);
            Ok(page.map(|(name, bytes)| (name.clone(), bytes.clone())).collect())
        })
        .await
    }

    async fn save_all(&self, all: &[(String, Vec<u8>)]) -> Result<(), StorageError> {
        self.step(|world| world.snapshots.extend(all.iter().cloned())).await;
        Ok(())
    }

    async fn remove_all(&self, prefix: &str) -> Result<(), StorageError> {
        self.step(|world| world.snapshots.retain(|name, _| !name.starts_with(prefix))).await;
        Ok(())
    }
}

impl Vault for Tab {
    fn key(&self, account: &AccountId) -> Option<ApiKey> {
        self.shared.borrow().keys.get(account).cloned()
    }

    fn set_key(&self, account: &AccountId, key: Option<&ApiKey>) -> Result<(), StorageError> {
        let keys = &mut self.shared.borrow_mut().keys;
        match key {
            Some(key) => keys.insert(account.clone(), key.clone()),
            None => keys.remove(account),
        };
        Ok(())
    }

    fn accounts(&self) -> StoredAccounts {
        self.shared.borrow().stored.clone()
    }

    fn set_accounts(&self, accounts: &StoredAccounts) -> Result<(), StorageError> {
        self.shared.borrow_mut().stored = accounts.clone();
        Ok(())
    }

    fn relays(&self) -> Vec<RelayId> {
        Vec::new()
    }

    fn set_relays(&self, _: &[RelayId]) -> Result<(), StorageError> {
        Ok(())
    }

    fn token(&self, _: &RelayId) -> Option<RelayToken> {
        None
    }

    fn set_token(&self, _: &RelayId, _: Option<&RelayToken>) -> Result<(), StorageError> {
        Ok(())
    }
}

impl Broadcast for Tab {
    fn broadcast(&self, message: &Message) {
        self.shared.borrow_mut().mail.push((self.life, message.clone()));
    }
}

impl Spawn for Tab {
    fn spawn(&self, task: Task) {
        self.tasks.borrow_mut().push(task);
    }
}

impl RelayPanels for Tab {
    async fn relay_panels(
        &self,
        _: &RelayId,
        _: Option<&RelayToken>,
    ) -> Result<FromRelay, TransportError> {
        Err(TransportError::RelayUnreachable)
    }

    async fn relay_answers(&self, _: &RelayId) -> bool {
        false
    }

    fn is_served_by_relay(&self) -> bool {
        true
    }

    fn own_origin(&self) -> Option<RelayAddress> {
        None
    }
}

impl Archive for Tab {
    async fn is_kept(&self) -> Option<bool> {
        None
    }

    async fn raw_records(&self) -> Result<Vec<(&'static str, String, String)>, StorageError> {
        let records = self.all().await?;
        Ok(records.into_iter().map(|(id, text)| ("attempts", id, text)).collect())
    }

    async fn ids(&self) -> Result<Vec<String>, StorageError> {
        Ok(self.all().await?.into_iter().map(|(id, _)| id).collect())
    }

    async fn between(
        &self,
        first: &str,
        last: &str,
    ) -> Result<Vec<(String, String)>, StorageError> {
        let mut records = self.all().await?;
        records.retain(|(id, _)| (first..=last).contains(&id.as_str()));
        Ok(records)
    }

    async fn erase(&self, _id: &str) -> Result<(), StorageError> {
        panic!("nobody erases orders here");
    }
}
