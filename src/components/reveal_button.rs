//! Shows a secret for as long as it is pressed, with pointer or keyboard.

use super::icon::{Icon, IconName};
use leptos::prelude::*;

/// The button; it stands at the end of the secret's input.
#[component]
pub fn RevealButton(
    #[prop(into)] label: Signal<String>,
    revealed: RwSignal<bool>,
) -> impl IntoView {
    let hide = move || revealed.set(false);
    let presses = |key: &str| matches!(key, " " | "Enter");
    view! {
        <button
            type="button"
            class="icon-btn"
            aria-label=move || label.get()
            title=move || label.get()
            aria-pressed=move || if revealed.get() { "true" } else { "false" }
            on:pointerdown=move |_| revealed.set(true)
            on:pointerup=move |_| hide()
            on:pointerleave=move |_| hide()
            on:pointercancel=move |_| hide()
            on:blur=move |_| hide()
            on:keydown=move |event| {
                if presses(&event.key()) {
                    event.prevent_default();
                    revealed.set(true);
                }
            }
            on:keyup=move |_| hide()
            on:contextmenu=move |event| event.prevent_default()
        >
            <Icon name=IconName::Eye/>
        </button>
    }
    .into_any()
}
