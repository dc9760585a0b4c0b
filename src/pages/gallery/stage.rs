//! A stage of its own for parts that read the app's state: the same handles, filled with samples, and
//! nobody behind them, so that nothing a specimen asks for is done.

use super::histories::{attempts, followed};
use super::samples::{account, at, balances};
use crate::state;
use leptos::context::Provider;
use leptos::prelude::*;
use panelboard_client::engine::Event;
use panelboard_client::ports::StoredAccounts;
use panelboard_domain::account::{Dialect, Route};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Everything inside sees the samples instead of the user's own accounts and orders: what is provided
/// under the provider's owner is found below it, and by nothing beside it.
#[component]
pub fn Stage(children: ChildrenFn) -> impl IntoView {
    let children = StoredValue::new(children);
    view! { <Provider value=Samples>{fill()} {children.with_value(|children| children())}</Provider> }
}

#[derive(Clone)]
struct Samples;

fn fill() {
    let handles = state::provide();
    handles.presence.seen(true, true, at(240));
    let north = account("Northpanel", 1, Dialect::V2, Route::Direct);
    let id = north.id.clone();
    let stored = StoredAccounts { current: Some(id.clone()), accounts: vec![north] };
    handles.apply(Event::Accounts(stored, BTreeSet::new()));
    if let Some(load) = balances().into_iter().find(|load| load.value().is_some()) {
        handles.apply(Event::Balance(id.clone(), load));
    }
    let (attempts, followed) = (attempts(&id), followed(&id));
    handles.book().fill(attempts.clone(), followed.clone());
    handles.apply(Event::Attempts(attempts.into_iter().map(Arc::new).collect()));
    handles.apply(Event::Followed(followed));
    handles.apply(Event::JournalReady);
}
