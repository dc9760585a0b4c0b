//! One order in a short list: state, what it is, what it costs. The whole line leads to the order.

use crate::components::{Icon, IconName, MoneyText, StateChip};
use crate::i18n::{status_text, use_format, use_i18n};
use crate::pages::order_state;
use crate::routes;
use crate::state::{OrderRow, use_presence};
use leptos::prelude::*;
use leptos_router::components::A;
use panelboard_domain::attempt::AttemptState;
use panelboard_domain::link::short_link;

/// The line.
#[component]
pub(super) fn OrderLine(row: Signal<OrderRow>) -> impl IntoView {
    let (i18n, format, now) = (use_i18n(), use_format(), use_presence().now());
    let address = row.with_untracked(|row| routes::order(&row.account, key(row)));
    let name = row.with_untracked(|row| row.service.name.clone());
    let quantity = move || format.number(row.with(|row| row.quantity));
    let price = move || {
        let Some(cost) = row.with(OrderRow::cost) else { return "–".to_owned() };
        let amount = format.money(cost.money.amount, cost.money.currency.as_ref());
        if cost.is_estimate { format!("≈ {amount}") } else { amount }
    };
    let age = move || format.relative(row.with(|row| row.created_at), now.get());
    let detail = move || {
        row.with(|row| match &row.state {
            AttemptState::Unknown { hint } => {
                i18n.text(status_text::unknown_hint(*hint)).into_any()
            }
            AttemptState::Rejected { reason } if !reason.text.is_empty() => {
                view! { <bdi>"“" {reason.text.clone()} "”"</bdi> }.into_any()
            }
            _ => view! { <bdi class="link">{short_link(&row.link).to_owned()}</bdi> }.into_any(),
        })
    };
    view! {
        <li>
            <StateChip
                state=Signal::derive(move || row.with(order_state::chip))
                label=move || row.with(|row| order_state::word(row, i18n))
            />
            <span class="grow">
                <A href=address attr:class="clip"><bdi>{name}</bdi> " · " {quantity}</A>
                <small class="row dim"><span class="clip">{detail}</span> <span>{age}</span></small>
            </span>
            <span class="num"><MoneyText text=price/></span>
            <Icon name=IconName::End small=true/>
        </li>
    }
    .into_any()
}

/// How an address names the order: by the panel's number, or the attempt's while it has none.
fn key(row: &OrderRow) -> &str {
    row.order.as_ref().map_or(row.attempt.as_str(), |order| order.as_str())
}
