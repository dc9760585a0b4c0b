//! The loading look of a list: grey rows of the list's own shape, and a sentence for screen readers.

use leptos::prelude::*;

/// `count` rows. `label` says what is loading; it is shown under the rows.
#[component]
pub fn SkeletonRows(count: usize, #[prop(into)] label: Signal<String>) -> impl IntoView {
    let bar = |class: &'static str| view! { <span class=class></span> };
    let row = move |index: usize| {
        let long = if index.is_multiple_of(2) { "skel skel--m" } else { "skel skel--l" };
        view! {
            <li>
                {bar("skel skel--dot")}
                <span class="grow stack">{bar(long)} {bar("skel skel--s")}</span>
                {bar("skel skel--n")}
            </li>
        }
    };
    view! {
        <div class="skeleton" aria-busy="true">
            <ul class="rows" aria-hidden="true">{(0..count).map(row).collect_view()}</ul>
            <p class="hint" role="status">{move || label.get()}</p>
        </div>
    }
    .into_any()
}
