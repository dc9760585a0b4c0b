//! What the engine needs beyond the spending path, in the test's hand: keys and accounts in memory, the
//! messages that were sent, tasks that run when the test says so.

use super::{Fakes, MemorySnapshots};
use crate::engine::Engine;
use crate::engine::catalogs::CatalogView;
use crate::engine::message::Message;
use crate::error::{StorageError, TransportError};
use crate::load::Load;
use crate::ports::{
    Archive, AttemptStore, Broadcast, Ports, RelayPanels, Snapshots, Spawn, StoredAccounts, Task,
    Vault,
};
use panelboard_domain::account::{LocalRelays, RelayAddress, RelayId};
use panelboard_domain::id::AccountId;
use panelboard_domain::secret::{ApiKey, RelayToken};
use panelboard_panel_api::http::{FromRelay, HttpResponse, RelayStage};
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::task::{Context, Waker};

/// The page's own things.
#[derive(Default)]
pub struct Page {
    /// Snapshots.
    pub snapshots: MemorySnapshots,
    /// The accounts.
    pub accounts: RefCell<StoredAccounts>,
    /// The keys.
    pub keys: RefCell<BTreeMap<AccountId, ApiKey>>,
    /// Neither a key nor an account can be stored.
    pub vault_is_full: Cell<bool>,
    /// What was sent to the other tabs.
    pub broadcasts: RefCell<Vec<Message>>,
    /// The list of panels of the relay that serves the page; `None`: none does.
    pub relay_panels: RefCell<Option<HttpResponse>>,
    /// Relays elsewhere, with the token that each wants and its list of panels.
    pub relays_there: RefCell<BTreeMap<RelayId, (Option<RelayToken>, HttpResponse)>>,
    /// Addresses where something answers that this page may not read.
    pub unreadable: RefCell<Vec<RelayId>>,
    /// The relays that were asked, with whether a token went along.
    pub relays_asked: RefCell<Vec<(RelayId, bool)>>,
    /// The relays that the user added.
    pub relays: RefCell<Vec<RelayId>>,
    /// Their tokens.
    pub tokens: RefCell<BTreeMap<RelayId, RelayToken>>,
    tasks: RefCell<Vec<Task>>,
}

impl std::fmt::Debug for Page {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Page").finish_non_exhaustive()
    }
}

impl Page {
    /// Runs what was begun until all of it has ended or waits; how many tasks still wait.
    pub fn run_tasks(&self) -> usize {
        let mut context = Context::from_waker(Waker::noop());
        let mut quiet = 0;
        while quiet < 3 {
            let tasks = self.tasks.take();
            let before = tasks.len();
            let pending = tasks.into_iter().filter_map(|mut task| {
                task.as_mut().poll(&mut context).is_pending().then_some(task)
            });
            let mut pending: Vec<Task> = pending.collect();
            let begun = self.tasks.take();
            let is_quiet = begun.is_empty() && pending.len() == before;
            quiet = if is_quiet { quiet + 1 } else { 0 };
            pending.extend(begun);
            self.tasks.replace(pending);
        }
        self.tasks.borrow().len()
    }
}

/// Gives an account a list that was read just now.
pub fn give_list<P: Ports>(engine: &Engine<P>, account: &AccountId, view: Arc<CatalogView>) {
    let at = engine.ports().now();
    engine.set_catalog(account, |_| Load::Ready { value: view, at });
}

impl Fakes {
    /// Lets the time go by, a second at a time, and runs what it brings.
    pub fn let_pass(&self, millis: i64) {
        for _ in 0..millis / 1_000 {
            self.clock.advance(1_000);
            self.page.run_tasks();
        }
        self.clock.advance(millis % 1_000);
        self.page.run_tasks();
    }
}

impl Snapshots for Fakes {
    async fn load(&self, name: &str) -> Result<Option<Vec<u8>>, StorageError> {
        self.page.snapshots.load(name).await
    }

    async fn save(&self, name: &str, bytes: &[u8]) -> Result<(), StorageError> {
        self.page.snapshots.save(name, bytes).await
    }

    async fn remove(&self, name: &str) -> Result<(), StorageError> {
        self.page.snapshots.remove(name).await
    }

    async fn page(
        &self,
        prefix: &str,
        after: Option<&str>,
        limit: u32,
    ) -> Result<Vec<(String, Vec<u8>)>, StorageError> {
        self.page.snapshots.page(prefix, after, limit).await
    }

    async fn save_all(&self, snapshots: &[(String, Vec<u8>)]) -> Result<(), StorageError> {
        self.page.snapshots.save_all(snapshots).await
    }

    async fn remove_all(&self, prefix: &str) -> Result<(), StorageError> {
        self.page.snapshots.remove_all(prefix).await
    }
}

