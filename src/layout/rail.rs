//! The rail: whose account, a new order, where to go, what is left. Icons only on tablets.

use super::account_button::{AccountBalance, AccountButton};
use crate::components::{Icon, IconName};
use crate::i18n::{Msg, t};
use crate::routes;
use crate::state::{use_accounts, use_orders};
use leptos::prelude::*;
use leptos_router::components::A;

/// The rail.
#[component]
pub fn Rail() -> impl IntoView {
    view! {
        <nav class="rail" aria-label=t(Msg::NAV_MAIN)>
            <AccountButton/>
            <A href=routes::NEW_ORDER attr:class="btn btn--dense" attr:aria-keyshortcuts="C">
                <Icon name=IconName::Plus/>
                <span class="label grow">{t(Msg::NAV_NEW_ORDER)}</span>
                <kbd aria-hidden="true">{"C"}</kbd>
            </A>
            <ul class="rail-list">
                <RailLink href=routes::HOME icon=IconName::Home label=Msg::NAV_HOME/>
                <RailLink href=routes::SERVICES icon=IconName::Services label=Msg::NAV_SERVICES/>
                <RailLink href=routes::ORDERS icon=IconName::Orders label=Msg::NAV_ORDERS>
                    <UnconfirmedBadge/>
                </RailLink>
                <RailLink href=routes::MASS_ORDER icon=IconName::Mass label=Msg::MASS_TITLE/>
            </ul>
            <div class="rail-foot">
                <Balance/>
                <ul class="rail-list">
                    <RailLink href=routes::SETTINGS icon=IconName::Settings label=Msg::NAV_SETTINGS/>
                </ul>
            </div>
        </nav>
    }
}

#[component]
fn RailLink(
    href: &'static str,
    icon: IconName,
    label: Msg,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let words = t(label);
    view! {
        <li>
            <A href exact=href == routes::HOME attr:title=words>
                <Icon name=icon/>
                <span class="label">{words}</span>
                {children.map(|children| children())}
            </A>
        </li>
    }
    .into_any()
}

/// How many orders need a person because of money; nothing when none does.
#[component]
pub(super) fn UnconfirmedBadge() -> impl IntoView {
    let orders = use_orders();
    let label = t(Msg::NAV_ATTENTION);
    move || match orders.badge_count() {
        0 => None,
        count => Some(view! {
            <span class="badge end">
                {count}<span class="visually-hidden">" " {label}</span>
            </span>
        }),
    }
}

#[component]
fn Balance() -> impl IntoView {
    let accounts = use_accounts();
    let label = t(Msg::COMMON_BALANCE);
    move || {
        accounts.current().map(|account| {
            view! {
                <div class="stack rail-balance">
                    <span class="tiny dim clip">{label} " · " <bdi>{accounts.shown_name(&account.id)}</bdi></span>
                    <AccountBalance id=account.id large=true/>
                </div>
            }
        })
    }
}
