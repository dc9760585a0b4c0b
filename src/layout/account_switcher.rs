//! Chooses the current account: a menu under the rail's button, a sheet on phones.

use super::account_button::AccountBalance;
use crate::components::{Dialog, Icon, IconName, Swatch};
use crate::i18n::{Msg, t};
use crate::routes;
use crate::state::use_accounts;
use leptos::prelude::*;
use panelboard_domain::account::Account;

/// Whether the switcher is open: the buttons of rail and top bar share one.
#[derive(Clone, Copy)]
pub(super) struct Switcher(RwSignal<bool>);

impl Switcher {
    pub(super) fn provide() {
        provide_context(Self(RwSignal::new(false)));
    }

    pub(super) fn open(self) {
        self.0.set(true);
    }
}

pub(super) fn use_switcher() -> Switcher {
    use_context().expect("Switcher::provide() runs in Shell")
}

/// The menu.
#[component]
pub(super) fn AccountSwitcher() -> impl IntoView {
    let Switcher(open) = use_switcher();
    let accounts = use_accounts();
    let close = move || open.set(false);
    view! {
        <Dialog
            id="switcher"
            menu=true
            open=open
            on_close=move |()| close()
            title=t(Msg::NAV_SWITCH_ACCOUNT)
        >
            <ul class="menu">
                <For each=move || accounts.list().get() key=|account| account.id.clone() let:account>
                    <Entry account on_choose=move |()| close()/>
                </For>
                <li>
                    <a href=routes::ACCOUNTS_ADD rel="external">
                        <Icon name=IconName::Plus small=true/>
                        <span class="grow">{t(Msg::NAV_ADD_ACCOUNT)}</span>
                    </a>
                </li>
            </ul>
        </Dialog>
    }
}

#[component]
fn Entry(account: Account, #[prop(into)] on_choose: Callback<()>) -> impl IntoView {
    let accounts = use_accounts();
    let id = StoredValue::new(account.id.clone());
    let current = move || {
        id.with_value(|id| accounts.current_id().with(|current| current.as_ref() == Some(id)))
    };
    // Both may be edited while the list lives.
    let name = move || id.with_value(|id| accounts.shown_name(id));
    let hue =
        Signal::derive(move || id.with_value(|id| accounts.get(id)).map_or(0, |held| held.hue));
    let choose = move |_| {
        id.with_value(|id| accounts.select(id));
        on_choose.run(());
    };
    view! {
        <li>
            <button type="button" aria-current=move || current().then_some("true") on:click=choose>
                <Swatch hue/>
                <span class="grow clip"><bdi>{name}</bdi></span>
                <span class="sub small"><AccountBalance id=account.id/></span>
            </button>
        </li>
    }
    .into_any()
}
