//! The list as a virtual table: a fixed set of rows whose texts follow the scroll position.

use super::model::{Row, Shown, Words};
use super::row::ServiceRow;
use crate::i18n::{Msg, t, use_format, use_i18n};
use crate::pages::window::{Heights, Plan};
use crate::platform::viewport::{length, reveal, use_viewport};
use leptos::ev::KeyboardEvent;
use leptos::html::{A, Tbody};
use leptos::prelude::*;

/// Which row the keyboard is on. One row can be reached with Tab; arrows move on from it.
#[derive(Clone, Copy)]
pub struct Cursor {
    position: RwSignal<usize>,
    /// The row that shall get the focus as soon as it is alive.
    wanted: RwSignal<Option<usize>>,
    first: Memo<usize>,
}

impl Cursor {
    /// Whether Tab leads to this row.
    pub fn rests_on(self, row: Memo<Row>) -> bool {
        let rest = self.position.get().max(self.first.get());
        row.with(|row| row.position == rest)
    }

    /// The focus has come to a row.
    pub fn set(self, position: usize) {
        self.position.set(position);
        self.wanted.set(None);
    }

    /// Focuses the row's link once the wanted row has come into it.
    pub fn focus_when_wanted(self, row: Memo<Row>, link: NodeRef<A>) {
        Effect::new(move |_| {
            let here = row.with(|row| row.position);
            if self.wanted.get() == Some(here)
                && let Some(link) = link.get()
            {
                // A link that left the page meanwhile cannot be focused, and need not be.
                let _ = link.focus();
            }
        });
    }
}

/// The table. `shown` is what it lists, `href` the address of a service's details, `open` the one
/// whose details are open.
#[component]
pub fn ServiceTable(
    #[prop(into)] shown: Signal<Shown>,
    href: Callback<String, String>,
    #[prop(into)] open: Signal<Option<String>>,
    #[prop(into)] caption: Signal<String>,
) -> impl IntoView {
    let body = NodeRef::<Tbody>::new();
    let viewport = use_viewport(move || body.get_untracked().map(Into::into));
    let plan = Memo::new(move |_| {
        viewport.with(|viewport| (viewport.width, viewport.height)); // heights change with the layout
        shown.with(|shown| plan(shown, heights(body)))
    });
    let window = Memo::new(move |_| plan.with(|plan| plan.window(viewport.get().scrolled)));
    let live = Memo::new(move |_| plan.with(|plan| plan.live(viewport.get().height)));
    let first = Memo::new(move |_| plan.with(|plan| plan.at(viewport.get().scrolled)));
    let cursor = Cursor { position: RwSignal::new(0), wanted: RwSignal::new(None), first };
    let go = move |to: usize| {
        let last = shown.with_untracked(|shown| shown.list.rows.len().saturating_sub(1));
        let to = to.min(last);
        cursor.position.set(to);
        cursor.wanted.set(Some(to));
        if let Some(body) = body.get_untracked() {
            let (top, bottom) = plan.with_untracked(|plan| (plan.top(to), plan.top(to + 1)));
            reveal(&body, top, bottom - top);
        }
    };
    let on_key = move |event: KeyboardEvent| {
        let from = cursor.position.get_untracked();
        let page = live.get_untracked() / 2;
        let to = match event.key().as_str() {
            "ArrowDown" | "j" => from + 1,
            "ArrowUp" | "k" => from.saturating_sub(1),
            "PageDown" => from + page,
            "PageUp" => from.saturating_sub(page),
            "Home" => 0,
            "End" => usize::MAX,
            _ => return,
        };
        event.prevent_default();
        go(to);
    };
    let words = Words { i18n: use_i18n(), format: use_format() };
    let slot = move |index: usize| {
        let row = Memo::new(move |_| {
            let position = window.get().first + index;
            let group = plan.with(|plan| plan.group_starting(position));
            shown.with(|shown| Row::new(shown, position, group, words))
        });
        view! { <ServiceRow row cursor href open/> }
    };
    let rows = move || shown.with(|shown| (shown.list.rows.len() + 1).to_string());
    view! {
        <StickyHeader shown plan first words/>
        <table role="table" class="table virtual services bleed" aria-rowcount=rows>
            <caption class="visually-hidden">{move || caption.get()}</caption>
            <Head shown words/>
            <tbody
                role="rowgroup"
                data-rows
                node_ref=body
                style:block-size=move || plan.with(|plan| format!("{}px", plan.height()))
                style:padding-block-start=move || format!("{}px", window.get().offset)
                on:keydown=on_key
            >
                <For each=move || 0..live.get() key=|index| *index children=slot/>
            </tbody>
        </table>
    }
}

/// The category at the top of the screen, kept in view while its rows pass.
#[component]
fn StickyHeader(
    #[prop(into)] shown: Signal<Shown>,
    plan: Memo<Plan>,
    first: Memo<usize>,
    words: Words,
) -> impl IntoView {
    let header = Memo::new(move |_| {
        let group = plan.with(|plan| plan.group(first.get()))?;
        shown.with(|shown| {
            let group = shown.list.groups.get(group)?;
            let name = shown.categories.names.get(group.category as usize)?.clone();
            Some((name, words.format.number(group.count as u64)))
        })
    });
    let part = move |read: fn(&(String, String)) -> &String| {
        move || header.with(|header| header.as_ref().map(read).cloned().unwrap_or_default())
    };
    view! {
        <p class="group-now bleed" aria-hidden="true" hidden=move || header.with(Option::is_none)>
            <bdi>{part(|header| &header.0)}</bdi>
            <span class="count">{part(|header| &header.1)}</span>
        </p>
    }
}

#[component]
fn Head(#[prop(into)] shown: Signal<Shown>, words: Words) -> impl IntoView {
    let price = move || {
        let quantity = words.format.number(shown.with(|shown| shown.quantity));
        words.i18n.fill(Msg::SERVICES_COL_PRICE, &[("count", &quantity)])
    };
    view! {
        <thead role="rowgroup">
            <tr role="row" aria-rowindex="1">
                <th role="columnheader" scope="col">{t(Msg::SERVICES_COL_SERVICE)}</th>
                <th role="columnheader" scope="col">{t(Msg::SERVICES_COL_LIMITS)}</th>
                <th role="columnheader" scope="col">{t(Msg::SERVICES_COL_ALLOWS)}</th>
                <th role="columnheader" scope="col" class="num">{price}</th>
            </tr>
        </thead>
    }
}

fn plan(shown: &Shown, heights: Heights) -> Plan {
    let starts = shown.list.groups.iter().map(|group| group.first).collect();
    Plan::new(starts, shown.list.rows.len(), heights)
}

/// The style sheet decides how tall rows are, per layout and language.
fn heights(body: NodeRef<Tbody>) -> Heights {
    const FALLBACK: Heights = Heights { row: 56, head: 32 };
    body.get().map_or(FALLBACK, |body| Heights {
        row: length(&body, "--list-row", FALLBACK.row),
        head: length(&body, "--service-head", FALLBACK.head),
    })
}
