//! What must happen somewhere in a world, so that a run of it cannot pass for want of anything that
//! could go wrong.

use crate::explore::OrderModel;
use crate::rules::Rules;
use crate::state::State;
use panelboard_domain::attempt::{
    Attempt, AttemptState, Evidence, Happening, ResolvedBy, UnknownHint, Verdict,
};

/// One event: its name and whether it is here.
pub(crate) struct Event<R: Rules> {
    pub(crate) name: &'static str,
    pub(crate) is_here: fn(&OrderModel<R>, &State<R>) -> bool,
}

pub(crate) const PLACED_BY_BALANCE: &str = "placed by the balance";
pub(crate) const NOT_PLACED_BY_BALANCE: &str = "not placed by the balance";
pub(crate) const PLACED_BY_RELAY: &str = "placed by the relay's log";
pub(crate) const CLOSED: &str = "closed at the relay before a copy of it arrives";
pub(crate) const IN_DOUBT: &str = "a relay sends nothing, for it cannot know";
pub(crate) const IN_FLIGHT: &str = "open while the relay still sends it";
pub(crate) const DOUBLED: &str = "one confirmation, two orders";
pub(crate) const ALARMED: &str = "an alarm";
pub(crate) const SECOND_OPEN: &str = "two open at once";
pub(crate) const OPEN_AND_REFUNDED: &str = "open though it was paid back";
pub(crate) const MOVED_BETWEEN: &str = "open though the balance moved elsewhere";
pub(crate) const RETRIED_FALSELY: &str = "ordered twice on the user's wrong word";
pub(crate) const NUMBERED_FALSELY: &str = "a wrong number by the user's word";
pub(crate) const TAKEN_BACK: &str = "a word taken back";
pub(crate) const DISPLACED: &str = "a wrong number that the panel gave to another one";
pub(crate) const ORPHANED: &str = "open, and its account gone";
pub(crate) const OTHER_KEY: &str = "open, and its account has another key";
pub(crate) const INHERITED: &str = "open, and taken over";
pub(crate) const HINTED: &str = "an active link may be this very order";

/// All of them.
pub(crate) fn all<R: Rules>() -> Vec<Event<R>> {
    vec![
        Event { name: PLACED_BY_BALANCE, is_here: |_, state| by(state, ResolvedBy::Balance, true) },
        Event {
            name: NOT_PLACED_BY_BALANCE,
            is_here: |_, state| by(state, ResolvedBy::Balance, false),
        },
        Event { name: PLACED_BY_RELAY, is_here: |_, state| by(state, ResolvedBy::Relay, true) },
        Event { name: CLOSED, is_here: |_, state| closed(state) },
        Event { name: IN_DOUBT, is_here: |_, state| was_told(state, UnknownHint::RelayInDoubt) },
        Event {
            name: IN_FLIGHT,
            is_here: |_, state| {
                let is_live =
                    |no| state.upstream.iter().any(|(of, from)| *of == no && from.is_some());
                any(state, |no, attempt| attempt.is_unknown() && is_live(no))
            },
        },
        Event {
            name: DOUBLED,
            is_here: |_, state| any(state, |no, _| state.orders_of(no).count() > 1),
        },
        Event {
            name: ALARMED,
            is_here: |_, state| any(state, |_, attempt| attempt.alarm().is_some()),
        },
        Event { name: SECOND_OPEN, is_here: |_, state| count(state, Attempt::is_unknown) > 1 },
        Event {
            name: OPEN_AND_REFUNDED,
            is_here: |_, state| {
                let is_back = |no| state.orders_of(no).any(|(_, order)| order.is_refunded);
                any(state, |no, attempt| attempt.is_unknown() && is_back(no))
            },
        },
        Event {
            name: MOVED_BETWEEN,
            is_here: |model, state| {
                let is_moved = state.left.foreign < model.bounds.times.foreign;
                is_moved && any(state, |_, attempt| attempt.readings().count() > 1)
            },
        },
        Event { name: RETRIED_FALSELY, is_here: |_, state| retried_falsely(state) },
        Event { name: NUMBERED_FALSELY, is_here: |_, state| numbered_falsely(state) },
        Event { name: TAKEN_BACK, is_here: |_, state| has(state, &Happening::Withdrawn) },
        Event {
            name: DISPLACED,
            is_here: |_, state| {
                any_event(state, |what| matches!(what, Happening::Displaced { .. }))
            },
        },
        Event {
            name: ORPHANED,
            is_here: |_, state| {
                any(state, |no, attempt| attempt.is_unknown() && state.reader(no).is_none())
            },
        },
        Event {
            name: OTHER_KEY,
            is_here: |_, state| {
                let has_other = |no: usize| {
                    state.reader(no).is_some_and(|reader| reader.key != state.facts[no].key)
                };
                any(state, |no, attempt| attempt.is_unknown() && has_other(no))
            },
        },
        Event {
            name: INHERITED,
            is_here: |_, state| {
                any_event(state, |what| matches!(what, Happening::TakenOver { .. }))
            },
        },
        Event {
            name: HINTED,
            is_here: |_, state| has(state, &Happening::Evidence(Evidence::ActiveLinkRefusal)),
        },
    ]
}

