//! The lists of the tabs, newest first, and how many orders each holds. A change of one row costs what its
//! own tabs cost, however many orders there are.

use super::{OrderRow, Tab, TabCounts};
use leptos::prelude::*;
use panelboard_domain::id::AttemptId;
use panelboard_domain::order::Attention;
use std::collections::HashSet;

/// The lists.
#[derive(Clone, Copy)]
pub(super) struct Lists {
    tabs: [RwSignal<Vec<AttemptId>>; Tab::ALL.len()],
    unknown: RwSignal<usize>,
    badge: RwSignal<usize>,
}

/// Where a row belongs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Places {
    tabs: [bool; Tab::ALL.len()],
    is_unknown: bool,
    is_counted: bool,
}

impl Places {
    pub(super) fn of(row: &OrderRow) -> Self {
        Self {
            tabs: Tab::ALL.map(|tab| tab.holds(row)),
            is_unknown: row.is_unknown(),
            is_counted: row.attention().is_some_and(Attention::is_counted),
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

    pub(super) fn update(self, moved: &[Moved]) {
        for (tab, list) in self.tabs.into_iter().enumerate() {
            let is_in = |places: &Places| places.tabs[tab];
            let leave: HashSet<&AttemptId> = moved
                .iter()
                .filter(|(_, before, now)| is_in(before) && !is_in(now))
                .map(|(id, ..)| id)
                .collect();
            let enter: Vec<&AttemptId> = moved
                .iter()
                .filter(|(_, before, now)| !is_in(before) && is_in(now))
                .map(|(id, ..)| id)
                .collect();
            if !leave.is_empty() || !enter.is_empty() {
                list.update(|ids| change(ids, &leave, &enter));
            }
        }
        count(self.unknown, moved, |places| places.is_unknown);
        count(self.badge, moved, |places| places.is_counted);
    }
}

fn change(ids: &mut Vec<AttemptId>, leave: &HashSet<&AttemptId>, enter: &[&AttemptId]) {
    if !leave.is_empty() {
        ids.retain(|id| !leave.contains(id));
    }
    match enter {
        [] => {}
        [one] => {
            let at = ids.partition_point(|other| other > *one);
            ids.insert(at, AttemptId::clone(one));
        }
        many => {
            ids.extend(many.iter().copied().cloned());
            // Two sorted runs, mostly: the stable sort only joins them.
            ids.sort_by(|a, b| b.cmp(a));
        }
    }
}

fn count(signal: RwSignal<usize>, moved: &[Moved], counts: impl Fn(&Places) -> bool) {
    let left = moved.iter().filter(|(_, before, _)| counts(before)).count();
    let came = moved.iter().filter(|(.., now)| counts(now)).count();
    if left != came {
        signal.update(|count| *count = *count + came - left);
    }
}
