//! What settled an order stands in its card's place, so that the card does not vanish under a hand; and
//! the user's own word can be taken back there.

use crate::components::{Button, ButtonSize, Note, StateChip, Tone};
use crate::i18n::status_text::alarm;
use crate::i18n::{Msg, t, use_i18n};
use crate::pages::order_state;
use crate::pages::orders::history::last_word;
use crate::pages::orders::row::address;
use crate::pages::sent::SentFacts;
use crate::state::{OrderRow, use_orders};
use leptos::prelude::*;
use leptos_router::components::A;
use panelboard_domain::attempt::user::Withdrawal;
use panelboard_domain::id::AttemptId;

/// The card of an order that was unconfirmed when this page was opened.
#[component]
pub fn Settled(id: StoredValue<AttemptId>, row: Signal<OrderRow>) -> impl IntoView {
    let i18n = use_i18n();
    let state = Signal::derive(move || row.with(order_state::chip));
    let word = move || row.with(|row| order_state::word(row, i18n));
    let why = last_word(row);
    view! {
        <header class="stack">
            <span class="row"><StateChip state label=Signal::derive(word)/></span>
            <h2>{t(Msg::UNCONFIRMED_SETTLED_TITLE)}</h2>
            <p class="sub" role="status">{why}</p>
        </header>
        // Settled is not well: two orders, or another price, are said here as well.
        {move || {
            row.with(OrderRow::alarm).map(|what| {
                view! { <Note tone=Tone::Bad alert=true title=t(alarm(what))>""</Note> }
            })
        }}
        <SentFacts row=row.get_untracked()/>
        <span class="row">
            <A href=move || row.with(address) attr:class="btn btn--dense">
                {t(Msg::ORDER_VIEW_ORDER)}
            </A>
            <TakeBack id row/>
        </span>
    }
    .into_any()
}

/// Takes the user's last word back, while nothing was built on it.
#[component]
pub fn TakeBack(id: StoredValue<AttemptId>, row: Signal<OrderRow>) -> impl IntoView {
    let orders = use_orders();
    let can = Memo::new(move |_| {
        row.track(); // the word is in the record
        id.with_value(|id| orders.withdrawal(id)) == Withdrawal::Yes
    });
    view! {
        <Show when=move || can.get()>
            <Button
                size=ButtonSize::Dense
                on_press=move |_| id.with_value(|id| orders.withdraw(id))
            >
                {t(Msg::UNCONFIRMED_TAKE_BACK)}
            </Button>
        </Show>
    }
    .into_any()
}
