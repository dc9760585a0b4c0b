//! "Ask again safely": only while the panel is sure to know the request. The press opens a question that
//! says why it is safe and names the money; only the answer to that asks. Must never be offered on a
//! guess, and never in place of looking at the panel.

use crate::components::{Button, ButtonKind, Question};
use crate::i18n::error_text::place_stop;
use crate::i18n::status_text::unknown_hint;
use crate::i18n::{I18n, Msg, t, use_format, use_i18n};
use crate::platform::gesture;
use crate::state::{OrderRow, Placing, use_orders, use_presence};
use leptos::ev::MouseEvent;
use leptos::prelude::*;
use panelboard_domain::attempt::{AttemptState, RefusalKind, UnknownHint};
use panelboard_domain::id::AttemptId;

/// The press, the question, and what the last one brought.
#[component]
pub fn AskAgain(id: StoredValue<AttemptId>, row: Signal<OrderRow>) -> impl IntoView {
    let (i18n, format, orders) = (use_i18n(), use_format(), use_orders());
    let now = use_presence().now();
    let until = Memo::new(move |_| {
        row.track(); // a repeat of it changes it too
        now.track();
        id.with_value(|id| orders.ask_again_until(id))
    });
    let state = id.with_value(|id| orders.repeating(id));
    let asking = RwSignal::new(false);
    let busy = Signal::derive(move || state.with(Placing::is_running));
    let news = move || state.with(|state| words(i18n, state));
    let why = move || {
        let time = format.date_time(until.get()?);
        Some(i18n.fill(Msg::UNCONFIRMED_AGAIN_WHY, &[("time", &time)]))
    };
    let shown = move || until.get().is_some() || state.with(|state| *state != Placing::Idle);
    view! {
        <Show when=shown>
            <div class="field un-foot">
                <span class="label">{t(Msg::UNCONFIRMED_AGAIN_LABEL)}</span>
                <span class="row">
                    <Button
                        disabled=Signal::derive(move || until.get().is_none())
                        busy
                        described_by="again-why"
                        on_press=move |_| asking.set(true)
                    >
                        {t(Msg::UNCONFIRMED_AGAIN)}
                    </Button>
                </span>
                <p class="hint" id="again-why">{why}</p>
                <p class="hint" role="status">{news}</p>
            </div>
        </Show>
        <SafeAgain id row asking/>
    }
    .into_any()
}

/// What the last press brought, while the order is still open.
fn words(i18n: I18n, state: &Placing) -> Option<String> {
    match state {
        Placing::Idle => None,
        Placing::Waiting | Placing::Sending(_) => Some(i18n.text(Msg::UNCONFIRMED_AGAIN_ASKING)),
        Placing::Stopped(stop) => {
            let text = place_stop(stop);
            Some([text.what, text.money, text.todo].map(|message| i18n.text(message)).join(" "))
        }
        Placing::Ended(_, AttemptState::Rejected { reason })
            if reason.kind == RefusalKind::NotSent =>
        {
            Some(i18n.text(Msg::ERRORS_NOT_SENT))
        }
        Placing::Ended(_, AttemptState::Rejected { reason }) => {
            Some(i18n.fill(Msg::UNCONFIRMED_AGAIN_REFUSED, &[("text", &reason.text)]))
        }
        Placing::Ended(_, AttemptState::Unknown { hint: hint @ UnknownHint::NumberTaken }) => {
            Some(i18n.text(unknown_hint(*hint)))
        }
        Placing::Ended(..) => Some(i18n.text(Msg::UNCONFIRMED_AGAIN_LOST)),
    }
}

#[component]
fn SafeAgain(
    id: StoredValue<AttemptId>,
    row: Signal<OrderRow>,
    asking: RwSignal<bool>,
) -> impl IntoView {
    let (i18n, format, orders) = (use_i18n(), use_format(), use_orders());
    let send = Callback::new(move |event: MouseEvent| {
        gesture::with(&event, |gesture| id.with_value(|id| orders.ask_again(gesture, id)));
        asking.set(false);
    });
    let text = move || {
        let amount = row.with(|row| format.money(row.estimate, row.currency.as_ref()));
        i18n.fill(Msg::UNCONFIRMED_AGAIN_TEXT, &[("amount", &amount)])
    };
    let act = move || {
        view! {
            <Button kind=ButtonKind::Primary on_press=send>{t(Msg::UNCONFIRMED_AGAIN_GO)}</Button>
        }
    };
    view! {
        <Question
            id="ask-again"
            open=asking
            on_close=move |()| asking.set(false)
            title=t(Msg::UNCONFIRMED_AGAIN_TITLE)
            act
        >
            <p class="sub">{text}</p>
        </Question>
    }
    .into_any()
}
