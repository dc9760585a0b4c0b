//! What decides: everything of the protocol that a version of the product may do otherwise. The world
//! around it (`step`) is the same for all.

pub(crate) mod first;
pub(crate) mod present;

use crate::journal::{Settled, Shown};
use crate::state::{Key, Name, No};
use panelboard_domain::attempt::guard::Finding;
use panelboard_domain::attempt::{Attempt, Happening, Outcome, Receipt, Request};
use panelboard_domain::time::Timestamp;
use std::collections::BTreeMap;
use std::fmt::Debug;
use std::hash::Hash;

/// An answer on its way to the browser.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Answer {
    /// The panel has the order of this number.
    Placed(u8),
    /// The panel says that an order with this link is active.
    ActiveLink,
    /// A definite no of the panel.
    Refused,
    /// Nothing that anybody can read.
    Garbled,
    /// The relay's: no byte of it went to the panel.
    NotSent,
    /// The relay's: it does not know.
    InDoubt,
}

/// How an attempt ended at a relay.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Ending {
    /// The panel answered.
    Answered(Answer),
    /// No byte went to the panel, and none will.
    NotSent,
    /// It went, or may have.
    InDoubt,
}

impl Ending {
    /// What the browser is told.
    pub(crate) fn answer(self) -> Answer {
        match self {
            Self::Answered(answer) => answer,
            Self::NotSent => Answer::NotSent,
            Self::InDoubt => Answer::InDoubt,
        }
    }
}

/// What a relay does with a write that arrives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Arrival {
    /// Sends it to the panel; the browser waits.
    Send,
    /// Has sent it already; the browser waits.
    Join,
    /// Answers at once and sends nothing.
    Answer(Answer),
}

/// What a relay's log says of an attempt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Log<T> {
    /// Still waiting for the panel.
    InFlight,
    /// It ended.
    Ended(Ending),
    /// Never seen, as far as this memory reaches.
    NotSeen(T),
}

/// The circumstances of a relay's start.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Start {
    /// Which process.
    pub(crate) slot: usize,
    /// Its clock.
    pub(crate) clock: i8,
    /// It was given an attempts file.
    pub(crate) has_file: bool,
}

/// An order that is about to be confirmed or sent.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Asked<'a> {
    /// Over which account row.
    pub(crate) account: Name,
    /// What.
    pub(crate) request: &'a Request,
    /// By the wall clock.
    pub(crate) now: Timestamp,
}

/// What two balance readings are weighed with.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Readings<'a> {
    /// The attempt in question.
    pub(crate) no: No,
    /// The whole journal.
    pub(crate) attempts: &'a [Attempt],
    /// For each attempt, since which turn its order is known to be final, and over which account.
    pub(crate) final_since: &'a [(Name, Option<u64>)],
    /// Both readings, in cents.
    pub(crate) balance: i32,
    /// Milliseconds since the send.
    pub(crate) age: i64,
    /// By the wall clock.
    pub(crate) now: Timestamp,
    /// The relay did not say before that it has no more to do with it.
    pub(crate) may_still_send: bool,
}

/// An account that is here, with its key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Reader {
    pub(crate) name: Name,
    pub(crate) key: Key,
}

/// What the user says of an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Word {
    /// It is this one at the panel, which cost so many cents.
    Number { number: usize, cents: i32, is_refunded: bool },
    /// It was not placed.
    NotPlaced,
    /// The last word does not hold.
    Withdrawn,
}

