//! Where the book's rows stand, which of them are alive, and the place of the list. It must know no row's
//! text.

use super::LIST;
use crate::pages::window::{Heights, Plan};
use crate::platform::viewport::{self, Viewport, length, scroll_by, scroll_to_reach, use_viewport};
use crate::state::{Place, Tab, use_places};
use leptos::html::Tbody;
use leptos::prelude::*;
use panelboard_domain::id::AttemptId;

/// The handle.
#[derive(Clone, Copy)]
pub struct BookList {
    /// Every order that is listed.
    pub found: Memo<Vec<AttemptId>>,
    /// Where each stands.
    pub plan: Memo<Plan>,
    /// The live ones.
    pub live: Memo<Live>,
    /// Position of the first row in view.
    pub first: Memo<usize>,
    body: NodeRef<Tbody>,
    viewport: ReadSignal<Viewport>,
}

/// The live rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Live {
    /// Position of the first one.
    pub first: usize,
    /// Where it is drawn, in pixels below the list's top.
    pub offset: u32,
    /// All of them, in order.
    pub ids: Vec<AttemptId>,
}

impl Live {
    /// The position in the whole list of a live row.
    pub fn position(&self, id: &AttemptId) -> Option<usize> {
        self.ids.iter().position(|live| live == id).map(|at| self.first + at)
    }
}

impl BookList {
    /// The list of what was `found`, drawn in `body`.
    pub fn new(found: Memo<Vec<AttemptId>>, body: NodeRef<Tbody>) -> Self {
        let viewport = use_viewport(move || body.get_untracked().map(Into::into));
        let screen = Memo::new(move |_| viewport.with(|seen| (seen.width, seen.height)));
        let heights = Memo::new(move |_| {
            screen.track(); // they change with the layout
            heights(body)
        });
        let plan = Memo::new(move |_| Plan::new(Vec::new(), found.with(Vec::len), heights.get()));
        let window = Memo::new(move |_| plan.with(|plan| plan.window(viewport.get().scrolled)));
        let live = Memo::new(move |_| {
            let (window, count) = (window.get(), plan.with(|plan| plan.live(screen.get().1)));
            let ids =
                found.with(|ids| ids.iter().skip(window.first).take(count).cloned().collect());
            Live { first: window.first, offset: window.offset, ids }
        });
        let first = Memo::new(move |_| plan.with(|plan| plan.at(viewport.get().scrolled)));
        Self { found, plan, live, first, body, viewport }
    }

    /// Scrolls the row at a position clear of the bars.
    pub fn reveal(self, position: usize) {
        if let Some(body) = self.body.get_untracked() {
            let (top, bottom) =
                self.plan.with_untracked(|plan| (plan.top(position), plan.top(position + 1)));
            viewport::reveal(&body, top, bottom - top);
        }
    }

    /// The list comes back where it was `left`, by its row: rows may be taller by now. Each tab has a
    /// place of its own.
    pub fn keep_place(self, tab: Memo<Tab>, left: StoredValue<Option<Place>>) {
        let places = use_places();
        let left = left.try_update_value(Option::take).flatten();
        let left = left.filter(|place| place.scrolled > 0);
        let from = left.map(|place| {
            let (row, offset, scrolled) = (place.row, place.offset, place.scrolled);
            move || {
                let y = self.plan.with_untracked(|plan| plan.top(row)) + offset;
                let body = self.body.get_untracked().filter(|_| y > 0);
                body.map_or(scrolled, |body| scroll_to_reach(&body, y))
            }
        });
        let ready = Signal::derive(move || self.body.get().is_some());
        viewport::keep_place(ready, from, move |scrolled| {
            let above = self.viewport.get_untracked().scrolled;
            let (row, top) = self.plan.with_untracked(|plan| {
                let row = plan.at(above);
                (row, plan.top(row))
            });
            places.note(&place_name(tab.get_untracked()), |place| {
                *place = Place { scrolled, row, offset: above - top, asked: Vec::new() };
            });
        });
    }

    /// When orders come or go above the screen, what is on it stays: the browser cannot hold rows that
    /// are not there.
    pub fn hold_still(self, tab: Memo<Tab>) {
        Effect::new(move |before: Option<Option<(Tab, AttemptId, usize)>>| {
            let (tab, first) = (tab.get(), self.first.get());
            let is_above = self.viewport.with(|viewport| viewport.scrolled > 0);
            self.found.with(|found| {
                let known = before.flatten().filter(|(of, ..)| *of == tab && is_above);
                let moved = known.filter(|(_, id, at)| found.get(*at) != Some(id));
                let now = moved.and_then(|(_, id, at)| {
                    let now = found.iter().position(|other| *other == id)?;
                    Some((id, at, now))
                });
                let Some((id, at, now)) = now else {
                    return found.get(first).map(|id| (tab, id.clone(), first));
                };
                let y = self
                    .plan
                    .with_untracked(|plan| i64::from(plan.top(now)) - i64::from(plan.top(at)));
                scroll_by(y);
                Some((tab, id, now))
            })
        });
    }
}

/// The name of a tab's list among those that keep their place.
pub fn place_name(tab: Tab) -> String {
    format!("{LIST}:{}", tab.as_str())
}

/// The style sheet decides how tall rows are, per layout and language.
fn heights(body: NodeRef<Tbody>) -> Heights {
    const FALLBACK: u32 = 56;
    let row = body.get().map_or(FALLBACK, |body| length(&body, "--list-row", FALLBACK));
    Heights { row, head: 0 }
}
