//! The relay's memory of writes: one attempt id goes to a panel at most once (reliability.md 3.1).
//! The same id and body joins or replays, the same id with another body is a conflict. Holds
//! answers, never request bodies or keys.

use crate::answer::Answer;
use std::collections::{HashMap, VecDeque};
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::watch;

/// An attempt's id, as the client made it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct AttemptId(u128);

/// What an attempt asked, as a hash over panel and body.
pub(crate) type Fingerprint = [u8; 16];

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

/// What to do with a request for an attempt.
pub(crate) enum Claim {
    /// It is new: send it.
    First(Ticket),
    /// It is under way: wait.
    Join(watch::Receiver<Option<Outcome>>),
    /// It ended.
    Settled(Outcome),
    /// The id was used for something else.
    Conflict,
}

/// What is known about an id.
pub(crate) enum Known {
    /// Under way.
    InFlight,
    /// Ended.
    Settled(Outcome),
    /// Never seen since [`Attempts::since`].
    NotSeen,
}

/// How much is remembered.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Keep {
    /// Number of attempts.
    pub(crate) entries: usize,
    /// Milliseconds.
    pub(crate) age: u64,
    /// Bytes of all answers together.
    pub(crate) bytes: usize,
    /// A longer answer is not kept.
    pub(crate) answer: usize,
}

/// All attempts of this run.
#[derive(Clone)]
pub(crate) struct Attempts(Arc<Mutex<Ledger>>);

struct Ledger {
    keep: Keep,
    entries: HashMap<AttemptId, Entry>,
    oldest_first: VecDeque<(AttemptId, u64)>,
    bytes: usize,
    since: u64,
}

struct Entry {
    fingerprint: Fingerprint,
    progress: Progress,
}

enum Progress {
    Running(watch::Receiver<Option<Outcome>>),
    Settled(Outcome),
}

/// The right and duty to send one attempt. Dropped without an end, for example by a panic, it
/// settles the attempt by how far it got.
pub(crate) struct Ticket {
    attempts: Attempts,
    id: AttemptId,
    fingerprint: Fingerprint,
    waiters: watch::Sender<Option<Outcome>>,
    sent: bool,
    settled: bool,
}

impl AttemptId {
    /// Reads the canonical lower-case form of a UUID.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let hyphens = [8, 13, 18, 23];
        let fits = text.len() == 36
            && text.bytes().enumerate().all(|(at, byte)| match byte {
                b'-' => hyphens.contains(&at),
                b'0'..=b'9' | b'a'..=b'f' => !hyphens.contains(&at),
                _ => false,
            });
        if !fits {
            return None;
        }
        u128::from_str_radix(&text.replace('-', ""), 16).ok().map(Self)
    }

    /// The first eight digits: enough to find a line in the log, useless to ask for the result.
    pub(crate) fn prefix(self) -> u32 {
        (self.0 >> 96) as u32
    }
}

impl fmt::Display for AttemptId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let hex = format!("{:032x}", self.0);
        let parts = [&hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..]];
        f.write_str(&parts.join("-"))
    }
}

impl Attempts {
    /// Nothing is remembered yet; `since` is the moment from which nothing can be missing.
    pub(crate) fn new(keep: Keep, since: u64) -> Self {
        Self(Arc::new(Mutex::new(Ledger {
            keep,
            entries: HashMap::new(),
            oldest_first: VecDeque::new(),
            bytes: 0,
            since,
        })))
    }

    /// Decides, in one step, who sends an attempt. `now` in milliseconds since 1970.
    pub(crate) fn claim(&self, id: AttemptId, fingerprint: Fingerprint, now: u64) -> Claim {
        let mut ledger = self.lock();
        ledger.forget(now, 1);
        match ledger.entries.get(&id) {
            Some(entry) if entry.fingerprint != fingerprint => Claim::Conflict,
            Some(Entry { progress: Progress::Running(waiter), .. }) => Claim::Join(waiter.clone()),
            Some(Entry { progress: Progress::Settled(outcome), .. }) => {
                Claim::Settled(outcome.clone())
            }
            None => {
                let (waiters, waiter) = watch::channel(None);
                ledger.insert(id, Entry { fingerprint, progress: Progress::Running(waiter) }, now);
                let attempts = self.clone();
                let ticket =
                    Ticket { attempts, id, fingerprint, waiters, sent: false, settled: false };
                Claim::First(ticket)
            }
        }
    }

