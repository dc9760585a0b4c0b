//! Two short lists of orders: those somebody should look at, and the last ones.

use super::order_line::OrderLine;
use crate::components::{ButtonKind, ButtonLink, EmptyState, IconName, SkeletonRows};
use crate::i18n::{Msg, t, use_format};
use crate::routes;
#[cfg(any(debug_assertions, feature = "gallery"))]
use crate::state::OrderRow;
use crate::state::{Tab, use_orders};
use leptos::prelude::*;
use leptos_router::components::A;
use panelboard_domain::id::AttemptId;

/// How many of the last orders are shown.
const LAST: usize = 6;
/// How many that need attention are shown; the link leads to the rest.
const ATTENTION: usize = 4;

/// What needs attention; nothing when nothing does.
#[component]
pub(super) fn Attention() -> impl IntoView {
    let (orders, format) = (use_orders(), use_format());
    let ids = orders.in_tab(Tab::Attention);
    let shown = move || ids.with(|ids| ids.iter().take(ATTENTION).cloned().collect());
    let count = move || format.number(ids.with(|ids| ids.len() as u64));
    let attention = routes::with_query(routes::ORDERS, [("tab", Tab::Attention.as_str())]);
    let attention = StoredValue::new(attention);
    view! {
        <Show when=move || !ids.with(Vec::is_empty)>
            <section class="section" aria-labelledby="attention">
                <div class="section-head">
                    <h2 id="attention">{t(Msg::HOME_ATTENTION)}</h2>
                    <span class="count">{count}</span>
                    <A href=attention.get_value() attr:class="end">{t(Msg::HOME_ALL)}</A>
                </div>
                <Lines ids=Signal::derive(shown)/>
            </section>
        </Show>
    }
}

/// The last orders with their four looks. Those that stand above are not repeated; when nothing else
/// is left, there is no list.
#[component]
pub(super) fn LastOrders() -> impl IntoView {
    let orders = use_orders();
    let ids = orders.ids();
    let look = Memo::new(move |_| (orders.ready().get(), ids.with(Vec::is_empty)));
    let shown = Memo::new(move |_| {
        let above: Vec<_> =
            orders.in_tab(Tab::Attention).with(|ids| ids.iter().take(ATTENTION).cloned().collect());
        let others = |ids: &Vec<AttemptId>| {
            ids.iter().filter(|id| !above.contains(id)).take(LAST).cloned().collect::<Vec<_>>()
        };
        ids.with(others)
    });
    let any = move || match look.get() {
        (false, _) => true,
        (true, true) => orders.is_whole(),
        (true, false) => !shown.with(Vec::is_empty),
    };
    let body = move || match look.get() {
        (false, _) => {
            view! { <SkeletonRows count=4 label=t(Msg::HOME_LOADING_ORDERS)/> }.into_any()
        }
        (true, true) => view! { <NoOrders/> }.into_any(),
        (true, false) => view! { <Lines ids=shown.into()/> }.into_any(),
    };
    view! {
        <Show when=any>
            <section class="section" aria-labelledby="last">
                <div class="section-head">
                    <h2 id="last">{t(Msg::HOME_LAST_ORDERS)}</h2>
                    <Show when=move || !look.get().1>
                        <A href=routes::ORDERS attr:class="end">{t(Msg::HOME_ALL_ORDERS)}</A>
                    </Show>
                </div>
                {body}
            </section>
        </Show>
    }
}

/// The empty look: the way to the first order.
#[component]
pub fn NoOrders() -> impl IntoView {
    view! {
        <EmptyState
            icon=IconName::Orders
            title=t(Msg::HOME_NO_ORDERS)
            text=t(Msg::HOME_NO_ORDERS_TEXT)
        >
            <ButtonLink href=routes::SERVICES kind=ButtonKind::Primary>
                {t(Msg::HOME_CHOOSE)}
            </ButtonLink>
        </EmptyState>
    }
}

#[component]
fn Lines(ids: Signal<Vec<AttemptId>>) -> impl IntoView {
    let orders = use_orders();
    let line = move |id: AttemptId| {
        orders.row(&id).map(|row| view! { <OrderLine row=Signal::from(row)/> })
    };
    view! {
        <ul class="rows attention">
            <For each=move || ids.get() key=AttemptId::clone let:id>{line(id)}</For>
        </ul>
    }
    .into_any()
}

/// Lines of given rows, for the gallery.
#[cfg(any(debug_assertions, feature = "gallery"))]
pub(in crate::pages) fn lines(rows: Vec<OrderRow>) -> impl IntoView {
    let line = |row| view! { <OrderLine row=Signal::stored(row)/> };
    view! { <ul class="rows attention">{rows.into_iter().map(line).collect_view()}</ul> }
}
