//! The accounts: read, kept, brought back from the mirror, removed. A key goes into storage before the
//! account that needs it, and leaves it with the account.

use super::command::OrdersOfRemoved;
use super::message::Message;
use super::{Engine, Event, catalogs, kept};
use crate::accounts::belonging::{self, missing};
use crate::accounts::mirror::{self, Mirrored};
use crate::balances;
use crate::error::StorageError;
use crate::journal::sentinel;
use crate::ports::{Ports, StoredAccounts};
use panelboard_domain::account::{Account, Endpoint};
use panelboard_domain::id::AccountId;
use panelboard_domain::panel::{KeyPrint, PanelId};
use panelboard_domain::secret::ApiKey;
use std::rc::Rc;

impl<P: Ports> Engine<P> {
    /// Reads the accounts as they are stored now.
    pub fn load_accounts(self: &Rc<Self>) {
        self.show_accounts(self.ports.accounts());
    }

    /// Brings back the accounts that local storage has lost, from the mirror: without their keys.
    pub(super) async fn restore_accounts(self: &Rc<Self>) {
        // A mirror that cannot be read brings nothing back; the journal says that storage fails.
        let mirrored = mirror::all(&self.ports).await.unwrap_or_default();
        let mut stored = self.ports.accounts();
        let missing = missing(&stored.accounts, &mirrored);
        if !missing.is_empty() {
            stored.accounts.extend(missing);
            if let Err(error) = self.ports.set_accounts(&stored) {
                self.storage_failed(error);
            }
        }
        self.show_accounts(stored);
    }

    /// Changes an account and keeps it.
    pub(super) fn update_account(
        self: &Rc<Self>,
        id: &AccountId,
        change: impl FnOnce(&mut Account),
    ) {
        let mut stored = self.accounts.borrow().clone();
        let account = stored.accounts.iter_mut().find(|account| account.id == *id);
        let Some(account) = account else { return };
        change(account);
        self.keep_accounts(stored);
    }

    pub(super) fn keep_accounts(self: &Rc<Self>, stored: StoredAccounts) {
        match self.ports.set_accounts(&stored) {
            Ok(()) => self.ports.broadcast(&Message::Accounts),
            Err(error) => self.storage_failed(error),
        }
        self.show_accounts(stored);
        let engine = Rc::clone(self);
        self.spawn(async move { engine.mirror_accounts().await });
    }

    pub(super) fn show_accounts(self: &Rc<Self>, mut stored: StoredAccounts) {
        let is_here = |id: &AccountId| stored.accounts.iter().any(|account| account.id == *id);
        if !stored.current.as_ref().is_some_and(is_here) {
            stored.current = stored.accounts.first().map(|first| first.id.clone());
        }
        let lacks_key = |account: &&Account| self.ports.key(&account.id).is_none();
        let keyless = stored.accounts.iter().filter(lacks_key).map(|account| account.id.clone());
        let keyless = keyless.collect();
        self.accounts.replace(stored.clone());
        self.tell(Event::Accounts(stored, keyless));
        for id in std::mem::take(&mut *self.wanted_balances.borrow_mut()) {
            self.read_balance(&id);
        }
    }

    /// Brings the accounts of this device into the mirror: first-version orders are known by them.
    pub(super) async fn mirror_accounts(&self) {
        let print = |account: &Account| {
            Some(KeyPrint::of(&PanelId::of(&account.endpoint), &self.ports.key(&account.id)?))
        };
        let accounts = self.accounts.borrow().accounts.clone();
        let entries = accounts.iter().map(|account| Mirrored::present(account, print(account)));
        // Without it such orders guard every panel: a question too many, no order too many. And no order
        // leaves before its own account is there.
        let _ = mirror::keep(&self.ports, &entries.collect::<Vec<_>>()).await;
    }

    /// The accounts that are here, with their keys.
    pub(super) fn with_keys(&self) -> Vec<(AccountId, Endpoint, ApiKey)> {
        let accounts = self.accounts.borrow().accounts.clone();
        let credentials = |account: Account| {
            let key = self.ports.key(&account.id)?;
            Some((account.id, account.endpoint, key))
        };
        accounts.into_iter().filter_map(credentials).collect()
    }

    pub(super) fn remove_account(self: &Rc<Self>, id: &AccountId, orders: OrdersOfRemoved) {
        if let Some(account) = self.account(id) {
            let engine = Rc::clone(self);
            self.spawn(async move { engine.remove(account, orders).await });
        }
    }

    /// The mirror comes first: were the page killed in between, the account would still be here, and not
    /// its orders without their panel. Once more at the end: meanwhile somebody may have mirrored it as
    /// present.
    async fn remove(self: Rc<Self>, account: Account, orders: OrdersOfRemoved) {
        let first = self.forget_durably(&account, orders).await;
        if let Err(error) = self.ports.set_key(&account.id, None) {
            self.storage_failed(error);
        }
        let mut stored = self.accounts.borrow().clone();
        stored.accounts.retain(|other| other.id != account.id);
        self.keep_accounts(stored);
        self.paces.reset(&account.id);
        let done = first.and(self.forget_durably(&account, orders).await);
        // A snapshot that stays behind is only wasted space.
        let _ = balances::forget(&self.ports, &account.id).await;
        let _ = self.ports.remove(&catalogs::snapshot_name(&account.id)).await;
        if let Err(error) = done {
            self.storage_failed(error);
        }
        self.find_orphans().await;
    }

    async fn forget_durably(
        &self,
        account: &Account,
        orders: OrdersOfRemoved,
    ) -> Result<(), StorageError> {
        match orders {
            OrdersOfRemoved::Erase => self.erase(&account.id).await,
            OrdersOfRemoved::Keep => mirror::removed(&self.ports, account).await,
        }
    }

    async fn erase(&self, account: &AccountId) -> Result<(), StorageError> {
        let ids = self.book.forget(account);
        self.tell(Event::Erased(ids.clone()));
        for id in ids {
            self.ports.erase(id.as_str()).await?;
        }
        sentinel::note(&self.ports, self.ports.all().await?.len());
        self.ports.unmirror(account.as_str()).await?;
        kept::forget(&self.ports, account).await
    }

    /// Which orders have no account on this device.
    pub(super) async fn find_orphans(&self) {
        let mirrored = mirror::all(&self.ports).await.unwrap_or_default();
        let present = self.accounts.borrow().accounts.clone();
        let orphans = self.book.read(|attempts| belonging::orphans(attempts, &present, &mirrored));
        self.tell(Event::Orphans(orphans));
    }
}
