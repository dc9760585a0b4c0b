//! Search, quantity and filters. Everything here only changes the criteria.

use super::criteria::{Ability, Criteria, Sort};
use super::list::{Categories, allows};
use super::model::Shown;
use crate::components::{Icon, IconName, SearchInput};
use crate::i18n::{Msg, t, use_format, use_i18n};
use leptos::prelude::*;
use std::sync::Arc;

/// The toolbar.
#[component]
pub fn Toolbar(criteria: RwSignal<Criteria>, #[prop(into)] shown: Signal<Shown>) -> impl IntoView {
    let query = move || criteria.with(|criteria| criteria.query.clone());
    let quantity = move || criteria.with(|criteria| criteria.quantity.clone());
    let format = use_format();
    let price_label = t(Msg::SERVICES_PRICE_FOR_LABEL);
    let filters = t(Msg::SERVICES_FILTERS);
    view! {
        <div class="toolbar">
            <SearchInput
                label=t(Msg::SERVICES_SEARCH)
                value=Signal::derive(query)
                on_input=move |query| criteria.update(|criteria| criteria.query = query)
            />
            <label class="input input--search input--qty">
                <span class="dim">{t(Msg::SERVICES_PRICE_FOR)}</span>
                <input
                    inputmode="numeric"
                    autocomplete="off"
                    placeholder=move || shown.with(|shown| format.number(shown.quantity))
                    dir="ltr"
                    aria-label=price_label
                    prop:value=quantity
                    on:input=move |event| criteria.update(|c| c.quantity = event_target_value(&event))
                />
            </label>
            <div class="pills" role="group" aria-label=filters>
                <AbilityPills criteria shown/>
                <CategoryPill criteria shown/>
                <SortPill criteria shown/>
            </div>
        </div>
    }
}

/// One pill for each ability that some service of this panel has.
#[component]
fn AbilityPills(criteria: RwSignal<Criteria>, #[prop(into)] shown: Signal<Shown>) -> impl IntoView {
    let catalog = Memo::new(move |_| shown.with(|shown| Arc::clone(&shown.view)));
    let present = Memo::new(move |_| {
        catalog.with(|view| {
            let services = view.catalog.services();
            Ability::ALL.map(|ability| services.iter().any(|service| allows(service, ability)))
        })
    });
    let pill = move |ability: Ability| {
        let word = t(match ability {
            Ability::Refill => Msg::SERVICES_REFILL,
            Ability::Cancel => Msg::SERVICES_CANCEL,
            Ability::Dripfeed => Msg::SERVICES_DRIPFEED,
        });
        let pressed = move || criteria.with(|criteria| criteria.abilities.contains(&ability));
        view! {
            <button
                type="button"
                class="pill"
                hidden=move || !present.get()[ability as usize]
                aria-pressed=move || pressed().to_string()
                on:click=move |_| criteria.update(|criteria| criteria.toggle(ability))
            >
                {word}
                {move || pressed().then(|| view! { <Icon name=IconName::X small=true/> })}
            </button>
        }
    };
    Ability::ALL.map(pill)
}

/// The categories as a native list in the shape of a pill.
#[component]
fn CategoryPill(criteria: RwSignal<Criteria>, #[prop(into)] shown: Signal<Shown>) -> impl IntoView {
    let categories = Memo::new(move |_| shown.with(|shown| Arc::clone(&shown.categories)));
    let chosen = move || criteria.with(|criteria| criteria.category.clone().unwrap_or_default());
    let label = t(Msg::SERVICES_CATEGORY);
    let choose = move |event| {
        let name = event_target_value(&event);
        criteria.update(|criteria| criteria.category = (!name.is_empty()).then_some(name));
    };
    view! {
        <span class="pill pill--select" data-set=move || (!chosen().is_empty()).to_string()>
            <select aria-label=label prop:value=chosen on:change=choose>
                <option value="">{label}</option>
                {move || categories.with(|categories| options(categories, &chosen()))}
            </select>
            <Icon name=IconName::Down small=true/>
        </span>
    }
}

fn options(categories: &Categories, chosen: &str) -> Vec<impl IntoView + use<>> {
    let named = categories.names.iter().filter(|name| !name.is_empty());
    named
        .map(|name| {
            view! { <option dir="auto" value=name.clone() selected=name == chosen>{name.clone()}</option> }
        })
        .collect()
}

/// The order of the list.
#[component]
fn SortPill(criteria: RwSignal<Criteria>, #[prop(into)] shown: Signal<Shown>) -> impl IntoView {
    let (i18n, format) = (use_i18n(), use_format());
    let quantity = move || format.number(shown.with(|shown| shown.quantity));
    let word = move |sort: Sort| match sort {
        Sort::Listed => i18n.text(Msg::SERVICES_SORT_LISTED),
        Sort::Rate => i18n.text(Msg::SERVICES_SORT_RATE),
        Sort::Price => i18n.fill(Msg::SERVICES_SORT_PRICE, &[("count", &quantity())]),
    };
    let chosen = move || criteria.with(|criteria| criteria.sort);
    let label = t(Msg::SERVICES_SORT);
    let choose = move |event| {
        let sort = Sort::of(&event_target_value(&event));
        criteria.update(|criteria| criteria.sort = sort);
    };
    view! {
        <span class="pill pill--select" data-set=move || (chosen() != Sort::Listed).to_string()>
            <Icon name=IconName::Sort small=true/>
            <select aria-label=label prop:value=move || chosen().as_str() on:change=choose>
                {Sort::ALL
                    .map(|sort| {
                        view! {
                            <option value=sort.as_str() selected=move || chosen() == sort>
                                {move || word(sort)}
                            </option>
                        }
                    })}
            </select>
            <Icon name=IconName::Down small=true/>
        </span>
    }
}
