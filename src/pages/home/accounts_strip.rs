//! One cell an account: name, balance, how it is reached or what is wrong. A press makes it current
//! and opens its services.

use crate::components::{MoneySize, MoneyText, Swatch};
use crate::i18n::{Msg, t, use_format, use_i18n};
use crate::pages::accounts::dialect_name;
use crate::routes;
use crate::state::{Load, use_accounts, use_presence};
use leptos::prelude::*;
use leptos_router::components::A;
use panelboard_domain::account::{Account, Route};
use panelboard_domain::balance::Balance;
use panelboard_domain::money::Currency;

/// The strip.
#[component]
pub fn AccountsStrip() -> impl IntoView {
    let accounts = use_accounts();
    view! {
        <section class="accounts bleed" aria-label=t(Msg::ACCOUNTS_TITLE)>
            <For each=move || accounts.list().get() key=|account| account.id.clone() let:account>
                <AccountCell balance=accounts.balance(&account.id) account/>
            </For>
        </section>
    }
}

/// One account. `balance` may be waiting, read, old or never read.
#[component]
pub fn AccountCell(
    account: Account,
    #[prop(into)] balance: Signal<Load<Balance>>,
) -> impl IntoView {
    let accounts = use_accounts();
    let id = account.id.clone();
    let currency = accounts.currency_of(&id, balance);
    let name = {
        let id = id.clone();
        move || accounts.shown_name(&id)
    };
    view! {
        <A
            href=routes::SERVICES
            attr:class="account"
            on:click=move |_| accounts.select(&id)
        >
            <span class="row">
                <Swatch hue=account.hue/>
                <span class="small clip"><bdi>{name}</bdi></span>
            </span>
            <Amount balance currency/>
            <Meta account balance/>
        </A>
    }
    .into_any()
}

#[component]
fn Amount(balance: Signal<Load<Balance>>, currency: Signal<Option<Currency>>) -> impl IntoView {
    let format = use_format();
    let reading = t(Msg::HOME_LOADING_BALANCE);
    move || {
        balance.with(|load| match load.value() {
            Some(value) => {
                let text = currency.with(|currency| format.balance_in(value, currency.as_ref()));
                view! { <MoneyText text size=MoneySize::Large/> }.into_any()
            }
            None if load.error().is_some() => {
                view! { <span class="money money--l dim">{"—"}</span> }.into_any()
            }
            None => view! {
                <span class="skel skel--balance"></span>
                <span class="visually-hidden">{reading}</span>
            }
            .into_any(),
        })
    }
}

/// The third line: a problem when there is one, else how the account is reached.
#[component]
fn Meta(account: Account, balance: Signal<Load<Balance>>) -> impl IntoView {
    let (i18n, format, now) = (use_i18n(), use_format(), use_presence().now());
    let problem = move || {
        balance.with(|load| {
            load.error()?;
            Some(match load.at() {
                Some(at) => {
                    let age = format.relative(at, now.get());
                    i18n.fill(Msg::HOME_BALANCE_OLD, &[("age", &age)])
                }
                None => i18n.text(Msg::HOME_BALANCE_FAILED),
            })
        })
    };
    let dialect = dialect_name(account.dialect);
    let route = t(match account.route {
        Route::Direct => Msg::ACCOUNTS_ROUTE_DIRECT,
        Route::Relay => Msg::ACCOUNTS_ROUTE_RELAY,
    });
    let read_only = t(Msg::ACCOUNTS_READ_ONLY_SHORT);
    move || match problem() {
        Some(problem) => view! { <span class="tiny bad clip">{problem}</span> }.into_any(),
        None => view! {
            <span class="tiny dim clip">
                <bdi>{dialect}</bdi> " · " {route}
                {account.read_only.then(|| view! { " · " {read_only} })}
            </span>
        }
        .into_any(),
    }
}
