//! An order's chip in the book: it follows its row.

use crate::components::StateChip;
use crate::i18n::use_i18n;
use crate::pages::order_state;
use crate::state::OrderRow;
use leptos::prelude::*;

/// The chip of a row.
#[component]
pub fn OrderChip(
    #[prop(into)] row: Signal<OrderRow>,
    #[prop(optional)] tinted: bool,
) -> impl IntoView {
    let i18n = use_i18n();
    let state = Memo::new(move |_| row.with(order_state::chip));
    let label = Memo::new(move |_| row.with(|row| order_state::word(row, i18n)));
    view! { <StateChip state label tinted/> }
}
