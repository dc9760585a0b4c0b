//! A sample of the product, so that one sees what one gets. Nothing in it is real.

use crate::components::{ChipState, MoneySize, MoneyText, StateChip, Swatch};
use crate::i18n::{Msg, t, use_format};
use leptos::prelude::*;
use panelboard_domain::money::{Amount, Currency};

/// The sample.
#[component]
pub fn Specimen() -> impl IntoView {
    view! {
        <section class="panel specimen" aria-label=t(Msg::FIRST_RUN_SPECIMEN)>
            <div class="accs">
                <Account name="Northpanel" dialect="v2" hue=2 balance="120"/>
                <Account name="Seoul desk" dialect="v1" hue=7 balance="35.5"/>
            </div>
            <ul>
                <Order service="Video Views" count=5000 state=ChipState::Running word=Msg::STATUS_RUNNING/>
                <Order service="Page Likes" count=250 state=ChipState::Completed word=Msg::STATUS_COMPLETED/>
                <Order
                    service="Channel Members"
                    count=1000
                    state=ChipState::Unconfirmed
                    word=Msg::STATUS_UNKNOWN
                />
                <li class="dim">{t(Msg::FIRST_RUN_SPECIMEN_NOTE)}</li>
            </ul>
        </section>
    }
    .into_any()
}

#[component]
fn Account(
    name: &'static str,
    dialect: &'static str,
    hue: u8,
    balance: &'static str,
) -> impl IntoView {
    let format = use_format();
    let amount = Amount::parse(balance).unwrap_or_default();
    let text = move || format.money(amount, Currency::new("USD").as_ref());
    view! {
        <div>
            <span class="row sub">
                <Swatch hue=hue/>
                <bdi>{name}</bdi>
                <bdi class="dim">{dialect}</bdi>
            </span>
            <MoneyText text size=MoneySize::Large/>
        </div>
    }
    .into_any()
}

#[component]
fn Order(service: &'static str, count: u64, state: ChipState, word: Msg) -> impl IntoView {
    let format = use_format();
    view! {
        <li>
            <span class="clip"><bdi>{service}</bdi> " · " {move || format.number(count)}</span>
            <StateChip state label=t(word)/>
        </li>
    }
    .into_any()
}
