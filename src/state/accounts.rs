//! The accounts, which one is current, their balances, and adding one.

mod balances;
mod editing;

use super::engine::EngineSlot;
use super::slots::Slots;
use super::{
    KeyChange, Load, OrdersOfRemoved, Probe, ProbeInput, ProbeInputErrors, ProbeReport, Retest,
};
use leptos::prelude::*;
use panelboard_client::accounts::belonging::Orphans;
use panelboard_client::engine::{Command, ProbePlan};
use panelboard_client::ports::StoredAccounts;
use panelboard_client::probe::{self, ProbeFailure, ProbeResult};
use panelboard_domain::account::{Account, PrivateHosts, parse_address};
use panelboard_domain::balance::Balance;
use panelboard_domain::id::AccountId;
use panelboard_domain::money::Currency;
use panelboard_domain::secret::ApiKey;
use std::collections::{BTreeSet, HashMap};

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
    /// Those whose balance a screen has asked for.
    watched: StoredValue<BTreeSet<AccountId>>,
    retests: Slots<AccountId, Retest>,
    key_changes: Slots<AccountId, KeyChange>,
    orphans: RwSignal<Vec<Orphans>>,
    probe: RwSignal<Probe>,
    /// Tells the running test from cancelled ones.
    run: StoredValue<u32>,
    /// What the last test was made with.
    input: StoredValue<ProbeInput>,
    /// What it found, once it was found good.
    found: StoredValue<Option<(ProbeReport, AccountId)>>,
    /// The running test is a sandbox account's: add it as soon as it is found.
    trial: StoredValue<Option<String>>,
    sandbox: RwSignal<Vec<SandboxAccount>>,
    private_hosts: StoredValue<PrivateHosts>,
    ready: RwSignal<bool>,
    engine: EngineSlot,
}

impl Accounts {
    pub(super) fn provide(engine: EngineSlot) -> Self {
        let list = RwSignal::new(Vec::new());
        let accounts = Self {
            list,
            names: Memo::new(move |_| list.with(|list| editing::names(list))),
            current: RwSignal::new(None),
            keyless: RwSignal::new(BTreeSet::new()),
            balances: Slots::new(),
            watched: StoredValue::new(BTreeSet::new()),
            retests: Slots::new(),
            key_changes: Slots::new(),
            orphans: RwSignal::new(Vec::new()),
            probe: RwSignal::new(Probe::Idle),
            run: StoredValue::new(0),
            input: StoredValue::new(ProbeInput::default()),
            found: StoredValue::new(None),
            trial: StoredValue::new(None),
            sandbox: RwSignal::new(Vec::new()),
            private_hosts: StoredValue::new(PrivateHosts::Refuse),
            ready: RwSignal::new(false),
            engine,
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
                self.probe.set(Probe::begin(&input.route));
                self.input.set_value(input.clone());
                let run = self.run.get_value();
                let plan = ProbePlan { candidates, key, route: input.route.clone(), run };
                self.engine.run(Command::Probe(plan));
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
        self.engine.run(Command::CancelProbe);
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
        let (report, id) = self.found.get_value()?;
        let account = Account {
            id,
            name: if name.trim().is_empty() { report.name } else { name.trim().to_owned() },
            endpoint: report.endpoint,
            dialect: report.dialect,
            route: report.route,
            relay: report.relay,
            relay_alias: report.relay_alias,
            hue,
            read_only,
            currency_override,
            capabilities: report.capabilities,
            key_tail: self.key_tail()?,
        };
        let id = account.id.clone();
        self.engine.run(Command::KeepTested(Box::new(account)));
        // It is there when its key could be stored.
        let is_kept = self.current.with_untracked(|current| current.as_ref() == Some(&id));
        is_kept.then(|| {
            self.cancel_probe();
            id
        })
    }

    /// The end of the key that was tested.
    fn key_tail(self) -> Option<String> {
        self.input.with_value(|input| Some(ApiKey::parse(&input.key).ok()?.tail().to_owned()))
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
        self.engine.run(Command::RemoveAccount(id.clone(), orders));
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
        let stored = StoredAccounts {
            current: self.current.get_untracked(),
            accounts: self.list.get_untracked(),
        };
        self.engine.run(Command::KeepAccounts(stored));
    }
}

/// What the engine brings back.
impl Accounts {
    pub(super) fn set_accounts(self, stored: StoredAccounts, keyless: BTreeSet<AccountId>) {
        self.keyless.set(keyless);
        self.current.set(stored.current);
        if self.list.with_untracked(|list| *list != stored.accounts) {
            self.list.set(stored.accounts);
        }
        self.ready.set(true);
    }

    /// Nothing is stored: the first run.
    pub(crate) fn set_none(self) {
        self.set_accounts(StoredAccounts::default(), BTreeSet::new());
    }

    fn is_probing(self, run: u32) -> bool {
        self.run.get_value() == run
    }

    pub(super) fn probe_step(self, run: u32, step: &probe::ProbeStep) {
        if self.is_probing(run) {
            self.probe.update(|probe| *probe = std::mem::take(probe).step(step));
        }
    }

    pub(super) fn probe_continues(self, run: u32) {
        if self.is_probing(run) {
            let probe = self.input.with_value(|input| Probe::begin(&input.route));
            self.probe.set(probe);
        }
    }

    pub(super) fn probe_ended(
        self,
        run: u32,
        result: Result<(ProbeResult, AccountId), ProbeFailure>,
    ) {
        if !self.is_probing(run) {
            return;
        }
        let report = result.map(|(result, id)| {
            let others = |list: &Vec<Account>| {
                list.iter().filter(|account| account.id != id).cloned().collect::<Vec<_>>()
            };
            let others = self.list.with_untracked(others);
            let tail = self.key_tail().unwrap_or_default();
            let report = ProbeReport::of(&result, &tail, &others);
            self.found.set_value(Some((report.clone(), id)));
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

/// The handle.
pub fn use_accounts() -> Accounts {
    use_context().expect("state::provide() runs in App")
}
