//! Refill and cancel of one order: the buttons with their reasons, and what became of what was asked.

use super::again::OrderAgain;
use crate::components::{ChipState, StateChip};
use crate::i18n::error_text::{place_stop, refusal};
use crate::i18n::status_text::{not_eligible, refill_status, unknown_hint};
use crate::i18n::{Format, I18n, Msg, t, use_format, use_i18n};
use crate::state::{Eligibility, NotEligible, OrderRow, WriteState, use_orders, use_presence};
use leptos::prelude::*;
use panelboard_domain::attempt::WriteKind;
use panelboard_domain::attempt::user::again_caution;
use panelboard_domain::id::AttemptId;
use panelboard_domain::time::Timestamp;

/// The foot of the detail: reorder, cancel, refill, and why one of them is shut.
#[component]
pub fn WriteButtons(
    id: AttemptId,
    row: Signal<OrderRow>,
    /// What the user wants to ask for; the question is put by whoever holds this.
    asking: RwSignal<Option<WriteKind>>,
) -> impl IntoView {
    let (i18n, format, orders) = (use_i18n(), use_format(), use_orders());
    let now = use_presence().now();
    let key = StoredValue::new(id);
    let refill = Memo::new(move |_| key.with_value(|id| orders.can_refill(id)));
    let cancel = Memo::new(move |_| key.with_value(|id| orders.can_cancel(id)));
    let absent = move |can: Option<Eligibility>| {
        matches!(can, None | Some(Eligibility::No(NotEligible::PanelCannot)))
    };
    let reason = move || {
        let both_absent = [cancel.get(), refill.get()]
            .iter()
            .all(|can| *can == Some(Eligibility::No(NotEligible::PanelCannot)));
        if both_absent {
            return vec![i18n.text(Msg::ORDERS_WHY_PANEL)];
        }
        let why = |can: Option<Eligibility>, kind: WriteKind| match can? {
            Eligibility::No(reason) => {
                let action = i18n.text(match kind {
                    WriteKind::Cancel => Msg::ORDERS_ASK_CANCEL_ROW,
                    WriteKind::Refill => Msg::ORDERS_ASK_REFILL_ROW,
                });
                let reason = why(i18n, format, reason, kind, now.get());
                Some(i18n.fill(Msg::ORDERS_WHY, &[("action", &action), ("reason", &reason)]))
            }
            Eligibility::Yes | Eligibility::Perhaps => None,
        };
        let both = [why(cancel.get(), WriteKind::Cancel), why(refill.get(), WriteKind::Refill)];
        both.into_iter().flatten().collect::<Vec<_>>()
    };
    view! {
        // Where the order may stand at the panel, its card says how to find out first.
        <Show when=move || row.with(|row| again_caution(&row.record).is_none())>
            <OrderAgain row word=Msg::ORDERS_REORDER/>
        </Show>
        <Show when=move || !absent(cancel.get())>
            <WriteButton word=Msg::ORDERS_CANCEL can=cancel on_press=move |()| asking.set(Some(WriteKind::Cancel))/>
        </Show>
        <Show when=move || !absent(refill.get())>
            <WriteButton word=Msg::ORDERS_REFILL can=refill on_press=move |()| asking.set(Some(WriteKind::Refill))/>
        </Show>
        <small class="dim" id="why">
            {move || reason().into_iter().map(|text| view! { <span>{text}" "</span> }).collect_view()}
        </small>
    }
}

/// Shut buttons stay reachable, because their reason is.
#[component]
fn WriteButton(
    word: Msg,
    can: Memo<Option<Eligibility>>,
    #[prop(into)] on_press: Callback<()>,
) -> impl IntoView {
    let i18n = use_i18n();
    let shut = move || matches!(can.get(), None | Some(Eligibility::No(_)));
    let label = move || match can.get() {
        Some(Eligibility::Perhaps) => {
            i18n.fill(Msg::ORDERS_PERHAPS, &[("action", &i18n.text(word))])
        }
        _ => i18n.text(word),
    };
    view! {
        <button
            type="button"
            class="btn"
            aria-disabled=move || shut().then_some("true")
            aria-describedby=move || shut().then_some("why")
            on:click=move |_| {
                if !shut() {
                    on_press.run(());
                }
            }
        >
            {label}
        </button>
    }
}

