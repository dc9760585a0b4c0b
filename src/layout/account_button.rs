//! The current account: its square, name and balance; opens the switcher.

use super::account_switcher::use_switcher;
use crate::components::{Icon, IconName, MoneySize, MoneyText, Swatch};
use crate::i18n::{Msg, t, use_format};
use crate::state::{use_accounts, use_presence};
use leptos::prelude::*;
use panelboard_domain::balance::Balance;
use panelboard_domain::id::AccountId;

/// The button. `compact` is the phone's: it shows the balance, too.
#[component]
pub(super) fn AccountButton(#[prop(optional)] compact: bool) -> impl IntoView {
    let accounts = use_accounts();
    let switcher = use_switcher();
    let add = t(Msg::NAV_ADD_ACCOUNT);
    let chosen = move || match accounts.current() {
        Some(account) => view! {
            <Swatch hue=account.hue/>
            <b class="label"><bdi>{accounts.shown_name(&account.id)}</bdi></b>
            {compact.then(|| view! { <span class="sub"><AccountBalance id=account.id/></span> })}
        }
        .into_any(),
        None => view! { <Icon name=IconName::Plus/> <b class="label">{add}</b> }.into_any(),
    };
    let (icon, class) = match compact {
        true => (IconName::Down, "switcher"),
        false => (IconName::UpDown, "switcher switcher--rail"),
    };
    view! {
        <button
            type="button"
            class=class
            aria-haspopup="dialog"
            title=t(Msg::NAV_SWITCH_ACCOUNT)
            on:click=move |_| switcher.open()
        >
            {chosen}
            <Icon name=icon small=true/>
        </button>
    }
}

/// An account's balance as text, with its age when the panel does not answer now; a bar while the
/// first one is being read, a dash when none was ever read.
#[component]
pub fn AccountBalance(id: AccountId, #[prop(optional)] large: bool) -> impl IntoView {
    let (balance, currency) = (use_accounts().balance(&id), use_accounts().currency(&id));
    let (format, now) = (use_format(), use_presence().now());
    let age = move || {
        let at = balance.with(|load| load.error().and(load.at()))?;
        let age = format.relative(at, now.get());
        Some(view! { " " <span class="tiny dim balance-age">{age}</span> })
    };
    let size = if large { MoneySize::Large } else { MoneySize::Text };
    let shown = move |value: &Balance| {
        currency.with(|currency| format.balance_in(value, currency.as_ref()))
    };
    let text = move || balance.with(|load| load.value().map(shown));
    let waiting = move || balance.with(|load| load.value().is_none() && load.error().is_none());
    move || match text() {
        Some(text) => view! { <MoneyText text=text size/> {age} }.into_any(),
        None if waiting() => {
            view! { <span class="skel skel--money" aria-hidden={"true"}></span> }.into_any()
        }
        None => view! { <span class="dim">{"—"}</span> }.into_any(),
    }
}
