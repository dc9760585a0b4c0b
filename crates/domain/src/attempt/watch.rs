//! What is being watched for an open outcome, and how long still: so that a card can say "Watching the
//! balance: 35 s" instead of something that is not true yet.

use crate::time::Timestamp;

/// What the app waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Watched {
    /// The relay's receipt.
    Relay,
    /// The balance: a charge that comes late, and that it stays.
    Balance,
}

/// One stretch of watching.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Watch {
    /// What.
    pub what: Watched,
    /// When the stretch began.
    pub since: Timestamp,
    /// How long it takes, in milliseconds.
    pub millis: u32,
}

impl Watch {
    /// How long still, in milliseconds; never more than the whole stretch, whatever the clock does.
    pub fn remaining_millis(self, now: Timestamp) -> u32 {
        let gone = u32::try_from(now.millis_since(self.since).max(0)).unwrap_or(u32::MAX);
        self.millis.saturating_sub(gone)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn d10_what_remains_counts_down_and_a_clock_that_jumps_does_not_stretch_it() {
        let since = Timestamp::from_millis(1_000_000);
        let watch = Watch { what: Watched::Balance, since, millis: 55_000 };
        for (passed, remains) in
            [(0, 55_000), (20_000, 35_000), (55_000, 0), (3_600_000, 0), (-7_200_000, 55_000)]
        {
            assert_eq!(watch.remaining_millis(since.plus_millis(passed)), remains, "{passed}");
        }
    }
}