fn why(i18n: I18n, format: Format, reason: NotEligible, kind: WriteKind, now: Timestamp) -> String {
    let message = not_eligible(reason, kind);
    match reason {
        NotEligible::CoolingDown { until } => {
            i18n.fill(message, &[("time", &format.moment(until, now))])
        }
        _ => i18n.text(message),
    }
}

/// What became of the refill and the cancel that were asked for.
#[component]
pub fn WriteAnswers(row: Signal<OrderRow>) -> impl IntoView {
    let refill = Memo::new(move |_| row.with(|row| row.refill.clone()));
    let cancel = Memo::new(move |_| row.with(|row| row.cancel.clone()));
    let any = move || refill.get() != WriteState::None || cancel.get() != WriteState::None;
    view! {
        <Show when=any>
            <ul class="rows answers">
                <Answer word=Msg::ORDERS_ASK_CANCEL_ROW state=cancel/>
                <Answer word=Msg::ORDERS_ASK_REFILL_ROW state=refill/>
            </ul>
        </Show>
    }
}

#[component]
fn Answer(word: Msg, state: Memo<WriteState>) -> impl IntoView {
    let (i18n, format, now) = (use_i18n(), use_format(), use_presence().now());
    let shown = Memo::new(move |_| answer(i18n, format, &state.get(), now.get()));
    move || {
        let (chip, label, detail) = shown.get()?;
        Some(view! {
            <li>
                <StateChip state=chip label/>
                <span class="grow small">{t(word)}</span>
                <small class="dim"><bdi>{detail}</bdi></small>
            </li>
        })
    }
}

fn answer(
    i18n: I18n,
    format: Format,
    state: &WriteState,
    now: Timestamp,
) -> Option<(ChipState, String, String)> {
    let text = |message| i18n.text(message);
    Some(match state {
        WriteState::None => return None,
        WriteState::Sending => (ChipState::Preparing, text(Msg::ORDERS_ASK_SENDING), String::new()),
        WriteState::Asked { refill, status, at, .. } => {
            let word = status.as_ref().and_then(refill_status).map(text);
            let number = refill
                .as_ref()
                .map(|id| i18n.fill(Msg::ORDERS_ASK_REFILL_ID, &[("id", id.as_str())]));
            let detail = number.unwrap_or_else(|| format.moment(*at, now));
            (ChipState::Completed, word.unwrap_or_else(|| text(Msg::ORDERS_ASK_ASKED)), detail)
        }
        WriteState::Declined { until: Some(until), .. } => (
            ChipState::Preparing,
            text(Msg::ORDERS_ASK_COOLING),
            i18n.fill(Msg::ORDERS_ASK_UNTIL, &[("time", &format.moment(*until, now))]),
        ),
        WriteState::Declined { reason, .. } => {
            let said = Some(reason.text.clone()).filter(|said| !said.is_empty());
            let detail =
                said.map_or_else(|| text(refusal(reason.kind).what), |said| format!("“{said}”"));
            (ChipState::Rejected, text(Msg::ORDERS_ASK_DECLINED), detail)
        }
        WriteState::Unknown { hint, .. } => {
            (ChipState::Unconfirmed, text(Msg::ORDERS_ASK_NO_ANSWER), text(unknown_hint(*hint)))
        }
        WriteState::Stopped(stop) => {
            (ChipState::Rejected, text(Msg::ORDERS_ASK_DECLINED), text(place_stop(stop).what))
        }
    })
}
