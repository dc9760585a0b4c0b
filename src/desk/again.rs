//! "Ask again safely": the money path of a repeat, next to that of an order ([`super::writes`]). Whether
//! it is safe is the domain's to say (`panelboard_domain::attempt::again`), which needs the account's key.

use super::{Office, journal, writes};
use crate::platform::{page, vault};
use crate::state::{PlaceStop, Placing};
use leptos::task::spawn_local;
use panelboard_client::clock;
use panelboard_client::gesture::UserGesture;
use panelboard_client::place::{self, AgainStop, ConfirmedRepeat, Keyed, confirm_again};
use panelboard_domain::account::Account;
use panelboard_domain::attempt::Attempt;
use panelboard_domain::attempt::again::may_ask_again;
use panelboard_domain::id::AttemptId;
use panelboard_domain::panel::{KeyPrint, PanelId};
use panelboard_domain::secret::ApiKey;
use panelboard_domain::time::Timestamp;
use std::rc::Rc;

/// Until when the order may be asked for again; `None` when it may not.
pub(super) fn until(office: &Office, id: &AttemptId) -> Option<Timestamp> {
    let orders = office.handles.orders;
    let first = orders.attempt(id).filter(|first| first.is_unknown() && first.named.is_some())?;
    let account = office.handles.accounts.get_untracked(&first.account)?;
    let key = KeyPrint::of(&PanelId::of(&account.endpoint), &vault::key(&account.id)?);
    let attempts = orders.attempts(|_| true);
    let attempts = attempts.iter().map(AsRef::as_ref);
    may_ask_again(&first, &account, &key, attempts, clock::seen(&office.browser)).ok()
}

pub(super) fn ask_again(office: &Rc<Office>, gesture: UserGesture<'_>, id: &AttemptId) {
    match confirm(office, gesture, id) {
        Ok((account, key, repeat)) => {
            spawn_local(run(Rc::clone(office), id.clone(), account, key, repeat));
        }
        Err(stop) => office.handles.orders.repeating_is(id, Placing::Stopped(stop)),
    }
}

fn confirm(
    office: &Office,
    gesture: UserGesture<'_>,
    id: &AttemptId,
) -> Result<(Account, ApiKey, ConfirmedRepeat), PlaceStop> {
    let orders = office.handles.orders;
    if let Some(error) = orders.shut() {
        return Err(PlaceStop::Failed(error.into()));
    }
    let first = orders.attempt(id).ok_or(PlaceStop::NotSafeAgain)?;
    let account = vault::account(&first.account).ok_or(PlaceStop::NoAccount)?;
    let key = vault::key(&account.id).ok_or(PlaceStop::NoKey)?;
    let keyed = Keyed { account: &account, key: &key };
    let attempts = orders.attempts(|_| true);
    let attempts = attempts.iter().map(AsRef::as_ref);
    let repeat = confirm_again(gesture, keyed, &first, attempts, &office.session, &office.browser);
    let repeat = repeat.map_err(|stop| match stop {
        AgainStop::No(_) | AgainStop::OtherBytes => PlaceStop::NotSafeAgain,
        AgainStop::Confirm(stop) => writes::stopped(stop),
    })?;
    Ok((account, key, repeat))
}

async fn run(
    office: Rc<Office>,
    id: AttemptId,
    account: Account,
    key: ApiKey,
    repeat: ConfirmedRepeat,
) {
    let orders = office.handles.orders;
    let keyed = Keyed { account: &account, key: &key };
    let leaving = page::warn_before_leaving();
    let progress = |attempt: &Attempt| {
        journal::changed(&office, attempt.clone());
        orders.repeating_is(&id, Placing::Sending(attempt.id.clone()));
    };
    let outcome = place::ask_again(&office.browser, keyed, repeat, progress).await;
    drop(leaving);
    let repeated = match outcome {
        Ok(repeated) => repeated,
        Err(not_sent) => {
            return orders.repeating_is(&id, Placing::Stopped(writes::stop(not_sent)));
        }
    };
    let repeat = writes::show(&office, repeated.repeat);
    let ended = Placing::Ended(repeat.id.clone(), repeat.state().clone());
    orders.repeating_is(&id, ended);
    office.handles.accounts.refresh_balance(&account.id);
    let Some(first) = repeated.first else { return };
    journal::changed(&office, first.clone());
    if first.is_unknown() {
        // What became of the repeat says what became of the order.
        if repeat.is_unknown() {
            journal::look(Rc::clone(&office), repeat).await;
        }
        if let Some(first) = orders.attempt(&id) {
            journal::look(office, Attempt::clone(&first)).await;
        }
    } else {
        // The two have one price.
        writes::look_at_charge(office, first).await;
    }
}
