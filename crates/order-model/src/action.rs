//! Everything that can happen next, and how a person says it.

use crate::state::{Key, Name, No, Tab};
use std::fmt;

/// One step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Action {
    /// The user confirms an order, after a look at what the guard shows or without.
    Confirm { row: usize, item: u8, acknowledge: bool },
    /// A confirmed order gets its turn: guard, balance, the relay's word, the record, the send.
    Dispatch { tab: Tab, via: Option<usize> },
    /// The answer reaches its tab.
    Hear(No),
    /// No answer in time, or a broken connection.
    GiveUp(No),
    /// A tab dies; another one, or the next start, finds what it left.
    Crash(No),
    /// The browser dies before local storage has reached the disk.
    Kill,
    /// A record that nobody sends any more.
    Recover(No),
    /// The browser repeats the request by itself.
    Resend(No),
    /// A copy of the request reaches a relay.
    Arrive { no: No, slot: usize, is_stale: bool },
    /// A copy of the request reaches the panel directly.
    ArriveDirect { no: No, is_stale: bool, taken: Taken },
    /// What a relay sent reaches the panel.
    Reach { no: No, from: Option<usize>, taken: Taken },
    /// What a relay was to send is lost; the relay knows that it was never sent, or does not.
    LoseUpstream { no: No, from: Option<usize>, is_known: bool },
    /// A relay process starts, in the place of the one that ran there.
    Start { slot: usize, is_behind: bool },
    /// A relay forgets.
    Forget(usize),
    /// Somebody looks into the relay's log.
    AskRelay { no: No, slot: usize },
    /// The first balance reading for an open outcome.
    ReadBalance(No),
    /// The second one, twenty seconds later.
    ReadAgain(No),
    /// The look at the balance after an outcome.
    CheckCharge(No),
    /// The order's status is read and is final.
    Follow(No),
    /// The panel cancels an order and gives the money back.
    Refund(usize),
    /// Money moves elsewhere: by this many cents.
    Foreign(i32),
    /// The user's word: a number, or that it was not placed.
    Say { no: No, found: Option<usize> },
    /// The user takes the last word back.
    Withdraw(No),
    /// A whole look ends without anything that could be weighed.
    LookInVain(No),
    /// Another part of the app reads the balance over this account row.
    Glance(usize),
    /// An account is removed.
    Remove(usize),
    /// An account is added (again), with this key.
    Add(usize, Key),
    /// An account gets another key.
    ChangeKey(usize, Key),
    /// An account takes over what a removed one has left.
    TakeOver { from: Name, row: usize },
    /// The browser's clock jumps, by so many minutes.
    Jump(i16),
    /// Local storage reaches the disk.
    Flush(usize),
    /// Minutes pass with nothing under way.
    Wait,
}

/// What the panel does with an order that reaches it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Taken {
    /// Takes it and says so, unless a rule of its own forbids.
    Yes,
    /// Takes it; the answer cannot be read.
    Garbled,
    /// Takes it; the answer is lost.
    Silently,
    /// Refuses it.
    No,
}

/// Attempts are called A, B, C.
fn name(no: No) -> char {
    ['A', 'B', 'C', 'D', 'E', 'F'].get(no).copied().unwrap_or('?')
}

fn relay(slot: usize) -> &'static str {
    if slot == 0 { "the first relay process" } else { "the second relay process" }
}

impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Confirm { row, item, acknowledge } => {
                let word = if *acknowledge { " and overrides the warnings" } else { "" };
                write!(f, "the user confirms an order for link {item} on account row {row}{word}")
            }
            Self::Dispatch { via, .. } => {
                f.write_str("it gets its turn, is stored and sent")?;
                match via {
                    Some(slot) => write!(f, "; {} answered for its log before", relay(*slot)),
                    None => Ok(()),
                }
            }
            Self::Hear(no) => write!(f, "the answer to {} reaches its tab", name(*no)),
            Self::GiveUp(no) => write!(f, "the tab gives up waiting for {}", name(*no)),
            Self::Crash(no) => write!(f, "the tab that waits for {} dies", name(*no)),
            Self::Kill => f.write_str("the browser is killed before local storage is on the disk"),
            Self::Recover(no) => {
                write!(f, "{}, sent by nobody any more, becomes unknown", name(*no))
            }
            Self::Resend(no) => write!(f, "the browser sends {} again by itself", name(*no)),
            Self::Arrive { no, slot, is_stale } => {
                let copy = if *is_stale { "an old copy of " } else { "" };
                write!(f, "{copy}{} reaches {}", name(*no), relay(*slot))
            }
            Self::ArriveDirect { no, is_stale, taken } => {
                let copy = if *is_stale { "an old copy of " } else { "" };
                write!(f, "{copy}{} reaches the panel, which {taken}", name(*no))
            }
            Self::Reach { no, taken, .. } => {
                write!(f, "{} reaches the panel, which {taken}", name(*no))
            }
            Self::LoseUpstream { no, is_known, .. } => {
                let how = if *is_known { "the relay knows" } else { "nobody knows" };
                write!(f, "{} is lost on its way to the panel: {how}", name(*no))
            }
            Self::Start { slot, is_behind } => {
                let clock = if *is_behind { " with its clock behind" } else { "" };
                write!(f, "{} starts anew{clock}", relay(*slot))
            }
            Self::Forget(slot) => write!(f, "{} forgets its oldest attempt", relay(*slot)),
            Self::AskRelay { no, slot } => {
                write!(f, "the app asks {} what it knows of {}", relay(*slot), name(*no))
            }
            Self::ReadBalance(no) => write!(f, "the balance is read as evidence for {}", name(*no)),
            Self::ReadAgain(no) => write!(f, "the balance is read again for {}", name(*no)),
            Self::CheckCharge(no) => write!(f, "the charge of {} is looked at", name(*no)),
            Self::Follow(no) => write!(f, "the status of {} is read: final", name(*no)),
            Self::Refund(order) => write!(f, "the panel cancels order {order} and pays it back"),
            Self::Foreign(cents) => write!(f, "the balance moves by {cents} cents elsewhere"),
            Self::Say { no, found: Some(order) } => {
                write!(f, "the user says that {} is order {order}", name(*no))
            }
            Self::Say { no, found: None } => {
                write!(f, "the user says that {} was not placed", name(*no))
            }
            Self::Withdraw(no) => {
                write!(f, "the user takes back what they said of {}", name(*no))
            }
            Self::LookInVain(no) => write!(f, "a look for {} ends without evidence", name(*no)),
            Self::Glance(row) => write!(f, "the balance of account row {row} is shown"),
            Self::Remove(row) => write!(f, "account row {row} is removed"),
            Self::Add(row, key) => write!(f, "account row {row} is added again with key {key}"),
            Self::ChangeKey(row, key) => write!(f, "account row {row} gets key {key}"),
            Self::TakeOver { row, .. } => {
                write!(f, "account row {row} takes over what a removed account has left")
            }
            Self::Jump(minutes) => write!(f, "the browser's clock jumps by {minutes} minutes"),
            Self::Flush(row) => write!(f, "account row {row} reaches the disk"),
            Self::Wait => f.write_str("minutes pass"),
        }
    }
}

impl fmt::Display for Taken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Yes => "answers",
            Self::Garbled => "takes it and answers unreadably",
            Self::Silently => "takes it, its answer lost",
            Self::No => "refuses it",
        })
    }
}
