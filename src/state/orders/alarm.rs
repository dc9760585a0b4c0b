//! What is wrong with the journal as a whole. While it cannot be read nothing may be ordered: what
//! was ordered before is not in view, and what would be ordered could not be written down.

use super::Orders;
use leptos::prelude::*;
pub use panelboard_client::engine::alarm::JournalAlarm;
use panelboard_client::error::StorageError;
use panelboard_client::journal::JournalLoss;

impl Orders {
    /// What is wrong; `None` when all is well.
    pub fn alarm(self) -> Signal<Option<JournalAlarm>> {
        self.alarm.into()
    }

    /// An empty list means that nothing was ordered, not that it cannot be read or is lost (reactive).
    pub fn is_whole(self) -> bool {
        self.alarm.with(Option::is_none)
    }

    /// The user has taken note.
    pub fn alarm_seen(self) {
        if let Some(desk) = self.desk.get() {
            desk.accept_loss();
        }
    }

    /// Saves every record as it lies there, readable or not, in a file of the user's.
    pub fn save_raw(self) {
        if let Some(desk) = self.desk.get() {
            desk.save_raw_journal();
        }
    }

    /// Records that are missing, until the user has taken note (reactive): each order then needs the
    /// quantity typed.
    pub fn loss(self) -> Option<JournalLoss> {
        self.alarm.with(|alarm| match alarm {
            Some(JournalAlarm::Lost(loss)) => Some(*loss),
            _ => None,
        })
    }

    /// [`Orders::loss`] now, for handlers.
    pub(crate) fn loss_untracked(self) -> Option<JournalLoss> {
        untrack(|| self.loss())
    }

    /// Why the journal cannot be read.
    pub(crate) fn shut(self) -> Option<StorageError> {
        match self.alarm.get_untracked() {
            Some(JournalAlarm::Shut(error)) => Some(error),
            _ => None,
        }
    }

    pub(crate) fn alarm_is(self, alarm: Option<JournalAlarm>) {
        self.alarm.set(alarm);
    }
}
