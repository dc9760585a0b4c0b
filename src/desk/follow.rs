//! Follows the open orders: in one tab, only while it can be seen, as the plan of
//! `domain::polling` says. The other tabs read what this one stored.

use super::{Office, journal, key_of};
use crate::platform::{self, page};
use leptos::prelude::*;
use leptos::task::spawn_local;
use panelboard_client::error::ClientError;
use panelboard_client::orders::refresh_orders;
use panelboard_client::place::{Keyed, note_status_charge};
use panelboard_client::ports::{Locks, Snapshots};
use panelboard_client::reconcile::settle_cancel;
use panelboard_client::refills::refresh_refills;
use panelboard_domain::account::{Ability, Account, Source};
use panelboard_domain::attempt::{Ask, Attempt, RefusalKind};
use panelboard_domain::id::{AccountId, OrderId, RefillId};
use panelboard_domain::order::{
    Followed, Heard, RefillPlan, RefillRequest, RefillStatus, refill_request,
};
use panelboard_domain::panel::PanelId;
use panelboard_domain::polling;
use panelboard_panel_api::error::ApiError;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::rc::Rc;

/// How often the plan is looked at.
const TURN_MILLIS: u32 = 2_000;
/// By hand at most this often.
const BY_HAND_MILLIS: i64 = 10_000;
const REFILLS_MILLIS: i64 = 120_000;

/// What is kept of an account's orders between visits.
#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
struct Kept {
    orders: Vec<Followed>,
    /// By order: a panel may give every refill the same number.
    refill_states: Vec<(OrderId, RefillId, RefillStatus)>,
}

/// The snapshot's name.
pub(super) fn name(account: &AccountId) -> String {
    format!("orders:{account}")
}

pub(super) async fn run(office: Rc<Office>) {
    loop {
        platform::pause(TURN_MILLIS).await;
        if !page::is_visible() {
            // A tab that can be seen takes over.
            office.leading.take();
        } else if lead(&office).await {
            for account in office.handles.accounts.list().get_untracked() {
                take_turn(&office, account);
            }
        }
    }
}

async fn lead(office: &Office) -> bool {
    if office.leading.borrow().is_some() {
        return true;
    }
    // Without locks every tab follows: more questions, never more orders.
    let lock = office.browser.try_lock("poller").await;
    let leads = !matches!(lock, Ok(None));
    office.leading.replace(lock.ok().flatten());
    leads
}

fn take_turn(office: &Rc<Office>, account: Account) {
    let followed = office.handles.orders.followed(&account.id);
    let mut due: Vec<OrderId> = polling::due(platform::now(), &followed)
        .into_iter()
        .map(|followed| followed.order.clone())
        .collect();
    let has_status = account.capabilities.has(Ability::RefillStatus);
    let RefillPlan { ask: refills, watch } = plan_refills(office, &account, &followed, has_status);
    due.extend(watch);
    let asked = office.rounds.borrow().refills_asked_at.get(&account.id).copied();
    let is_time = asked.is_none_or(|at| platform::now().millis_since(at) > REFILLS_MILLIS);
    let refills = if is_time { refills } else { Vec::new() };
    let stopped = office.rounds.borrow().stopped.contains(&account.id);
    let is_idle = due.is_empty() && refills.is_empty();
    if !stopped && !is_idle {
        begin(office, account, due, refills);
    }
}

/// The user wants to know now.
pub(super) fn now(office: &Rc<Office>, account: Account) {
    let now = platform::now();
    let asked = office.rounds.borrow().asked_at.get(&account.id).copied();
    if asked.is_some_and(|at| (0..BY_HAND_MILLIS).contains(&now.millis_since(at))) {
        return;
    }
    office.rounds.borrow_mut().stopped.remove(&account.id);
    let followed = office.handles.orders.followed(&account.id);
    let open = followed.iter().filter(|order| !order.is_final());
    let mut open: Vec<_> = open.map(|order| order.order.clone()).collect();
    // By hand a panel that could not tell is asked once more, unless the user said that it cannot.
    let status = account.capabilities.get(Ability::RefillStatus);
    let has_status = status.has || status.source == Source::Observed;
    let RefillPlan { ask, watch } = plan_refills(office, &account, &followed, has_status);
    open.extend(watch);
    begin(office, account, open, ask);
}

fn plan_refills(
    office: &Office,
    account: &Account,
    followed: &[Followed],
    has_status: bool,
) -> RefillPlan {
    let all = office.handles.orders.refill_requests(&account.id);
    refill_request::plan(&all, followed, has_status, platform::now())
}

/// One round at a time for an account.
fn begin(
    office: &Rc<Office>,
    account: Account,
    orders: Vec<OrderId>,
    refills: Vec<(OrderId, RefillId)>,
) {
    let mut rounds = office.rounds.borrow_mut();
    if !rounds.running.insert(account.id.clone()) {
        return;
    }
    rounds.asked_at.insert(account.id.clone(), platform::now());
    if !refills.is_empty() {
        rounds.refills_asked_at.insert(account.id.clone(), platform::now());
    }
    drop(rounds);
    let office = Rc::clone(office);
    spawn_local(async move {
        // A round about refills alone says nothing about how old the orders are.
        let is_told = !orders.is_empty() || refills.is_empty();
        if is_told {
            office.handles.orders.following_started(&account.id);
        }
        let result = round(&office, &account, &orders, &refills).await;
        if let Err(ClientError::Api(ApiError::Refused(refusal))) = &result
            && matches!(refusal.kind, RefusalKind::Auth | RefusalKind::Account)
        {
            office.rounds.borrow_mut().stopped.insert(account.id.clone());
        }
        if is_told || result.is_err() {
            office.handles.orders.following_ended(&account.id, result, platform::now());
        }
        office.rounds.borrow_mut().running.remove(&account.id);
    });
}

