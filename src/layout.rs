//! The frame around every page: rail on the desktop, top bar and tab bar on the phone.

use leptos::prelude::*;

/// The frame.
#[component]
pub fn Shell(children: Children) -> impl IntoView {
    view! { <div class="app">{children()}</div> }
}
