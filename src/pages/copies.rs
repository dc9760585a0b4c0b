//! Copies of the orders: the quiet line that reminds of one, and the place where one is saved and brought
//! back.

use crate::components::{Button, IconName, LinkButton, Note};
use crate::i18n::error_text::storage_error;
use crate::i18n::{I18n, Msg, t, use_format, use_i18n};
use crate::platform::upload;
use crate::state::{CopyBack, use_copies, use_orders, use_presence};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// "Last copy of your orders: 3 May", or that there is none; empty while nobody knows.
fn last_copy() -> Signal<String> {
    let (i18n, format) = (use_i18n(), use_format());
    let (copies, now) = (use_copies(), use_presence().now());
    Signal::derive(move || match copies.last() {
        None => String::new(),
        Some(None) => i18n.text(Msg::SETTINGS_COPY_NEVER),
        Some(Some(at)) => {
            i18n.fill(Msg::SETTINGS_COPY_LAST, &[("time", &format.moment(at, now.get()))])
        }
    })
}

/// One line, while orders are in no copy for long; it can be put off.
#[component]
pub fn CopyReminder() -> impl IntoView {
    let (copies, orders, text) = (use_copies(), use_orders(), last_copy());
    let is_due = Memo::new(move |_| copies.is_due(orders.ids()));
    view! {
        <Show when=move || is_due.get()>
            <p class="hint restored" id="copy">
                {text} " "
                <LinkButton on_press=move |_| orders.save_raw()>{t(Msg::SETTINGS_COPY_SAVE)}</LinkButton> " "
                <LinkButton on_press=move |_| copies.put_off()>{t(Msg::ORDERS_ASK_NOT_NOW)}</LinkButton>
            </p>
        </Show>
    }
    .into_any()
}

/// In the settings: when the last one was saved, saving one, bringing one back and what became of it.
#[component]
pub fn CopyNote() -> impl IntoView {
    let (i18n, copies, orders) = (use_i18n(), use_copies(), use_orders());
    let pick = move |_| {
        spawn_local(async move {
            if let Some(text) = upload::pick(".json").await {
                copies.bring_back(text);
            }
        });
    };
    let actions = move || {
        view! {
            <Button on_press=move |_| orders.save_raw()>{t(Msg::SETTINGS_COPY_SAVE)}</Button>
            <Button on_press=pick>{t(Msg::SETTINGS_COPY_BACK)}</Button>
        }
    };
    view! {
        <Note icon=IconName::Orders title=last_copy() actions>
            <p role="status">{move || copies.back().get().map(|back| words(i18n, back))}</p>
        </Note>
    }
    .into_any()
}

fn words(i18n: I18n, back: CopyBack) -> String {
    match back {
        CopyBack::NoCopy => i18n.text(Msg::SETTINGS_COPY_NONE),
        CopyBack::Failed(error) => {
            let words = storage_error(&error);
            [words.what, words.todo].map(|part| i18n.text(part)).join(" ")
        }
        CopyBack::Done { added, here, damaged, newer } => {
            let counts = [("added", added), ("here", here), ("damaged", damaged), ("newer", newer)];
            let counts = counts.map(|(name, count)| (name, count.to_string()));
            let counts = counts.each_ref().map(|(name, count)| (*name, count.as_str()));
            i18n.fill(Msg::SETTINGS_COPY_BROUGHT, &counts)
        }
    }
}
