//! The chosen service, or the line to find one.

use super::cautions::Cautions;
use super::finder::Finder;
use super::form::Form;
use crate::components::{Button, ButtonSize, Icon, IconName, Note, SkeletonRows, Swatch, Tone};
use crate::i18n::error_text::not_orderable;
use crate::i18n::{Msg, t, use_format, use_i18n};
use crate::pages::services::{ServiceName, Words};
use crate::platform::{document, media, timer};
use crate::state::{CatalogView, Load};
use leptos::prelude::*;
use panelboard_domain::account::Account;
use panelboard_domain::money::Currency;
use panelboard_domain::service::{Service, ServiceKind};
use std::sync::Arc;

/// Where to go on when what had the focus is gone: the first field of most types, else the button that
/// changes the service, else the line to find one.
const NEXT: [&str; 4] = ["link", "username", "change", "find"];

/// Gives the focus to the first of [`NEXT`] that is there, once the page has been drawn anew.
pub(super) fn focus_next() {
    timer::next_frame(|| {
        let _ = NEXT.iter().any(|id| document::focus_on(id));
    });
}

/// Puts the focus into the form's first field once the list is known, where a pointer is fine and the
/// user is nowhere else yet.
pub(super) fn begin_in_first_field(load: Signal<Load<Arc<CatalogView>>>) {
    Effect::new(move |begun: Option<bool>| {
        let begun = begun.unwrap_or(false);
        let known = load.with(|load| load.value().is_some() || load.error().is_some());
        if known && !begun && media::points_finely() {
            timer::next_frame(|| {
                if document::is_focus_idle() {
                    let _ = NEXT.iter().any(|id| document::focus_on(id));
                }
            });
        }
        begun || known
    });
}

/// The first block of the form.
#[component]
pub fn ChosenService(
    form: Form,
    load: Signal<Load<Arc<CatalogView>>>,
    currency: Signal<Option<Currency>>,
    account: Signal<Account>,
) -> impl IntoView {
    let i18n = use_i18n();
    let finding = RwSignal::new(false);
    let named = Memo::new(move |_| form.draft.with(|draft| draft.service.clone()));
    let known = Memo::new(move |_| load.with(|load| load.value().is_some()));
    let gone = move || {
        let id = named.get()?;
        let text = i18n.fill(Msg::ORDER_SERVICE_GONE, &[("id", id.as_str())]);
        Some(
            view! { <Note tone=Tone::Warning title=t(Msg::SERVICES_GONE_TITLE)><p>{text}</p></Note> },
        )
    };
    let find = move || {
        let chosen = move |()| {
            finding.set(false);
            focus_next();
        };
        view! { <Finder form load currency on_choose=chosen/> }
    };
    let change = move |()| {
        finding.set(true);
        timer::next_frame(|| {
            document::focus_on("find");
        });
    };
    let content = move || match (finding.get(), form.service.get()) {
        (false, Some(service)) => {
            view! { <Picked service currency account on_change=change/> }.into_any()
        }
        (false, None) if named.with(Option::is_some) && !known.get() => {
            view! { <SkeletonRows count=1 label=t(Msg::SERVICES_DOWNLOADING)/> }.into_any()
        }
        (false, None) => view! { {gone} {find()} }.into_any(),
        (true, _) => find().into_any(),
    };
    view! {
        <section class="block" aria-labelledby="service-label">
            <h2 class="label" id="service-label">{t(Msg::ORDER_SERVICE)}</h2>
            {content}
            <Cautions form name=None currency/>
            <Show when=move || form.lacks_service()>
                <p class="hint hint--error">
                    <Icon name=IconName::Error small=true/>
                    <span>{t(Msg::ORDER_ERROR_EMPTY_SERVICE)}</span>
                </p>
            </Show>
        </section>
    }
}

#[component]
fn Picked(
    service: Arc<Service>,
    currency: Signal<Option<Currency>>,
    account: Signal<Account>,
    #[prop(into)] on_change: Callback<()>,
) -> impl IntoView {
    let words = Words { i18n: use_i18n(), format: use_format() };
    let hue = Signal::derive(move || account.with(|account| account.hue));
    let name = move || account.with(|account| account.name.clone());
    let id = service.id.to_string();
    let service_name = service.name.clone();
    let facts = {
        let service = Arc::clone(&service);
        move || currency.with(|currency| facts(words, &service, currency.as_ref()))
    };
    view! {
        <div class="picked">
            <div class="grow stack">
                <span class="row small sub">
                    <Swatch hue/>
                    <bdi class="clip">{name}</bdi>
                    <bdi class="mono dim">{id}</bdi>
                </span>
                <span class="clamp" dir="auto"><ServiceName name=service_name/></span>
                <span class="small sub dots">{facts}</span>
            </div>
            <Button id="change" size=ButtonSize::Dense on_press=move |_| on_change.run(())>
                {t(Msg::ORDER_CHANGE)}
            </Button>
        </div>
        <Notes service/>
    }
}

/// What to know before ordering it.
#[component]
fn Notes(service: Arc<Service>) -> impl IntoView {
    let i18n = use_i18n();
    let stop = service.orderable().err().map(|stop| {
        view! {
            <Note tone=Tone::Warning title=t(Msg::SERVICES_NOT_ORDERABLE_TITLE)>
                <p>{move || i18n.text(not_orderable(stop))}</p>
            </Note>
        }
    });
    let unknown = (service.kind == ServiceKind::Unknown).then(|| {
        let kind = service.kind_raw.clone();
        let title = move || i18n.fill(Msg::ORDER_UNKNOWN_KIND_TITLE, &[("type", &kind)]);
        view! {
            <Note tone=Tone::Warning title=Signal::derive(title)>
                <p>{t(Msg::ORDER_UNKNOWN_KIND_TEXT)}</p>
            </Note>
        }
    });
    view! { {stop} {unknown} }
}

/// "$1.56 / 1,000", "Refill", "Cancel".
fn facts(words: Words, service: &Service, currency: Option<&Currency>) -> Vec<AnyView> {
    let may = [
        (service.refill, Msg::SERVICES_REFILL),
        (service.cancel, Msg::SERVICES_CANCEL),
        (service.dripfeed, Msg::SERVICES_DRIPFEED),
    ];
    let may = may.into_iter().filter(|(flag, _)| *flag == Some(true));
    // Ours go with the page's direction, the panel's word with its own.
    let own = |text: String| view! { <span>{text}</span> }.into_any();
    let time = service.average_time.clone().filter(|time| !time.is_empty());
    let time = time.map(|time| view! { <span><bdi>{time}</bdi></span> }.into_any());
    let may = may.map(|(_, word)| own(words.i18n.text(word)));
    std::iter::once(own(words.rate(service, currency))).chain(time).chain(may).collect()
}
