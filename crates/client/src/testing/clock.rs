//! A clock that moves when told, or by a pause unless it waits.

use crate::ports::{Clock, Moment, Pause};
use panelboard_domain::time::Timestamp;
use std::cell::Cell;
use std::future::poll_fn;
use std::task::Poll;

/// A clock in the test's hand.
#[derive(Debug)]
pub struct ManualClock {
    shows: Cell<Timestamp>,
    /// Milliseconds that really went by.
    passed: Cell<i64>,
    /// Pauses last until the test lets the time go by.
    pub waits: Cell<bool>,
}

impl Default for ManualClock {
    fn default() -> Self {
        let shows = Cell::new(Timestamp::from_millis(1_800_000_000_000));
        Self { shows, passed: Cell::default(), waits: Cell::default() }
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
        if !self.waits.get() {
            return self.advance(i64::from(millis));
        }
        let begun = self.moment();
        let is_over = || self.moment().millis_since(begun) >= i64::from(millis);
        poll_fn(|_| if is_over() { Poll::Ready(()) } else { Poll::Pending }).await;
    }
}
