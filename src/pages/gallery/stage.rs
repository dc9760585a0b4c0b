//! A stage of its own for parts that read the app's state: the same handles, filled with samples, and
//! nobody behind them, so that nothing a specimen asks for is done.

use super::histories::{attempts, followed};
use super::samples::{account, at, balances};
use crate::state;
use leptos::context::Provider;
use leptos::prelude::*;
use panelboard_domain::account::{Dialect, Route};

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
    handles.accounts.loaded(vec![north], Some(id.clone()));
    if let Some(balance) = balances().iter().find_map(|load| load.value().cloned()) {
        handles.accounts.balance_read(&id, Ok(balance));
    }
    for attempt in attempts(&id) {
        handles.orders.apply(attempt);
    }
    for order in followed(&id) {
        handles.orders.follow(order);
    }
    handles.orders.is_ready();
}
