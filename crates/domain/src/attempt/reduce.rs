//! What may follow what. The only place where an attempt's state changes.

use super::{
    Alarm, Attempt, AttemptState, Event, Happening, Outcome, Request, Resolution, ResolvedBy,
    UnknownHint, Verdict,
};
use crate::time::Timestamp;

/// The happening does not fit the state. The record was left as it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this cannot happen to the attempt any more")]
pub struct NotAllowed;

impl Attempt {
    /// Appends a fact and moves the state. Wall time plays no part in what is allowed.
    pub fn apply(&mut self, at: Timestamp, what: Happening) -> Result<(), NotAllowed> {
        if matches!(what, Happening::Withdrawn | Happening::Displaced { .. }) {
            let before = self.before_settlement().ok_or(NotAllowed)?;
            (self.state, self.resolution) = (before.state, before.resolution);
        } else {
            self.state = self.next_state(&what).ok_or(NotAllowed)?;
            self.note(at, &what);
        }
        self.events.push(Event { at, what });
        Ok(())
    }

    /// The state after it; `None` when it cannot happen now.
    fn next_state(&self, what: &Happening) -> Option<AttemptState> {
        use AttemptState as S;
        let is_drafted = self.state == S::Drafted;
        let is_sending = self.state == S::Sending;
        let same = || self.state.clone();
        match what {
            // One dispatch: only a draft can be sent (I2).
            Happening::Sent { .. } => is_drafted.then_some(S::Sending),
            // A tab that lost its lock may bring its answer after others gave it up.
            Happening::Answered { .. } => {
                matches!(self.state, S::Sending | S::Unknown { .. } | S::NotPlaced).then(same)
            }
            Happening::Judged { verdict } => self.takes(verdict).then(|| judged(verdict)),
            Happening::Lost { hint } => is_sending.then_some(S::Unknown { hint: *hint }),
            Happening::Recovered => {
                is_sending.then_some(S::Unknown { hint: UnknownHint::Interrupted })
            }
            Happening::Resolved { by, outcome, .. } => {
                self.can_resolve(*by, outcome).then(|| resolved(outcome))
            }
            Happening::Alarm(Alarm::ChargedThoughRefused) => {
                matches!(self.state, S::Rejected { .. })
                    .then_some(S::Unknown { hint: UnknownHint::ChargedThoughRefused })
            }
            Happening::Alarm(Alarm::DoubleCharge | Alarm::OtherCharge { .. })
            | Happening::Evidence(_) => (!is_drafted).then(same),
            // An open outcome stays in sight until it is resolved (I8).
            Happening::Archived | Happening::Restored | Happening::Seen(_) => {
                matches!(self.state, S::Placed { .. } | S::Rejected { .. } | S::NotPlaced)
                    .then(same)
            }
            Happening::Parted => {
                let may_be_one =
                    matches!(self.state, S::Placed { order_id: Some(_), .. } | S::Unknown { .. });
                (self.request.repeats().is_some() && may_be_one).then(same)
            }
            Happening::Looked => matches!(self.state, S::Unknown { .. }).then(same),
            Happening::TakenOver { from, panel, .. } => {
                let is_at_rest = !is_drafted && !is_sending;
                (is_at_rest && self.account == *from && self.concerns(panel)).then(same)
            }
            Happening::Confirmed | Happening::Withdrawn | Happening::Displaced { .. } => None,
        }
    }

    /// An open attempt takes any judgement; one that was given up still takes an order id.
    fn takes(&self, verdict: &Verdict) -> bool {
        match self.state {
            AttemptState::Sending | AttemptState::Unknown { .. } => true,
            AttemptState::NotPlaced | AttemptState::Placed { order_id: None, .. } => {
                matches!(verdict, Verdict::Placed { .. })
            }
            _ => false,
        }
    }

    /// Only an open outcome can be resolved; an order that turns up after all is never refused.
    fn can_resolve(&self, by: ResolvedBy, outcome: &Outcome) -> bool {
        match (&self.state, outcome) {
            (AttemptState::Unknown { .. }, _) => true,
            (AttemptState::Placed { order_id: None, .. }, Outcome::Placed { order_id, .. }) => {
                order_id.is_some()
            }
            // The balance said so; the user, who looked at the panel, knows better.
            (AttemptState::Placed { order_id: None, .. }, Outcome::NotPlaced) => {
                by == ResolvedBy::User
            }
            (AttemptState::NotPlaced, Outcome::Placed { .. }) => {
                matches!(by, ResolvedBy::Relay | ResolvedBy::User | ResolvedBy::Repeat)
            }
            _ => false,
        }
    }

    /// Where in the history the settlement stands that still holds; `None` when none does.
    pub(super) fn standing_settlement(&self) -> Option<usize> {
        self.resolution?;
        let mut standing = Vec::new();
        for (at, event) in self.events.iter().enumerate() {
            match event.what {
                Happening::Resolved { .. } => standing.push(at),
                Happening::Withdrawn | Happening::Displaced { .. } => drop(standing.pop()),
                _ => {}
            }
        }
        standing.pop()
    }

    /// The attempt as it stood before the user settled it; `None` when no word of the user's holds.
    /// Found by going through the history again: a record holds nothing that its events do not.
    fn before_settlement(&self) -> Option<Self> {
        self.resolution.filter(|resolution| resolution.by == ResolvedBy::User)?;
        let at = self.standing_settlement()?;
        let mut before = Self::confirmed(self.confirmation.clone());
        // Whose it is, and that it became an order of its own, says nothing about what became of it:
        // `before` is its new owner's, and that order, already.
        let is_about_it =
            |event: &&Event| !matches!(event.what, Happening::TakenOver { .. } | Happening::Parted);
        for event in self.events.get(1..at)?.iter().filter(is_about_it) {
            before.apply(event.at, event.what.clone()).ok()?;
        }
        Some(before)
    }

    fn note(&mut self, at: Timestamp, what: &Happening) {
        match what {
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
            Happening::Alarm(alarm) => self.alarm = Some(*alarm),
            Happening::TakenOver { by, panel, key, .. } => {
                if self.key != *key {
                    // Readings of another key's balance say nothing beside this one.
                    self.balance_before = None;
                }
                self.confirmation.account = by.clone();
                self.confirmation.panel = Some(panel.clone());
                self.confirmation.key.clone_from(key);
            }
            Happening::Parted => {
                if let Request::Again { order, .. } = &self.confirmation.request {
                    self.confirmation.request = Request::clone(order);
                }
            }
            Happening::Archived => self.archived = true,
            Happening::Restored => self.archived = false,
            _ => {}
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
