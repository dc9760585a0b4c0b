//! The lists of the tabs, newest first, and how many orders each holds. A change of one row costs what its
//! own tabs cost, however many orders there are.

use super::{OrderRow, Tab, TabCounts};
use leptos::prelude::*;
use panelboard_domain::id::AttemptId;
use panelboard_domain::order::{Attention, OrderStatus};

/// The lists.
#[derive(Clone, Copy)]
pub(super) struct Lists {
    tabs: [RwSignal<Vec<AttemptId>>; Tab::ALL.len()],
    unknown: RwSignal<usize>,
    badge: RwSignal<usize>,
    own_words: RwSignal<usize>,
}

/// Where a row belongs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Places {
    tabs: [bool; Tab::ALL.len()],
    is_unknown: bool,
    is_counted: bool,
    has_own_word: bool,
}

impl Places {
    pub(super) fn of(row: &OrderRow) -> Self {
        Self {
            tabs: Tab::ALL.map(|tab| tab.holds(row)),
            is_unknown: row.is_unknown(),
            is_counted: row.attention().is_some_and(Attention::is_counted),
            has_own_word: row
                .reading()
                .is_some_and(|reading| matches!(reading.status, OrderStatus::Other(_))),
        }
    }
}

/// A row that changed: where it was (nowhere when it is new) and where it is (nowhere when it is gone).
pub(super) type Moved = (AttemptId, Places, Places);

impl Lists {
    pub(super) fn new() -> Self {
        Self {
            tabs: std::array::from_fn(|_| RwSignal::new(Vec::new())),
            unknown: RwSignal::new(0),
            badge: RwSignal::new(0),
            own_words: RwSignal::new(0),
        }
    }

    pub(super) fn of(self, tab: Tab) -> Signal<Vec<AttemptId>> {
        self.tabs[tab as usize].into()
    }

    /// How many orders each tab holds (reactive).
    pub(super) fn counts(self) -> TabCounts {
        let tabs = self.tabs.map(|list| list.with(Vec::len));
        TabCounts::of(self.unknown.get(), self.badge.get(), tabs)
    }

    /// Whether some order's state is a word of its panel's own. Not reactive.
    pub(super) fn has_own_words(self) -> bool {
        self.own_words.get_untracked() > 0
    }

    pub(super) fn update(self, moved: &[Moved]) {
        for (tab, list) in self.tabs.into_iter().enumerate() {
            let is_in = |places: &Places| places.tabs[tab];
            let ids = |crossed: &dyn Fn(&Places, &Places) -> bool| {
                let crossed = moved.iter().filter(|(_, before, now)| crossed(before, now));
                let mut ids: Vec<&AttemptId> = crossed.map(|(id, ..)| id).collect();
                ids.sort_unstable_by(|a, b| b.cmp(a));
                ids
            };
            let leave = ids(&|before, now| is_in(before) && !is_in(now));
            let enter = ids(&|before, now| !is_in(before) && is_in(now));
            if !leave.is_empty() || !enter.is_empty() {
                list.update(|ids| change(ids, &leave, &enter));
            }
        }
        count(self.unknown, moved, |places| places.is_unknown);
        count(self.badge, moved, |places| places.is_counted);
        count(self.own_words, moved, |places| places.has_own_word);
    }
}

/// Takes ids out of a list and puts others in; all three newest first. Looks only at those that move, and
/// at what stands behind the first of them.
fn change(ids: &mut Vec<AttemptId>, leave: &[&AttemptId], enter: &[&AttemptId]) {
    let place = |ids: &[AttemptId], id: &AttemptId| ids.binary_search_by(|other| id.cmp(other));
    let mut gone = leave.iter().filter_map(|id| place(ids, id).ok()).peekable();
    if let Some(&first) = gone.peek() {
        let gone: Vec<usize> = gone.collect();
        let (mut next, mut at) = (gone.iter().copied().peekable(), first);
        let kept = ids.split_off(first).into_iter().filter(|_| {
            let is_gone = next.next_if_eq(&at).is_some();
            at += 1;
            !is_gone
        });
        let kept: Vec<AttemptId> = kept.collect();
        ids.extend(kept);
    }
    let Some(first) = enter.first() else { return };
    let from = place(ids, first).unwrap_or_else(|at| at);
    let behind = ids.split_off(from);
    ids.reserve(enter.len() + behind.len());
    let mut behind = behind.into_iter().peekable();
    for id in enter {
        while let Some(other) = behind.next_if(|other| other > *id) {
            ids.push(other);
        }
        ids.push(AttemptId::clone(id));
    }
    ids.extend(behind);
}

fn count(signal: RwSignal<usize>, moved: &[Moved], counts: impl Fn(&Places) -> bool) {
    let left = moved.iter().filter(|(_, before, _)| counts(before)).count();
    let came = moved.iter().filter(|(.., now)| counts(now)).count();
    if left != came {
        signal.update(|count| *count = *count + came - left);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(list: &str) -> Vec<AttemptId> {
        list.chars().filter_map(|c| AttemptId::new(&c.to_string())).collect()
    }

    #[track_caller]
    fn check(before: &str, leave: &str, enter: &str, after: &str) {
        let (mut list, leave, enter) = (ids(before), ids(leave), ids(enter));
        let (leave, enter): (Vec<_>, Vec<_>) = (leave.iter().collect(), enter.iter().collect());
        change(&mut list, &leave, &enter);
        assert_eq!(list, ids(after), "{before} -{leave:?} +{enter:?}");
    }

    #[test]
    fn ids_leave_and_enter_at_their_places() {
        check("", "", "cba", "cba");
        check("fed", "", "cba", "fedcba"); // a page of older ones at the start
        check("fdb", "", "geca", "gfedcba"); // between, before and behind
        check("gfedcba", "gda", "", "fecb");
        check("gfedcba", "f", "", "gedcba");
        check("gfeb", "ge", "dca", "fdcba");
        check("fed", "c", "", "fed"); // it was not there
        check("fe", "fe", "", "");
    }
}
