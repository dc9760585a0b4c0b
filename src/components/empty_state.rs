//! Nothing here: says why and what to do next.

use super::error_panel::PanelSays;
use super::icon::{Icon, IconName};
use leptos::prelude::*;

/// The empty look of a list. Children are its buttons.
#[component]
pub fn EmptyState(
    icon: IconName,
    #[prop(into)] title: Signal<String>,
    #[prop(optional, into)] text: Option<Signal<String>>,
    #[prop(optional, into)] panel_says: Signal<Option<String>>,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="empty">
            <Icon name=icon/>
            <h2>{move || title.get()}</h2>
            {text.map(|text| view! { <p>{move || text.get()}</p> })}
            <PanelSays text=panel_says/>
            {children.map(|children| view! { <span class="row">{children()}</span> })}
        </div>
    }
    .into_any()
}
