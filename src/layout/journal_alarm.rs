//! Says on every page that something is wrong with the journal, and what can be done.

use crate::components::{Button, ButtonSize, Note, Tone};
use crate::i18n::error_text::storage_error;
use crate::i18n::{I18n, Msg, use_i18n};
use crate::platform::document;
use crate::state::{JournalAlarm, use_orders};
use leptos::prelude::*;

/// The note; nothing while all is well.
#[component]
pub(super) fn JournalAlarmNote() -> impl IntoView {
    let (i18n, alarm) = (use_i18n(), use_orders().alarm());
    move || alarm.get().map(|alarm| note(i18n, alarm))
}

fn note(i18n: I18n, alarm: JournalAlarm) -> AnyView {
    let orders = use_orders();
    let is_shut = matches!(alarm, JournalAlarm::Shut(_));
    let title = match alarm {
        JournalAlarm::Shut(_) => Msg::ALARM_SHUT_TITLE,
        JournalAlarm::Lost(_) => Msg::ALARM_LOST_TITLE,
        JournalAlarm::Damaged(_) => Msg::ALARM_DAMAGED_TITLE,
    };
    let actions = move || {
        view! {
            <Button size=ButtonSize::Dense on_press=move |_| orders.save_raw()>
                {move || i18n.text(Msg::ALARM_SAVE)}
            </Button>
            {if is_shut {
                view! {
                    <Button size=ButtonSize::Dense on_press=|_| document::reload()>
                        {move || i18n.text(Msg::ALARM_RELOAD)}
                    </Button>
                }
            } else {
                view! {
                    <Button size=ButtonSize::Dense on_press=move |_| orders.alarm_seen()>
                        {move || i18n.text(Msg::ALARM_SEEN)}
                    </Button>
                }
            }}
        }
    };
    view! {
        <Note
            tone=Tone::Bad
            title=Signal::derive(move || i18n.text(title))
            alert=true
            actions
        >
            <p>{move || text(i18n, &alarm)}</p>
        </Note>
    }
    .into_any()
}

fn text(i18n: I18n, alarm: &JournalAlarm) -> String {
    match alarm {
        JournalAlarm::Shut(error) => {
            let words = storage_error(error);
            [words.what, words.todo, Msg::ALARM_SHUT_TEXT].map(|part| i18n.text(part)).join(" ")
        }
        JournalAlarm::Lost(loss) => {
            let (expected, found) = (loss.expected.to_string(), loss.found.to_string());
            i18n.fill(Msg::ALARM_LOST_TEXT, &[("expected", &expected), ("found", &found)])
        }
        JournalAlarm::Damaged(count) => {
            i18n.fill(Msg::ALARM_DAMAGED_TEXT, &[("count", &count.to_string())])
        }
    }
}
