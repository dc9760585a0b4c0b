//! Copies of the orders: every record in a file of the user's, when the last one was saved, and bringing
//! one back. What counts in a file is [`crate::copy`]'s to say.

use super::message::Message;
use super::{Engine, Event};
use crate::copy::{self, Brought, CopyFile, Known, LastCopy};
use crate::error::StorageError;
use crate::journal::{record, sentinel};
use crate::ports::Ports;
use std::rc::Rc;

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

impl<P: Ports> Engine<P> {
    /// Every record that can be had, as it lies there; with none, still what this page knows.
    pub(super) async fn raw_journal(self: Rc<Self>) {
        let records = self.ports.raw_records().await.unwrap_or_default();
        let records = records.into_iter().map(|(store, id, text)| (store.to_owned(), id, text));
        let seen = self.book.read(|attempts| attempts.filter_map(record::encode).collect());
        let file = CopyFile::of(sentinel::count(&self.ports), records, seen);
        self.tell(Event::RawJournal(serde_json::to_string(&file).ok()));
    }

    /// What is known of copies by now.
    pub(super) async fn tell_copies(&self) {
        self.tell(Event::Copies(Known {
            last: copy::last(&self.ports),
            put_off_at: copy::put_off_at(&self.ports),
            is_kept: self.ports.is_kept().await == Some(true),
        }));
    }

    /// A copy of all that this page knows was saved.
    pub(super) async fn copy_saved(self: Rc<Self>) {
        let newest = self.book.newest_order();
        copy::was_saved(&self.ports, &LastCopy { at: self.ports.now(), newest });
        self.tell_copies().await;
    }

    pub(super) async fn put_off_copy(self: Rc<Self>) {
        copy::put_off(&self.ports, self.ports.now());
        self.tell_copies().await;
    }

    pub(super) async fn bring_back(self: Rc<Self>, text: String) {
        let back = match CopyFile::read(&text) {
            None => CopyBack::NoCopy,
            Some(file) => match copy::bring_back(&self.ports, &file).await {
                Err(error) => CopyBack::Failed(error),
                Ok(Brought { added, here, damaged, newer }) => {
                    if !added.is_empty() {
                        // As at a start: what was being sent has no sender, what is open is looked into.
                        self.open_journal().await;
                        self.find_orphans().await;
                    }
                    for attempt in &added {
                        self.ports.broadcast(&Message::Attempt(attempt.id.clone()));
                    }
                    CopyBack::Done { added: added.len(), here, damaged, newer }
                }
            },
        };
        self.tell(Event::BroughtBack(back));
    }
}
