//! A line that the operator of a relay adds to its command, to copy.

use crate::components::{IconButton, IconName};
use crate::i18n::{Msg, t};
use crate::platform::clipboard;
use crate::state::{ToastKind, use_toasts};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The line, under the words that say what it is for.
#[component]
pub(super) fn CommandLine(
    line: String,
    /// What it is needed for is tried again by itself.
    #[prop(optional)]
    waits: bool,
) -> impl IntoView {
    let toasts = use_toasts();
    let shown = line.clone();
    let copy = move |_| {
        let line = line.clone();
        spawn_local(async move {
            if clipboard::copy(&line).await {
                toasts.push(ToastKind::Done, Msg::RELAYS_COPIED, Vec::new());
            }
        });
    };
    view! {
        <p>{t(Msg::RELAYS_LINE)} {waits.then(|| view! { " " {t(Msg::RELAYS_GOES_ON)} })}</p>
        <div class="command">
            <code dir="ltr">{shown}</code>
            <IconButton icon=IconName::Copy label=t(Msg::RELAYS_COPY) on_press=copy/>
        </div>
    }
    .into_any()
}