async fn round(
    office: &Rc<Office>,
    account: &Account,
    orders: &[OrderId],
    refills: &[(OrderId, RefillId)],
) -> Result<(), ClientError> {
    let key = key_of(account)?;
    let keyed = Keyed { account, key: &key };
    let asked = ask_orders(office, keyed, orders).await;
    let asked_refills = ask_refills(office, keyed, refills).await;
    settle_cancels(office, account).await;
    compare_charges(office, account, orders).await;
    keep(office, &account.id).await;
    asked.and(asked_refills)
}

async fn ask_orders(
    office: &Office,
    keyed: Keyed<'_>,
    orders: &[OrderId],
) -> Result<(), ClientError> {
    if orders.is_empty() {
        return Ok(());
    }
    let id = &keyed.account.id;
    let known: HashMap<_, _> = office
        .handles
        .orders
        .followed(id)
        .into_iter()
        .map(|followed| (followed.order.clone(), followed))
        .collect();
    let panel = PanelId::of(&keyed.account.endpoint);
    let there = office.handles.orders.attempts(|attempt| attempt.concerns(&panel));
    let turn = there.iter().map(|attempt| attempt.turn()).max().unwrap_or(0);
    let hear = |order: &OrderId, heard: Heard| {
        if let Some(mut followed) = known.get(order).cloned() {
            followed.hear(platform::now(), turn, heard);
            office.handles.orders.follow(followed);
        }
    };
    let result = refresh_orders(&office.browser, &office.paces, keyed, orders, hear).await;
    match &result {
        Ok(report) => {
            office.learn(id, &report.learned);
        }
        // No answer: what is shown stays, and the plan waits its turn.
        Err(_) => {
            for mut followed in office.handles.orders.followed(id) {
                if orders.contains(&followed.order) {
                    followed.asked_at = Some(platform::now());
                    office.handles.orders.follow(followed);
                }
            }
        }
    }
    result.map(drop)
}

async fn ask_refills(
    office: &Office,
    keyed: Keyed<'_>,
    refills: &[(OrderId, RefillId)],
) -> Result<(), ClientError> {
    if refills.is_empty() {
        return Ok(());
    }
    let id = &keyed.account.id;
    let told = |order: &OrderId, refill: &RefillId, state| {
        office.handles.orders.refill_is(id, order, refill, state);
    };
    let round = refresh_refills(&office.browser, &office.paces, keyed, refills, told).await?;
    let shown =
        office.rounds.borrow_mut().refill_tallies.entry(id.clone()).or_default().count(&round);
    office.learn(id, &round.learned);
    office.learn(id, shown.as_slice());
    Ok(())
}

/// A cancel with unknown outcome is settled by its order's status.
async fn settle_cancels(office: &Office, account: &Account) {
    let is_open = |attempt: &Attempt| {
        attempt.account == account.id
            && attempt.is_unknown()
            && matches!(attempt.ask, Ask::Cancel { .. })
    };
    let followed = office.handles.orders.followed(&account.id);
    for attempt in office.handles.orders.attempts(is_open) {
        let order = followed.iter().find(|followed| Some(&followed.order) == attempt.ask.about());
        let Some(reading) = order.and_then(|order| order.reading.as_ref()) else { continue };
        let (status, word) = (&reading.status, reading.status_raw.as_str());
        let attempt = Attempt::clone(&attempt);
        // What could not be stored is settled in the next round.
        if let Ok(settled) = settle_cancel(&office.browser, attempt, status, word).await
            && !settled.is_unknown()
        {
            journal::changed(office, settled);
        }
    }
}

/// What the panel says it charged, against the estimates.
async fn compare_charges(office: &Office, account: &Account, orders: &[OrderId]) {
    let followed = office.handles.orders.followed(&account.id);
    let read: HashMap<_, _> = followed
        .iter()
        .filter(|followed| orders.contains(&followed.order))
        .filter_map(|followed| Some((&followed.order, followed.reading.as_ref()?)))
        .collect();
    let was_read = |attempt: &Attempt| {
        let is_order = attempt.account == account.id && attempt.ask.target().is_some();
        is_order && attempt.order_id().is_some_and(|order| read.contains_key(order))
    };
    for attempt in office.handles.orders.attempts(was_read) {
        let Some(reading) = attempt.order_id().and_then(|order| read.get(order)) else { continue };
        // What could not be stored is compared again in the next round.
        if let Ok(Some(alarmed)) = note_status_charge(&office.browser, &attempt, reading).await {
            journal::changed(office, alarmed);
        }
    }
}

async fn keep(office: &Office, account: &AccountId) {
    let orders = office.handles.orders;
    let state_of = |request: RefillRequest| Some((request.order, request.refill?, request.status?));
    let refill_states = orders.refill_requests(account).into_iter().filter_map(state_of);
    let kept = Kept { orders: orders.followed(account), refill_states: refill_states.collect() };
    let Ok(bytes) = serde_json::to_vec(&kept) else { return };
    // Without room for it the panel is asked again after a reload.
    if office.browser.save(&name(account), &bytes).await.is_ok() {
        office.say(&name(account));
    }
}

/// Paints what was kept: by an earlier visit or by another tab just now.
pub(super) async fn reread(office: Rc<Office>, account: AccountId) {
    let Ok(Some(bytes)) = office.browser.load(&name(&account)).await else { return };
    let kept: Kept = serde_json::from_slice(&bytes).unwrap_or_default();
    for followed in kept.orders {
        office.handles.orders.follow(followed);
    }
    for (order, id, status) in kept.refill_states {
        office.handles.orders.refill_is(&account, &order, &id, status);
    }
}
