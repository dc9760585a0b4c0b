//! What opens over the page: the account switcher and the list of keys.

use super::account_switcher::AccountSwitcher;
use super::shortcuts_sheet::ShortcutsSheet;
use leptos::prelude::*;

/// Both, closed until they are asked for.
#[component]
pub fn Sheets() -> impl IntoView {
    view! {
        <AccountSwitcher/>
        <ShortcutsSheet/>
    }
}
