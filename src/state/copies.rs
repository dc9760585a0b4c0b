//! Copies of the orders in files of the user's: when the last one was saved, whether to remind of one, and
//! what became of one that was brought back.

use super::CopyBack;
use super::engine::EngineSlot;
use leptos::prelude::*;
use panelboard_client::copy::{Known, is_due};
use panelboard_client::engine::Command;
use panelboard_domain::id::AttemptId;
use panelboard_domain::time::Timestamp;

/// The handle.
#[derive(Clone, Copy)]
pub struct Copies {
    /// `None` until it is known.
    known: RwSignal<Option<Known>>,
    back: RwSignal<Option<CopyBack>>,
    engine: EngineSlot,
}

impl Copies {
    pub(super) fn provide(engine: EngineSlot) -> Self {
        let copies = Self { known: RwSignal::new(None), back: RwSignal::new(None), engine };
        provide_context(copies);
        copies
    }

    /// When the last copy was saved; the outer `None` while nobody knows (reactive).
    pub fn last(self) -> Option<Option<Timestamp>> {
        self.known.with(|known| Some(known.as_ref()?.last.as_ref().map(|last| last.at)))
    }

    /// Whether to remind of a copy of these orders, newest first (reactive).
    pub fn is_due(self, orders: Signal<Vec<AttemptId>>) -> bool {
        orders.with(|ids| {
            self.known.with(|known| {
                let now = self.engine.now();
                known.as_ref().is_some_and(|known| is_due(known, ids.first(), ids.len(), now))
            })
        })
    }

    /// Not now.
    pub fn put_off(self) {
        self.engine.run(Command::PutOffCopy);
    }

    /// Adds from a file what is not here.
    pub fn bring_back(self, text: String) {
        self.engine.run(Command::BringBack(text));
    }

    /// What became of the last one that was brought back.
    pub fn back(self) -> Signal<Option<CopyBack>> {
        self.back.into()
    }

    pub(super) fn set_known(self, known: Known) {
        self.known.set(Some(known));
    }

    pub(super) fn set_back(self, back: CopyBack) {
        self.back.set(Some(back));
    }
}

/// The handle.
pub fn use_copies() -> Copies {
    use_context().expect("state::provide() runs in App")
}
