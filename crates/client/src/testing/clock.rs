//! A clock that moves when told, or by a pause.

use crate::ports::{Clock, Moment, Pause};
use panelboard_domain::time::Timestamp;
use std::cell::Cell;

/// A clock in the test's hand.
#[derive(Debug)]
pub struct ManualClock {
    shows: Cell<Timestamp>,
    /// Milliseconds that really went by.
    passed: Cell<i64>,
}

impl Default for ManualClock {
    fn default() -> Self {
        let shows = Cell::new(Timestamp::from_millis(1_800_000_000_000));
        Self { shows, passed: Cell::default() }
    }
}

impl ManualClock {
    /// What it shows.
    pub fn now(&self) -> Timestamp {
        self.shows.get()
    }

    /// What nobody can set.
    pub fn moment(&self) -> Moment {
        Moment::from_millis(self.passed.get())
    }

    /// Somebody sets it; no time goes by.
    pub fn set_by(&self, millis: i64) {
        self.shows.set(self.shows.get().plus_millis(millis));
    }

    /// Time goes by; less than none: the clock is set back.
    pub fn advance(&self, millis: i64) {
        self.shows.set(self.shows.get().plus_millis(millis));
        self.passed.set(self.passed.get() + millis.max(0));
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Timestamp {
        Self::now(self)
    }

    fn moment(&self) -> Moment {
        Self::moment(self)
    }
}

impl Pause for ManualClock {
    async fn pause(&self, millis: u32) {
        self.advance(i64::from(millis));
    }
}
