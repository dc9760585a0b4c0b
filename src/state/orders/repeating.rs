//! Asking again for an order whose answer was lost. A repeat is no order of its own: it has no row, and
//! what is known of it shows with the order.

use super::{Orders, Placing};
use crate::platform::gesture::UserGesture;
use leptos::prelude::*;
use panelboard_domain::id::AttemptId;
use panelboard_domain::time::Timestamp;

impl Orders {
    /// Until when the order may be asked for again safely; `None` when it may not. Not reactive: it goes
    /// by the clock and the key as well.
    pub fn ask_again_until(self, id: &AttemptId) -> Option<Timestamp> {
        self.desk.get()?.ask_again_until(id)
    }

    /// Sends the exact request once more. A second call while one runs for the order changes nothing.
    pub fn ask_again(self, gesture: UserGesture<'_>, id: &AttemptId) {
        let (signal, _) = self.repeating.at(id);
        if let Some(desk) = self.desk.get()
            && !signal.with_untracked(Placing::is_running)
        {
            signal.set(Placing::Waiting);
            desk.ask_again(gesture, id);
        }
    }

    /// Where asking again stands.
    pub fn repeating(self, id: &AttemptId) -> Signal<Placing> {
        self.repeating.at(id).0.into()
    }

    pub(crate) fn repeating_is(self, id: &AttemptId, state: Placing) {
        self.repeating.at(id).0.set(state);
    }

    /// A repeat has changed: the order that it repeats shows it.
    pub(super) fn repeat_changed(self, first: &AttemptId) {
        if let Some(row) = self.rows.with_value(|rows| rows.get(first).cloned()) {
            row.notify();
        }
    }
}
