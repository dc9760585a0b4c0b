//! An order's state as the chip and the word that show it, the same on every screen.

use crate::components::ChipState;
use crate::i18n::{I18n, Msg, status_text};
use crate::state::OrderRow;
use panelboard_domain::attempt::AttemptState;
use panelboard_domain::order::{Attention, OrderStatus};

/// The chip of an order.
pub fn chip(row: &OrderRow) -> ChipState {
    if lacks_number(row) {
        return ChipState::Unconfirmed; // it wants a person
    }
    match &row.state {
        AttemptState::Drafted => ChipState::Noted,
        AttemptState::Sending => ChipState::Preparing,
        AttemptState::Rejected { .. } => ChipState::Rejected,
        AttemptState::Unknown { .. } => ChipState::Unconfirmed,
        AttemptState::NotPlaced => ChipState::Canceled,
        AttemptState::Placed { .. } => {
            row.reading().map_or(ChipState::Queued, |reading| status_chip(&reading.status))
        }
    }
}

/// It was placed and its number is not known.
fn lacks_number(row: &OrderRow) -> bool {
    row.attention() == Some(Attention::NoNumber)
}

/// It ended before it began: nothing was ordered, so nothing is delivered or charged.
pub fn never_began(row: &OrderRow) -> bool {
    matches!(row.state, AttemptState::Rejected { .. } | AttemptState::NotPlaced)
}

/// The word of an order: ours, or the panel's own when it is in no table.
pub fn word(row: &OrderRow, i18n: I18n) -> String {
    if lacks_number(row) {
        return i18n.text(Msg::STATUS_NO_NUMBER);
    }
    let status = match (&row.state, row.reading()) {
        (AttemptState::Placed { .. }, Some(reading)) => &reading.status,
        (state, _) => return i18n.text(status_text::attempt_state(state)),
    };
    match (status_text::order_status(status), status) {
        (Some(message), _) => i18n.text(message),
        (None, OrderStatus::Other(word)) => word.clone(),
        (None, _) => i18n.text(Msg::STATUS_PLACED),
    }
}

/// Every word of ours that [`word`] may give, in lower case.
pub fn words(i18n: I18n) -> Vec<String> {
    let words = status_text::ORDER_WORDS.into_iter().chain([Msg::STATUS_NO_NUMBER]);
    words.map(|word| i18n.text(word).to_lowercase()).collect()
}

const fn status_chip(status: &OrderStatus) -> ChipState {
    match status {
        OrderStatus::Queued | OrderStatus::Paused | OrderStatus::Other(_) => ChipState::Queued,
        OrderStatus::Preparing => ChipState::Preparing,
        OrderStatus::Running => ChipState::Running,
        OrderStatus::Completed => ChipState::Completed,
        OrderStatus::Partial => ChipState::Partial,
        OrderStatus::Canceled | OrderStatus::Refunded | OrderStatus::Expired => ChipState::Canceled,
        OrderStatus::Failed => ChipState::Failed,
    }
}
