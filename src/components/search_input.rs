//! Quick search: filters what stands below it while one types.

use super::icon::{Icon, IconName};
use leptos::prelude::*;

/// The search line. `/` brings the focus here (see `layout::shortcuts`), Esc empties it.
#[component]
pub fn SearchInput(
    #[prop(into)] label: Signal<String>,
    #[prop(into)] value: Signal<String>,
    #[prop(into)] on_input: Callback<String>,
) -> impl IntoView {
    view! {
        <span class="input input--search grow">
            <Icon name=IconName::Search/>
            <input
                type="search"
                id="search"
                autocomplete="off"
                spellcheck="false"
                enterkeyhint="search"
                aria-label=move || label.get()
                placeholder=move || label.get()
                prop:value=move || value.get()
                on:input=move |event| on_input.run(event_target_value(&event))
                on:keydown=move |event| {
                    if event.key() == "Escape" {
                        on_input.run(String::new());
                    }
                }
            />
            {move || {
                value.with(String::is_empty).then(|| view! { <kbd class="desk-only" aria-hidden="true">{"/"}</kbd> })
            }}
        </span>
    }
    .into_any()
}
