//! What changing an account asks of the outside: a new test, a new key, orders taken over. The rules
//! are `panelboard_client::accounts`.

use super::{Office, accounts, journal};
use crate::platform::{self, keeping, vault};
use crate::state::{AccountCommand, KeyChange, Retest, RouteChoice};
use leptos::prelude::*;
use panelboard_client::accounts::belonging::{self, Orphans};
use panelboard_client::accounts::{key, mirror, retest, take_over};
use panelboard_client::balances::{self, LastBalance};
use panelboard_client::journal::AppendError;
use panelboard_client::probe::{ProbeRequest, probe_account};
use panelboard_domain::account::Account;
use panelboard_domain::secret::ApiKey;
use std::rc::Rc;

pub(super) async fn run(office: Rc<Office>, command: AccountCommand) {
    match command {
        AccountCommand::Retest { account, choice } => test_again(&office, account, choice).await,
        AccountCommand::ChangeKey { account, key } => change_key(&office, account, key).await,
        AccountCommand::TakeOver { orphans, by } => inherit(&office, orphans, by).await,
    }
}

async fn test_again(office: &Office, account: Account, choice: RouteChoice) {
    let handle = office.handles.accounts;
    let Some(key) = vault::key(&account.id) else {
        return handle.set_retest(&account.id, Retest::NoKey);
    };
    let relay = accounts::relay_listing(office).await;
    let request = ProbeRequest {
        candidates: std::slice::from_ref(&account.endpoint),
        key: &key,
        choice,
        relay: relay.offer(),
        existing: &[],
    };
    let found = match probe_account(&office.browser, &request, |_| ()).await {
        Ok(found) => {
            let (now, changes) = retest::compare(&account, &found);
            Retest::Found(Box::new(now), changes)
        }
        Err(failure) => Retest::Failed(failure),
    };
    handle.set_retest(&account.id, found);
}

/// The key goes into storage first: a shown end of a key that is not there would be a lie.
async fn change_key(office: &Office, account: Account, new: ApiKey) {
    let handle = office.handles.accounts;
    let existing = accounts::with_keys(office);
    let change = match key::try_key(&office.browser, &account, &new, &existing).await {
        Err(stop) => KeyChange::Stopped(stop),
        Ok(found) => match vault::set_key(&account.id, Some(&new)) {
            Err(error) => KeyChange::NotStored(error),
            Ok(()) => {
                handle.set_key_tail(&account.id, &found.account.key_tail);
                handle.balance_read(&account.id, Ok(found.balance.clone()));
                office.rounds.borrow_mut().key_changed(&account.id);
                let last = LastBalance { balance: found.balance.clone(), at: platform::now() };
                // A figure that cannot be kept is read anew at the next visit.
                let _ = balances::keep(&office.browser, &account.id, last).await;
                keeping::ask_to_keep().await;
                KeyChange::Done(found.balance)
            }
        },
    };
    handle.set_key_change(&account.id, change);
}

async fn inherit(office: &Rc<Office>, orphans: Orphans, by: Account) {
    let key = vault::key(&by.id);
    match take_over::take_over(&office.browser, &orphans, &by, key.as_ref()).await {
        Ok(moved) => {
            for attempt in moved {
                journal::changed(office, attempt);
            }
        }
        Err(AppendError::Storage(error)) => office.storage_failed(&error),
        // Another tab has moved them.
        Err(AppendError::Missing | AppendError::NotAllowed(_)) => {}
    }
    find_orphans(office).await;
}

/// Which orders have no account on this device.
pub(super) async fn find_orphans(office: &Office) {
    let attempts = office.handles.orders.attempts(|_| true);
    let present = office.handles.accounts.list().get_untracked();
    let mirrored = mirror::all(&office.browser).await.unwrap_or_default();
    let orphans = belonging::orphans(attempts.iter().map(AsRef::as_ref), &present, &mirrored);
    office.handles.accounts.set_orphans(orphans);
}
