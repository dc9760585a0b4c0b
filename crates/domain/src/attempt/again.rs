//! Asking again safely (finding K19): the exact request of an order whose answer was lost goes out once
//! more, to a panel that was seen to know requests by their id and so answers with the order it has.
//! The two attempts are one order with one price.
//!
//! Must never allow it on a guess: what is not known for certain means no. Whatever else happens, an
//! order that the panel names is never lost.

use super::number::{is_same, named_for_another};
use super::settlement::names_another;
use super::{
    Alarm, Attempt, AttemptState, Ground, Happening, Outcome, Request, ResolvedBy, UnknownHint,
    Verdict,
};
use crate::account::Account;
use crate::id::{AttemptId, OrderId};
use crate::panel::{KeyPrint, PanelId};
use crate::time::{Seen, Timestamp};
use serde::{Deserialize, Serialize};

/// The panel must still know the request when the repeat arrives: the end of its time is not used.
pub const MARGIN_MILLIS: i64 = 60_000;

/// What makes the request of an order repeatable: the id that the panel knows it by, and what the exact
/// bytes must be again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamedRequest {
    /// Its `request_id`: the id of the order's first attempt.
    pub id: AttemptId,
    /// The key it was sent with. Stays when another account takes the record over.
    pub key: KeyPrint,
    /// SHA-256 of the body behind the key, hex.
    pub body_sha256: String,
}

/// Why an order cannot be asked for again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoAgain {
    /// Its outcome is known, or it is no order.
    #[error("the outcome is known")]
    Settled,
    /// The panel refused it for certain: it keeps no such request, and would take a repeat for a new one.
    #[error("the panel refused it")]
    Refused,
    /// It went without an id of ours.
    #[error("it was sent without a request id")]
    NoRequestId,
    /// No answer of this panel showed that it keeps request ids, or the user switched them off.
    #[error("the panel was not seen to keep request ids")]
    NotObserved,
    /// At this panel a repeat became a second order or cost a second price, or the panel named another
    /// order in answer to this one.
    #[error("this panel made a second order of a repeat")]
    Disproved,
    /// The account, its address, key or route is another one by now.
    #[error("the account is not what it was")]
    OtherAccount,
    /// The first look at the evidence has not ended.
    #[error("the first look has not ended")]
    TooEarly,
    /// The panel may have forgotten the request.
    #[error("the panel's time for it is over")]
    TimeOver,
    /// The clock stands before something that has happened: nobody can tell how long ago it was.
    #[error("the clock went back")]
    ClockWentBack,
    /// A repeat is on its way, or its answer was lost too.
    #[error("it was asked for again already")]
    RepeatOpen,
}

/// Until when the order may be asked for again, or why not. `attempts` is the whole journal; `key` is
/// that of `account`.
pub fn may_ask_again<'a>(
    first: &Attempt,
    account: &Account,
    key: &KeyPrint,
    attempts: impl IntoIterator<Item = &'a Attempt>,
    seen: impl Into<Seen>,
) -> Result<Timestamp, NoAgain> {
    let seen = seen.into();
    let is_order = first.is_unknown() && first.request.target().is_some();
    let sent_at = first.sent_at().filter(|_| is_order).ok_or(NoAgain::Settled)?;
    if first.events().iter().any(|event| is_refusal(&event.what)) {
        return Err(NoAgain::Refused);
    }
    let named = first.named.as_ref().filter(|named| named.id == first.id);
    let named = named.ok_or(NoAgain::NoRequestId)?;
    let minutes = account.capabilities.safe_repeat_minutes().ok_or(NoAgain::NotObserved)?;
    let panel = PanelId::of(&account.endpoint);
    let is_same_account = first.account == account.id
        && first.panel.as_ref() == Some(&panel)
        && first.key.as_ref() == Some(key)
        && named.key == *key
        && first.route == account.route
        && first.relay == account.relay
        && !account.read_only;
    if !is_same_account {
        return Err(NoAgain::OtherAccount);
    }
    if !first.was_looked_for() {
        return Err(NoAgain::TooEarly);
    }
    let own: Vec<_> = attempts.into_iter().filter(|other| other.concerns(&panel)).collect();
    if own.iter().any(|other| repeats(other, first) && other.is_open()) {
        return Err(NoAgain::RepeatOpen);
    }
    let cost_twice = |order: &Attempt| order.alarm() == Some(Alarm::DoubleCharge);
    let is_disproof = |other: &&&Attempt| {
        let of_repeat = || own.iter().any(|repeat| repeats(repeat, other) && cost_twice(other));
        other.was_parted() || of_repeat()
    };
    if cost_twice(first) || names_another(first) || own.iter().any(|other| is_disproof(&other)) {
        return Err(NoAgain::Disproved);
    }
    let now = seen.now();
    if seen.went_back() || now < sent_at || first.events().iter().any(|event| now < event.at) {
        return Err(NoAgain::ClockWentBack);
    }
    let until = sent_at.plus_millis(i64::from(minutes) * 60_000 - MARGIN_MILLIS);
    if seen.latest() < until { Ok(until) } else { Err(NoAgain::TimeOver) }
}

fn is_refusal(what: &Happening) -> bool {
    matches!(what, Happening::Judged { verdict: Verdict::Rejected(_) })
}

/// Whether `other` asks again for the order of `first`, and is no order of its own.
pub fn repeats(other: &Attempt, first: &Attempt) -> bool {
    other.request.repeats() == Some(&first.id)
}

