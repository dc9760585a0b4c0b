//! An address that leads nowhere.

use crate::components::{ButtonKind, ButtonLink, EmptyState, IconName};
use crate::i18n::{Msg, t};
use crate::layout::Page;
use crate::routes;
use leptos::prelude::*;

/// Says so and leads back.
#[component]
pub fn NotFound() -> impl IntoView {
    view! {
        <Page title=t(Msg::COMMON_NOT_FOUND) back=routes::HOME>
            <EmptyState
                icon=IconName::Search
                title=t(Msg::COMMON_NOT_FOUND)
                text=t(Msg::COMMON_NOT_FOUND_TEXT)
            >
                <ButtonLink href=routes::href(routes::HOME) kind=ButtonKind::Primary>
                    {t(Msg::COMMON_GO_HOME)}
                </ButtonLink>
            </EmptyState>
        </Page>
    }
}
