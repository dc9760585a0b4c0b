//! The accounts, which one is current, their balances, and adding one.

mod balances;
mod editing;

pub use editing::{KeyChange, Retest};

use super::desk::DeskSlot;
use super::slots::Slots;
use super::{Load, Probe, ProbeInput, ProbeInputErrors, ProbePlan, ProbeReport};
use leptos::prelude::*;
use panelboard_client::accounts::belonging::Orphans;
use panelboard_client::balances::LastBalance;
use panelboard_client::probe::{self, ProbeFailure, ProbeResult};
use panelboard_domain::account::{Account, PrivateHosts, parse_address};
use panelboard_domain::balance::Balance;
use panelboard_domain::id::AccountId;
use panelboard_domain::money::Currency;
use panelboard_domain::secret::ApiKey;
use std::collections::{BTreeMap, BTreeSet, HashMap};

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
    names: Memo<HashMap<AccountId, String>>,
    current: RwSignal<Option<AccountId>>,
    /// Those whose key is not on this device.
    keyless: RwSignal<BTreeSet<AccountId>>,
    balances: Slots<AccountId, Load<Balance>>,
    last_balances: StoredValue<BTreeMap<AccountId, LastBalance>>,
    retests: Slots<AccountId, Retest>,
    key_changes: Slots<AccountId, KeyChange>,
    orphans: RwSignal<Vec<Orphans>>,
    probe: RwSignal<Probe>,
    /// Tells the running test from cancelled ones.
    run: StoredValue<u32>,
    /// What the last test was made with, once it was found good.
    found: StoredValue<Option<(ProbeInput, ProbeReport, AccountId)>>,
    /// The running test is a sandbox account's: add it as soon as it is found.
    trial: StoredValue<Option<String>>,
    sandbox: RwSignal<Vec<SandboxAccount>>,
    private_hosts: StoredValue<PrivateHosts>,
    ready: RwSignal<bool>,
    desk: DeskSlot,
}

