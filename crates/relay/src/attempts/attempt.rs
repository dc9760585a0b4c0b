//! The relay's memory of writes: one attempt goes to a panel at most once (docs/adr/0012). The rules
//! are those of the fence; here are the answers that it keeps, who waits for them, and how much is
//! kept for how long. Holds answers, never request bodies or keys.

use crate::downstream::answer::Answer;
use panelboard_fence::{Decision, Doubt, Memory, Receipt};
use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use tokio::sync::watch;

pub(crate) use panelboard_fence::{AttemptId, Fingerprint, Mark, State};

/// How an attempt ended.
#[derive(Clone, Debug)]
pub(crate) enum Outcome {
    /// The panel's own answer.
    Answered(Arc<Answer>),
    /// No byte of it went to the panel, and none ever will.
    NotSent(&'static str),
    /// It went out, or may have; the answer is not known.
    InDoubt(&'static str),
}

/// What an attempt's end is waited for with.
pub(crate) type Waiter = watch::Receiver<Option<Outcome>>;

/// What to do with a request for an attempt.
pub(crate) enum Claim {
    /// It is new: send it.
    First(Ticket),
    /// It is under way: wait.
    Join(Waiter),
    /// It ended.
    Settled(Outcome),
    /// The id was used for something else.
    Conflict,
    /// It may have been sent before: send nothing.
    InDoubt(Doubt),
}

/// What to do with the wish that an attempt is never sent.
pub(crate) enum Closing {
    /// It never came: write that down, then settle it.
    First(Ticket),
    /// It came before, or nobody can tell: the receipt says which.
    Known,
}

/// How much is remembered.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Keep {
    /// Number of attempts.
    pub(crate) entries: usize,
    /// From when an attempt was taken.
    pub(crate) age: Duration,
    /// Bytes of all answers together. Beyond it the oldest answers go; that they were given stays.
    pub(crate) bytes: usize,
    /// A longer answer is not kept.
    pub(crate) answer: usize,
}

/// All attempts of this memory.
#[derive(Clone)]
pub(crate) struct Attempts(Arc<Mutex<Ledger>>);

struct Ledger {
    keep: Keep,
    memory: Memory<Outcome>,
    /// When each was taken, in the memory's order.
    taken_at: VecDeque<Instant>,
    waiters: HashMap<AttemptId, watch::Sender<Option<Outcome>>>,
    /// Whose answers are kept, oldest answer first.
    answered: VecDeque<AttemptId>,
    bytes: usize,
}

/// The right and duty to end one attempt. Dropped without an end, for example by a panic, it settles
/// the attempt by how far it got.
pub(crate) struct Ticket {
    attempts: Attempts,
    id: AttemptId,
    position: u64,
    waiter: Waiter,
    sent: bool,
    settled: bool,
}

/// The code of a doubt, for the app.
pub(crate) const fn code(doubt: Doubt) -> &'static str {
    match doubt {
        Doubt::OtherMemory => "other-memory",
        Doubt::Forgotten => "forgotten",
    }
}

impl Attempts {
    /// Goes on with a memory, all of whose attempts have ended.
    pub(crate) fn of(memory: Memory<Outcome>, keep: Keep, now: Instant) -> Self {
        let taken_at = std::iter::repeat_n(now, memory.len()).collect();
        Self(Arc::new(Mutex::new(Ledger {
            keep,
            memory,
            taken_at,
            waiters: HashMap::new(),
            answered: VecDeque::new(),
            bytes: 0,
        })))
    }

    /// Decides, in one step, who sends an attempt.
    pub(crate) fn claim(
        &self,
        id: AttemptId,
        fingerprint: Fingerprint,
        named: Mark,
        now: Instant,
    ) -> Claim {
        let mut ledger = self.lock();
        ledger.forget(now, 1);
        match ledger.memory.take(id, fingerprint, named) {
            Decision::First => Claim::First(ledger.ticket(self, id, now)),
            Decision::Join => match ledger.waiters.get(&id) {
                Some(end) => Claim::Join(end.subscribe()),
                None => Claim::Settled(Outcome::InDoubt("relay-failure")),
            },
            Decision::Settled(outcome) => Claim::Settled(outcome),
            Decision::Conflict => Claim::Conflict,
            Decision::InDoubt(doubt) => Claim::InDoubt(doubt),
        }
    }

