//! What stands in place of the rows, and the strips above them: loading, failed, empty, no match;
//! refreshing, old, incomplete.

use super::criteria::Criteria;
use super::model::Shown;
use crate::components::{
    Button, ButtonSize, EmptyState, ErrorPanel, Icon, IconName, SkeletonRows, Strip, Tone,
};
use crate::i18n::error_text::{client_error, panel_words};
use crate::i18n::{Msg, t, use_format, use_i18n};
use crate::state::{CatalogView, Load, use_catalogs, use_presence};
use leptos::prelude::*;
use panelboard_domain::id::AccountId;
use panelboard_panel_api::error::Warning;
use std::sync::Arc;

type Catalog = Load<Arc<CatalogView>>;

/// The looks of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// Nothing known yet.
    Loading,
    /// Nothing known, and the read failed.
    Failed,
    /// The panel lists nothing.
    Empty,
    /// Nothing fits.
    NoMatch,
    /// Rows.
    Rows,
}

/// Which look it is.
pub fn look(load: Signal<Catalog>, shown: Memo<Shown>) -> Look {
    load.with(|load| match load.value() {
        None if load.error().is_some() => Look::Failed,
        None => Look::Loading,
        Some(view) if view.catalog.services().is_empty() => Look::Empty,
        Some(_) if shown.with(|shown| shown.list.rows.is_empty()) => Look::NoMatch,
        Some(_) => Look::Rows,
    })
}

/// What stands in place of the rows.
#[component]
pub fn Instead(
    look: Look,
    load: Signal<Catalog>,
    criteria: RwSignal<Criteria>,
    shown: Memo<Shown>,
    account: AccountId,
) -> impl IntoView {
    let catalogs = use_catalogs();
    let refresh = {
        let account = account.clone();
        Callback::new(move |()| catalogs.refresh(&account))
    };
    match look {
        Look::Loading => view! { <Loading account/> }.into_any(),
        Look::Failed => view! { <Failed load refresh/> }.into_any(),
        Look::Empty => view! { <Empty load refresh/> }.into_any(),
        Look::NoMatch | Look::Rows => view! { <NoMatch criteria shown/> }.into_any(),
    }
}

#[component]
fn Loading(account: AccountId) -> impl IntoView {
    let (i18n, format) = (use_i18n(), use_format());
    let bytes = use_catalogs().downloaded(&account);
    let label = move || match bytes.get() {
        0 => i18n.text(Msg::SERVICES_DOWNLOADING),
        bytes => i18n.fill(Msg::SERVICES_DOWNLOADING_SIZE, &[("size", &format.megabytes(bytes))]),
    };
    view! { <SkeletonRows count=8 label=Signal::derive(label)/> }
}

#[component]
fn Failed(load: Signal<Catalog>, refresh: Callback<()>) -> impl IntoView {
    let i18n = use_i18n();
    let text = move || {
        load.with(|load| load.error().map(client_error)).map_or_else(String::new, |words| {
            format!("{} {}", i18n.text(words.what), i18n.text(words.todo))
        })
    };
    let said = move || load.with(|load| load.error().and_then(panel_words).map(str::to_owned));
    view! {
        <ErrorPanel
            title=t(Msg::SERVICES_FAILED_TITLE)
            text=Signal::derive(text)
            panel_says=Signal::derive(said)
            on_retry=refresh
        />
    }
}

#[component]
fn Empty(load: Signal<Catalog>, refresh: Callback<()>) -> impl IntoView {
    let said = move || load.with(|load| load.value().and_then(|view| words(view)));
    view! {
        <EmptyState
            icon=IconName::Services
            title=t(Msg::SERVICES_EMPTY_TITLE)
            text=t(Msg::SERVICES_EMPTY_TEXT)
            panel_says=Signal::derive(said)
        >
            <Button on_press=move |_| refresh.run(())>{t(Msg::SERVICES_TRY_AGAIN)}</Button>
        </EmptyState>
    }
}

#[component]
fn NoMatch(criteria: RwSignal<Criteria>, shown: Memo<Shown>) -> impl IntoView {
    let (i18n, format) = (use_i18n(), use_format());
    let title = move || {
        let total = shown.with(|shown| shown.view.catalog.services().len());
        i18n.fill(Msg::SERVICES_NO_MATCH_TITLE, &[("total", &format.number(total as u64))])
    };
    view! {
        <EmptyState
            icon=IconName::Search
            title=Signal::derive(title)
            text=t(Msg::SERVICES_NO_MATCH_TEXT)
        >
            <Button on_press=move |_| criteria.update(|asked| *asked = asked.cleared())>
                {t(Msg::SERVICES_CLEAR)}
            </Button>
        </EmptyState>
    }
}

