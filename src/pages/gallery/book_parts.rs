//! The order book: rows in every state, an order in full, what nobody knows.

use super::Specimen;
use crate::pages::orders::{Facts, OrderTable, UnconfirmedCards, WriteButtons};
use crate::state::{OrderRow, Tab, use_orders};
use leptos::prelude::*;
use panelboard_domain::id::AttemptId;

/// Parts of "Orders". Stands on a `Stage`.
#[component]
pub fn BookParts() -> impl IntoView {
    let orders = use_orders();
    let (found, tab) = (Memo::new(move |_| orders.ids().get()), Memo::new(|_| Tab::All));
    let open = Memo::new(|_| None::<AttemptId>);
    let left = StoredValue::new(None);
    let details = move || orders.ids().get().into_iter().map(detail).collect_view();
    view! {
        <Specimen id="orders" wide=true><OrderTable found tab open left/></Specimen>
        <Specimen id="unconfirmed" wide=true><UnconfirmedCards/></Specimen>
        {details}
    }
}

fn detail(id: AttemptId) -> impl IntoView {
    let row: Signal<OrderRow> = use_orders().row(&id)?.into();
    Some(view! {
        <section class="stack-l">
            <Facts id=StoredValue::new(id.clone()) row/>
            <div class="detail-foot"><WriteButtons id row asking=RwSignal::new(None)/></div>
        </section>
    })
}
