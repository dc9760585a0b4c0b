//! Copies of the orders in files of the user's: when the last one was saved, whether to remind of one, and
//! what became of one that was brought back.

use super::Orders;
use super::desk::DeskSlot;
use leptos::prelude::*;
use panelboard_client::copy::{Known, is_due};
use panelboard_client::error::StorageError;
use panelboard_domain::time::Timestamp;

/// What the desk is asked about copies.
#[derive(Clone, Debug)]
pub enum CopyCommand {
    /// Add what is not here from this file.
    BringBack(String),
    /// Do not remind for a week.
    PutOff,
}

/// What became of a copy that was brought back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CopyBack {
    /// The file is none.
    NoCopy,
    /// The storage failed; the same file can be brought back again.
    Failed(StorageError),
    /// Counts of its records.
    Done {
        /// Those that were not here.
        added: usize,
        /// Those that were.
        here: usize,
        /// Those that were left out because they are damaged.
        damaged: usize,
        /// Those that a newer version of the app wrote; left out.
        newer: usize,
    },
}

/// The handle.
#[derive(Clone, Copy)]
pub struct Copies {
    /// `None` until it is known.
    known: RwSignal<Option<Known>>,
    back: RwSignal<Option<CopyBack>>,
    orders: Orders,
    desk: DeskSlot,
}

impl Copies {
    pub(super) fn provide(desk: DeskSlot, orders: Orders) -> Self {
        let copies = Self { known: RwSignal::new(None), back: RwSignal::new(None), orders, desk };
        provide_context(copies);
        copies
    }

    /// When the last copy was saved; the outer `None` while nobody knows (reactive).
    pub fn last(self) -> Option<Option<Timestamp>> {
        self.known.with(|known| Some(known.as_ref()?.last.as_ref().map(|last| last.at)))
    }

    /// Whether to remind of a copy (reactive).
    pub fn is_due(self) -> bool {
        self.orders.ids().with(|ids| {
            self.known.with(|known| {
                let now = self.desk.now();
                known.as_ref().is_some_and(|known| is_due(known, ids.first(), ids.len(), now))
            })
        })
    }

    /// Saves one.
    pub fn save(self) {
        self.orders.save_raw();
    }

    /// Not now.
    pub fn put_off(self) {
        self.ask(CopyCommand::PutOff);
    }

    /// Adds from a file what is not here.
    pub fn bring_back(self, text: String) {
        self.ask(CopyCommand::BringBack(text));
    }

    /// What became of the last one that was brought back.
    pub fn back(self) -> Signal<Option<CopyBack>> {
        self.back.into()
    }

    fn ask(self, command: CopyCommand) {
        if let Some(desk) = self.desk.get() {
            desk.copies(command);
        }
    }

    pub(crate) fn known_is(self, known: Known) {
        self.known.set(Some(known));
    }

    pub(crate) fn back_is(self, back: CopyBack) {
        self.back.set(Some(back));
    }
}

/// The handle.
pub fn use_copies() -> Copies {
    use_context().expect("state::provide() runs in App")
}
