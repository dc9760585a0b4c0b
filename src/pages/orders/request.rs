//! The honest question before a refill or cancel: what may happen, what happens to the money.

use crate::components::{Button, ButtonKind, Dialog, Swatch};
use crate::i18n::{Msg, use_format, use_i18n};
use crate::pages::services::ServiceName;
use crate::platform::gesture;
use crate::state::{OrderRow, use_accounts, use_orders};
use leptos::ev::MouseEvent;
use leptos::prelude::*;
use panelboard_domain::attempt::WriteKind;
use panelboard_domain::id::AttemptId;

const fn words(kind: WriteKind) -> (Msg, Msg, Msg, Msg) {
    match kind {
        WriteKind::Refill => (
            Msg::ORDERS_ASK_REFILL_TITLE,
            Msg::ORDERS_ASK_REFILL_TEXT,
            Msg::ORDERS_ASK_NOT_NOW,
            Msg::ORDERS_ASK_REFILL_GO,
        ),
        WriteKind::Cancel => (
            Msg::ORDERS_ASK_CANCEL_TITLE,
            Msg::ORDERS_ASK_CANCEL_TEXT,
            Msg::ORDERS_ASK_KEEP,
            Msg::ORDERS_ASK_CANCEL_GO,
        ),
    }
}

/// The dialog; open while something is being asked.
#[component]
pub fn AskDialog(
    id: StoredValue<AttemptId>,
    row: Signal<OrderRow>,
    asking: RwSignal<Option<WriteKind>>,
) -> impl IntoView {
    let (i18n, orders) = (use_i18n(), use_orders());
    // The words stay while the dialog closes.
    let request = Memo::new(move |last: Option<&WriteKind>| {
        asking.get().or(last.copied()).unwrap_or(WriteKind::Cancel)
    });
    let word = move |which: fn((Msg, Msg, Msg, Msg)) -> Msg| {
        move || i18n.text(which(words(request.get())))
    };
    let send = move |event: MouseEvent| {
        let what = request.get_untracked();
        gesture::with(&event, |gesture| {
            id.with_value(|id| orders.request(gesture, what, id));
        });
        asking.set(None);
    };
    let send = Callback::new(send);
    let footer = move || {
        view! {
            <Button on_press=move |_| asking.set(None)>{word(|words| words.2)}</Button>
            <Button kind=ButtonKind::Primary on_press=send>{word(|words| words.3)}</Button>
        }
    };
    view! {
        <Dialog
            id="ask"
            open=Signal::derive(move || asking.with(Option::is_some))
            on_close=move |()| asking.set(None)
            title=Signal::derive(word(|words| words.0))
            guarded=true
            footer
        >
            <p class="sub">{word(|words| words.1)}</p>
            <Which row/>
        </Dialog>
    }
}

/// The order in question.
#[component]
fn Which(row: Signal<OrderRow>) -> impl IntoView {
    let (accounts, format, i18n) = (use_accounts(), use_format(), use_i18n());
    let (account, name, quantity) =
        row.with_untracked(|row| (row.account.clone(), row.service.name.clone(), row.quantity));
    let hue = Memo::new(move |_| accounts.get(&account).map_or(0, |held| held.hue));
    let number = move || row.with(|row| row.order.as_ref().map(ToString::to_string));
    let cost = move || {
        let cost = row.with(OrderRow::cost)?;
        Some(format.money(cost.money.amount, cost.money.currency.as_ref()))
    };
    let done = move || {
        let done = format.number(row.with(OrderRow::delivered)?);
        let of = i18n.fill(Msg::ORDERS_OF, &[("count", &format.number(quantity))]);
        Some(format!("{done} {of}"))
    };
    view! {
        <ul class="rows ask">
            <li>
                <Swatch hue/>
                <span class="grow">
                    <bdi class="mono">{number}</bdi>
                    <small class="dim clip" dir="auto"><ServiceName name/></small>
                </span>
                <span class="num">
                    <span class="money"><bdi>{cost}</bdi></span>
                    <br/>
                    <small class="dim">{done}</small>
                </span>
            </li>
        </ul>
    }
}
