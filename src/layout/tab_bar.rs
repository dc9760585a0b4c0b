//! The phone's bar at the bottom: four places and, raised, a new order.

use super::rail::UnconfirmedBadge;
use crate::components::{Icon, IconName};
use crate::i18n::{Msg, t};
use crate::routes;
use leptos::prelude::*;
use leptos_router::components::A;

/// The bar.
#[component]
pub fn TabBar() -> impl IntoView {
    view! {
        <nav class="tabbar" aria-label=t(Msg::NAV_MAIN)>
            <TabLink href=routes::HOME icon=IconName::Home label=Msg::NAV_HOME/>
            <TabLink href=routes::SERVICES icon=IconName::Services label=Msg::NAV_SERVICES/>
            <TabLink href=routes::NEW_ORDER icon=IconName::Plus label=Msg::NAV_NEW class="new"/>
            <TabLink href=routes::ORDERS icon=IconName::Orders label=Msg::NAV_ORDERS>
                <UnconfirmedBadge/>
            </TabLink>
            <TabLink href=routes::SETTINGS icon=IconName::Settings label=Msg::NAV_SETTINGS/>
        </nav>
    }
}

#[component]
fn TabLink(
    href: &'static str,
    icon: IconName,
    label: Msg,
    #[prop(optional)] class: &'static str,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    view! {
        <A href exact=href == routes::HOME attr:class=class>
            <Icon name=icon/>
            <span>{t(label)}</span>
            {children.map(|children| children())}
        </A>
    }
    .into_any()
}
