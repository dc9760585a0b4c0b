//! Pressable pills: filters and quantities.

use super::icon::{Icon, IconName};
use leptos::prelude::*;

/// A group of pills with a name.
#[component]
pub fn Pills(#[prop(into)] label: Signal<String>, children: Children) -> impl IntoView {
    view! { <div class="pills" role="group" aria-label=move || label.get()>{children()}</div> }
        .into_any()
}

/// One pill. `removable` shows a cross while it is pressed: a filter that can be taken away.
#[component]
pub fn Pill(
    #[prop(optional, into)] pressed: Signal<bool>,
    #[prop(into)] on_press: Callback<()>,
    #[prop(optional)] removable: bool,
    #[prop(optional, into)] disabled: Signal<bool>,
    children: Children,
) -> impl IntoView {
    let cross =
        move || (removable && pressed.get()).then(|| view! { <Icon name=IconName::X small=true/> });
    view! {
        <button
            type="button"
            class="pill"
            aria-pressed=move || if pressed.get() { "true" } else { "false" }
            disabled=move || disabled.get()
            on:click=move |_| on_press.run(())
        >
            {children()}
            {cross}
        </button>
    }
    .into_any()
}
