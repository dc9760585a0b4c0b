//! The journal: the domain's own attempts, changed by the domain's own `Attempt::apply`.
//!
//! Many moments of the model have one journal: what a fact makes of it is worked out once a thread.

use crate::rules::{Answer, Rules};
use crate::sample;
use crate::state::{No, wall_clock};
use panelboard_domain::attempt::{
    Alarm, Attempt, Evidence, Happening, Outcome, ResolvedBy, UnknownHint, Verdict,
};
use std::any::TypeId;
use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

/// All records, in the order in which they were sent.
#[derive(Clone, Debug, Default)]
pub(crate) struct Journal {
    attempts: Arc<Vec<Attempt>>,
    /// What rules can tell of each: the state of the record, and its facts as a set.
    keys: Arc<Vec<u64>>,
    /// All keys in one.
    key: u64,
}

/// A fact about one attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Fact {
    /// An answer came and was judged.
    Judged(Answer, Over),
    /// No answer came.
    Lost,
    /// Found in `sending`, sent by nobody.
    Recovered,
    /// The balance was read.
    Read(i32, u64),
    /// The relay never saw it, which proves nothing.
    NotSeen,
    /// The relay's log has this answer.
    Log(Answer),
    /// An open outcome was settled.
    Settled(By, Settled),
    /// The balance shows what the user must look at.
    Charge(Shown),
}

/// The route of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Over {
    Direct,
    Relay,
}

/// Who settled it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum By {
    Relay,
    Balance,
    User,
}

/// As what.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Settled {
    Placed(Option<usize>),
    NotPlaced,
}

/// An alarm.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Shown {
    Twice,
    ThoughRefused,
}

type Step = (TypeId, u64, No, u8, Fact);

thread_local! {
    static STEPS: RefCell<HashMap<Step, Journal>> = RefCell::default();
}

impl Journal {
    /// All records, as the rules read them.
    pub(crate) fn attempts(&self) -> &[Attempt] {
        &self.attempts
    }

    /// Equal for journals that no rule can tell apart.
    pub(crate) fn key(&self) -> u64 {
        self.key
    }

    /// A new record.
    pub(crate) fn push(&mut self, attempt: Attempt) {
        Arc::make_mut(&mut self.keys).push(key(&attempt));
        Arc::make_mut(&mut self.attempts).push(attempt);
        self.key = hash(&self.keys);
    }

    /// Appends a fact where the record takes it.
    pub(crate) fn apply<R: Rules>(&mut self, no: No, era: u8, fact: Fact) {
        let step = (TypeId::of::<R>(), self.key, no, era, fact);
        if let Some(known) = STEPS.with_borrow(|steps| steps.get(&step).cloned()) {
            *self = known;
            return;
        }
        let mut next = self.clone();
        if let Some(what) = happening::<R>(fact) {
            let attempt = &mut Arc::make_mut(&mut next.attempts)[no];
            if attempt.apply(wall_clock(era), what).is_ok() {
                Arc::make_mut(&mut next.keys)[no] = key(attempt);
                next.key = hash(&next.keys);
            }
        }
        STEPS.with_borrow_mut(|steps| steps.insert(step, next.clone()));
        *self = next;
    }
}

impl PartialEq for Journal {
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key
    }
}

impl Eq for Journal {}

impl Hash for Journal {
    fn hash<H: Hasher>(&self, hasher: &mut H) {
        self.key.hash(hasher);
    }
}

/// `None` for an answer in a relay's log that settles nothing.
fn happening<R: Rules>(fact: Fact) -> Option<Happening> {
    Some(match fact {
        Fact::Judged(answer, over) => {
            Happening::Judged { verdict: sample::verdict(answer, over == Over::Relay) }
        }
        Fact::Lost => Happening::Lost { hint: UnknownHint::Connection },
        Fact::Recovered => Happening::Recovered,
        Fact::Read(balance, turn) => R::read(balance, turn),
        Fact::NotSeen => Happening::Evidence(Evidence::RelayNotSeen),
        Fact::Log(answer) => {
            let outcome = match sample::verdict(answer, true) {
                Verdict::Placed { order_id, refill_id, .. } => {
                    Outcome::Placed { order_id: Some(order_id), refill_id }
                }
                Verdict::Rejected(reason) => Outcome::Rejected(reason),
                Verdict::Unknown(_) => return None,
            };
            Happening::Resolved { by: ResolvedBy::Relay, outcome, grounds: Vec::new() }
        }
        Fact::Settled(by, settled) => {
            let by = match by {
                By::Relay => ResolvedBy::Relay,
                By::Balance => ResolvedBy::Balance,
                By::User => ResolvedBy::User,
            };
            let outcome = match settled {
                Settled::Placed(number) => {
                    Outcome::Placed { order_id: number.map(sample::order_id), refill_id: None }
                }
                Settled::NotPlaced => Outcome::NotPlaced,
            };
            Happening::Resolved { by, outcome, grounds: Vec::new() }
        }
        Fact::Charge(Shown::Twice) => Happening::Alarm(Alarm::DoubleCharge),
        Fact::Charge(Shown::ThoughRefused) => Happening::Alarm(Alarm::ChargedThoughRefused),
    })
}

/// Rules read a record's state and which facts it holds, not the order of the facts (I9): records that
/// agree in these are one.
fn key(attempt: &Attempt) -> u64 {
    let facts: BTreeSet<String> =
        attempt.events().iter().map(|event| format!("{:?}", event.what)).collect();
    let rest = format!(
        "{:?} {} {:?} {:?} {} {:?}",
        attempt.state(),
        attempt.account,
        attempt.resolution().map(|resolution| resolution.by),
        attempt.alarm(),
        attempt.is_archived(),
        attempt.ask.target(),
    );
    hash(&(facts, rest))
}

fn hash(what: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    what.hash(&mut hasher);
    hasher.finish()
}
