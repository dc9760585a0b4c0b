//! On or off, at once.

use leptos::prelude::*;

/// The switch. Its label stands beside it, or is only read when `bare`.
#[component]
pub fn Switch(
    #[prop(into)] label: Signal<String>,
    #[prop(into)] checked: Signal<bool>,
    #[prop(into)] on_change: Callback<bool>,
    /// The row around it already shows the words.
    #[prop(optional)]
    bare: bool,
) -> impl IntoView {
    let input = view! {
        <input
            type="checkbox"
            role="switch"
            class="switch"
            aria-label=bare.then_some(move || label.get())
            prop:checked=move || checked.get()
            on:change=move |event| on_change.run(event_target_checked(&event))
        />
    };
    if bare {
        input.into_any()
    } else {
        view! { <label class="check">{input} {move || label.get()}</label> }.into_any()
    }
}
