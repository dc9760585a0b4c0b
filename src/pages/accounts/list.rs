//! The accounts with how each is reached, and their removal.

use super::remove::RemoveDialog;
use super::result_card::dialect_name;
use crate::components::{
    Button, ButtonKind, ButtonLink, ButtonSize, EmptyState, IconName, SkeletonRows, Swatch,
};
use crate::i18n::{Msg, t, use_i18n};
use crate::layout::AccountBalance;
use crate::pages::relay_words;
use crate::routes;
use crate::state::use_accounts;
use leptos::prelude::*;
use panelboard_domain::account::Account;

/// The list with its four looks; a balance that cannot be read shows so in its own row.
#[component]
pub fn AccountList() -> impl IntoView {
    let accounts = use_accounts();
    let removing = RwSignal::new(None::<Account>);
    let rows = move || {
        view! {
            <ul class="rows account-list">
                <For each=move || accounts.list().get() key=|account| account.id.clone() let:account>
                    <Row account on_remove=move |account| removing.set(Some(account))/>
                </For>
            </ul>
        }
    };
    let ready = accounts.ready();
    let look = move || match (ready.get(), accounts.list().with(Vec::is_empty)) {
        (false, _) => view! { <SkeletonRows count=2 label=t(Msg::COMMON_LOADING)/> }.into_any(),
        (true, true) => view! {
            <EmptyState
                icon=IconName::Key
                title=t(Msg::ACCOUNTS_NONE)
                text=t(Msg::ACCOUNTS_NONE_TEXT)
            >
                <AddAccount kind=ButtonKind::Primary/>
            </EmptyState>
        }
        .into_any(),
        (true, false) => view! { {rows()} <p class="row-action"><AddAccount/></p> }.into_any(),
    };
    view! { {look} <RemoveDialog removing/> }
}

#[component]
fn AddAccount(#[prop(optional)] kind: ButtonKind) -> impl IntoView {
    view! {
        <ButtonLink
            href=routes::ACCOUNTS_ADD
            external=true
            icon=IconName::Plus
            kind=kind
        >
            {t(Msg::NAV_ADD_ACCOUNT)}
        </ButtonLink>
    }
}

/// One account; what of it can be edited follows the edit.
#[component]
fn Row(account: Account, #[prop(into)] on_remove: Callback<Account>) -> impl IntoView {
    let (i18n, accounts) = (use_i18n(), use_accounts());
    let first = account.clone();
    let held = Memo::new(move |_| accounts.get(&first.id).unwrap_or_else(|| first.clone()));
    let id = StoredValue::new(account.id);
    let name = Signal::derive(move || id.with_value(|id| accounts.shown_name(id)));
    let label = move |message: Msg| move || i18n.fill(message, &[("name", &name.get())]);
    let facts = move || {
        let Account { dialect, route, relay, read_only, key_tail, endpoint, .. } = held.get();
        let tail = format!("…{key_tail}");
        view! {
            <span><bdi>{endpoint.host().to_owned()}</bdi></span>
            <span><bdi>{dialect_name(dialect)}</bdi></span>
            <span>{relay_words::route(i18n, route, &relay)}</span>
            {read_only.then(|| view! { <span>{t(Msg::ACCOUNTS_READ_ONLY_SHORT)}</span> })}
            <span>{t(Msg::ACCOUNTS_KEY_WORD)} " " <bdi class="mono" dir="ltr">{tail}</bdi></span>
        }
    };
    let balance = id.get_value();
    view! {
        <li>
            <Swatch hue=Signal::derive(move || held.with(|held| held.hue))/>
            <span class="grow">
                <span class="clip"><bdi>{name}</bdi></span>
                <Show when=move || id.with_value(|id| accounts.lacks_key(id))>
                    <small class="bad">{t(Msg::ACCOUNTS_KEY_MISSING)}</small>
                </Show>
                <small class="dim dots">{facts}</small>
            </span>
            <span class="desk-only"><AccountBalance id=balance/></span>
            <ButtonLink
                href=id.with_value(routes::account)
                size=ButtonSize::Dense
            >
                <span aria-hidden="true">{t(Msg::ACCOUNTS_EDIT)}</span>
                <span class="visually-hidden">{label(Msg::ACCOUNTS_EDIT_OF)}</span>
            </ButtonLink>
            <Button
                kind=ButtonKind::Danger
                size=ButtonSize::Dense
                on_press=move |_| on_remove.run(held.get_untracked())
            >
                <span aria-hidden="true">{t(Msg::ACCOUNTS_REMOVE)}</span>
                <span class="visually-hidden">{label(Msg::ACCOUNTS_REMOVE_OF)}</span>
            </Button>
        </li>
    }
    .into_any()
}
