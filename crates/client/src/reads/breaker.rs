//! Leaves a panel alone that fails again and again: five failures in a row open the breaker for 30 s,
//! then one question is let through; each further failure doubles the rest, up to 300 s.

use crate::ports::Moment;

const FAILURES_TO_OPEN: u32 = 5;
const FIRST_REST_MILLIS: i64 = 30_000;
const LONGEST_REST_MILLIS: i64 = 300_000;

/// One panel's breaker.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Breaker {
    failures: u32,
    opened: Option<Opened>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Opened {
    at: Moment,
    rest_millis: i64,
    probing: bool,
}

impl Breaker {
    /// Whether a question may go out now. While half-open only one may.
    pub fn admit(&mut self, now: Moment) -> bool {
        let Some(opened) = &mut self.opened else { return true };
        let rested = now.millis_since(opened.at);
        if opened.probing || rested < opened.rest_millis {
            return false;
        }
        opened.probing = true;
        true
    }

    /// It is open: questions are refused without being sent.
    pub fn is_open(&self) -> bool {
        self.opened.is_some()
    }

    /// An answer came.
    pub fn succeeded(&mut self) {
        *self = Self::default();
    }

    /// No usable answer came.
    pub fn failed(&mut self, now: Moment) {
        self.failures = self.failures.saturating_add(1);
        match &mut self.opened {
            Some(opened) => {
                let rest_millis = opened.rest_millis.saturating_mul(2).min(LONGEST_REST_MILLIS);
                *opened = Opened { at: now, rest_millis, probing: false };
            }
            None if self.failures >= FAILURES_TO_OPEN => {
                self.opened =
                    Some(Opened { at: now, rest_millis: FIRST_REST_MILLIS, probing: false });
            }
            None => {}
        }
    }

    /// The question that was let through ended without saying anything about the panel.
    pub fn abandoned(&mut self) {
        if let Some(opened) = &mut self.opened {
            opened.probing = false;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Moment {
        Moment::from_millis(seconds * 1000)
    }

    #[test]
    fn fault_18_five_failures_open_it_and_one_good_answer_closes_it() {
        let mut breaker = Breaker::default();
        for _ in 0..4 {
            breaker.failed(at(0));
        }
        assert!(breaker.admit(at(0)));
        breaker.failed(at(0));
        assert!(!breaker.admit(at(29)));
        assert!(breaker.admit(at(30)), "half-open");
        assert!(!breaker.admit(at(30)), "a single probe");
        breaker.failed(at(31));
        assert!(!breaker.admit(at(90)), "twice the rest");
        assert!(breaker.admit(at(91)));
        breaker.succeeded();
        assert!(breaker.admit(at(91)) && breaker.admit(at(91)));
    }
}
