//! What happened, newest first.

use super::state_chip::{ChipState, StateShape};
use leptos::prelude::*;

/// The list of events.
#[component]
pub fn Timeline(children: Children) -> impl IntoView {
    view! { <ol class="timeline">{children()}</ol> }.into_any()
}

/// One event; `time` is formatted, `detail` stands under it.
#[component]
pub fn TimelineItem(
    state: ChipState,
    #[prop(into)] text: Signal<String>,
    #[prop(into)] time: Signal<String>,
    #[prop(optional, into)] detail: Signal<Option<String>>,
) -> impl IntoView {
    view! {
        <li data-state=state.name()>
            <StateShape state/>
            <span>{move || text.get()}</span>
            <time>{move || time.get()}</time>
            {move || detail.get().map(|detail| view! { <small>{detail}</small> })}
        </li>
    }
    .into_any()
}