/// One version's rules.
pub(crate) trait Rules: Copy + Debug + Default + Eq + Hash + Send + Sync + 'static {
    /// What one relay process remembers.
    type Memory: Clone + Debug + Eq + Hash + Send + Sync;
    /// What an attempts file holds.
    type File: Clone + Debug + Default + Eq + Hash + Send + Sync;
    /// What a relay says before a send, and of an attempt that it never saw.
    type Receipt: Clone + Debug + Eq + Hash + Send + Sync;

    /// A relay starts.
    fn start(file: &mut Self::File, start: Start) -> Self::Memory;
    /// A write arrives, with what the app noted before it sent it.
    fn arrive(
        memory: &mut Self::Memory,
        file: &mut Self::File,
        no: No,
        noted: Option<&Self::Receipt>,
        clock: i8,
    ) -> Arrival;
    /// An attempt that was sent ends.
    fn end(memory: &mut Self::Memory, file: &mut Self::File, no: No, ending: Ending);
    /// What the log says.
    fn log(memory: &Self::Memory, no: No, clock: i8) -> Log<Self::Receipt>;
    /// What it says when it is asked never to send the attempt from now on.
    fn close(
        memory: &mut Self::Memory,
        _file: &mut Self::File,
        no: No,
        _noted: Option<&Self::Receipt>,
        clock: i8,
    ) -> Log<Self::Receipt> {
        Self::log(memory, no, clock)
    }
    /// Forgets the oldest attempt that has ended. `false` when there is none.
    fn forget(memory: &mut Self::Memory) -> bool;

    /// Nothing is sent over a relay that said nothing before.
    const NEEDS_RECEIPT: bool;
    /// The balance is read again after an order over a relay too.
    const CHECKS_RELAY_CHARGE: bool;
    /// Accounts stand on the disk before the first order of theirs may leave.
    const MIRRORS_ACCOUNTS: bool;
    /// A relay closes an attempt that it has not seen before that settles anything.
    const CLOSES: bool;
    /// A relay's clock decides something.
    const COMPARES_CLOCKS: bool;
    /// Records learn from each other, and every sign is kept.
    const KEEPS_SIGNS: bool;
    /// Accounts keep their id, get other keys, and take orders over.
    const INHERITS: bool;

    /// Whether an attempt of one account concerns another account: one lock, one guard, one balance.
    fn is_shared(attempt_of: Name, account: Name) -> bool;
    /// What the guard finds, worst first.
    fn findings(order: &Asked<'_>, attempts: &[Attempt]) -> Vec<Finding>;
    /// The fact that is stored before the send.
    fn sent(turn: u64, balance: i32, noted: Option<&Self::Receipt>, is_alone: bool) -> Happening;
    /// The balance may be read as evidence for this attempt: no other order can have moved it.
    fn may_read(no: No, attempts: &[Attempt], reader: Reader) -> bool;
    /// The fact that a reading leaves behind.
    fn read(balance: i32, turn: u64) -> Happening;
    /// The balance is looked at after this outcome.
    fn checks_charge(attempt: &Attempt, now: Timestamp) -> bool;
    /// What the balance after an outcome shows.
    fn charge(attempt: &Attempt, balance: i32) -> Option<Shown>;
    /// "Not seen" is a proof.
    fn proves_not_sent(
        attempt: &Attempt,
        noted: Option<&Self::Receipt>,
        now: &Self::Receipt,
    ) -> bool;
    /// Nothing else that is known forbids that it is settled so.
    fn may_settle(attempt: &Attempt, outcome: &Outcome, receipt: Option<Receipt>) -> bool;
    /// What two equal readings settle, if anything.
    fn by_balance(readings: Readings<'_>) -> Option<Settled>;
    /// The user may say this of an order.
    fn may_say(no: No, word: Word, attempts: &[Attempt], reader: Option<Reader>) -> bool;
    /// The attempt stands where the user sees that it needs a look. `here` are the accounts that this
    /// browser has.
    fn is_shown(attempt: &Attempt, here: &[(usize, Reader)]) -> bool;
    /// Under which id an account with this key comes back; `None` for a new one.
    fn returning(
        _key: Key,
        _here: &[Name],
        _mirror: &BTreeMap<Name, Key>,
        _attempts: &[Attempt],
    ) -> Option<Name> {
        None
    }
    /// Which removed accounts have left orders, and the rows whose account may take them over.
    fn heirs(_attempts: &[Attempt], _here: &[(usize, Reader)]) -> Vec<(Name, usize)> {
        Vec::new()
    }
    /// For which attempts a balance that any part of the app has read is kept, and under which turn.
    fn concerned(_reader: Reader, _attempts: &[Attempt]) -> (Vec<No>, u64) {
        (Vec::new(), 0)
    }
}
