//! A clock that moves when told, or by a pause.

use panelboard_domain::time::Timestamp;
use std::cell::Cell;

/// A clock in the test's hand.
#[derive(Debug)]
pub struct ManualClock(Cell<Timestamp>);

impl Default for ManualClock {
    fn default() -> Self {
        Self(Cell::new(Timestamp::from_millis(1_800_000_000_000)))
    }
}

impl ManualClock {
    /// What it shows.
    pub fn now(&self) -> Timestamp {
        self.0.get()
    }

    /// Moves it, also back.
    pub fn advance(&self, millis: i64) {
        self.0.set(self.0.get().plus_millis(millis));
    }
}
