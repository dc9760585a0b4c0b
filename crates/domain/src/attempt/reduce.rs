//! What may follow what. The only place where an attempt's state changes.

use super::{
    Alarm, Attempt, AttemptState, Event, Happening, Outcome, Resolution, ResolvedBy, UnknownHint,
    Verdict,
};
use crate::time::Timestamp;

/// The happening does not fit the state. The record was left as it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this cannot happen to the attempt any more")]
pub struct NotAllowed;

impl Attempt {
    /// Appends a fact and moves the state. Wall time plays no part in what is allowed.
    pub fn apply(&mut self, at: Timestamp, what: Happening) -> Result<(), NotAllowed> {
        let next = self.next_state(&what).ok_or(NotAllowed)?;
        match &what {
            Happening::Sent { turn, balance_before, .. } => {
                self.turn = *turn;
                self.balance_before = *balance_before;
            }
            Happening::Answered { wire } => self.wire = Some(wire.clone()),
            Happening::Judged { verdict: Verdict::Placed { charge, .. } } => {
                self.charge.clone_from(charge);
                self.resolution = None;
            }
            Happening::Resolved { by, .. } => self.resolution = Some(Resolution { by: *by, at }),
            Happening::Alarm(alarm) => {
                self.alarm = Some(*alarm);
                self.resolution = None;
            }
            Happening::Archived => self.archived = true,
            Happening::Restored => self.archived = false,
            _ => {}
        }
        self.state = next;
        self.events.push(Event { at, what });
        Ok(())
    }

    fn next_state(&self, what: &Happening) -> Option<AttemptState> {
        use AttemptState as S;
        use Happening as H;
        let same = || Some(self.state.clone());
        match (&self.state, what) {
            // One dispatch: only a draft can be sent (I2).
            (S::Drafted, H::Sent { .. }) => Some(S::Sending),
            (S::Drafted, _) => None,

            // A tab that lost its lock may still bring its answer after others gave it up.
            (S::Sending | S::Unknown { .. } | S::NotPlaced, H::Answered { .. }) => same(),
            (S::Sending | S::Unknown { .. }, H::Judged { verdict }) => Some(judged(verdict)),
            (S::NotPlaced, H::Judged { verdict: verdict @ Verdict::Placed { .. } })
            | (
                S::Placed { order_id: None, .. },
                H::Judged { verdict: verdict @ Verdict::Placed { .. } },
            ) => Some(judged(verdict)),

            (S::Sending, H::Lost { hint }) => Some(S::Unknown { hint: *hint }),
            (S::Sending, H::Recovered) => Some(S::Unknown { hint: UnknownHint::Interrupted }),

            (S::Unknown { .. }, H::Resolved { outcome, .. }) => Some(resolved(outcome)),
            // The order's number may become known later, and the relay's log outranks the rest.
            (
                S::Placed { order_id: None, .. },
                H::Resolved {
                    outcome: outcome @ Outcome::Placed { order_id: Some(_), .. }, ..
                },
            )
            | (
                S::NotPlaced,
                H::Resolved {
                    by: ResolvedBy::Relay | ResolvedBy::User,
                    outcome: outcome @ Outcome::Placed { .. },
                },
            ) => Some(resolved(outcome)),

            (S::Rejected { .. }, H::Alarm(Alarm::ChargedThoughRefused)) => {
                Some(S::Unknown { hint: UnknownHint::ChargedThoughRefused })
            }
            (_, H::Alarm(Alarm::ChargedThoughRefused)) => None,
            (_, H::Evidence(_) | H::Alarm(_)) => same(),
            // An open outcome stays in sight until it is resolved (I8).
            (S::Placed { .. } | S::Rejected { .. } | S::NotPlaced, H::Archived | H::Restored) => {
                same()
            }
            _ => None,
        }
    }
}

fn judged(verdict: &Verdict) -> AttemptState {
    match verdict {
        Verdict::Placed { order_id, refill_id, .. } => {
            AttemptState::Placed { order_id: Some(order_id.clone()), refill_id: refill_id.clone() }
        }
        Verdict::Rejected(reason) => AttemptState::Rejected { reason: reason.clone() },
        Verdict::Unknown(hint) => AttemptState::Unknown { hint: *hint },
    }
}

fn resolved(outcome: &Outcome) -> AttemptState {
    match outcome {
        Outcome::Placed { order_id, refill_id } => {
            AttemptState::Placed { order_id: order_id.clone(), refill_id: refill_id.clone() }
        }
        Outcome::Rejected(reason) => AttemptState::Rejected { reason: reason.clone() },
        Outcome::NotPlaced => AttemptState::NotPlaced,
    }
}
