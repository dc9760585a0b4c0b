//! The latest time that was ever seen on this device, so that a clock which is set back opens no window
//! that was shut already: neither for asking again nor for settling by the time that has passed.
//!
//! Must never go back itself, and never be what is shown or written down as the time.

use crate::ports::{Clock, KeyValue};
use panelboard_domain::time::{Seen, Timestamp};

/// The name in local storage.
pub const NAME: &str = "panelboard.clock";

/// It is written so often at most; shorter than what a repeat leaves of its time
/// (`panelboard_domain::attempt::again::MARGIN_MILLIS`).
const STEP_MILLIS: i64 = 15_000;

/// The clock beside the latest time, which this call keeps. To be called now and then while a page is
/// open, and before each decision that goes by time. A full local storage keeps nothing: then only what
/// the journal says of the past counts.
pub fn seen(ports: &(impl KeyValue + Clock)) -> Seen {
    let now = ports.now();
    let kept = ports.read(NAME).and_then(|millis| millis.parse().ok());
    let kept = kept.map(Timestamp::from_millis);
    if kept.is_none_or(|kept| now.millis_since(kept) >= STEP_MILLIS) {
        let _ = ports.write(NAME, &now.millis().to_string());
    }
    Seen::new(now, kept.unwrap_or(now))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Fakes;

    const MINUTE: i64 = 60_000;

    #[test]
    fn the_latest_time_never_goes_back() {
        let fakes = Fakes::default();
        let start = fakes.clock.now();
        assert!(!seen(&fakes).went_back());
        fakes.clock.advance(30 * MINUTE);
        assert_eq!(seen(&fakes).latest(), fakes.clock.now());
        fakes.clock.set_by(-25 * MINUTE);
        assert!(seen(&fakes).went_back());
        assert_eq!(seen(&fakes).latest(), start.plus_millis(30 * MINUTE));
        fakes.clock.advance(24 * MINUTE);
        assert!(!seen(&fakes).went_back(), "a little behind");
        assert_eq!(seen(&fakes).latest(), start.plus_millis(30 * MINUTE), "and still not back");
        fakes.clock.advance(2 * MINUTE);
        assert_eq!(seen(&fakes).latest(), fakes.clock.now());
    }

    #[test]
    fn with_a_full_local_storage_the_clock_is_all_there_is() {
        let fakes = Fakes::default();
        fakes.storage.is_full.set(true);
        seen(&fakes);
        fakes.clock.advance(-60 * MINUTE);
        assert_eq!(seen(&fakes), fakes.clock.now().into());
        fakes.storage.is_full.set(false);
        fakes.write(NAME, "not a number").expect("room");
        assert_eq!(seen(&fakes), fakes.clock.now().into());
    }
}
