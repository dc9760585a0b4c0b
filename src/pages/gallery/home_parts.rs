//! Parts of Home: accounts with balances in each state, orders in each state.

use super::Specimen;
use super::samples::{account, balances, orders};
use crate::pages::home::{AccountCell, NoOrders, lines};
use leptos::prelude::*;
use panelboard_domain::account::{Dialect, Route};

/// The parts.
#[component]
pub fn HomeParts() -> impl IntoView {
    let accounts = [
        account("Northpanel", 1, Dialect::V2, Route::Direct),
        account("Seoul desk", 5, Dialect::V1, Route::Relay),
        account("Volga", 8, Dialect::V2, Route::Direct),
        account("Anatolia", 3, Dialect::V2, Route::Direct),
        account("Odd panel", 6, Dialect::V1, Route::Direct),
    ];
    let cells = accounts.into_iter().zip(balances()).map(|(account, balance)| {
        view! { <AccountCell account balance=Signal::stored(balance)/> }
    });
    view! {
        <Specimen id="accounts-strip" wide=true>
            <div class="accounts">{cells.collect_view()}</div>
        </Specimen>
        <Specimen id="orders-short" wide=true>{lines(orders())}</Specimen>
        <Specimen id="orders-none"><NoOrders/></Specimen>
    }
}
