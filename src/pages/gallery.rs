//! Every component and page part in every state, with made-up props and no network: for pictures and
//! for the accessibility check. Each specimen has an id of its own. Its words are samples, not the
//! product's, so they are not translated.

mod account_parts;
mod actions;
mod book_parts;
mod fields;
mod figures;
mod histories;
mod home_parts;
mod messages;
mod order_parts;
mod samples;
mod service_parts;
mod stage;

use crate::layout::Page;
use leptos::prelude::*;
use samples::sample;

/// The gallery.
#[component]
pub fn Gallery() -> impl IntoView {
    view! {
        <Page title=sample("Gallery")>
            <div class="gallery">
                <stage::Stage>
                    <actions::Actions/>
                    <fields::Fields/>
                    <figures::Figures/>
                    <messages::Messages/>
                    <account_parts::AccountParts/>
                    <home_parts::HomeParts/>
                    <service_parts::ServiceParts/>
                    <order_parts::OrderParts/>
                    <book_parts::BookParts/>
                </stage::Stage>
            </div>
        </Page>
    }
}

/// One specimen under its id.
#[component]
pub(in crate::pages) fn Specimen(
    id: &'static str,
    /// Over both columns.
    #[prop(optional)]
    wide: bool,
    children: Children,
) -> impl IntoView {
    view! {
        <section id=id class=wide.then_some("specimen--wide")>
            <h2 class="cap">{id}</h2>
            {children()}
        </section>
    }
    .into_any()
}
