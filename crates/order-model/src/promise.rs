//! What must hold in every moment.

use crate::explore::OrderModel;
use crate::memo::remember;
use crate::rules::Rules;
use crate::sample;
use crate::state::{Connection, No, State, Tab, customer};
use panelboard_domain::account::Route;
use panelboard_domain::attempt::{Attempt, AttemptState, ResolvedBy};

/// One promise: its name and whether it holds.
#[derive(Debug)]
pub(crate) struct Promise<R: Rules> {
    pub(crate) name: &'static str,
    pub(crate) holds: fn(&OrderModel<R>, &State<R>) -> bool,
}

/// All of them, by name.
pub(crate) const ONE_ORDER: &str = "over a relay one confirmation is never two orders";
pub(crate) const NEVER_FALSE: &str = "no automatic settlement is false";
pub(crate) const KEPT: &str = "every order at the panel is in the journal";
pub(crate) const GUARDED: &str = "every open order is guarded on every account of its panel";
pub(crate) const NEVER_SILENT: &str = "no equal order leaves without a word";
pub(crate) const SHOWN: &str = "nothing waits for ever without being shown";
pub(crate) const ONE_OWNER: &str = "a number belongs to one record";
pub(crate) const SEEN_TWICE: &str = "an order that the browser doubled shows at the next look";

/// The promises that hold for every route.
pub(crate) fn all<R: Rules>() -> Vec<Promise<R>> {
    vec![
        Promise { name: ONE_ORDER, holds: |model, state| one_order(model, state) },
        Promise { name: NEVER_FALSE, holds: |model, state| never_false(model, state) },
        Promise { name: KEPT, holds: |model, state| kept(model, state) },
        Promise { name: GUARDED, holds: |_, state| guarded(state) },
        Promise { name: NEVER_SILENT, holds: |_, state| !state.was_silent },
        Promise { name: SHOWN, holds: |_, state| shown(state) },
        Promise { name: ONE_OWNER, holds: |_, state| one_owner(state) },
        Promise { name: SEEN_TWICE, holds: |model, state| seen_twice(model, state) },
    ]
}

fn one_order<R: Rules>(model: &OrderModel<R>, state: &State<R>) -> bool {
    model.bounds.route() == Route::Direct
        || (0..state.facts.len()).all(|no| state.orders_of(no).count() <= 1)
}

/// What the app says by itself is so. Directly, the answer to the browser's own second send may be a
/// refusal: there the look at the charge has the last word ([`SEEN_TWICE`]).
fn never_false<R: Rules>(model: &OrderModel<R>, state: &State<R>) -> bool {
    state.journal.attempts().iter().enumerate().all(|(no, attempt)| {
        let by = attempt.resolution().map(|resolution| resolution.by);
        let is_judged = by.is_none();
        if by == Some(ResolvedBy::User) || (is_judged && model.bounds.route() == Route::Direct) {
            return true;
        }
        match attempt.state() {
            AttemptState::Placed { order_id: Some(id), .. } => {
                state.orders_of(no).any(|(at, _)| sample::order_id(at) == *id)
            }
            AttemptState::Placed { order_id: None, .. } => state.orders_of(no).next().is_some(),
            AttemptState::NotPlaced | AttemptState::Rejected { .. } => {
                state.orders_of(no).next().is_none()
            }
            _ => true,
        }
    })
}

/// As placed, or as open. Otherwise by the user's word, or by the panel's answer to one of two copies that
/// the browser sent directly ([`SEEN_TWICE`]).
fn kept<R: Rules>(model: &OrderModel<R>, state: &State<R>) -> bool {
    state.panel.orders.iter().all(|order| {
        let attempt = &state.journal.attempts()[order.by];
        let by = attempt.resolution().map(|resolution| resolution.by);
        let is_direct = by.is_none() && model.bounds.route() == Route::Direct;
        let is_known = is_open(attempt) || matches!(attempt.state(), AttemptState::Placed { .. });
        is_known || is_direct || by == Some(ResolvedBy::User)
    })
}

fn is_open(attempt: &Attempt) -> bool {
    attempt.is_unknown() || *attempt.state() == AttemptState::Sending
}

/// From every account that this browser has, an equal order stops at every open one.
fn guarded<R: Rules>(state: &State<R>) -> bool {
    let open: Vec<No> =
        (0..state.facts.len()).filter(|no| is_open(&state.journal.attempts()[*no])).collect();
    open.is_empty()
        || (0..2).filter(|row| state.rows[*row].is_present).all(|row| {
            open.iter().all(|no| state.found(state.name(row), state.facts[*no].item).contains(no))
        })
}

/// Whoever waits gets on, and what is not known stands where the user sees it.
fn shown<R: Rules>(state: &State<R>) -> bool {
    let here = state.readers();
    let records = state.journal.attempts().iter().enumerate().all(|(no, attempt)| {
        let lacks_number = matches!(attempt.state(), AttemptState::Placed { order_id: None, .. });
        let is_sending = *attempt.state() == AttemptState::Sending;
        if is_sending {
            // Its tab gives up in the end, or another one finds it abandoned.
            return state.waiting(no).is_some()
                || !state.is_locked(state.facts[no].account)
                || is_held(state, no);
        }
        let question = ("is shown", state.journal.key(), no, &here);
        !(attempt.is_unknown() || lacks_number)
            || remember::<R, bool>(question, || R::is_shown(attempt, &here))
    });
    let tabs = state.tabs.iter().all(|tab| match tab {
        Tab::Waiting(no) => state.waiting(*no).is_some(),
        Tab::Idle | Tab::Confirmed { .. } => true,
    });
    records && tabs
}

/// The lock that keeps others from finding it is held by a tab that will give up.
fn is_held<R: Rules>(state: &State<R>, no: No) -> bool {
    state.tabs.iter().any(|tab| match tab {
        Tab::Waiting(other) => {
            R::is_shared(state.facts[*other].account, state.facts[no].account)
                && state.facts[*other].connection != Connection::Gone
        }
        _ => false,
    })
}

fn one_owner<R: Rules>(state: &State<R>) -> bool {
    let mut numbers: Vec<_> =
        state.journal.attempts().iter().filter_map(Attempt::order_id).collect();
    let count = numbers.len();
    numbers.sort();
    numbers.dedup();
    numbers.len() == count
}

/// Only where nothing else moves the balance.
fn seen_twice<R: Rules>(model: &OrderModel<R>, state: &State<R>) -> bool {
    let times = &model.bounds.times;
    if times.refunds + times.foreign > 0 || times.confirms > 1 {
        return true;
    }
    let balance = |no: No| state.panel.balances[customer(state.facts[no].key)];
    state.journal.attempts().iter().enumerate().all(|(no, attempt)| {
        let is_settled =
            matches!(attempt.state(), AttemptState::Placed { .. } | AttemptState::Rejected { .. });
        let is_flagged = attempt.alarm().is_some() || R::charge(attempt, balance(no)).is_some();
        state.orders_of(no).count() < 2 || !is_settled || !state.has_landed(no) || is_flagged
    })
}
