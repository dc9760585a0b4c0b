//! Accounts: tests, keys, balances.

use super::{Office, catalogs, hex, journal, key_of};
use crate::platform::vault::{self, StoredAccounts};
use crate::platform::{self, keeping};
use crate::state::{CatalogView, OrdersOfRemoved, ProbePlan, put};
use leptos::prelude::*;
use leptos::task::spawn_local;
use panelboard_client::accounts::belonging::{missing, returning_id};
use panelboard_client::accounts::mirror::{self, Mirrored};
use panelboard_client::balances::{self, LastBalance};
use panelboard_client::engine::kept;
use panelboard_client::engine::message::Message;
use panelboard_client::error::StorageError;
use panelboard_client::journal::sentinel;
use panelboard_client::place::Keyed;
use panelboard_client::ports::{AccountMirror, AttemptStore, Snapshots};
use panelboard_client::probe::{ProbeRequest, probe_account};
use panelboard_client::reads;
use panelboard_client::relay::{self, Listing};
use panelboard_domain::account::{Account, Endpoint};
use panelboard_domain::id::AccountId;
use panelboard_domain::panel::{KeyPrint, PanelId};
use panelboard_domain::secret::ApiKey;
use std::rc::Rc;
use std::sync::Arc;

/// What a good test leaves behind until the user keeps the account.
pub(super) struct Tested {
    key: ApiKey,
    services: Option<Arc<CatalogView>>,
}

pub(super) async fn read_balance(office: Rc<Office>, account: Account) {
    let read = async {
        let key = key_of(&account)?;
        let keyed = Keyed { account: &account, key: &key };
        Ok(reads::read_balance(&office.browser, &office.paces, keyed).await?.value.0)
    };
    let result = read.await;
    let kept = result.as_ref().ok().cloned();
    if let Some(balance) = &kept {
        journal::balance_was_read(&office, &account.id, balance).await;
    }
    office.handles.accounts.balance_read(&account.id, result);
    if let Some(balance) = kept {
        let last = LastBalance { balance, at: platform::now() };
        // A figure that cannot be kept is read anew at the next visit.
        let _ = balances::keep(&office.browser, &account.id, last).await;
    }
}

/// The balances of earlier visits stand until the panels have answered.
pub(super) async fn load_balances(office: &Office) {
    let last = balances::load(&office.browser).await;
    office.handles.accounts.balances_known(last);
}

pub(super) async fn probe(office: Rc<Office>, plan: ProbePlan, run: u32) {
    let accounts = office.handles.accounts;
    let relay = relay_listing(&office).await;
    let existing = with_keys(&office);
    let request = ProbeRequest {
        candidates: &plan.candidates,
        key: &plan.key,
        choice: plan.input.route,
        relay: relay.offer(),
        existing: &existing,
    };
    let step = |step| accounts.probe_step(run, &step);
    let result = probe_account(&office.browser, &request, step).await;
    let services = match result.as_ref().map(|found| &found.services) {
        Ok(Ok(list)) => Some(catalogs::prepare(list.value.clone(), list.warnings.clone()).await),
        Ok(Err(_)) | Err(_) => None,
    };
    let result = match &result {
        Ok(found) => Ok((found, id_for(&office, &found.endpoint, &plan.key, &existing).await)),
        Err(failure) => Err(failure.clone()),
    };
    // Meanwhile the user may have begun another test.
    if !accounts.is_probing(run) {
        return;
    }
    if result.is_ok() {
        office.tested.replace(Some(Tested { key: plan.key, services }));
    }
    accounts.probe_ended(run, plan.input, result);
}

/// The id that this panel and key had before, so that its orders are its own again; else a new one.
async fn id_for(
    office: &Office,
    endpoint: &Endpoint,
    key: &ApiKey,
    existing: &[(AccountId, Endpoint, ApiKey)],
) -> AccountId {
    let panel = PanelId::of(endpoint);
    let print = KeyPrint::of(&panel, key);
    let keyed: Vec<AccountId> = existing.iter().map(|(id, ..)| id.clone()).collect();
    // A mirror that cannot be read costs the old id; the orders can still be taken over.
    let mirrored = mirror::all(&office.browser).await.unwrap_or_default();
    let attempts = office.handles.orders.attempts(|_| true);
    let attempts = attempts.iter().map(AsRef::as_ref);
    returning_id(&panel, &print, &keyed, &mirrored, attempts).unwrap_or_else(new_id)
}

/// The accounts that are here, with their keys.
pub(super) fn with_keys(office: &Office) -> Vec<(AccountId, Endpoint, ApiKey)> {
    let list = office.handles.accounts.list().get_untracked();
    let keyed = |account: Account| {
        let key = vault::key(&account.id)?;
        Some((account.id, account.endpoint, key))
    };
    list.into_iter().filter_map(keyed).collect()
}

/// What the relay of this page offers.
pub(super) async fn relay_listing(office: &Office) -> Listing {
    let answer = office.browser.relay_panels().await;
    answer.map_or(Listing::Nothing, |answer| relay::listing(&answer))
}

