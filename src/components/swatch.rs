//! The small square that stands for an account. Squares are accounts, round shapes are states.

use leptos::prelude::*;

/// The square of an account's hue, 1 to 8.
#[component]
pub fn Swatch(#[prop(into)] hue: Signal<u8>) -> impl IntoView {
    view! { <span class="swatch" data-hue=move || hue.get().to_string()></span> }
}
