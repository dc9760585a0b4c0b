//! Every component and page part in every state, with made-up props and no network: for pictures and
//! for the accessibility check. Each specimen has an id of its own.

use leptos::prelude::*;

/// The gallery.
#[component]
pub fn Gallery() -> impl IntoView {
    view! { <main class="main" id="main"></main> }
}
