//! Finding orders by what is typed: the index of all texts, made in slices while nobody types, at the
//! latest when somebody does. It must know no word of the user's language.

use super::Orders;
use leptos::prelude::*;
use panelboard_domain::id::AttemptId;
use panelboard_domain::order::{OrderIndex, Search};

/// Orders that are put into the index at a stretch.
const SLICE: usize = 100;

/// The index, and the orders that are not in it as they are now.
#[derive(Debug, Default)]
pub(super) struct Finder {
    index: OrderIndex,
    waiting: Vec<AttemptId>,
}

impl Orders {
    /// An order came, or got its number.
    pub(super) fn find_anew(self, id: &AttemptId) {
        self.finder.update_value(|finder| finder.waiting.push(id.clone()));
    }

    /// Puts some orders into the index; whether more are waiting. Not reactive.
    pub fn index_some(self) -> bool {
        self.index_at_most(SLICE)
    }

    fn index_at_most(self, count: usize) -> bool {
        let more = self.finder.try_update_value(|finder| {
            let from = finder.waiting.len().saturating_sub(count);
            for id in finder.waiting.drain(from..) {
                if let Some(row) = self.row(&id) {
                    row.with_untracked(|row| finder.index.put(&row.record));
                }
            }
            from > 0
        });
        more.unwrap_or(false) // the page was left
    }

    /// Of these orders, newest first, those that fit. `by_state` says whether a word, in lower case, is in
    /// what the user sees of an order's state. Not reactive.
    pub fn find_among(
        self,
        ids: &[AttemptId],
        search: &Search,
        by_state: &dyn Fn(&str, &AttemptId) -> bool,
    ) -> Vec<AttemptId> {
        self.index_at_most(usize::MAX);
        let found = self.finder.with_value(|finder| finder.index.find(search, by_state));
        // Both newest first.
        let mut among = ids.iter().peekable();
        let mut is_among = |id: &AttemptId| {
            while among.next_if(|other| *other > id).is_some() {}
            among.next_if(|other| *other == id).is_some()
        };
        found.into_iter().filter(|id| is_among(id)).collect()
    }
}
