//! Instants as plain numbers. "Now" is always a parameter: no function here asks a clock.

use serde::{Deserialize, Serialize};

/// Milliseconds since 1970-01-01 UTC.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Timestamp(i64);

impl Timestamp {
    /// From milliseconds since the epoch.
    pub const fn from_millis(millis: i64) -> Self {
        Self(millis)
    }

    /// Milliseconds since the epoch.
    pub const fn millis(self) -> i64 {
        self.0
    }

    /// Milliseconds from `earlier` to here; negative when the clock went back.
    pub const fn millis_since(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0)
    }

    /// This instant moved by `millis`.
    #[must_use]
    pub const fn plus_millis(self, millis: i64) -> Self {
        Self(self.0.saturating_add(millis))
    }

    /// The day of the calendar where the clock stands `minutes_east` of UTC, counted from 1970-01-01.
    /// Two instants of one day may be told by their time alone; others need their date.
    pub const fn day(self, minutes_east: i32) -> i64 {
        const DAY_MILLIS: i64 = 24 * 60 * 60 * 1000;
        self.0.saturating_add(minutes_east as i64 * 60_000).div_euclid(DAY_MILLIS)
    }
}

/// A clock that is behind the latest time by more than this was set back; less is put right by it now and
/// then.
const BACK_MILLIS: i64 = 5 * 60 * 1000;

/// The wall clock beside the latest time that it was ever seen to show. How long ago something was is
/// counted to the latest time: a clock that is set back makes nothing younger.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seen {
    now: Timestamp,
    latest: Timestamp,
}

impl Seen {
    /// What the clock shows, and the latest that it ever showed.
    pub fn new(now: Timestamp, latest: Timestamp) -> Self {
        Self { now, latest: latest.max(now) }
    }

    /// What the clock shows.
    pub const fn now(self) -> Timestamp {
        self.now
    }

    /// The latest time, now included.
    pub const fn latest(self) -> Timestamp {
        self.latest
    }

    /// The clock was set back: nobody can tell how long ago anything was, and nothing that goes by time
    /// is safe.
    pub const fn went_back(self) -> bool {
        self.latest.millis_since(self.now) > BACK_MILLIS
    }
}

/// Where nothing is known but what the clock shows.
impl From<Timestamp> for Seen {
    fn from(now: Timestamp) -> Self {
        Self { now, latest: now }
    }
}

#[cfg(test)]
mod tests {
    use super::Timestamp;

    #[test]
    fn a_day_ends_at_the_midnight_of_the_place() {
        let at = |hour: i64| Timestamp::from_millis(hour * 60 * 60 * 1000);
        assert_eq!((at(0).day(0), at(23).day(0), at(24).day(0), at(-1).day(0)), (0, 0, 1, -1));
        // Seoul is nine hours ahead: its next day begins at 15:00 UTC.
        assert_eq!((at(14).day(540), at(15).day(540)), (0, 1));
        // New York in winter is five hours behind.
        assert_eq!((at(4).day(-300), at(5).day(-300)), (-1, 0));
    }
}