    /// Takes an attempt that never came, so that it is not sent when it comes.
    pub(crate) fn close(&self, id: AttemptId, named: Mark, now: Instant) -> Closing {
        let mut ledger = self.lock();
        ledger.forget(now, 1);
        if ledger.memory.begin_close(id, named) {
            Closing::First(ledger.ticket(self, id, now))
        } else {
            Closing::Known
        }
    }

    /// What is known about an id.
    pub(crate) fn receipt(&self, id: AttemptId, now: Instant) -> Receipt<Outcome> {
        let mut ledger = self.lock();
        ledger.forget(now, 0);
        ledger.memory.receipt(id)
    }

    /// A panic elsewhere leaves the ledger whole: every change of it is one step.
    fn lock(&self) -> MutexGuard<'_, Ledger> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Ledger {
    /// For the attempt that was taken just now.
    fn ticket(&mut self, attempts: &Attempts, id: AttemptId, now: Instant) -> Ticket {
        let (end, waiter) = watch::channel(None);
        self.waiters.insert(id, end);
        self.taken_at.push_back(now);
        let position = self.memory.mark().position;
        let attempts = attempts.clone();
        Ticket { attempts, id, position, waiter, sent: false, settled: false }
    }

    /// Drops what is too old and makes room.
    fn forget(&mut self, now: Instant, room: usize) {
        while let Some(at) = self.taken_at.front() {
            let too_old = now.saturating_duration_since(*at) > self.keep.age;
            let too_many = self.memory.len() + room > self.keep.entries;
            if !(too_old || too_many) {
                break;
            }
            let Some(taken) = self.memory.forget_oldest() else { break };
            self.taken_at.pop_front();
            self.bytes -= taken.end.map_or(0, |outcome| outcome.size());
        }
        while self.answered.front().is_some_and(|id| self.memory.get(*id).is_none()) {
            self.answered.pop_front();
        }
    }

    fn settle(&mut self, id: AttemptId, outcome: Outcome) {
        let outcome = match outcome {
            Outcome::Answered(answer) if answer.body.len() > self.keep.answer => {
                Outcome::InDoubt("answer-not-kept")
            }
            other => other,
        };
        let size = outcome.size();
        if self.memory.settle(id, outcome) && size > 0 {
            self.bytes += size;
            self.answered.push_back(id);
        }
        self.shed();
    }

    /// Too many bytes: the oldest answers go. Their attempts stay known, so that nothing is in doubt
    /// but the answer.
    fn shed(&mut self) {
        while self.bytes > self.keep.bytes {
            let Some(id) = self.answered.pop_front() else { return };
            if let Some(end) = self.memory.end_mut(id) {
                self.bytes -= end.size();
                *end = Outcome::InDoubt("answer-not-kept");
            }
        }
    }
}

impl Outcome {
    fn size(&self) -> usize {
        match self {
            Self::Answered(answer) => answer.body.len(),
            Self::NotSent(_) | Self::InDoubt(_) => 0,
        }
    }
}

impl Ticket {
    /// Whose.
    pub(crate) const fn id(&self) -> AttemptId {
        self.id
    }

    /// The memory's position with it.
    pub(crate) const fn position(&self) -> u64 {
        self.position
    }

    /// To be called before the first byte of the request may leave.
    pub(crate) fn mark_sent(&mut self) {
        self.sent = true;
    }

    /// Someone waits for this attempt's end.
    pub(crate) fn waiter(&self) -> Waiter {
        self.waiter.clone()
    }

    /// The end: remembered, and told to all who wait.
    pub(crate) fn settle(mut self, outcome: Outcome) {
        self.settle_once(outcome);
    }

    fn settle_once(&mut self, outcome: Outcome) {
        self.settled = true;
        let mut ledger = self.attempts.lock();
        ledger.settle(self.id, outcome.clone());
        if let Some(end) = ledger.waiters.remove(&self.id) {
            end.send_replace(Some(outcome));
        }
    }
}

impl Drop for Ticket {
    fn drop(&mut self) {
        if !self.settled {
            let outcome = if self.sent {
                Outcome::InDoubt("relay-failure")
            } else {
                Outcome::NotSent("relay-failure")
            };
            self.settle_once(outcome);
        }
    }
}

#[cfg(test)]
#[path = "attempt_tests.rs"]
mod tests;
