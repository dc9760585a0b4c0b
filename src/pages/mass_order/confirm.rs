//! The one confirmation of a batch: it names count and sum, and only the click on its button sends.

use super::totals::Sums;
use super::words::of_stop;
use crate::components::{Button, ButtonKind, Dialog};
use crate::i18n::{I18n, Msg, error_text, t, use_format, use_i18n};
use crate::platform::gesture;
use crate::platform::timer::{AtEnd, debounced};
use crate::state::use_batch;
use leptos::ev::{Event, KeyboardEvent, MouseEvent};
use leptos::prelude::*;
use panelboard_client::batch::{BatchSheet, BatchStop};
use panelboard_client::engine::batch::BatchCommand;
use std::time::Duration;

/// How long the button stays shut after the dialog has opened.
const GUARD: Duration = Duration::from_millis(400);

/// The dialog; open while there is a sheet.
#[component]
pub fn Confirm(confirming: RwSignal<Option<BatchSheet>>) -> impl IntoView {
    let (i18n, batch) = (use_i18n(), use_batch());
    let refused = RwSignal::new(None::<String>);
    let settled = RwSignal::new(false);
    let opening = debounced(GUARD, AtEnd::Forget);
    Effect::new(move |_| {
        settled.set(false);
        refused.set(None);
        if confirming.with(Option::is_some) {
            opening.put_off(move || settled.set(true));
        }
    });
    let send = move |event: &Event| {
        let Some(sheet) = confirming.get_untracked().filter(|_| settled.get_untracked()) else {
            return;
        };
        match gesture::with(event, |gesture| batch.send(gesture, &sheet)) {
            Some(None) => confirming.set(None),
            Some(Some(stop)) => {
                refused.set(Some(words(&stop, i18n)));
                settled.set(false);
                batch.request(BatchCommand::Check);
            }
            None => {}
        }
    };
    let confirm = Callback::new(move |event: MouseEvent| send(&event));
    let on_submit_key = Callback::new(move |event: KeyboardEvent| send(&event));
    let sums = Signal::derive(move || {
        confirming.with(|sheet| sheet.as_ref().map(|sheet| sheet.sums.clone()).unwrap_or_default())
    });
    let footer = move || {
        view! {
            <Button on_press=move |_| confirming.set(None)>{t(Msg::ORDER_BACK)}</Button>
            <Send confirming settled confirm/>
        }
    };
    view! {
        <Dialog
            id="confirm-batch"
            open=Signal::derive(move || confirming.with(Option::is_some))
            on_close=move |()| confirming.set(None)
            title=t(Msg::MASS_CONFIRM_TITLE)
            guarded=true
            on_submit_key
            footer
        >
            <Sums sums/>
            <p class="hint">{t(Msg::MASS_CONFIRM_NOTE)}</p>
            <div role="alert">
                {move || refused.get().map(|text| view! { <p class="hint hint--error">{text}</p> })}
            </div>
        </Dialog>
    }
}

/// The button with count and sum.
#[component]
fn Send(
    confirming: RwSignal<Option<BatchSheet>>,
    settled: RwSignal<bool>,
    confirm: Callback<MouseEvent>,
) -> impl IntoView {
    let (i18n, format) = (use_i18n(), use_format());
    let label = move || {
        confirming.with(|sheet| {
            let sheet = sheet.as_ref()?;
            let sums = sheet.sums.iter().filter_map(|sum| {
                let sum = format.money(sum.total?, sum.currency.as_ref());
                Some(i18n.fill(Msg::ORDER_APPROX, &[("amount", &sum)]))
            });
            let amount = sums.collect::<Vec<_>>().join(" + ");
            let count = format.number(sheet.rows as u64);
            Some(i18n.fill(Msg::MASS_CONFIRM_SEND, &[("count", &count), ("amount", &amount)]))
        })
    };
    view! {
        <Button
            kind=ButtonKind::Primary
            disabled=Signal::derive(move || !settled.get())
            on_press=confirm
        >
            {label}
        </Button>
    }
}

/// Why the batch did not begin.
pub fn words(stop: &BatchStop, i18n: I18n) -> String {
    match stop {
        BatchStop::Nothing | BatchStop::Changed => i18n.text(Msg::MASS_STOP_CHANGED),
        BatchStop::OverCap => i18n.text(Msg::MASS_OVER_CAP),
        BatchStop::Running => i18n.text(Msg::MASS_RUNNING),
        BatchStop::OtherTab => i18n.text(Msg::MASS_STOP_OTHER_TAB),
        BatchStop::NotKept(error) => {
            let todo = i18n.text(error_text::storage_error(error).todo);
            format!("{} {todo}", i18n.text(Msg::MASS_STOP_NOT_KEPT))
        }
        BatchStop::Stopped(row, stop) => match row {
            Some(row) => {
                format!("{} {}: {}", i18n.text(Msg::MASS_ROW), row + 1, of_stop(stop, i18n))
            }
            None => of_stop(stop, i18n),
        },
    }
}
