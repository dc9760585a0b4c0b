//! A choice out of a list, the browser's own.

use super::field::about;
use super::icon::{Icon, IconName};
use leptos::prelude::*;

/// The select. Options are pairs of value and text; the texts follow the language.
#[component]
pub fn Select(
    id: &'static str,
    #[prop(into)] value: Signal<String>,
    #[prop(into)] options: Signal<Vec<(String, String)>>,
    #[prop(into)] on_change: Callback<String>,
    /// For a select without a visible label.
    #[prop(optional, into)]
    label: Option<Signal<String>>,
) -> impl IntoView {
    let option = move |(code, text): (String, String)| {
        let own = code.clone();
        view! { <option value=code selected=move || value.get() == own>{text}</option> }
    };
    view! {
        <span class="input input--select">
            <select
                id=id
                aria-label=label.map(|label| move || label.get())
                aria-describedby=label.is_none().then(|| about(id))
                on:change=move |event| on_change.run(event_target_value(&event))
            >
                {move || options.get().into_iter().map(option).collect_view()}
            </select>
            <Icon name=IconName::Down small=true/>
        </span>
    }
    .into_any()
}