impl Vault for Fakes {
    fn key(&self, account: &AccountId) -> Option<ApiKey> {
        self.page.keys.borrow().get(account).cloned()
    }

    fn set_key(&self, account: &AccountId, key: Option<&ApiKey>) -> Result<(), StorageError> {
        if self.page.vault_is_full.get() && key.is_some() {
            return Err(StorageError::Quota);
        }
        let mut keys = self.page.keys.borrow_mut();
        match key {
            Some(key) => keys.insert(account.clone(), key.clone()),
            None => keys.remove(account),
        };
        Ok(())
    }

    fn accounts(&self) -> StoredAccounts {
        self.page.accounts.borrow().clone()
    }

    fn set_accounts(&self, accounts: &StoredAccounts) -> Result<(), StorageError> {
        if self.page.vault_is_full.get() {
            return Err(StorageError::Quota);
        }
        self.page.accounts.replace(accounts.clone());
        Ok(())
    }

    fn relays(&self) -> Vec<RelayId> {
        self.page.relays.borrow().clone()
    }

    fn set_relays(&self, relays: &[RelayId]) -> Result<(), StorageError> {
        if self.page.vault_is_full.get() {
            return Err(StorageError::Quota);
        }
        self.page.relays.replace(relays.to_vec());
        Ok(())
    }

    fn token(&self, relay: &RelayId) -> Option<RelayToken> {
        self.page.tokens.borrow().get(relay).cloned()
    }

    fn set_token(&self, relay: &RelayId, token: Option<&RelayToken>) -> Result<(), StorageError> {
        if self.page.vault_is_full.get() && token.is_some() {
            return Err(StorageError::Quota);
        }
        let mut tokens = self.page.tokens.borrow_mut();
        match token {
            Some(token) => tokens.insert(relay.clone(), token.clone()),
            None => tokens.remove(relay),
        };
        Ok(())
    }
}

impl Broadcast for Fakes {
    fn broadcast(&self, message: &Message) {
        self.page.broadcasts.borrow_mut().push(message.clone());
    }
}

impl Spawn for Fakes {
    fn spawn(&self, task: Task) {
        self.page.tasks.borrow_mut().push(task);
    }
}

impl RelayPanels for Fakes {
    async fn relay_panels(
        &self,
        relay: &RelayId,
        token: Option<&RelayToken>,
    ) -> Result<FromRelay, TransportError> {
        self.page.relays_asked.borrow_mut().push((relay.clone(), token.is_some()));
        let answer = match self.page.relays_there.borrow().get(relay) {
            Some((wanted, _)) if wanted.is_some() && wanted.as_ref() != token => {
                return Ok(relays_own(401, br#"{"relay_error":"token"}"#));
            }
            Some((_, answer)) => Some(answer.clone()),
            None if relay.is_own() => self.page.relay_panels.borrow().clone(),
            None => None,
        };
        let answer = answer.ok_or(TransportError::RelayUnreachable)?;
        let HttpResponse { status, retry_after, stage, body } = answer;
        Ok(FromRelay { status, retry_after, stage, body })
    }

    async fn relay_answers(&self, relay: &RelayId) -> bool {
        self.page.unreadable.borrow().contains(relay)
    }

    fn is_served_by_relay(&self) -> bool {
        self.page.relay_panels.borrow().is_some()
    }

    fn own_origin(&self) -> Option<RelayAddress> {
        RelayAddress::parse("https://page.example", LocalRelays::Refuse).ok()
    }
}

fn relays_own(status: u16, body: &[u8]) -> FromRelay {
    let stage = Some(RelayStage::PreUpstream);
    FromRelay { status, retry_after: None, stage, body: body.to_vec() }
}

impl Archive for Fakes {
    async fn is_kept(&self) -> Option<bool> {
        None
    }

    async fn raw_records(&self) -> Result<Vec<(&'static str, String, String)>, StorageError> {
        let records = self.store.records.borrow();
        Ok(records.iter().map(|(id, text)| ("attempts", id.clone(), text.clone())).collect())
    }

    async fn ids(&self) -> Result<Vec<String>, StorageError> {
        Ok(self.store.all().await?.into_iter().map(|(id, _)| id).collect())
    }

    async fn between(
        &self,
        first: &str,
        last: &str,
    ) -> Result<Vec<(String, String)>, StorageError> {
        let mut records = self.store.all().await?;
        records.retain(|(id, _)| (first..=last).contains(&id.as_str()));
        Ok(records)
    }

    async fn erase(&self, id: &str) -> Result<(), StorageError> {
        self.store.records.borrow_mut().remove(id);
        Ok(())
    }
}