    /// Remembers an attempt of an earlier run, whose answer is lost.
    pub(crate) fn restore(
        &self,
        id: AttemptId,
        fingerprint: Fingerprint,
        outcome: Outcome,
        at: u64,
    ) {
        let progress = Progress::Settled(outcome);
        self.lock().insert(id, Entry { fingerprint, progress }, at);
    }

    /// What is known about an id.
    pub(crate) fn look_up(&self, id: AttemptId, now: u64) -> Known {
        let mut ledger = self.lock();
        ledger.forget(now, 0);
        match ledger.entries.get(&id).map(|entry| &entry.progress) {
            Some(Progress::Running(_)) => Known::InFlight,
            Some(Progress::Settled(outcome)) => Known::Settled(outcome.clone()),
            None => Known::NotSeen,
        }
    }

    /// An earlier run's records reach back to `since`.
    pub(crate) fn complete_since(&self, since: u64) {
        self.lock().since = since;
    }

    /// Every attempt that arrived at or after this moment (milliseconds since 1970) is remembered.
    pub(crate) fn since(&self) -> u64 {
        self.lock().since
    }

    /// A panic elsewhere leaves the ledger whole: every change of it is one step.
    fn lock(&self) -> MutexGuard<'_, Ledger> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Ledger {
    fn insert(&mut self, id: AttemptId, entry: Entry, now: u64) {
        self.entries.insert(id, entry);
        self.oldest_first.push_back((id, now));
    }

    /// Drops what is too old and makes room. Forgetting moves `since`: what was forgotten must not
    /// pass for "never seen".
    fn forget(&mut self, now: u64, room: usize) {
        while let Some(&(id, at)) = self.oldest_first.front() {
            let too_old = now.saturating_sub(at) > self.keep.age;
            let too_many =
                self.entries.len() + room > self.keep.entries || self.bytes > self.keep.bytes;
            let running =
                matches!(self.entries.get(&id), Some(Entry { progress: Progress::Running(_), .. }));
            if running || !(too_old || too_many) {
                break;
            }
            self.oldest_first.pop_front();
            self.since = self.since.max(at + 1);
            if let Some(Entry { progress: Progress::Settled(outcome), .. }) =
                self.entries.remove(&id)
            {
                self.bytes -= outcome.size();
            }
        }
    }

    fn settle(&mut self, id: AttemptId, outcome: Outcome) {
        let outcome = match outcome {
            Outcome::Answered(answer) if answer.body.len() > self.keep.answer => {
                Outcome::InDoubt("answer-not-kept")
            }
            other => other,
        };
        if let Some(entry) = self.entries.get_mut(&id) {
            self.bytes += outcome.size();
            entry.progress = Progress::Settled(outcome);
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

    /// What was asked.
    pub(crate) const fn fingerprint(&self) -> Fingerprint {
        self.fingerprint
    }

    /// To be called before the first byte of the request may leave.
    pub(crate) fn mark_sent(&mut self) {
        self.sent = true;
    }

    /// Someone waits for this attempt's end.
    pub(crate) fn waiter(&self) -> watch::Receiver<Option<Outcome>> {
        self.waiters.subscribe()
    }

    /// The end: remembered, and told to all who wait.
    pub(crate) fn settle(mut self, outcome: Outcome) {
        self.settle_once(outcome);
    }

    fn settle_once(&mut self, outcome: Outcome) {
        self.settled = true;
        self.attempts.lock().settle(self.id, outcome.clone());
        self.waiters.send_replace(Some(outcome));
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
