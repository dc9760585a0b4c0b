//! The sandbox's time: it starts at a given moment, runs faster than the wall clock, and is moved
//! forward on demand.

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// Unix milliseconds that pass `speed` times as fast as on the wall.
#[derive(Debug)]
pub(crate) struct Clock {
    base_ms: u64,
    since: Instant,
    speed: u32,
}

impl Clock {
    pub(crate) fn new(start_ms: u64, speed: u32) -> Self {
        Self { base_ms: start_ms, since: instant(), speed }
    }

    /// Now, in the sandbox's time.
    pub(crate) fn now(&self) -> u64 {
        let passed = millis(self.since.elapsed()).saturating_mul(u64::from(self.speed));
        self.base_ms.saturating_add(passed)
    }

    /// Jumps forward.
    pub(crate) fn advance(&mut self, ms: u64) {
        self.base_ms = self.base_ms.saturating_add(ms);
    }

    /// Runs at another speed from now on; 0 stops it.
    pub(crate) fn set_speed(&mut self, speed: u32) {
        self.base_ms = self.now();
        self.since = instant();
        self.speed = speed;
    }

    pub(crate) const fn speed(&self) -> u32 {
        self.speed
    }
}

/// The machine's clock.
pub(crate) fn unix_ms() -> u64 {
    millis(SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default())
}

fn instant() -> Instant {
    Instant::now()
}

fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}
