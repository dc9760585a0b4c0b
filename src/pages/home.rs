//! Home: the accounts with their balances, what needs attention, the last orders. The first run
//! while there is no account.

mod accounts_strip;
mod order_line;
mod orders;

#[cfg(any(debug_assertions, feature = "gallery"))]
pub(super) use {accounts_strip::AccountCell, orders::NoOrders, orders::lines};

use super::first_run::FirstRun;
use crate::components::{IconButton, IconName, SkeletonRows};
use crate::i18n::{Msg, t};
use crate::layout::Page;
use crate::state::{Accounts, use_accounts};
use accounts_strip::AccountsStrip;
use leptos::prelude::*;
use orders::{Attention, LastOrders};

/// The start screen.
#[component]
pub fn Home() -> impl IntoView {
    let accounts = use_accounts();
    let look = Memo::new(move |_| (accounts.ready().get(), accounts.list().with(Vec::is_empty)));
    move || match look.get() {
        (true, true) => view! { <FirstRun/> }.into_any(),
        (true, false) => view! { <Overview/> }.into_any(),
        (false, _) => view! {
            <Page title=t(Msg::HOME_TITLE) quiet=true>
                <SkeletonRows count=4 label=t(Msg::COMMON_LOADING)/>
            </Page>
        }
        .into_any(),
    }
}

#[component]
fn Overview() -> impl IntoView {
    let accounts = use_accounts();
    view! {
        <Page
            title=t(Msg::HOME_TITLE)
            quiet=true
            actions=move || {
                view! {
                    <IconButton
                        icon=IconName::Refill
                        label=t(Msg::COMMON_REFRESH)
                        on_press=move |_| refresh(accounts)
                    />
                }
            }
        >
            <AccountsStrip/>
            <Attention/>
            <LastOrders/>
        </Page>
    }
}

fn refresh(accounts: Accounts) {
    for account in accounts.list().get_untracked() {
        accounts.refresh_balance(&account.id);
    }
}
