//! The accounts: the list with its removal, and adding one.

mod abilities;
mod add;
mod add_form;
mod edit;
mod failure;
mod list;
mod remove;
mod result_card;
mod steps;

pub use add::AddAccount;
pub use edit::EditAccount;
pub use list::AccountList;
pub(super) use result_card::dialect_name;

#[cfg(any(debug_assertions, feature = "gallery"))]
pub(super) use {failure::Failure, remove::RemoveChoices, result_card::ResultCard, steps::Steps};

use crate::i18n::{Msg, t};
use crate::layout::Page;
use crate::routes;
use leptos::prelude::*;

/// All accounts.
#[component]
pub fn AccountsPage() -> impl IntoView {
    view! {
        <Page title=t(Msg::ACCOUNTS_TITLE) back=routes::HOME>
            <div class="narrow"><AccountList/></div>
        </Page>
    }
}
