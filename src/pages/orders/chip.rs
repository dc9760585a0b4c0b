//! What an order's chip shows: the panel's status once there is one, else where the attempt stands.
//! Pure.

use crate::components::{ChipState, StateChip};
use crate::i18n::status_text::{attempt_state, order_status};
use crate::i18n::{I18n, use_i18n};
use crate::state::OrderRow;
use leptos::prelude::*;
use panelboard_domain::attempt::AttemptState;
use panelboard_domain::order::OrderStatus;

/// The shape and colour of a row.
pub fn chip_state(row: &OrderRow) -> ChipState {
    match &row.state {
        AttemptState::Drafted | AttemptState::Sending => ChipState::Preparing,
        AttemptState::Rejected { .. } => ChipState::Rejected,
        AttemptState::Unknown { .. } => ChipState::Unconfirmed,
        AttemptState::NotPlaced => ChipState::Canceled,
        AttemptState::Placed { .. } => match row.reading().map(|reading| &reading.status) {
            Some(status) => status_chip(status),
            None => ChipState::Queued,
        },
    }
}

const fn status_chip(status: &OrderStatus) -> ChipState {
    match status {
        OrderStatus::Preparing => ChipState::Preparing,
        OrderStatus::Running => ChipState::Running,
        OrderStatus::Completed => ChipState::Completed,
        OrderStatus::Partial => ChipState::Partial,
        OrderStatus::Canceled | OrderStatus::Refunded => ChipState::Canceled,
        OrderStatus::Failed => ChipState::Failed,
        OrderStatus::Queued
        | OrderStatus::Paused
        | OrderStatus::Expired
        | OrderStatus::Other(_) => ChipState::Queued,
    }
}

/// The word of a row: ours, or the panel's own when it is in no table.
pub fn chip_word(i18n: I18n, row: &OrderRow) -> String {
    match (&row.state, row.reading()) {
        (AttemptState::Placed { .. }, Some(reading)) => match order_status(&reading.status) {
            Some(word) => i18n.text(word),
            None => reading.status_raw.clone(),
        },
        (state, _) => i18n.text(attempt_state(state)),
    }
}

/// The chip of a row.
#[component]
pub fn OrderChip(
    #[prop(into)] row: Signal<OrderRow>,
    #[prop(optional)] tinted: bool,
) -> impl IntoView {
    let i18n = use_i18n();
    let state = Memo::new(move |_| row.with(chip_state));
    let label = Memo::new(move |_| row.with(|row| chip_word(i18n, row)));
    view! { <StateChip state label tinted/> }
}