fn any<R: Rules>(state: &State<R>, is_one: impl Fn(usize, &Attempt) -> bool) -> bool {
    state.journal.attempts().iter().enumerate().any(|(no, attempt)| is_one(no, attempt))
}

fn count<R: Rules>(state: &State<R>, is_one: fn(&Attempt) -> bool) -> usize {
    state.journal.attempts().iter().filter(|attempt| is_one(attempt)).count()
}

fn any_event<R: Rules>(state: &State<R>, is_one: fn(&Happening) -> bool) -> bool {
    any(state, |_, attempt| attempt.events().iter().any(|event| is_one(&event.what)))
}

fn has<R: Rules>(state: &State<R>, what: &Happening) -> bool {
    any(state, |_, attempt| attempt.events().iter().any(|event| event.what == *what))
}

fn by<R: Rules>(state: &State<R>, by: ResolvedBy, is_placed: bool) -> bool {
    any(state, |_, attempt| {
        let is_by = attempt.resolution().is_some_and(|resolution| resolution.by == by);
        is_by && is_placed == matches!(attempt.state(), AttemptState::Placed { .. })
    })
}

fn was_told<R: Rules>(state: &State<R>, hint: UnknownHint) -> bool {
    has(state, &Happening::Judged { verdict: Verdict::Unknown(hint) })
}

/// The copy is still on its way, so that only the closing keeps it from being sent.
fn closed<R: Rules>(state: &State<R>) -> bool {
    any(state, |no, attempt| {
        let is_by_relay = attempt.resolution().is_some_and(|found| found.by == ResolvedBy::Relay);
        is_by_relay && *attempt.state() == AttemptState::NotPlaced && state.facts[no].stale > 0
    })
}

fn retried_falsely<R: Rules>(state: &State<R>) -> bool {
    let attempts = state.journal.attempts();
    any(state, |no, attempt| {
        let first = attempts.iter().position(|first| attempt.retry_of.as_ref() == Some(&first.id));
        first.is_some_and(|first| {
            state.orders_of(first).next().is_some() && state.orders_of(no).next().is_some()
        })
    })
}

fn numbered_falsely<R: Rules>(state: &State<R>) -> bool {
    any(state, |no, attempt| {
        let is_users = attempt.resolution().is_some_and(|found| found.by == ResolvedBy::User);
        let is_own = |id: &panelboard_domain::id::OrderId| {
            state.orders_of(no).any(|(at, _)| crate::sample::order_id(at) == *id)
        };
        is_users && attempt.order_id().is_some_and(|id| !is_own(id))
    })
}
