//! Settings: how it looks, which accounts and relays, where the data is, what this is.

mod about;
mod data;
mod look;
mod relays;

use super::accounts::AccountList;
use crate::i18n::{Msg, t};
use crate::layout::Page;
use crate::routes;
use about::About;
use data::Data;
use leptos::prelude::*;
use look::Look;
use relays::RelayList;
pub use relays::RelaysPage;

/// The page.
#[component]
pub fn Settings() -> impl IntoView {
    view! {
        <Page title=t(Msg::SETTINGS_TITLE) back=routes::HOME>
            <div class="narrow settings">
                <Section title=Msg::SETTINGS_LOOK><Look/></Section>
                <Section title=Msg::SETTINGS_ACCOUNTS><AccountList/></Section>
                <Section title=Msg::RELAYS_TITLE><RelayList/></Section>
                <Section title=Msg::SETTINGS_DATA><Data/></Section>
                <Section title=Msg::SETTINGS_ABOUT><About/></Section>
            </div>
        </Page>
    }
}

#[component]
fn Section(title: Msg, children: Children) -> impl IntoView {
    view! {
        <section class="section">
            <div class="section-head"><h2>{t(title)}</h2></div>
            {children()}
        </section>
    }
    .into_any()
}
