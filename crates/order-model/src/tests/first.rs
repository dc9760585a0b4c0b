//! The first version's rules are caught: a model that finds nothing proves nothing. Beside each hole
//! stands a control, the nearest world in which the first version was right.
//!
//! The ways that are found are told in `docs/adr/0013-explored-model.md`; run with `--nocapture` to see
//! them.

#![expect(
    clippy::print_stdout,
    reason = "the way to a broken promise is what a reader wants to see"
)]

use crate::bounds::{Bounds, Fault, Relays, Rows};
use crate::explore::{explore, shortest};
use crate::promise::{GUARDED, NEVER_FALSE, NEVER_SILENT, ONE_ORDER, ONE_OWNER, SEEN_TWICE, SHOWN};
use crate::rules::first::First;

/// One order, and what `change` adds to the quiet world.
fn world(relays: Relays, change: impl FnOnce(&mut Bounds)) -> Bounds {
    let mut bounds = Bounds::quiet(relays);
    change(&mut bounds);
    bounds
}

fn is_caught(what: &str, bounds: Bounds, promise: &'static str) {
    let found = shortest::<First>(bounds, promise);
    println!("{what}: {} states until\n{}", found.states, found);
    assert!(!found.broken.is_empty(), "{what}: {} states and nothing found", found.states);
}

/// In this world the first version keeps these promises.
fn holds(what: &str, bounds: Bounds, promises: &[&'static str]) {
    let found = explore::<First>(bounds, promises);
    println!("{what}: {} states, none breaks a promise", found.states);
    assert!(found.broken.is_empty(), "{what}: {found}");
}

#[test]
fn s02_the_first_versions_rules_are_caught() {
    let restarted = |bounds: &mut Bounds| {
        bounds.times.resends = 1;
        bounds.times.starts = 1;
    };
    is_caught("a relay restarts", world(Relays::One, restarted), ONE_ORDER);
    let resent = |bounds: &mut Bounds| bounds.times.resends = 1;
    is_caught("two relays", world(Relays::Two, resent), ONE_ORDER);
    let forgotten = |bounds: &mut Bounds| {
        bounds.times.resends = 1;
        bounds.times.evictions = 1;
    };
    is_caught("a relay forgets", world(Relays::OneWithFile, forgotten), ONE_ORDER);
    holds("an attempts file", world(Relays::OneWithFile, restarted), &[ONE_ORDER, NEVER_FALSE]);
    holds("no restart", world(Relays::One, resent), &[ONE_ORDER, NEVER_FALSE]);
}

#[test]
fn s03_the_first_versions_rules_are_caught() {
    let restarted = |bounds: &mut Bounds| bounds.times.starts = 1;
    let behind = |bounds: &mut Bounds| {
        bounds.times.starts = 1;
        bounds.faults = &[Fault::ClockBehind];
    };
    is_caught("a clock behind", world(Relays::One, behind), NEVER_FALSE);
    is_caught("two with one file", world(Relays::TwoWithOneFile, restarted), NEVER_FALSE);
    is_caught("a second relay", world(Relays::Two, |_| ()), NEVER_FALSE);
    holds("a right clock", world(Relays::One, restarted), &[ONE_ORDER, NEVER_FALSE]);
}

#[test]
fn s04_the_first_versions_rules_are_caught() {
    let again = |bounds: &mut Bounds| {
        bounds.times.confirms = 2;
        bounds.times.accounts = 2;
    };
    is_caught("removed and added again", world(Relays::OneWithFile, again), NEVER_SILENT);
    is_caught("removed and added again", world(Relays::None, again), GUARDED);
    let killed = |bounds: &mut Bounds| {
        bounds.times.kills = 1;
        bounds.times.accounts = 1;
    };
    is_caught("killed early, no hint", world(Relays::None, killed), SHOWN);
    is_caught("killed early, no guard", world(Relays::None, killed), GUARDED);
    let twins = |bounds: &mut Bounds| {
        bounds.rows = Rows::Twins;
        bounds.times.confirms = 2;
    };
    is_caught("one account under two spellings", world(Relays::None, twins), NEVER_SILENT);
    let twins = |bounds: &mut Bounds| {
        twins(bounds);
        bounds.items = 2;
    };
    is_caught("the other one's charge", world(Relays::None, twins), NEVER_FALSE);
    let same = |bounds: &mut Bounds| {
        bounds.times.confirms = 2;
        bounds.items = 2;
    };
    let promises = &[NEVER_SILENT, GUARDED, NEVER_FALSE];
    holds("one account that stays", world(Relays::None, same), promises);
}

#[test]
fn d01_d02_d03_the_first_versions_rules_are_caught() {
    let found = |bounds: &mut Bounds| {
        bounds.times.confirms = 2;
        bounds.times.words = 1;
        bounds.items = 2;
    };
    is_caught("D1: another order's number", world(Relays::None, found), ONE_OWNER);
    let refunded = |bounds: &mut Bounds| {
        bounds.times.refunds = 1;
        bounds.faults = &[Fault::QuickRefund];
    };
    is_caught("D2: taken and paid back", world(Relays::None, refunded), NEVER_FALSE);
    is_caught("D3: placed without a number", world(Relays::None, |_| ()), SHOWN);
    let refunded_later = |bounds: &mut Bounds| {
        bounds.times.refunds = 1;
        bounds.times.waits = 1;
    };
    holds("paid back later", world(Relays::None, refunded_later), &[NEVER_FALSE]);
}

/// The second-charge look of the first version did what it was for.
#[test]
fn an_order_that_the_browser_doubled_directly_was_seen_already() {
    let doubled = |bounds: &mut Bounds| {
        bounds.times.resends = 1;
        bounds.times.crashes = 1;
        bounds.faults = &[Fault::Refused, Fault::Garbled];
    };
    holds("sent twice", world(Relays::None, doubled), &[SEEN_TWICE, NEVER_FALSE]);
}
