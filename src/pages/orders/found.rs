//! Which orders a tab lists for what is searched. The words of the user's language meet the index here; the
//! index knows none.

use crate::i18n::use_i18n;
use crate::pages::order_state;
use crate::state::{OrderRow, Tab, use_orders};
use leptos::prelude::*;
use panelboard_domain::id::AttemptId;
use panelboard_domain::order::{Attention, Search};

/// The orders of a tab that fit the search. Unknown ones stand as cards above their tab's table.
pub fn found(tab: Tab, search: &Search) -> Vec<AttemptId> {
    let (orders, i18n) = (use_orders(), use_i18n());
    let mut ids = orders.in_tab(tab).get();
    // Unknown ones and those without a number stand as cards above.
    let is_card = |row: &OrderRow| {
        matches!(row.attention(), Some(Attention::Unconfirmed | Attention::NoNumber))
    };
    if tab == Tab::Attention {
        ids.retain(|id| orders.row(id).is_some_and(|row| row.with(|row| !is_card(row))));
    }
    if *search != Search::All {
        // What is searched changes with the tabs, never by a row alone: no row is listened to.
        orders.counts().track();
        let words = order_state::words(i18n);
        let has_own_words = orders.has_own_words();
        let by_state = |word: &str, id: &AttemptId| {
            (has_own_words || words.iter().any(|state| state.contains(word)))
                && orders.row(id).is_some_and(|row| {
                    let state = row.with_untracked(|row| order_state::word(row, i18n));
                    state.to_lowercase().contains(word)
                })
        };
        ids = orders.find_among(&ids, search, &by_state);
    }
    ids
}
