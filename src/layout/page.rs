//! One page: the phone's top bar, one heading, the content. The heading names the document and takes
//! the focus when one comes from another page, so that screen readers start there.

use super::account_button::AccountButton;
use super::journal_alarm::JournalAlarmNote;
use super::offline_strip::OfflineStrip;
use super::update_strip::UpdateStrip;
use crate::components::{Icon, IconName};
use crate::i18n::{Msg, t};
use crate::platform::document;
use crate::routes;
use crate::state::use_orders;
use leptos::html;
use leptos::prelude::*;
use leptos_router::components::A;

/// The page. With `back` the phone's top bar leads there and shows the title; without, it shows the
/// account and what needs attention, and `quiet` keeps the heading for readers only.
#[component]
pub fn Page(
    #[prop(into)] title: Signal<String>,
    #[prop(optional)] back: Option<&'static str>,
    #[prop(optional)] quiet: bool,
    /// At the end of the page head: when it was read, icon buttons, dense buttons.
    #[prop(optional, into)]
    actions: Option<ViewFnOnce>,
    /// Beside the heading: how many there are.
    #[prop(optional, into)]
    count: Option<Signal<String>>,
    children: Children,
) -> impl IntoView {
    let heading = NodeRef::<html::H1>::new();
    Effect::new(move |_| document::set_title(&title.get()));
    focus_when_arriving(heading);
    let quiet = quiet || back.is_some();
    view! {
        <main class="main" id="main">
            <header class="topbar">
                {match back {
                    Some(href) => view! { <BackBar href title/> }.into_any(),
                    None => view! { <AccountBar/> }.into_any(),
                }}
            </header>
            <OfflineStrip/>
            <UpdateStrip/>
            <JournalAlarmNote/>
            <header class=if quiet { "page-head page-head--quiet" } else { "page-head" }>
                <h1 tabindex="-1" node_ref=heading>{move || title.get()}</h1>
                {count.map(|count| view! { <span class="count" role="status">{move || count.get()}</span> })}
                {actions.map(|actions| view! { <div class="end">{actions.run()}</div> })}
            </header>
            {children()}
        </main>
    }
    .into_any()
}

#[component]
fn BackBar(href: &'static str, title: Signal<String>) -> impl IntoView {
    view! {
        <A href attr:class="icon-btn" attr:aria-label=t(Msg::NAV_BACK)>
            <Icon name=IconName::Back/>
        </A>
        <span class="title clip" dir="auto" aria-hidden="true">{move || title.get()}</span>
    }
}

#[component]
fn AccountBar() -> impl IntoView {
    let orders = use_orders();
    let label = t(Msg::NAV_ATTENTION);
    let bell = move || match orders.badge_count() {
        0 => None,
        count => Some(view! {
            <A
                href=routes::ORDERS
                attr:class="icon-btn push"
                attr:aria-label=move || format!("{}: {count}", label())
            >
                <Icon name=IconName::Bell/>
                <span class="badge" aria-hidden="true">{count}</span>
            </A>
        }),
    };
    view! { <AccountButton compact=true/> {bell} }
}

/// Not on the first page of a visit: there the browser decides.
fn focus_when_arriving(heading: NodeRef<html::H1>) {
    Effect::new(move |_| {
        let Some(element) = heading.get() else { return };
        if document::is_first_page() {
            return;
        }
        // A heading that cannot take the focus is still read from the top.
        let _ = element.focus();
    });
}