/// Above the list: a thin bar while it is read again, what is old, what is missing.
#[component]
pub fn Strips(load: Signal<Catalog>, account: AccountId) -> impl IntoView {
    let catalogs = use_catalogs();
    let refreshing = move || load.with(|load| load.is_loading() && load.value().is_some());
    let old = move || load.with(|load| load.error().is_some() && load.value().is_some());
    let retry = Callback::new(move |_| catalogs.refresh(&account));
    view! {
        <Show when=refreshing><progress class="refreshing bleed" aria-hidden="true"></progress></Show>
        <Show when=old><Stale load retry/></Show>
        <InPages load retry/>
        <Skipped load/>
    }
}

#[component]
fn Stale(load: Signal<Catalog>, retry: Callback<leptos::ev::MouseEvent>) -> impl IntoView {
    let (i18n, format) = (use_i18n(), use_format());
    let now = use_presence().now();
    let text = move || {
        let age = load.with(Load::at).map(|at| format.age(at, now.get())).unwrap_or_default();
        i18n.fill(Msg::SERVICES_STALE, &[("age", &age)])
    };
    view! {
        <Strip icon=IconName::Alert tone=Tone::Warning text=Signal::derive(text)>
            <Button size=ButtonSize::Dense on_press=retry>{t(Msg::SERVICES_TRY_AGAIN)}</Button>
        </Strip>
    }
}

/// A list that came in pages: how many, and whether there may be more.
#[component]
fn InPages(load: Signal<Catalog>, retry: Callback<leptos::ev::MouseEvent>) -> impl IntoView {
    let (i18n, format) = (use_i18n(), use_format());
    let pages = Memo::new(move |_| load.with(|load| load.value().and_then(|view| in_pages(view))));
    let text = move |message| {
        let pages = pages.get().map(|(pages, _)| format.number(pages as u64)).unwrap_or_default();
        let total = load.with(|load| load.value().map_or(0, |view| view.catalog.services().len()));
        i18n.fill(message, &[("pages", &pages), ("total", &format.number(total as u64))])
    };
    move || {
        pages.get().map(|(_, is_whole)| match is_whole {
            true => {
                view! { <p class="hint bleed">{move || text(Msg::SERVICES_PAGES)}</p> }.into_any()
            }
            false => view! {
                <Strip
                    icon=IconName::Alert
                    tone=Tone::Warning
                    text=Signal::derive(move || text(Msg::SERVICES_PAGES_OPEN))
                >
                    <Button size=ButtonSize::Dense on_press=retry>{t(Msg::SERVICES_TRY_AGAIN)}</Button>
                </Strip>
            }
            .into_any(),
        })
    }
}

fn in_pages(view: &CatalogView) -> Option<(usize, bool)> {
    view.warnings.iter().find_map(|warning| match warning {
        Warning::InPages { pages, is_whole } => Some((*pages, *is_whole)),
        _ => None,
    })
}

/// Rows that could not be read: how many, and which.
#[component]
fn Skipped(load: Signal<Catalog>) -> impl IntoView {
    let (i18n, format) = (use_i18n(), use_format());
    let rows = Memo::new(move |_| load.with(|load| load.value().map(|view| skipped(view))));
    let count = move || rows.with(|rows| rows.as_ref().map_or(0, Vec::len) as u64);
    let list = move || {
        let numbers = rows.get().unwrap_or_default();
        let numbers: Vec<String> =
            numbers.iter().map(|row| format.number(*row as u64 + 1)).collect();
        i18n.fill(Msg::SERVICES_SKIPPED_TEXT, &[("rows", &numbers.join(", "))])
    };
    move || {
        (count() > 0).then(|| {
            view! {
                <details class="more skipped">
                    <summary>
                        <Icon name=IconName::End small=true/>
                        {move || format.count(Msg::SERVICES_SKIPPED, count())}
                    </summary>
                    <div class="small sub">{list}</div>
                </details>
            }
        })
    }
}

/// What the panel said about its empty list.
fn words(view: &CatalogView) -> Option<String> {
    view.warnings.iter().find_map(|warning| match warning {
        Warning::EmptyList(words) if !words.is_empty() => Some(words.clone()),
        _ => None,
    })
}

fn skipped(view: &CatalogView) -> Vec<usize> {
    let lists = view.warnings.iter().filter_map(|warning| match warning {
        Warning::RowsSkipped(rows) => Some(rows),
        _ => None,
    });
    lists.flatten().copied().collect()
}
