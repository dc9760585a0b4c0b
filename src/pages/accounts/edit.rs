//! One account: what it is called, how it is reached, its key, what its panel can do. A change of the key
//! or of the route is tested with the panel before it is kept; the account, its orders and what is open
//! stay. A typed key is handed on as it is and never shown.

mod abilities;
mod connection;
mod identity;
mod inherit;
mod key;
mod requests;

use crate::i18n::{Msg, t};
use crate::layout::Page;
use crate::pages::not_found::NotFound;
use crate::routes;
use crate::state::use_accounts;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use panelboard_domain::id::AccountId;

/// The page of the account that the address names; an error when there is none.
#[component]
pub fn EditAccount() -> impl IntoView {
    let (accounts, params) = (use_accounts(), use_params_map());
    let id = Memo::new(move |_| {
        let id = params.with(|map| map.get("account")).and_then(|id| AccountId::new(&id))?;
        accounts.list().with(|list| list.iter().any(|held| held.id == id)).then_some(id)
    });
    move || match (id.get(), accounts.ready().get()) {
        (Some(id), _) => view! { <Editor id/> }.into_any(),
        (None, true) => view! { <NotFound/> }.into_any(),
        (None, false) => ().into_any(),
    }
}

#[component]
fn Editor(id: AccountId) -> impl IntoView {
    let accounts = use_accounts();
    let id = StoredValue::new(id);
    let title = Signal::derive(move || id.with_value(|id| accounts.shown_name(id)));
    view! {
        <Page title back=routes::ACCOUNTS>
            <div class="narrow stack-l settings">
                <identity::Identity id/>
                <connection::Connection id/>
                <key::Key id/>
                <abilities::Abilities id/>
                <inherit::Inherit id/>
            </div>
        </Page>
    }
    .into_any()
}

/// A part of the page with its heading.
#[component]
fn Part(title: Msg, children: Children) -> impl IntoView {
    view! {
        <section class="section stack">
            <h2 class="cap">{t(title)}</h2>
            {children()}
        </section>
    }
    .into_any()
}
