//! Several lines of text, one thing a line.

use super::field::about;
use leptos::prelude::*;

/// The text area.
#[component]
pub fn TextArea(
    id: &'static str,
    #[prop(into)] value: Signal<String>,
    #[prop(into)] on_input: Callback<String>,
    #[prop(optional, into)] placeholder: Signal<String>,
    #[prop(optional, into)] invalid: Signal<bool>,
    #[prop(optional)] rows: Option<u8>,
) -> impl IntoView {
    view! {
        <textarea
            id=id
            class="input"
            rows=rows.unwrap_or(6).to_string()
            dir="auto"
            spellcheck="false"
            placeholder=move || placeholder.get()
            aria-invalid=move || invalid.get().then_some("true")
            aria-describedby=about(id)
            prop:value=move || value.get()
            on:input=move |event| on_input.run(event_target_value(&event))
        ></textarea>
    }
    .into_any()
}
