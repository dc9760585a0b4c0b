//! What decides: everything of the protocol that a version of the product may do otherwise. The world
//! around it (`step`) is the same for all.

pub(crate) mod first;

use crate::journal::{Settled, Shown};
use crate::state::{Name, No};
use panelboard_domain::attempt::guard::Finding;
use panelboard_domain::attempt::{Ask, Attempt, Happening};
use panelboard_domain::time::Timestamp;
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
    pub(crate) ask: &'a Ask,
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
    /// For each attempt, since which turn its order is known to be final.
    pub(crate) final_since: &'a [Option<u64>],
    /// Both readings, in cents.
    pub(crate) balance: i32,
    /// Milliseconds since the send.
    pub(crate) age: i64,
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
    fn end(memory: &mut Self::Memory, no: No, ending: Ending);
    /// What the log says.
    fn log(memory: &Self::Memory, no: No, clock: i8) -> Log<Self::Receipt>;
    /// Forgets the oldest attempt that has ended. `false` when there is none.
    fn forget(memory: &mut Self::Memory) -> bool;

    /// Nothing is sent over a relay that said nothing before.
    const NEEDS_RECEIPT: bool;
    /// The balance is read again after an order over a relay too.
    const CHECKS_RELAY_CHARGE: bool;
    /// Accounts stand on the disk before the first order of theirs may leave.
    const MIRRORS_ACCOUNTS: bool;

    /// Whether an attempt of one account concerns another account: one lock, one guard, one balance.
    fn is_shared(attempt_of: Name, account: Name) -> bool;
    /// What the guard finds, worst first.
    fn findings(order: &Asked<'_>, attempts: &[Attempt]) -> Vec<Finding>;
    /// The fact that is stored before the send.
    fn sent(turn: u64, balance: i32, noted: Option<&Self::Receipt>, is_alone: bool) -> Happening;
    /// The balance may be read as evidence for this attempt: no other order can have moved it.
    fn may_read(no: No, attempts: &[Attempt]) -> bool;
    /// The fact that a reading leaves behind.
    fn read(balance: i32, turn: u64) -> Happening;
    /// What the balance after an outcome shows.
    fn charge(attempt: &Attempt, balance: i32) -> Option<Shown>;
    /// "Not seen" is a proof.
    fn proves_not_sent(
        attempt: &Attempt,
        noted: Option<&Self::Receipt>,
        now: &Self::Receipt,
    ) -> bool;
    /// What "not seen", said twice, settles beside everything else that is known.
    fn may_settle_not_sent(no: No, attempts: &[Attempt]) -> bool;
    /// What two equal readings settle, if anything.
    fn by_balance(readings: Readings<'_>) -> Option<Settled>;
    /// The user may say that the order is this one.
    fn takes_number(no: No, order: &str, attempts: &[Attempt]) -> bool;
    /// The attempt stands where the user sees that it needs a look. `has_account`: this browser has
    /// an account at all.
    fn is_shown(attempt: &Attempt, has_account: bool) -> bool;
}
