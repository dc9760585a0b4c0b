//! The journal as the app keeps it: loaded and recovered at the start, read again when another tab
//! wrote, unknown outcomes looked after until evidence or the user resolves them.

use super::{Office, alarm, follow, key_of, writes};
use crate::platform::{self, keeping};
use leptos::prelude::*;
use leptos::task::spawn_local;
use panelboard_client::engine::charge::look_lock;
use panelboard_client::engine::message::Message;
use panelboard_client::evidence::{concerned, note_balance};
use panelboard_client::journal::{self, Loaded, lock_of, record, sentinel};
use panelboard_client::place::{Keyed, is_charge_unseen};
use panelboard_client::ports::Locks;
use panelboard_client::reconcile;
use panelboard_domain::attempt::again::repeats;
use panelboard_domain::attempt::{Attempt, AttemptState, BalanceReading};
use panelboard_domain::balance::Balance;
use panelboard_domain::id::{AccountId, AttemptId};
use std::rc::Rc;

/// When the balance is also read while an open order is looked into.
const EARLY_READS_MILLIS: [u32; 3] = [3_000, 12_000, 24_000];

/// Reads the journal, turns what nobody sends any more into unknown, then looks after the unknown.
pub(super) async fn load(office: &Rc<Office>) {
    sentinel::second(&office.browser, keeping::witnessed().await);
    let read = journal::load(&office.browser).await;
    alarm::show(office, &read);
    if let Ok(loaded) = read {
        show(office, loaded).await;
    }
    office.handles.orders.is_ready();
    look_after_charges(office);
    for attempt in office.handles.orders.attempts(Attempt::is_unknown) {
        spawn_local(look(Rc::clone(office), Attempt::clone(&attempt)));
    }
}

async fn show(office: &Rc<Office>, loaded: Loaded) {
    let recovered = journal::recover(&office.browser, &loaded.attempts).await.unwrap_or_default();
    for attempt in loaded.attempts.into_iter().chain(recovered) {
        office.handles.orders.apply(attempt);
    }
    for account in office.handles.accounts.list().get_untracked() {
        follow::reread(Rc::clone(office), account.id).await;
    }
    for attempt in office.handles.orders.attempts(is_sending) {
        spawn_local(watch(Rc::clone(office), Attempt::clone(&attempt)));
    }
}

/// The tab that placed an order may have died before it looked whether the order was charged twice.
fn look_after_charges(office: &Rc<Office>) {
    let now = platform::now();
    for attempt in office.handles.orders.attempts(|attempt| is_charge_unseen(attempt, now)) {
        spawn_local(writes::look_at_charge(Rc::clone(office), Attempt::clone(&attempt)));
    }
}

/// Every attempt that this page has seen, in its stored form.
pub(super) fn as_stored(office: &Office) -> Vec<String> {
    let seen = office.handles.orders.attempts(|_| true);
    seen.iter().filter_map(|attempt| record::encode(attempt)).collect()
}

fn is_sending(attempt: &Attempt) -> bool {
    matches!(attempt.state(), AttemptState::Sending)
}

/// Another tab wrote this record.
pub(super) async fn reread(office: Rc<Office>, id: AttemptId) {
    let Ok(Some(attempt)) = journal::get(&office.browser, &id).await else { return };
    office.handles.orders.apply(attempt.clone());
    if is_sending(&attempt) {
        Box::pin(watch(office, attempt)).await;
    }
}

/// Waits until another tab's attempt has an outcome. Its lock comes free when that tab is done, or
/// dead; a record that still says `sending` then has no owner.
async fn watch(office: Rc<Office>, attempt: Attempt) {
    let lock = office.browser.lock(&lock_of(&attempt)).await;
    drop(lock);
    let Ok(Some(now)) = journal::get(&office.browser, &attempt.id).await else { return };
    office.handles.orders.apply(now.clone());
    if let Ok(recovered) = journal::recover(&office.browser, &[now]).await {
        for attempt in recovered {
            changed(&office, attempt.clone());
            look(Rc::clone(&office), attempt).await;
        }
    }
}

/// Shows a changed attempt here and in the other tabs.
pub(super) fn changed(office: &Office, attempt: Attempt) {
    office.say(&Message::Attempt(attempt.id.clone()));
    office.handles.orders.apply(attempt);
}

/// What is written down of an order may be written into its repeats, and the other way round.
pub(super) async fn pair_changed(office: &Office, attempt: &Attempt) {
    let is_other = |other: &Attempt| repeats(other, attempt) || repeats(attempt, other);
    for other in office.handles.orders.attempts(is_other) {
        if let Ok(Some(now)) = journal::get(&office.browser, &other.id).await {
            changed(office, now);
        }
    }
}

pub(super) async fn look_again(office: Rc<Office>, id: AttemptId) {
    if let Some(attempt) = office.handles.orders.attempt(&id) {
        look(office, Attempt::clone(&attempt)).await;
    }
}

/// A balance that was read anywhere is evidence about what is open.
pub(super) async fn balance_was_read(office: &Office, account: &AccountId, balance: &Balance) {
    let Some(reading) = BalanceReading::of(balance) else { return };
    let Some(account) = office.handles.accounts.get_untracked(account) else { return };
    let Ok(key) = key_of(&account) else { return };
    let attempts = office.handles.orders.attempts(|_| true);
    let keyed = Keyed { account: &account, key: &key };
    let (ids, turn) = concerned(keyed, attempts.iter().map(AsRef::as_ref));
    for attempt in note_balance(&office.browser, &ids, turn, reading).await {
        changed(office, attempt);
    }
}

/// Looks for evidence, in one tab at a time.
pub(super) async fn look(office: Rc<Office>, attempt: Attempt) {
    let lock = office.browser.try_lock(&look_lock(&attempt.id)).await;
    let Ok(Some(looking)) = lock else { return };
    let Some(account) = office.handles.accounts.get_untracked(&attempt.account) else { return };
    let Ok(key) = key_of(&account) else { return };
    let others = office.handles.orders.followed_by(|_| true);
    let attempts = office.handles.orders.attempts(|_| true);
    let attempts: Vec<_> = attempts.iter().map(|attempt| Attempt::clone(attempt)).collect();
    let refunds = reconcile::refunds(&attempt, &attempts, &others);
    let keyed = Keyed { account: &account, key: &key };
    let orders = office.handles.orders;
    let id = attempt.id.clone();
    for millis in EARLY_READS_MILLIS {
        spawn_local(read_early(Rc::clone(&office), account.id.clone(), millis));
    }
    let watching = |watch| orders.watching_is(&id, Some(watch));
    let browser = &office.browser;
    let found = reconcile::reconcile_watched(browser, keyed, attempt, refunds, watching).await;
    orders.watching_is(&id, None);
    match found {
        Ok(attempt) => {
            changed(&office, attempt.clone());
            pair_changed(&office, &attempt).await;
            // The look at the charge takes the same lock.
            drop(looking);
            if is_charge_unseen(&attempt, platform::now()) {
                writes::look_at_charge(office, attempt).await;
            }
        }
        // What could not be read stays open; the next start or the user looks again.
        Err(_) => spawn_local(reread(office, id)),
    }
}

/// A charge and its refund may both fall between the readings that can settle: others see them.
async fn read_early(office: Rc<Office>, account: AccountId, millis: u32) {
    platform::pause(millis).await;
    office.handles.accounts.refresh_balance(&account);
}
