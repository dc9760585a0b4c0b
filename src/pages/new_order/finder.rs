//! Finding a service by a few letters or its number, without leaving the form.

use super::form::Form;
use crate::components::{Icon, IconName};
use crate::i18n::{Msg, t, use_format, use_i18n};
use crate::pages::services::{ServiceName, Words};
use crate::state::{CatalogView, Load};
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use panelboard_domain::id::ServiceId;
use panelboard_domain::money::Currency;
use panelboard_domain::service::Service;
use std::ops::Range;
use std::sync::Arc;

/// Offered at once; more are a word away.
const OFFERED: usize = 8;

/// A service, and what of its name was searched for.
type Offer = (Arc<Service>, Vec<Range<usize>>);

/// A line to type in and the best services below it.
#[component]
pub fn Finder(
    form: Form,
    load: Signal<Load<Arc<CatalogView>>>,
    #[prop(into)] currency: Signal<Option<Currency>>,
    /// A service was chosen.
    #[prop(into)]
    on_choose: Callback<()>,
) -> impl IntoView {
    let query = RwSignal::new(String::new());
    let at = RwSignal::new(0_usize);
    let found = Memo::new(move |_| {
        if query.with(|query| query.trim().is_empty()) {
            return Vec::new();
        }
        load.with(|load| {
            let Some(view) = load.value() else { return Vec::new() };
            let found = query.with(|query| view.find(query));
            let row = |row: &u32| {
                let service = view.catalog.services().get(*row as usize)?;
                let marks = view.marks(&found.asked, &service.name);
                Some((Arc::new(service.clone()), marks))
            };
            found.rows.iter().take(OFFERED + 1).filter_map(row).collect::<Vec<Offer>>()
        })
    });
    let choose = move |id: ServiceId| {
        form.draft.update(|draft| draft.service = Some(id));
        on_choose.run(());
    };
    let on_key = move |event: KeyboardEvent| {
        let last = found.with(Vec::len).min(OFFERED).saturating_sub(1);
        match event.key().as_str() {
            "ArrowDown" => at.update(|at| *at = (*at + 1).min(last)),
            "ArrowUp" => at.update(|at| *at = at.saturating_sub(1)),
            "Enter" => {
                let chosen =
                    found.with(|found| found.get(at.get()).map(|(service, _)| service.id.clone()));
                if let Some(id) = chosen {
                    choose(id);
                }
            }
            _ => return,
        }
        event.prevent_default();
    };
    let option = move |(index, (service, marks)): (usize, Offer)| {
        let id = service.id.clone();
        view! { <Found index service marks currency at on_choose=move |()| choose(id.clone())/> }
    };
    let offered = move || found.get().into_iter().take(OFFERED).enumerate().collect::<Vec<_>>();
    view! {
        <div class="finder">
            <span class="input">
                <Icon name=IconName::Search/>
                <input
                    id="find"
                    role="combobox"
                    aria-expanded=move || found.with(|found| !found.is_empty()).to_string()
                    aria-controls="found"
                    aria-autocomplete="list"
                    aria-activedescendant=move || {
                        found.with(|found| !found.is_empty()).then(|| format!("found-{}", at.get()))
                    }
                    aria-label=t(Msg::ORDER_FIND_SERVICE)
                    placeholder=t(Msg::ORDER_FIND_SERVICE)
                    dir="auto"
                    autocomplete="off"
                    spellcheck="false"
                    prop:value=move || query.get()
                    on:input=move |event| {
                        at.set(0);
                        query.set(event_target_value(&event));
                    }
                    on:keydown=on_key
                />
            </span>
            <ul class="rows found-list" id="found" role="listbox" aria-label=t(Msg::ORDER_SERVICE)>
                <For
                    each=offered
                    key=|(index, (service, marks))| (*index, service.id.clone(), marks.clone())
                    children=option
                />
            </ul>
            <p class="hint" role="status">{hint(query, found, load)}</p>
        </div>
    }
}

fn hint(
    query: RwSignal<String>,
    found: Memo<Vec<Offer>>,
    load: Signal<Load<Arc<CatalogView>>>,
) -> impl Fn() -> String + Copy + Send + 'static {
    let i18n = use_i18n();
    move || {
        i18n.text(match (query.with(|query| query.trim().is_empty()), found.with(Vec::len)) {
            _ if load.with(|load| load.value().is_none()) => Msg::SERVICES_DOWNLOADING,
            (true, _) => Msg::ORDER_FIND_HINT,
            (false, 0) => Msg::ORDER_FIND_NONE,
            (false, count) if count > OFFERED => Msg::ORDER_FIND_MORE,
            _ => return String::new(),
        })
    }
}

#[component]
fn Found(
    index: usize,
    service: Arc<Service>,
    marks: Vec<Range<usize>>,
    currency: Signal<Option<Currency>>,
    at: RwSignal<usize>,
    #[prop(into)] on_choose: Callback<()>,
) -> impl IntoView {
    let words = Words { i18n: use_i18n(), format: use_format() };
    let id = service.id.to_string();
    let name = service.name.clone();
    let rate = move || currency.with(|currency| words.rate(&service, currency.as_ref()));
    view! {
        <li
            role="option"
            id=format!("found-{index}")
            aria-selected=move || (at.get() == index).to_string()
            on:mousedown=move |event| event.prevent_default()
            on:click=move |_| on_choose.run(())
        >
            <bdi class="mono dim tiny">{id}</bdi>
            <span class="grow clip" dir="auto"><ServiceName name marks/></span>
            <span class="money dim small">{rate}</span>
        </li>
    }
}
