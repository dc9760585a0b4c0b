//! The first run: two ways in, what to expect, the legal line. Shown on Home while there is no
//! account; it stands without the frame, because there is nothing to steer yet.

mod language_menu;
mod specimen;
mod trial;

pub use specimen::Specimen;

use crate::components::{ButtonKind, ButtonLink, ButtonSize};
use crate::i18n::{Msg, t};
use crate::platform::document;
use crate::routes;
use crate::state::use_orders;
use language_menu::LanguageMenu;
use leptos::prelude::*;
use trial::Trial;

/// The entry page.
#[component]
pub fn FirstRun() -> impl IntoView {
    let title = t(Msg::FIRST_RUN_TITLE);
    Effect::new(move |_| document::set_title(&title()));
    view! {
        <header class="entry-bar">
            <span class="wordmark">{t(Msg::COMMON_APP_NAME)}</span>
            <LanguageMenu/>
        </header>
        <main class="entry-main entry-main--pair" id="main">
            <section class="stack-l">
                <div class="stack">
                    <h1 class="display">{t(Msg::FIRST_RUN_HEADLINE)}</h1>
                    <p class="lead">{t(Msg::FIRST_RUN_LEAD)}</p>
                </div>
                <div class="actions-col">
                    <ButtonLink
                        href=routes::ACCOUNTS_ADD
                        external=true
                        kind=ButtonKind::Primary
                        size=ButtonSize::Large
                    >
                        {t(Msg::FIRST_RUN_ADD)}
                    </ButtonLink>
                    <Trial/>
                </div>
                <OrdersLeft/>
            </section>
            <Specimen/>
            <section class="facts" aria-label=t(Msg::FIRST_RUN_HOW)>
                <Fact title=Msg::FIRST_RUN_KEY_TITLE text=Msg::FIRST_RUN_KEY_TEXT/>
                <Fact title=Msg::FIRST_RUN_ORDER_TITLE text=Msg::FIRST_RUN_ORDER_TEXT/>
                <Fact title=Msg::FIRST_RUN_PANEL_TITLE text=Msg::FIRST_RUN_PANEL_TEXT/>
            </section>
        </main>
        <footer class="entry-foot"><p>{t(Msg::FIRST_RUN_LEGAL)}</p></footer>
    }
    .into_any()
}

/// Orders of accounts that were removed are not forgotten with them.
#[component]
fn OrdersLeft() -> impl IntoView {
    let orders = use_orders();
    view! {
        <Show when=move || !orders.ids().read().is_empty()>
            <p class="sub" id="orders-left">
                {t(Msg::FIRST_RUN_ORDERS_LEFT)} " "
                <a href=routes::ORDERS>{t(Msg::NAV_ORDERS)}</a>
            </p>
        </Show>
    }
    .into_any()
}

#[component]
fn Fact(title: Msg, text: Msg) -> impl IntoView {
    view! { <div><h2>{t(title)}</h2><p>{t(text)}</p></div> }.into_any()
}
