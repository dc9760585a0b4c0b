//! An address that leads nowhere.

use crate::components::{ButtonKind, ButtonLink};
use crate::i18n::{Msg, t};
use crate::layout::Page;
use crate::routes;
use leptos::prelude::*;

/// Says so and leads back.
#[component]
pub fn NotFound() -> impl IntoView {
    view! {
        <Page title=t(Msg::COMMON_NOT_FOUND) back=routes::HOME>
            <div class="stack-l narrow">
                <p class="sub">{t(Msg::COMMON_NOT_FOUND_TEXT)}</p>
                <p>
                    <ButtonLink href=routes::HOME kind=ButtonKind::Primary>
                        {t(Msg::COMMON_GO_HOME)}
                    </ButtonLink>
                </p>
            </div>
        </Page>
    }
}
