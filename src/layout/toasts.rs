//! Draws the notices of background work, in the user's words.

use crate::components::{Toast, ToastList, Tone};
use crate::i18n::use_i18n;
use crate::state::{Toast as Notice, ToastKind, use_toasts};
use leptos::prelude::*;

/// The notices of the moment.
#[component]
pub(super) fn Toasts() -> impl IntoView {
    let toasts = use_toasts();
    view! {
        <ToastList>
            <For each=move || toasts.list().get() key=|notice| notice.id let:notice>
                <NoticeView notice/>
            </For>
        </ToastList>
    }
}

#[component]
fn NoticeView(notice: Notice) -> impl IntoView {
    let (toasts, i18n) = (use_toasts(), use_i18n());
    let Notice { id, kind, message, params } = notice;
    let tone = match kind {
        ToastKind::Done => Tone::Good,
        ToastKind::Note => Tone::Plain,
        ToastKind::Problem => Tone::Warning,
    };
    let text = move || {
        let values: Vec<_> = params.iter().map(|(name, value)| (*name, value.as_str())).collect();
        i18n.fill(message, &values)
    };
    view! { <Toast tone text on_dismiss=move |()| toasts.dismiss(id)/> }
}
