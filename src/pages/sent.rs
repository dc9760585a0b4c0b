//! What was sent, as the journal holds it: account, service, link, quantity, estimate. Shown wherever
//! an order is spoken of that the panel has not described yet.

use crate::components::{KeyValue, KeyValues, Swatch};
use crate::i18n::{Msg, t, use_format};
use crate::pages::new_order::parameter_label;
use crate::pages::services::ServiceName;
use crate::state::{OrderRow, use_accounts};
use leptos::prelude::*;
use panelboard_domain::link::short_link;
use panelboard_domain::order::OrderParams;

/// The facts. `children` are further pairs.
#[component]
pub fn SentFacts(
    /// An order of the journal; these facts of it never change.
    row: OrderRow,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let (accounts, format) = (use_accounts(), use_format());
    let account = row.account.clone();
    let id = account.clone();
    let is_gone = Memo::new(move |_| accounts.get(&id).is_none());
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
                    <Show when=move || is_gone.get()>
                        <span class="dim">{t(Msg::ACCOUNTS_GONE)}</span>
                    </Show>
                </span>
            </KeyValue>
            <KeyValue label=t(Msg::UNCONFIRMED_SERVICE)>
                <bdi class="mono dim">{row.service.id.to_string()}</bdi>
                " "
                <bdi><ServiceName name=row.service.name.clone()/></bdi>
            </KeyValue>
            {(!link.is_empty()).then(|| {
                view! { <KeyValue label=t(Msg::UNCONFIRMED_LINK)><bdi dir="ltr">{link}</bdi></KeyValue> }
            })}
            {sent_fields(&row.params)}
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

/// The fields of an order besides link and quantity, by name, as they were or will be sent; long ones
/// are shortened.
pub fn sent_fields(params: &OrderParams) -> Vec<impl IntoView + use<>> {
    let shown = params.0.iter().filter(|(name, _)| name != "link" && name != "quantity");
    let pair = |(name, value): &(String, String)| {
        let (name, own) = (name.clone(), parameter_label(name));
        let label = own.map_or_else(|| Signal::stored(name), |own| Signal::derive(t(own)));
        let first: String = value.lines().next().unwrap_or_default().chars().take(60).collect();
        let more = value.lines().count() > 1 || first.len() < value.len();
        let text = if more { format!("{first}…") } else { first };
        view! { <KeyValue label><bdi dir="auto">{text}</bdi></KeyValue> }
    };
    shown.map(pair).collect()
}
