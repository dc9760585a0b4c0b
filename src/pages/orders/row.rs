//! One order in the book.

use super::chip::OrderChip;
use super::cursor::{Cursor, row_id};
use crate::components::{Meter, MoneyText, Swatch};
use crate::i18n::{Msg, t, use_format, use_i18n};
use crate::pages::order_state::{self, never_began};
use crate::pages::services::ServiceName;
use crate::routes;
use crate::state::{OrderRow, use_accounts, use_orders, use_presence};
use leptos::prelude::*;
use leptos_router::components::A;
use leptos_router::hooks::use_location;
use panelboard_domain::id::AttemptId;
use panelboard_domain::link::short_link;

/// The row; on phones a card.
#[component]
pub fn Row(id: AttemptId, open: Memo<Option<AttemptId>>, cursor: Cursor) -> impl IntoView {
    let row = use_orders().row(&id)?;
    let row: Signal<OrderRow> = row.into();
    let (accounts, format) = (use_accounts(), use_format());
    let now = use_presence().now();
    let account = row.with_untracked(|row| row.account.clone());
    let account = Memo::new(move |_| {
        let name = accounts.shown_name(&account);
        Some((accounts.get(&account).map_or(0, |held| held.hue), name))
            .filter(|held| !held.1.is_empty())
    });
    let (name, link) =
        row.with_untracked(|row| (row.service.name.clone(), short_link(&row.link).to_owned()));
    let number =
        move || row.with(|row| row.order.as_ref().map_or("–".to_owned(), ToString::to_string));
    let age = move || row.with(|row| format.age(row.created_at, now.get()));
    // The details open over the book as it stands: tab and search stay.
    let query = use_location().search;
    let href = move || {
        let path = row.with(address);
        query.with(|query| match query.trim_start_matches('?') {
            "" => path,
            query => format!("{path}?{query}"),
        })
    };
    let current = {
        let id = id.clone();
        move || open.with(|open| open.as_ref() == Some(&id)).then_some("true")
    };
    cursor.came_alive(id.clone());
    let index = {
        let id = id.clone();
        move || cursor.row_index(&id)
    };
    let rests = {
        let id = id.clone();
        move || if cursor.rests_on(&id) { "0" } else { "-1" }
    };
    Some(view! {
        <tr role="row" aria-rowindex=index aria-current=current>
            <td role="cell" class="c-state"><OrderChip row/></td>
            <th role="rowheader" scope="row" class="c-svc">
                <span class="two">
                    <A href scroll=false attr:class="clip row-link" attr:dir="auto" attr:id=row_id(&id) attr:tabindex=rests>
                        <ServiceName name/>
                    </A>
                    <bdi class="clip dim tiny link" dir="ltr">{link}</bdi>
                </span>
            </th>
            <td role="cell" class="c-bar"><Delivered row/></td>
            <td role="cell" class="c-id">
                <span class="row">
                    <Swatch hue=Signal::derive(move || account.get().map_or(0, |held| held.0))/>
                    <span class="two">
                        <bdi class="mono">{number}</bdi>
                        <bdi class="clip dim tiny acct">
                            {move || account.get().map(|held| held.1)}
                        </bdi>
                    </span>
                </span>
            </td>
            <td role="cell" class="c-money num"><Charge row/></td>
            <td role="cell" class="c-age num dim">{age}</td>
        </tr>
    })
}

/// Where the details of an order stand.
pub fn address(row: &OrderRow) -> String {
    let key = row.order.as_ref().map_or(row.attempt.as_str(), |order| order.as_str());
    routes::order(&row.account, key)
}

/// How far it is, or that nobody knows.
#[component]
pub fn Delivered(row: Signal<OrderRow>) -> impl IntoView {
    let (i18n, format) = (use_i18n(), use_format());
    let done = Memo::new(move |_| row.with(|row| row.delivered()));
    let quantity = Memo::new(move |_| row.with(|row| row.quantity));
    let state = Memo::new(move |_| row.with(order_state::chip));
    let of = move || i18n.fill(Msg::ORDERS_OF, &[("count", &format.number(quantity.get()))]);
    move || match done.get() {
        Some(done) => {
            let percent = percent(done, quantity.get_untracked());
            view! {
                <Meter
                    state
                    done=Signal::derive(move || format.number(done))
                    of=Signal::derive(of)
                    percent=Signal::stored(percent)
                    label=t(Msg::ORDERS_COL_DELIVERED)
                />
            }
            .into_any()
        }
        None if row.with(never_began) => view! { <span class="dim unread">"–"</span> }.into_any(),
        None => {
            view! { <span class="dim tiny unread">{t(Msg::ORDERS_NOT_KNOWN)}</span> }.into_any()
        }
    }
}

/// A whole percentage, 100 only when all is there.
fn percent(done: u64, quantity: u64) -> u8 {
    let percent = done.min(quantity).saturating_mul(100).checked_div(quantity).unwrap_or(0);
    u8::try_from(percent).unwrap_or(100)
}

/// What it cost, or about how much it will.
#[component]
fn Charge(row: Signal<OrderRow>) -> impl IntoView {
    let (i18n, format) = (use_i18n(), use_format());
    let text = Memo::new(move |_| {
        let Some(cost) = row.with(OrderRow::cost) else { return "–".to_owned() };
        let amount = format.money_column(cost.money.amount, cost.money.currency.as_ref());
        if cost.is_estimate { i18n.fill(Msg::ORDER_APPROX, &[("amount", &amount)]) } else { amount }
    });
    view! { <MoneyText text/> }
}

#[cfg(test)]
mod tests {
    use super::percent;

    #[test]
    fn a_hundred_percent_means_all() {
        for (done, quantity, expected) in
            [(0, 10, 0), (999, 1000, 99), (1000, 1000, 100), (5, 0, 0)]
        {
            assert_eq!(percent(done, quantity), expected);
        }
    }
}
