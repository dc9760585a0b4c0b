//! The user's words on orders, carried to the journal: settled, taken back, seen. What may be said is
//! `panelboard_client::settle`.

use super::{Office, journal, key_of};
use crate::i18n::Msg;
use crate::state::{NotSettled, Settling, ToastKind, UserSettlement};
use panelboard_client::place::Keyed;
use panelboard_client::settle::{self, Asker};
use panelboard_domain::attempt::Concern;
use panelboard_domain::id::AttemptId;
use std::rc::Rc;

pub(super) async fn settle(office: Rc<Office>, id: AttemptId, settlement: UserSettlement) {
    let orders = office.handles.orders;
    let Some(attempt) = orders.attempt(&id) else { return };
    let account = office.handles.accounts.get_untracked(&attempt.account);
    let key = account.as_ref().and_then(|account| key_of(account).ok());
    let followed = orders.followed_by(|_| true);
    let asker = account.as_ref().zip(key.as_ref()).map(|(account, key)| Asker {
        keyed: Keyed { account, key },
        paces: &office.paces,
        followed: &followed,
    });
    let mut learned = Vec::new();
    let result = settle::settle(&office.browser, asker, &id, settlement, &mut learned).await;
    office.learn(&attempt.account, &learned);
    let ended = match result {
        Ok(attempt) => {
            let account = attempt.account.clone();
            journal::pair_changed(&office, &attempt).await;
            journal::changed(&office, attempt);
            // Its state is asked for at once: until then the row only says that it was placed.
            orders.refresh(&account);
            Settling::Done
        }
        Err(NotSettled::NotNow(attempt)) => {
            journal::changed(&office, *attempt);
            Settling::Done
        }
        Err(stop) => Settling::Stopped(stop),
    };
    orders.settling_is(&id, ended);
}

pub(super) async fn withdraw(office: Rc<Office>, id: AttemptId) {
    match settle::withdraw(&office.browser, &id).await {
        Ok(attempt) => {
            journal::changed(&office, attempt.clone());
            office.handles.orders.settling_is(&id, Settling::Idle);
            journal::look(office, attempt).await;
        }
        Err(stop) => not_kept(&office, &stop),
    }
}

pub(super) async fn mark_seen(office: Rc<Office>, id: AttemptId, concern: Concern) {
    match settle::mark_seen(&office.browser, &id, concern).await {
        Ok(attempt) => journal::changed(&office, attempt),
        Err(stop) => not_kept(&office, &stop),
    }
}

fn not_kept(office: &Office, stop: &NotSettled) {
    let message = match stop {
        NotSettled::BuiltOn(_) => Msg::UNCONFIRMED_BUILT_ON,
        _ => Msg::UNCONFIRMED_RESOLVE_FAILED,
    };
    office.note(ToastKind::Problem, message);
}
