//! Puts the frame together. On the first run there is nothing to steer, so there is no frame.

use super::account_switcher::Switcher;
use super::toasts::Toasts;
use crate::i18n::{Msg, t};
use crate::parts::{Rail, Sheets, TabBar};
use crate::platform::vault;
use crate::routes;
use crate::state::use_accounts;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

/// The frame.
#[component]
pub fn Shell(children: Children) -> impl IntoView {
    let accounts = use_accounts();
    let path = use_location().pathname;
    // While it is still looked for what a lost list leaves behind, nothing of the frame is fetched.
    let expected = vault::has_accounts();
    let has_none =
        move || accounts.list().with(Vec::is_empty) && (accounts.ready().get() || !expected);
    let is_entry = |path: &String| routes::is_home(path) || routes::is_add_account(path);
    let entry = Memo::new(move |_| has_none() && path.with(is_entry));
    Switcher::provide();
    view! {
        <a class="skip" href=move || format!("{}#main", path.get())>{t(Msg::COMMON_SKIP)}</a>
        <div class=move || if entry.get() { "entry" } else { "app" }>
            <Show when=move || !entry.get()><Rail/></Show>
            {children()}
            <Show when=move || !entry.get()><TabBar/></Show>
        </div>
        <Show when=move || !entry.get()><Sheets/></Show>
        <Toasts/>
    }
}
