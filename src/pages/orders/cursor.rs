//! Which order the keyboard is on, by its id: orders come and go above it, and its row may not be alive.
//! One row can be reached with Tab; arrows move on from it.

use super::list::BookList;
use crate::platform::document::{focus_in_place, focus_on, focused_id, is_focus_idle};
use crate::platform::timer::next_frame;
use leptos::prelude::*;
use panelboard_domain::id::AttemptId;

/// The handle.
#[derive(Clone, Copy)]
pub struct Cursor {
    at: RwSignal<Option<AttemptId>>,
    /// The order whose row shall get the focus as soon as it is alive.
    wanted: RwSignal<Option<AttemptId>>,
    /// The order that Tab leads to.
    rest: Memo<Option<AttemptId>>,
    list: BookList,
}

impl Cursor {
    /// A cursor in the list. The focus of a detail goes back to its row; a browser cannot do that when the
    /// row was away meanwhile.
    pub fn new(list: BookList, open: Memo<Option<AttemptId>>) -> Self {
        let at = RwSignal::new(None::<AttemptId>);
        let rest = Memo::new(move |_| {
            list.live.with(|live| {
                let own = at.with(|at| at.clone().filter(|at| live.ids.contains(at)));
                own.or_else(|| live.ids.get(list.first.get().saturating_sub(live.first)).cloned())
            })
        });
        Effect::new(move |before: Option<Option<AttemptId>>| {
            let open = open.get();
            if let (Some(id), None) = (before.flatten(), &open) {
                if is_focus_idle() {
                    at.set(Some(id.clone()));
                }
                let back = move || {
                    if is_focus_idle() {
                        focus_in_place(&row_id(&id));
                    }
                };
                back();
                // On a slow phone the detail still has the focus, or the row is not alive yet.
                next_frame(move || {
                    back();
                    next_frame(back);
                });
            }
            open
        });
        Self { at, wanted: RwSignal::new(None), rest, list }
    }

    /// Where it is; the first row in view when it is nowhere.
    pub fn position(self) -> usize {
        let at = self.at.get_untracked();
        let at = at.and_then(|at| {
            self.list.found.with_untracked(|found| found.iter().position(|id| *id == at))
        });
        at.unwrap_or_else(|| self.list.first.get_untracked())
    }

    /// Goes to a position; beyond the end: to the last.
    pub fn go(self, to: usize) {
        let target = self.list.found.with_untracked(|found| {
            let to = to.min(found.len().checked_sub(1)?);
            Some((to, found.get(to)?.clone()))
        });
        let Some((to, id)) = target else { return };
        self.list.reveal(to);
        self.at.set(Some(id.clone()));
        let is_alive = focus_on(&row_id(&id));
        self.wanted.set(Some(id).filter(|_| !is_alive));
    }

    /// The focus has come into a row.
    pub fn note(self) {
        let id = focused_id().and_then(|id| AttemptId::new(id.strip_prefix(PREFIX)?));
        if id.is_some() && self.at.with_untracked(|at| *at != id) {
            self.at.set(id);
        }
    }

    /// A row that becomes alive takes the focus that is meant for it, or that it had when it went.
    pub fn came_alive(self, id: AttemptId) {
        Effect::new(move |_| {
            let is = |other: RwSignal<Option<AttemptId>>| {
                other.with_untracked(|other| other.as_ref() == Some(&id))
            };
            if is(self.wanted) {
                self.wanted.set(None);
                focus_on(&row_id(&id));
            } else if is(self.at) && is_focus_idle() {
                focus_in_place(&row_id(&id));
            }
        });
    }

    /// Whether Tab leads to this order's row (reactive).
    pub fn rests_on(self, id: &AttemptId) -> bool {
        self.rest.with(|rest| rest.as_ref() == Some(id))
    }

    /// The order's row among all, from 1, below the head (reactive); `None` when it is not alive.
    pub fn row_index(self, id: &AttemptId) -> Option<String> {
        self.list.live.with(|live| live.position(id)).map(|at| (at + 2).to_string())
    }
}

const PREFIX: &str = "order-";

/// The id of a row's link, for the focus.
pub fn row_id(id: &AttemptId) -> String {
    format!("{PREFIX}{id}")
}
