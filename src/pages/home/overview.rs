//! Home when there are accounts.

use super::accounts_strip::AccountsStrip;
use super::orders::{Attention, LastOrders};
use crate::components::{IconButton, IconName};
use crate::i18n::{Msg, t};
use crate::layout::Page;
use crate::pages::copies::CopyReminder;
use crate::state::{Accounts, use_accounts};
use leptos::prelude::*;

/// Balances, what needs attention, the last orders.
#[component]
pub fn Overview() -> impl IntoView {
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
            <CopyReminder/>
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