/// Whether a repeat of this order may have reached the panel without our knowing what became of it:
/// then nothing that speaks of the first request alone shows that there is no order.
pub fn may_have_reached<'a>(
    first: &Attempt,
    attempts: impl IntoIterator<Item = &'a Attempt>,
) -> bool {
    attempts.into_iter().any(|other| {
        let is_certain = match other.state() {
            AttemptState::Rejected { .. } => true,
            AttemptState::NotPlaced => {
                other.resolution().is_some_and(|found| found.by == ResolvedBy::Relay)
            }
            _ => false,
        };
        repeats(other, first) && !is_certain
    })
}

/// What the answer to a repeat says of the order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told {
    /// Its number.
    Number(OrderId),
    /// The panel has the request already, and names no order.
    Known,
    /// The panel named another order of ours ([`UnknownHint::NumberTaken`]).
    Another,
}

/// What follows from the answer to a repeat.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settled {
    /// For the first attempt.
    pub first: Vec<Happening>,
    /// For the repeat.
    pub repeat: Vec<Happening>,
}

/// What the answer to a repeat settles. The panel names the number that is known already: nothing new.
/// It names another one: there are two orders, and both must be seen. It names a number of a third order
/// of ours: that settles nothing, and speaks against the panel. `first` is `None` when its record is lost:
/// then the repeat stands for the order. `attempts` may be the whole journal.
pub fn settled_by_repeat<'a>(
    first: Option<&Attempt>,
    repeat: &Attempt,
    told: &Told,
    attempts: impl IntoIterator<Item = &'a Attempt>,
) -> Settled {
    if repeat.request.repeats().is_none() {
        return Settled::default();
    }
    let parted = |alarm: bool| {
        let mut facts = vec![Happening::Parted];
        facts.extend(alarm.then_some(Happening::Alarm(Alarm::DoubleCharge)));
        facts
    };
    let resolved = |order_id: Option<OrderId>| Happening::Resolved {
        by: ResolvedBy::Repeat,
        outcome: Outcome::Placed { order_id, refill_id: None },
        grounds: vec![Ground::Repeat { attempt: repeat.id.clone() }],
    };
    let told = match told {
        Told::Number(number) if named_for_another(repeat, number, attempts).is_some() => {
            &Told::Another
        }
        told => told,
    };
    let (first, number) = match (first, told) {
        (Some(first), Told::Number(number)) => (first, number),
        (None, Told::Number(_)) => return Settled { first: Vec::new(), repeat: parted(false) },
        (Some(first), Told::Known) if first.is_unknown() => {
            return Settled { first: vec![resolved(None)], repeat: Vec::new() };
        }
        (Some(first), Told::Another) if first.is_unknown() && !names_another(first) => {
            let verdict = Verdict::Unknown(UnknownHint::NumberTaken);
            return Settled { first: vec![Happening::Judged { verdict }], repeat: Vec::new() };
        }
        (_, Told::Known | Told::Another) => return Settled::default(),
    };
    match first.state() {
        AttemptState::Placed { order_id: Some(known), .. } if is_same(known, number) => {
            Settled::default()
        }
        AttemptState::Placed { order_id: Some(_), .. } => {
            let alarm = Happening::Alarm(Alarm::DoubleCharge);
            let is_new = first.alarm() != Some(Alarm::DoubleCharge);
            let first = if is_new { vec![alarm] } else { Vec::new() };
            Settled { first, repeat: parted(true) }
        }
        // The first was refused after all: what the repeat brought is the only order.
        AttemptState::Rejected { .. } => Settled { first: Vec::new(), repeat: parted(false) },
        _ => Settled { first: vec![resolved(Some(number.clone()))], repeat: Vec::new() },
    }
}

/// What the settlement of an order means for a repeat of it whose own answer is still missing: it is as
/// settled as the order. Where the order was refused the repeat may be one all the same, and is then
/// shown as one. `None` when it changes nothing.
pub fn closes_repeat(first: &Attempt, repeat: &Attempt) -> Option<Happening> {
    if !repeats(repeat, first) || !repeat.is_unknown() {
        return None;
    }
    let outcome = match first.state() {
        AttemptState::Rejected { .. } => return Some(Happening::Parted),
        AttemptState::Placed { order_id, .. } => {
            Outcome::Placed { order_id: order_id.clone(), refill_id: None }
        }
        AttemptState::NotPlaced => Outcome::NotPlaced,
        _ => return None,
    };
    let by = first.resolution().map_or(ResolvedBy::Repeat, |found| found.by);
    // "Not placed" by the relay would say that the relay never sent the repeat.
    let by = if by == ResolvedBy::Relay { ResolvedBy::Repeat } else { by };
    Some(Happening::Resolved { by, outcome, grounds: Vec::new() })
}

impl Request {
    /// The attempt whose order this asks for again; `None` for everything else.
    pub fn repeats(&self) -> Option<&AttemptId> {
        match self {
            Self::Again { first, .. } => Some(first),
            Self::Add { .. } | Self::Refill { .. } | Self::Cancel { .. } => None,
        }
    }
}

impl Attempt {
    /// It asked again, and the panel made a second order of it.
    pub fn was_parted(&self) -> bool {
        self.events().iter().any(|event| event.what == Happening::Parted)
    }
}
