//! The journal: the domain's own attempts, changed by the domain's own `Attempt::apply`.
//!
//! Many moments of the model have one journal: what a fact makes of it is worked out once a thread.

use crate::rules::{Answer, Reader, Rules};
use crate::sample;
use crate::state::{Name, No, wall_clock};
use panelboard_domain::attempt::{
    Alarm, Attempt, Evidence, Happening, Outcome, ResolvedBy, UnknownHint,
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
    /// What rules can tell of each: the state of the record and its facts, see [`key`].
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
    /// A hint.
    Sign(Sign),
    /// A whole look ended.
    Looked,
    /// The user takes the last word back.
    Withdrawn,
    /// The panel gave the number to another one.
    Displaced(No),
    /// Another account takes it over.
    TakenOver { from: Name, by: Reader },
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

/// Something that decides nothing by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Sign {
    InFlight,
    LaterSuccess,
    ActiveLink,
}

/// As what.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Settled {
    Placed(Option<usize>),
    NotPlaced,
}

impl Settled {
    pub(crate) fn outcome(self) -> Outcome {
        match self {
            Self::Placed(number) => {
                Outcome::Placed { order_id: number.map(sample::order_id), refill_id: None }
            }
            Self::NotPlaced => Outcome::NotPlaced,
        }
    }
}

/// An alarm.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Shown {
    Twice,
    ThoughRefused,
    /// By so many cents.
    Other(i32),
}

type Step = (TypeId, u64, No, i16, Fact);

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
    pub(crate) fn apply<R: Rules>(&mut self, no: No, minute: i16, fact: Fact) {
        let step = (TypeId::of::<R>(), self.key, no, minute, fact);
        if let Some(known) = STEPS.with_borrow(|steps| steps.get(&step).cloned()) {
            *self = known;
            return;
        }
        let mut next = self.clone();
        if let Some(what) = happening::<R>(fact) {
            let attempt = &mut Arc::make_mut(&mut next.attempts)[no];
            if attempt.apply(wall_clock(minute), what).is_ok() {
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
            let outcome = sample::outcome(answer)?;
            Happening::Resolved { by: ResolvedBy::Relay, outcome, grounds: Vec::new() }
        }
        Fact::Settled(by, settled) => {
            let by = match by {
                By::Relay => ResolvedBy::Relay,
                By::Balance => ResolvedBy::Balance,
                By::User => ResolvedBy::User,
            };
            Happening::Resolved { by, outcome: settled.outcome(), grounds: Vec::new() }
        }
        Fact::Charge(Shown::Twice) => Happening::Alarm(Alarm::DoubleCharge),
        Fact::Charge(Shown::ThoughRefused) => Happening::Alarm(Alarm::ChargedThoughRefused),
        Fact::Charge(Shown::Other(cents)) => {
            Happening::Alarm(Alarm::OtherCharge { charged: sample::amount(cents) })
        }
        Fact::Sign(Sign::InFlight) => Happening::Evidence(Evidence::RelayInFlight),
        Fact::Sign(Sign::LaterSuccess) => Happening::Evidence(Evidence::LaterSuccess),
        Fact::Sign(Sign::ActiveLink) => Happening::Evidence(Evidence::ActiveLinkRefusal),
        Fact::Looked => Happening::Looked,
        Fact::Withdrawn => Happening::Withdrawn,
        Fact::Displaced(no) => Happening::Displaced { by: sample::attempt_id(no) },
        Fact::TakenOver { from, by } => Happening::TakenOver {
            from: sample::account_id(from),
            by: sample::account_id(by.name),
            panel: sample::panel(),
            key: Some(sample::print(by.key)),
        },
    })
}

/// Records are one for the rules when they agree in their state, in the order and times of what is read
/// in order, and in which hints and alarms they hold. What is said twice in a row is said once.
fn key(attempt: &Attempt) -> u64 {
    let is_hint = |what: &Happening| match what {
        Happening::Evidence(evidence) => !matches!(evidence, Evidence::Balance { .. }),
        Happening::Alarm(alarm) => *alarm != Alarm::ChargedThoughRefused,
        what => *what == Happening::Looked,
    };
    let (hints, mut facts): (Vec<_>, Vec<_>) =
        attempt.events().iter().partition(|event| is_hint(&event.what));
    let hints: BTreeSet<String> = hints.iter().map(|hint| format!("{:?}", hint.what)).collect();
    facts.dedup();
    let rest = format!(
        "{:?} {} {:?} {:?} {:?} {:?} {:?} {:?}",
        attempt.state(),
        attempt.account,
        attempt.key,
        attempt.balance_before(),
        attempt.resolution().map(|resolution| resolution.by),
        attempt.alarm(),
        attempt.retry_of,
        attempt.request.target(),
    );
    hash(&(hints, format!("{facts:?}"), rest))
}

fn hash(what: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    what.hash(&mut hasher);
    hasher.finish()
}
