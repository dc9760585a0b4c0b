//! A small fact of a service or account. What is only claimed (read from a name) is dashed.

use leptos::prelude::*;

/// The tag.
#[component]
pub fn Tag(
    /// Claimed by the panel, not known.
    #[prop(optional)]
    claim: bool,
    children: Children,
) -> impl IntoView {
    view! { <span class=if claim { "tag tag--claim" } else { "tag" }>{children()}</span> }
        .into_any()
}
