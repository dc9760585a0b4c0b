//! Follows the open orders: in one tab, only while it can be seen. Who is asked when, and what follows
//! from the answers, is `panelboard_client::engine`; here they meet the screen. The other tabs read what
//! this one stored.

use super::{Office, journal, key_of};
use crate::platform::{self, page};
use leptos::prelude::*;
use leptos::task::spawn_local;
use panelboard_client::engine::event::Event;
use panelboard_client::engine::kept::KeptOrders;
use panelboard_client::engine::message::Message;
use panelboard_client::engine::round::{self, Before, Ended};
use panelboard_client::engine::rounds::{Known, Plan, Rounds};
use panelboard_client::place::Keyed;
use panelboard_client::ports::{Clock, Locks, Moment};
use panelboard_domain::account::Account;
use panelboard_domain::id::AccountId;
use panelboard_domain::panel::PanelId;
use panelboard_domain::time::Timestamp;
use std::rc::Rc;

/// How often the plan is looked at.
const TURN_MILLIS: u32 = 2_000;

pub(super) async fn run(office: Rc<Office>) {
    loop {
        platform::pause(TURN_MILLIS).await;
        if !page::is_visible() {
            // A tab that can be seen takes over.
            office.leading.take();
        } else if lead(&office).await {
            for account in office.handles.accounts.list().get_untracked() {
                let plan = planned(&office, &account, |rounds, known, now, moment| {
                    rounds.due(known, now, moment)
                });
                if let Some(plan) = plan {
                    begin(&office, account, plan);
                }
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

/// The user wants to know now.
pub(super) fn now(office: &Rc<Office>, account: Account) {
    let plan =
        planned(office, &account, |rounds, known, now, moment| rounds.by_hand(known, now, moment));
    if let Some(plan) = plan {
        begin(office, account, plan);
    }
}

fn planned(
    office: &Office,
    account: &Account,
    plan: impl FnOnce(&mut Rounds, Known<'_>, Timestamp, Moment) -> Option<Plan>,
) -> Option<Plan> {
    let orders = office.handles.orders;
    let (followed, refills) = (orders.followed(&account.id), orders.refill_requests(&account.id));
    let known = Known { account, followed: &followed, refills: &refills };
    let browser = &office.browser;
    plan(&mut office.rounds.borrow_mut(), known, browser.now(), browser.moment())
}

/// One round at a time for an account.
fn begin(office: &Rc<Office>, account: Account, plan: Plan) {
    if !office.rounds.borrow_mut().begin(&account.id, &plan, office.browser.moment()) {
        return;
    }
    let office = Rc::clone(office);
    spawn_local(async move {
        if plan.tells_age() {
            office.handles.orders.following_started(&account.id);
        }
        let Ended { result, refills } = ask(&office, &account, &plan).await;
        if let Some(heard) = refills {
            let shown = office.rounds.borrow_mut().count_refills(&account.id, &heard);
            office.learn(&account.id, shown.as_slice());
        }
        office.rounds.borrow_mut().end(&account.id, &result);
        keep(&office, &account.id).await;
        if plan.tells_age() || result.is_err() {
            office.handles.orders.following_ended(&account.id, result, platform::now());
        }
    });
}

async fn ask(office: &Office, account: &Account, plan: &Plan) -> Ended {
    let key = match key_of(account) {
        Ok(key) => key,
        Err(error) => return Ended { result: Err(error), refills: None },
    };
    let orders = office.handles.orders;
    let panel = PanelId::of(&account.endpoint);
    let attempts = orders.attempts(|attempt| attempt.concerns(&panel));
    let attempts: Vec<_> = attempts.iter().map(AsRef::as_ref).collect();
    let followed = orders.followed(&account.id);
    let before = Before { followed: &followed, attempts: &attempts };
    let keyed = Keyed { account, key: &key };
    let (browser, paces) = (&office.browser, &office.paces);
    round::ask(browser, paces, keyed, plan, before, &|event| show(office, event)).await
}

fn show(office: &Office, event: Event) {
    let orders = office.handles.orders;
    match event {
        Event::Attempt(attempt) => journal::changed(office, *attempt),
        Event::Followed(followed) => orders.follow(*followed),
        Event::Refill { account, order, refill, status } => {
            orders.refill_is(&account, &order, &refill, status);
        }
        Event::Learned { account, facts } => office.learn(&account, &facts),
    }
}

async fn keep(office: &Office, account: &AccountId) {
    let orders = office.handles.orders;
    let kept = KeptOrders::of(orders.followed(account), orders.refill_requests(account));
    if kept.save(&office.browser, account).await.is_ok() {
        office.say(&Message::Orders(account.clone()));
    }
}

/// Paints what was kept: by an earlier visit or by another tab just now.
pub(super) async fn reread(office: Rc<Office>, account: AccountId) {
    let kept = KeptOrders::load(&office.browser, &account).await;
    for followed in kept.orders {
        office.handles.orders.follow(followed);
    }
    for (order, id, status) in kept.refill_states {
        office.handles.orders.refill_is(&account, &order, &id, status);
    }
}
