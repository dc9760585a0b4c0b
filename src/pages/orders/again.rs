//! The way to the form with an order's fields: by the account that placed it, else by the accounts of
//! the same panel; none where there is none (S8). What was typed there before is put aside.

use crate::components::{ButtonLink, ButtonSize};
use crate::i18n::{Msg, t};
use crate::routes;
use crate::state::{OrderRow, use_accounts, use_orders};
use leptos::prelude::*;
use panelboard_domain::id::AccountId;
use panelboard_domain::order::{OrderDraft, OrderParams, Reorder, reorder};
use panelboard_domain::service::Service;

/// One link, or one for each account that could place it.
#[component]
pub fn OrderAgain(
    row: Signal<OrderRow>,
    word: Msg,
    #[prop(optional)] size: ButtonSize,
) -> impl IntoView {
    let (accounts, orders) = (use_accounts(), use_orders());
    let by =
        Memo::new(move |_| row.with(|row| accounts.list().with(|list| reorder(&row.record, list))));
    let link = move |id: AccountId, is_own: bool| {
        let href = row.with_untracked(|row| routes::new_order(&id, row.service.id.as_str()));
        let name = (!is_own).then(|| {
            let name = accounts.shown_name(&id);
            view! { " · " <bdi>{name}</bdi> }
        });
        let keep = move |_| row.with_untracked(|row| orders.fill_draft(&id, &same_again(row)));
        view! {
            <span class="btn-slot" on:click=keep>
                <ButtonLink href size>{t(word)} {name}</ButtonLink>
            </span>
        }
    };
    move || match by.get() {
        Reorder::Own(id) => vec![link(id, true)],
        Reorder::Others(ids) => ids.into_iter().map(|id| link(id, false)).collect(),
        Reorder::Nowhere => Vec::new(),
    }
}

/// The draft that gives this order again.
fn same_again(row: &OrderRow) -> OrderDraft {
    draft_of(&row.service, &row.link, &row.params)
}

fn draft_of(service: &Service, link: &str, params: &OrderParams) -> OrderDraft {
    let own = |name: &str| !matches!(name, "link" | "quantity");
    let quantity = params.0.iter().find(|(name, _)| name == "quantity");
    OrderDraft {
        service: Some(service.id.clone()),
        link: link.to_owned(),
        quantity: quantity.map(|(_, value)| value.clone()).unwrap_or_default(),
        extras: params.0.iter().filter(|(name, _)| own(name)).cloned().collect(),
    }
}
