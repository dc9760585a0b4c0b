//! The table of orders as a virtual list: the rows around the screen are alive, each on its own signal;
//! the others are empty height. No more rows are alive than the window of `pages::window` allows.

use super::cursor::Cursor;
use super::list::BookList;
use super::row::Row;
use crate::i18n::{Msg, t, use_format, use_i18n};
use crate::state::{Place, Tab};
use leptos::ev::KeyboardEvent;
use leptos::html::Tbody;
use leptos::prelude::*;
use panelboard_domain::id::AttemptId;

/// The table. `left` is where the list stood when it was left; it is taken once.
#[component]
pub fn OrderTable(
    found: Memo<Vec<AttemptId>>,
    tab: Memo<Tab>,
    open: Memo<Option<AttemptId>>,
    left: StoredValue<Option<Place>>,
) -> impl IntoView {
    let (i18n, format) = (use_i18n(), use_format());
    let body = NodeRef::<Tbody>::new();
    let list = BookList::new(found, body);
    list.keep_place(tab, left);
    list.hold_still(tab);
    let cursor = Cursor::new(list, open);
    let on_key = move |event: KeyboardEvent| {
        if event.ctrl_key() || event.meta_key() || event.alt_key() {
            return;
        }
        let (from, page) = (cursor.position(), list.live.with_untracked(|live| live.ids.len() / 2));
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
        cursor.go(to);
    };
    let count = move || (found.with(Vec::len) + 1).to_string();
    // Some readers say nothing of `aria-rowcount`.
    let caption = move || {
        let count = format.number(found.with(Vec::len) as u64);
        format!("{} ({count})", i18n.text(Msg::ORDERS_CAPTION))
    };
    view! {
        <table role="table" class="table virtual orders cards bleed" aria-rowcount=count>
            <caption class="visually-hidden">{caption}</caption>
            <thead role="rowgroup">
                <tr role="row" aria-rowindex="1">
                    <th role="columnheader" scope="col" class="c-state">{t(Msg::ORDERS_COL_STATE)}</th>
                    <th role="columnheader" scope="col">{t(Msg::ORDERS_COL_SERVICE)}</th>
                    <th role="columnheader" scope="col" class="c-bar">{t(Msg::ORDERS_COL_DELIVERED)}</th>
                    <th role="columnheader" scope="col">{t(Msg::ORDERS_COL_ORDER)}</th>
                    <th role="columnheader" scope="col" class="c-money num">{t(Msg::ORDERS_COL_CHARGE)}</th>
                    <th role="columnheader" scope="col" class="c-age num">{t(Msg::ORDERS_COL_AGE)}</th>
                </tr>
            </thead>
            <tbody
                role="rowgroup"
                data-rows
                node_ref=body
                style:block-size=move || list.plan.with(|plan| format!("{}px", plan.height()))
                style:padding-block-start=move || list.live.with(|live| format!("{}px", live.offset))
                on:keydown=on_key
                on:focusin=move |_| cursor.note()
            >
                <For each=move || list.live.with(|live| live.ids.clone()) key=Clone::clone let:id>
                    <Row id open cursor/>
                </For>
            </tbody>
        </table>
    }
}