impl Accounts {
    pub(super) fn provide(desk: DeskSlot) -> Self {
        let list = RwSignal::new(Vec::new());
        let accounts = Self {
            list,
            names: Memo::new(move |_| list.with(|list| editing::names(list))),
            current: RwSignal::new(None),
            keyless: RwSignal::new(BTreeSet::new()),
            balances: Slots::new(),
            last_balances: StoredValue::new(BTreeMap::new()),
            retests: Slots::new(),
            key_changes: Slots::new(),
            orphans: RwSignal::new(Vec::new()),
            probe: RwSignal::new(Probe::Idle),
            run: StoredValue::new(0),
            found: StoredValue::new(None),
            trial: StoredValue::new(None),
            sandbox: RwSignal::new(Vec::new()),
            private_hosts: StoredValue::new(PrivateHosts::Refuse),
            ready: RwSignal::new(false),
            desk,
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

    /// One account now, for handlers and tasks.
    pub fn get_untracked(self, id: &AccountId) -> Option<Account> {
        self.list.with_untracked(|list| list.iter().find(|account| account.id == *id).cloned())
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
        self.keep();
    }

    /// Its key is not on this device (reactive): it must be entered again before anything can be asked.
    pub fn lacks_key(self, id: &AccountId) -> bool {
        self.keyless.with(|keyless| keyless.contains(id))
    }

    /// Where the test of a new account stands.
    pub fn probe(self) -> Signal<Probe> {
        self.probe.into()
    }

    /// Tests an address and key with read-only actions, or says what is wrong with the fields.
    pub fn start_probe(self, input: &ProbeInput) -> Result<(), ProbeInputErrors> {
        self.trial.set_value(None);
        self.test(input)
    }

    fn test(self, input: &ProbeInput) -> Result<(), ProbeInputErrors> {
        let address = parse_address(&input.address, self.private_hosts.get_value());
        let key = ApiKey::parse(&input.key);
        match (address, key) {
            (Ok(candidates), Ok(key)) => {
                self.run.update_value(|run| *run = run.wrapping_add(1));
                self.found.set_value(None);
                self.probe.set(Probe::begin(input.route));
                let plan = ProbePlan { candidates, key, input: input.clone() };
                if let Some(desk) = self.desk.get() {
                    desk.probe(plan, self.run.get_value());
                }
                Ok(())
            }
            (address, key) => Err(ProbeInputErrors { address: address.err(), key: key.err() }),
        }
    }

    /// Gives up the test; a late answer changes nothing.
    pub fn cancel_probe(self) {
        self.run.update_value(|run| *run = run.wrapping_add(1));
        self.found.set_value(None);
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
        let (input, report, id) = self.found.get_value()?;
        let desk = self.desk.get()?;
        let account = Account {
            id,
            name: if name.trim().is_empty() { report.name } else { name.trim().to_owned() },
            endpoint: report.endpoint,
            dialect: report.dialect,
            route: report.route,
            relay_alias: report.relay_alias,
            hue,
            read_only,
            currency_override,
            capabilities: report.capabilities,
            key_tail: ApiKey::parse(&input.key).ok()?.tail().to_owned(),
        };
        if !desk.keep_probed(&account) {
            return None;
        }
        let id = account.id.clone();
        self.list.update(|list| put(list, account));
        self.keyless.update(|keyless| {
            keyless.remove(&id);
        });
        let (balance, _) = self.balances.at(&id);
        balance.set(Load::Ready { value: report.balance, at: desk.now() });
        self.cancel_probe();
        self.select(&id);
        Some(id)
    }

    /// Changes an account ([`Account::edited`] has the rules for what a user may).
    pub fn update(self, id: &AccountId, change: impl FnOnce(&mut Account)) {
        self.list.update(|list| {
            if let Some(account) = list.iter_mut().find(|account| account.id == *id) {
                change(account);
            }
        });
        self.keep();
    }

    /// Removes an account and its key. It goes from the list when what must outlive it is durable.
    pub fn remove(self, id: &AccountId, orders: OrdersOfRemoved) {
        if let (Some(account), Some(desk)) = (self.get_untracked(id), self.desk.get()) {
            desk.forget_account(&account, orders);
        }
    }

    /// An account is no more.
    pub(crate) fn removed(self, id: &AccountId) {
        self.list.update(|list| list.retain(|account| account.id != *id));
        if self.current.with_untracked(|current| current.as_ref() == Some(id)) {
            let first = self.list.with_untracked(|list| list.first().map(|first| first.id.clone()));
            self.current.set(first);
        }
        self.keep();
    }

    /// Sandbox panels that can be tried; empty when this server has none.
    pub fn sandbox(self) -> Signal<Vec<SandboxAccount>> {
        self.sandbox.into()
    }

    /// Tests and adds a sandbox account in one go. [`Accounts::probe`] shows where it stands.
    pub fn try_sandbox(self, account: &SandboxAccount) {
        self.trial.set_value(Some(account.name.clone()));
        let input = ProbeInput {
            address: account.address.clone(),
            key: account.key.clone(),
            ..ProbeInput::default()
        };
        if self.test(&input).is_err() {
            self.trial.set_value(None);
        }
    }

    fn keep(self) {
        if let Some(desk) = self.desk.get() {
            desk.keep_accounts();
        }
    }
}

/// What the desk brings back.
impl Accounts {
    pub(crate) fn loaded(self, list: Vec<Account>, current: Option<AccountId>) {
        let known = |id: &AccountId| list.iter().any(|account| account.id == *id);
        let current = current.filter(known).or_else(|| list.first().map(|first| first.id.clone()));
        self.current.set(current);
        self.list.set(list);
        self.ready.set(true);
        // Balances that were asked for before the accounts were there.
        for id in self.balances.keys() {
            self.refresh_balance(&id);
        }
    }

    pub(crate) fn keyless_are(self, keyless: BTreeSet<AccountId>) {
        self.keyless.set(keyless);
    }

    pub(crate) fn is_probing(self, run: u32) -> bool {
        self.run.get_value() == run
    }

    pub(crate) fn probe_step(self, run: u32, step: &probe::ProbeStep) {
        if self.is_probing(run) {
            self.probe.update(|probe| *probe = std::mem::take(probe).step(step));
        }
    }

    pub(crate) fn probe_ended(
        self,
        run: u32,
        input: ProbeInput,
        result: Result<(&ProbeResult, AccountId), ProbeFailure>,
    ) {
        if !self.is_probing(run) {
            return;
        }
        let report = result.map(|(result, id)| {
            let others = |list: &Vec<Account>| {
                list.iter().filter(|account| account.id != id).cloned().collect::<Vec<_>>()
            };
            let others = self.list.with_untracked(others);
            let key = ApiKey::parse(&input.key);
            let tail = key.as_ref().map_or("", |key| key.tail());
            let report = ProbeReport::of(result, tail, &others);
            self.found.set_value(Some((input, report.clone(), id)));
            report
        });
        let hue = report.as_ref().map_or(1, |report| report.hue);
        self.probe.update(|probe| *probe = std::mem::take(probe).end(report));
        if let Some(name) = self.trial.get_value() {
            self.trial.set_value(None);
            self.add_probed(&name, hue, false, None);
        }
    }

    pub(crate) fn sandbox_found(self, accounts: Vec<SandboxAccount>) {
        self.sandbox.set(accounts);
    }

    pub(crate) fn allow_private_hosts(self) {
        self.private_hosts.set_value(PrivateHosts::Allow);
    }
}

/// One that was there without its key takes its own place again.
pub(crate) fn put(list: &mut Vec<Account>, account: Account) {
    match list.iter_mut().find(|known| known.id == account.id) {
        Some(known) => *known = account,
        None => list.push(account),
    }
}

/// The handle.
pub fn use_accounts() -> Accounts {
    use_context().expect("state::provide() runs in App")
}
