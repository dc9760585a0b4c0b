//! What was sent, as the journal holds it: account, service, link, quantity, estimate. Shown wherever
//! an order is spoken of that the panel has not described yet.

use crate::components::{KeyValue, KeyValues, Swatch};
use crate::i18n::{Msg, t, use_format};
use crate::pages::services::ServiceName;
use crate::state::{OrderRow, use_accounts};
use leptos::prelude::*;
use panelboard_domain::link::short_link;

/// The facts. `children` are further pairs.
#[component]
pub fn SentFacts(
    /// An order of the journal; these facts of it never change.
    row: OrderRow,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let (accounts, format) = (use_accounts(), use_format());
    let account = row.account.clone();
    let held = Memo::new(move |_| {
        let name = accounts.shown_name(&account);
        Some((accounts.get(&account).map_or(0, |held| held.hue), name))
            .filter(|held| !held.1.is_empty())
    });
    let link = short_link(&row.link).to_owned();
    let (quantity, estimate, currency) = (row.quantity, row.estimate, row.currency);
    view! {
        <KeyValues>
            <KeyValue label=t(Msg::UNCONFIRMED_ACCOUNT)>
                <span class="row">
                    <Swatch hue=Signal::derive(move || held.get().map_or(0, |held| held.0))/>
                    <bdi>{move || held.get().map(|held| held.1)}</bdi>
                </span>
            </KeyValue>
            <KeyValue label=t(Msg::UNCONFIRMED_SERVICE)>
                <bdi class="mono dim">{row.service.id.to_string()}</bdi>
                " "
                <bdi><ServiceName name=row.service.name.clone()/></bdi>
            </KeyValue>
            <KeyValue label=t(Msg::UNCONFIRMED_LINK)><bdi dir="ltr">{link}</bdi></KeyValue>
            <KeyValue label=t(Msg::UNCONFIRMED_QUANTITY)>
                <bdi>{move || format.number(quantity)}</bdi>
            </KeyValue>
            <KeyValue label=t(Msg::UNCONFIRMED_ESTIMATE)>
                <bdi>{move || format.money(estimate, currency.as_ref())}</bdi>
            </KeyValue>
            {children.map(|children| children())}
        </KeyValues>
    }
    .into_any()
}