/// The key goes into storage first: an account without one would be of no use.
pub(super) fn keep_probed(office: &Rc<Office>, account: &Account) -> bool {
    let Some(tested) = office.tested.take() else { return false };
    let accounts = office.handles.accounts;
    let mut list = accounts.list().get_untracked();
    put(&mut list, account.clone());
    let stored = StoredAccounts { current: Some(account.id.clone()), accounts: list };
    let kept =
        vault::set_key(&account.id, Some(&tested.key)).and_then(|()| vault::set_accounts(&stored));
    if let Err(error) = kept {
        // Not even the attempt to clean up can be stored; the key is of no account then.
        let _ = vault::set_key(&account.id, None);
        office.storage_failed(&error);
        return false;
    }
    if let Some(services) = tested.services {
        office.handles.catalogs.painted(&account.id, services, platform::now());
    }
    spawn_local(async {
        keeping::ask_to_keep().await;
    });
    spawn_local({
        let office = Rc::clone(office);
        async move { super::editing::find_orphans(&office).await }
    });
    true
}

pub(super) fn keep(office: &Rc<Office>) {
    let accounts = office.handles.accounts;
    let stored = StoredAccounts {
        current: accounts.current_id().get_untracked(),
        accounts: accounts.list().get_untracked(),
    };
    match vault::set_accounts(&stored) {
        Ok(()) => office.say(&Message::Accounts),
        Err(error) => office.storage_failed(&error),
    }
    let office = Rc::clone(office);
    spawn_local(async move { mirror(&office).await });
}

/// Brings the accounts of this device into the mirror: first-version orders are known by them.
pub(super) async fn mirror(office: &Office) {
    // Without it such orders guard every panel: a question too many, no order too many. And no order
    // leaves before its own account is there.
    let _ = mirror::keep(&office.browser, &entries(office)).await;
}

fn entries(office: &Office) -> Vec<Mirrored> {
    let print = |account: &Account| {
        Some(KeyPrint::of(&PanelId::of(&account.endpoint), &vault::key(&account.id)?))
    };
    let accounts = office.handles.accounts.list().get_untracked();
    accounts.iter().map(|account| Mirrored::present(account, print(account))).collect()
}

pub(super) fn load(office: &Office) {
    let stored = vault::accounts();
    show(office, stored);
}

fn show(office: &Office, stored: StoredAccounts) {
    let lacks_key = |account: &&Account| vault::key(&account.id).is_none();
    let keyless = stored.accounts.iter().filter(lacks_key).map(|account| account.id.clone());
    office.handles.accounts.keyless_are(keyless.collect());
    office.handles.accounts.loaded(stored.accounts, stored.current);
}

/// Brings back the accounts that local storage has lost, from the mirror: without their keys.
pub(super) async fn restore(office: &Office) {
    // A mirror that cannot be read brings nothing back; the journal says that storage fails.
    let mirrored = mirror::all(&office.browser).await.unwrap_or_default();
    let mut stored = vault::accounts();
    let missing = missing(&stored.accounts, &mirrored);
    if !missing.is_empty() {
        stored.accounts.extend(missing);
        if let Err(error) = vault::set_accounts(&stored) {
            office.storage_failed(&error);
        }
    }
    show(office, stored);
}

/// The mirror comes first: were the page killed in between, the account would still be here, and not its
/// orders without their panel. Once more at the end: meanwhile somebody may have mirrored it as present.
pub(super) async fn forget(office: Rc<Office>, account: Account, orders: OrdersOfRemoved) {
    let first = forget_durably(&office, &account, orders).await;
    if let Err(error) = vault::set_key(&account.id, None) {
        office.storage_failed(&error);
    }
    office.handles.accounts.removed(&account.id);
    office.paces.reset(&account.id);
    let done = first.and(forget_durably(&office, &account, orders).await);
    // A snapshot that stays behind is only wasted space.
    let _ = balances::forget(&office.browser, &account.id).await;
    let _ = office.browser.remove(&catalogs::name(&account.id)).await;
    if let Err(error) = done {
        office.storage_failed(&error);
    }
    super::editing::find_orphans(&office).await;
}

async fn forget_durably(
    office: &Office,
    account: &Account,
    orders: OrdersOfRemoved,
) -> Result<(), StorageError> {
    match orders {
        OrdersOfRemoved::Erase => erase(office, &account.id).await,
        OrdersOfRemoved::Keep => mirror::removed(&office.browser, account).await,
    }
}

async fn erase(office: &Office, account: &AccountId) -> Result<(), StorageError> {
    for id in office.handles.orders.forget(account) {
        office.browser.erase(id.as_str()).await?;
    }
    sentinel::note(&office.browser, office.browser.all().await?.len());
    office.browser.unmirror(account.as_str()).await?;
    kept::forget(&office.browser, account).await
}

fn new_id() -> AccountId {
    let random = platform::random::<6>().unwrap_or_default();
    AccountId::new(&format!("a{}", hex(&random))).expect("it starts with a letter")
}
