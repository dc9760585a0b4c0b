//! Keys and values.

use leptos::prelude::*;

/// The list. `sum` puts the values at the end of the line, as in a bill.
#[component]
pub fn KeyValues(#[prop(optional)] sum: bool, children: Children) -> impl IntoView {
    view! { <dl class=if sum { "kv kv--sum" } else { "kv" }>{children()}</dl> }.into_any()
}

/// One pair.
#[component]
pub fn KeyValue(
    #[prop(into)] label: Signal<String>,
    /// The last line of a bill.
    #[prop(optional)]
    total: bool,
    children: Children,
) -> impl IntoView {
    let class = total.then_some("total");
    view! {
        <dt class=class>{move || label.get()}</dt>
        <dd class=class>{children()}</dd>
    }
    .into_any()
}
