//! The table of orders: a page of rows at a time, each row on its own signal.

use super::row::Row;
use crate::components::Button;
use crate::i18n::{Msg, t, use_format, use_i18n};
use crate::state::{Tab, use_places};
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use panelboard_domain::id::AttemptId;

/// Rows shown at first, and more with each press.
const PAGE: usize = 50;
/// Under this name the number of shown pages is remembered.
const PAGES: &str = "orders:pages";

/// The table.
#[component]
pub fn OrderTable(
    found: Memo<Vec<AttemptId>>,
    tab: Memo<Tab>,
    open: Memo<Option<AttemptId>>,
) -> impl IntoView {
    let (i18n, format) = (use_i18n(), use_format());
    // As many as when the book was left, so that its place is there again.
    let places = use_places();
    let pages = RwSignal::new(places.get(PAGES).row.max(1));
    Effect::new(move |_| {
        let pages = pages.get();
        places.note(PAGES, |place| place.row = pages);
    });
    // Another tab begins at its top again.
    let shown = Memo::new(move |before: Option<&(Tab, usize)>| {
        let (tab, pages) = (tab.get(), pages.get());
        let turned = before.is_some_and(|(old, count)| *old != tab && *count == pages);
        (tab, if turned { 1 } else { pages })
    });
    let rows = move || found.get().into_iter().take(shown.get().1 * PAGE).collect::<Vec<_>>();
    let hidden = move || found.with(Vec::len).saturating_sub(shown.get().1 * PAGE);
    let on_key = move |event: KeyboardEvent| {
        let rows = rows();
        let last = rows.len().saturating_sub(1);
        let focused = crate::platform::document::focused_id();
        let from = rows.iter().position(|id| Some(row_id(id)) == focused).unwrap_or(0);
        let to = match event.key().as_str() {
            "ArrowDown" | "j" => (from + 1).min(last),
            "ArrowUp" | "k" => from.saturating_sub(1),
            "Home" => 0,
            "End" => last,
            _ => return,
        };
        event.prevent_default();
        if let Some(id) = rows.get(to) {
            crate::platform::document::focus_on(&row_id(id));
        }
    };
    let count = move || (found.with(Vec::len) + 1).to_string();
    let more = move || {
        let next = hidden().min(PAGE);
        i18n.fill(Msg::ORDERS_SHOW_MORE, &[("count", &format.number(next as u64))])
    };
    view! {
        <table role="table" class="table orders cards bleed" aria-rowcount=count>
            <caption class="visually-hidden">{t(Msg::ORDERS_CAPTION)}</caption>
            <thead role="rowgroup">
                <tr role="row">
                    <th role="columnheader" scope="col" class="c-state">{t(Msg::ORDERS_COL_STATE)}</th>
                    <th role="columnheader" scope="col">{t(Msg::ORDERS_COL_SERVICE)}</th>
                    <th role="columnheader" scope="col" class="c-bar">{t(Msg::ORDERS_COL_DELIVERED)}</th>
                    <th role="columnheader" scope="col">{t(Msg::ORDERS_COL_ORDER)}</th>
                    <th role="columnheader" scope="col" class="c-money num">{t(Msg::ORDERS_COL_CHARGE)}</th>
                    <th role="columnheader" scope="col" class="c-age num">{t(Msg::ORDERS_COL_AGE)}</th>
                </tr>
            </thead>
            <tbody role="rowgroup" data-rows on:keydown=on_key>
                <For each=rows key=Clone::clone let:id><Row id open/></For>
            </tbody>
        </table>
        <Show when=move || { hidden() > 0 }>
            <p class="more-rows">
                <Button on_press=move |_| pages.update(|pages| *pages += 1)>{more}</Button>
            </p>
        </Show>
    }
}

/// The id of a row's link, for the focus.
pub fn row_id(id: &AttemptId) -> String {
    format!("order-{id}")
}
