//! Tabs are links: each has an address, and the current one is marked.

use leptos::prelude::*;

/// The row of tabs.
#[component]
pub fn Tabs(#[prop(into)] label: Signal<String>, children: Children) -> impl IntoView {
    view! { <nav class="tabs bleed" aria-label=move || label.get()>{children()}</nav> }.into_any()
}

/// One tab; `count` is formatted.
#[component]
pub fn Tab(
    #[prop(into)] href: Signal<String>,
    #[prop(into)] label: Signal<String>,
    #[prop(into)] current: Signal<bool>,
    #[prop(optional, into)] count: Signal<Option<String>>,
) -> impl IntoView {
    view! {
        <a href=move || href.get() aria-current=move || current.get().then_some("page")>
            {move || label.get()}
            {move || count.get().map(|count| view! { <span class="count">{count}</span> })}
        </a>
    }
    .into_any()
}
