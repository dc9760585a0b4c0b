//! What a page about one account shows while there is none.

use crate::components::{ButtonKind, ButtonLink, EmptyState, IconName};
use crate::i18n::{Msg, t};
use crate::layout::Page;
use crate::routes;
use leptos::prelude::*;

/// The page under its own title, and the way to the first account.
#[component]
pub fn NoAccount(title: Msg, icon: IconName) -> impl IntoView {
    view! {
        <Page title=t(title)>
            <EmptyState
                icon=icon
                title=t(Msg::SERVICES_NO_ACCOUNT_TITLE)
                text=t(Msg::SERVICES_NO_ACCOUNT_TEXT)
            >
                <ButtonLink
                    href=routes::ACCOUNTS_ADD.to_owned()
                    kind=ButtonKind::Primary
                    external=true
                >
                    {t(Msg::SERVICES_ADD_ACCOUNT)}
                </ButtonLink>
            </EmptyState>
        </Page>
    }
    .into_any()
}
