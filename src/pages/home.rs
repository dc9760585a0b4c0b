//! Home: the accounts with their balances, what needs attention, the last orders. The first run
//! while there is no account; it is the only screen that the first file of the app holds.

mod accounts_strip;
mod order_line;
mod orders;
mod overview;

#[cfg(any(debug_assertions, feature = "gallery"))]
pub(super) use {accounts_strip::AccountCell, orders::NoOrders, orders::lines};

pub use overview::Overview;

use super::first_run::FirstRun;
use crate::parts::{self, LoadingScreen};
use crate::state::use_accounts;
use leptos::prelude::*;

/// The start screen.
#[component]
pub fn Home() -> impl IntoView {
    let accounts = use_accounts();
    let look = Memo::new(move |_| (accounts.ready().get(), accounts.list().with(Vec::is_empty)));
    move || match look.get() {
        (true, true) => view! { <FirstRun/> }.into_any(),
        (true, false) => view! { <parts::Overview/> }.into_any(),
        (false, _) => view! { <LoadingScreen/> }.into_any(),
    }
}
