//! One service in full: what it costs for a quantity, what the panel says of it, and the way to
//! order it, or why there is none.

use super::model::{Words, name_pieces};
use super::price::price;
use crate::components::{Icon, IconName, Note, Tone, marked};
use crate::i18n::error_text::not_orderable;
use crate::i18n::{Msg, t, use_format, use_i18n};
use leptos::prelude::*;
use panelboard_domain::money::Currency;
use panelboard_domain::service::Service;
use std::ops::Range;
use std::sync::Arc;

/// The panel's name for it, its brackets stepped back. Whoever places it says `dir="auto"` around it,
/// so that a clipped name loses its end.
#[component]
pub fn ServiceName(
    #[prop(into)] name: Signal<String>,
    /// What of it is marked, as byte ranges in order.
    #[prop(optional)]
    marks: Vec<Range<usize>>,
) -> impl IntoView {
    let pieces = Memo::new(move |_| name.with(|name| name_pieces(name, &marks)));
    let part = move |which: usize| move || marked(pieces.with(|pieces| pieces[which].clone()));
    view! { <span class="svc">{part(0)}<span>{part(1)}</span></span> }
}

/// The body of the detail.
#[component]
pub fn ServiceFacts(
    #[prop(into)] service: Signal<Arc<Service>>,
    #[prop(into)] currency: Signal<Option<Currency>>,
    /// The quantity that is priced.
    #[prop(into)]
    quantity: Signal<u64>,
    read_only: Signal<bool>,
) -> impl IntoView {
    let (i18n, format) = (use_i18n(), use_format());
    let words = Words { i18n, format };
    let money = move || {
        let price = service.with(|service| price(service, quantity.get())).ok()?;
        Some(currency.with(|currency| format.money(price, currency.as_ref())))
    };
    let stop = move || service.with(|service| service.orderable().err());
    let text = move |read: fn(&Service) -> Option<String>| {
        move || service.with(|service| read(service)).filter(|text| !text.is_empty())
    };
    let reason = move || {
        stop().map(|stop| {
            view! { <Note tone=Tone::Warning title=t(Msg::SERVICES_NOT_ORDERABLE_TITLE)><p>{i18n.text(not_orderable(stop))}</p></Note> }
        })
    };
    view! {
        <div class="stack">
            <h2 class="detail-title" dir="auto">
                <ServiceName name=move || service.with(|service| service.name.clone())/>
            </h2>
            <p class="small sub"><bdi>{move || service.with(|service| service.category.clone())}</bdi></p>
        </div>
        {reason}
        <Show when=move || read_only.get()>
            <Note title=t(Msg::SERVICES_READ_ONLY_TITLE)><p>{t(Msg::SERVICES_READ_ONLY)}</p></Note>
        </Show>
        <Show when=move || money().is_some()>
            <section class="stack">
                <div class="row price-line">
                    <span class="small sub">
                        {move || i18n.fill(Msg::SERVICES_PRICE_FOR_COUNT, &[("count", &format.number(quantity.get()))])}
                    </span>
                    <span class="money money--l push"><bdi>{move || money().unwrap_or_default()}</bdi></span>
                </div>
                <p class="hint">{move || estimate_note(words, currency.get().as_ref())}</p>
            </section>
        </Show>
        <dl class="kv">
            <dt>{t(Msg::SERVICES_TYPE)}</dt>
            <dd><bdi>{move || service.with(|service| service.kind_raw.clone())}</bdi></dd>
            <dt>{t(Msg::SERVICES_RATE)}</dt>
            <dd>{move || service.with(|service| currency.with(|currency| words.rate(service, currency.as_ref())))}</dd>
            <dt>{t(Msg::SERVICES_LIMITS)}</dt>
            <dd><bdi>{move || service.with(|service| words.limits(service))}</bdi></dd>
            {move || {
                text(|service| service.average_time.clone())()
                    .map(|time| view! { <dt>{t(Msg::SERVICES_AVERAGE_TIME)}</dt><dd><bdi>{time}</bdi></dd> })
            }}
            <Ability label=Msg::SERVICES_REFILL has=Signal::derive(move || service.with(|service| service.refill))/>
            <Ability label=Msg::SERVICES_CANCEL has=Signal::derive(move || service.with(|service| service.cancel))/>
            <Ability label=Msg::SERVICES_DRIPFEED has=Signal::derive(move || service.with(|service| service.dripfeed))/>
        </dl>
        {move || {
            text(|service| service.description.clone())()
                .map(|words| {
                    view! {
                        <section class="stack">
                            <h3 class="cap">{t(Msg::SERVICES_DESCRIPTION)}</h3>
                            <p class="small panel-words" dir="auto">{words}</p>
                        </section>
                    }
                })
        }}
    }
}

fn estimate_note(words: Words, currency: Option<&Currency>) -> String {
    match currency {
        Some(currency) => {
            words.i18n.fill(Msg::SERVICES_ESTIMATE_NOTE, &[("currency", currency.code())])
        }
        None => words.i18n.text(Msg::SERVICES_ESTIMATE_NO_CURRENCY),
    }
}

/// What the panel says of an ability: yes, no, or nothing.
#[component]
fn Ability(label: Msg, has: Signal<Option<bool>>) -> impl IntoView {
    let i18n = use_i18n();
    let word = move || {
        i18n.text(match has.get() {
            Some(true) => Msg::SERVICES_YES,
            Some(false) => Msg::SERVICES_NO,
            None => Msg::SERVICES_NOT_STATED,
        })
    };
    view! {
        <dt>{t(label)}</dt>
        <dd class="yes" data-state="completed" data-known=move || has.get().is_some().to_string()>
            {move || {
                (has.get() == Some(true)).then(|| view! { <Icon name=IconName::Check small=true/> })
            }}
            {word}
        </dd>
    }
}
