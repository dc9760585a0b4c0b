//! Today's rules keep every promise in every moment of each world. A world that holds nothing proves
//! nothing: each names what must happen somewhere in it.
//!
//! `PANELBOARD_MODEL_DEPTH=1` lets everything that may happen in a world happen once more; that takes
//! hours in some of them.

#![expect(clippy::print_stdout, reason = "the number of states shows that a world held something")]

use crate::bounds::{Bounds, Fault, Relays, Rows};
use crate::event::{
    ALARMED, CLOSED, DISPLACED, DOUBLED, HINTED, IN_DOUBT, IN_FLIGHT, INHERITED, MOVED_BETWEEN,
    NOT_PLACED_BY_BALANCE, NUMBERED_FALSELY, OPEN_AND_REFUNDED, ORPHANED, OTHER_KEY,
    PLACED_BY_BALANCE, PLACED_BY_RELAY, RETRIED_FALSELY, SECOND_OPEN, TAKEN_BACK,
};
use crate::explore::whole;
use crate::rules::present::Present;

const ALL_FAULTS: &[Fault] =
    &[Fault::RelayFails, Fault::ClockBehind, Fault::Garbled, Fault::Refused];
const ANSWERS: &[Fault] = &[Fault::Garbled, Fault::Refused];

/// One order over this, and what `change` adds.
fn holds(what: &str, relays: Relays, events: &[&'static str], change: impl FnOnce(&mut Bounds)) {
    let mut bounds = Bounds::quiet(relays);
    change(&mut bounds);
    bounds.deepen();
    let found = whole::<Present>(bounds, events);
    println!("{what}: {} states", found.states);
    assert!(found.broken.is_empty(), "{what}: {found}");
    assert!(found.missing.is_empty(), "{what}: never happened: {:?}", found.missing);
}

#[test]
fn one_order_straight_to_the_panel() {
    let events = [DOUBLED, ALARMED, PLACED_BY_BALANCE, NOT_PLACED_BY_BALANCE];
    holds("direct, sent again", Relays::None, &events, |bounds| {
        bounds.faults = ANSWERS;
        bounds.times.resends = 1;
        bounds.times.crashes = 1;
        bounds.times.glances = 1;
    });
}

#[test]
fn two_orders_straight_to_the_panel() {
    let events = [DOUBLED, ALARMED, PLACED_BY_BALANCE, NOT_PLACED_BY_BALANCE, SECOND_OPEN];
    holds("direct, two orders", Relays::None, &events, |bounds| {
        bounds.faults = ANSWERS;
        bounds.items = 2;
        bounds.wait = 1;
        bounds.times.confirms = 2;
        bounds.times.resends = 1;
        bounds.times.waits = 1;
    });
}

#[test]
fn a_panel_that_refuses_a_second_active_order_for_one_link() {
    let events = [HINTED, SECOND_OPEN, PLACED_BY_BALANCE, NOT_PLACED_BY_BALANCE];
    holds("direct, a link rule", Relays::None, &events, |bounds| {
        bounds.faults = ANSWERS;
        bounds.has_link_rule = true;
        bounds.times.confirms = 2;
        bounds.times.resends = 1;
        bounds.times.crashes = 1;
        bounds.times.waits = 1;
    });
}

#[test]
fn a_relay_before_a_panel_that_refuses_a_second_active_order() {
    let events = [HINTED, SECOND_OPEN, CLOSED, PLACED_BY_RELAY];
    holds("a relay, a link rule", Relays::OneWithFile, &events, |bounds| {
        bounds.has_link_rule = true;
        bounds.times.confirms = 2;
        bounds.times.resends = 1;
    });
}

#[test]
fn a_relay_with_an_attempts_file_restarts_and_forgets() {
    let events = [CLOSED, IN_DOUBT, IN_FLIGHT, PLACED_BY_RELAY, PLACED_BY_BALANCE];
    holds("a file", Relays::OneWithFile, &events, |bounds| {
        bounds.faults = ALL_FAULTS;
        bounds.times.resends = 1;
        bounds.times.starts = 1;
        bounds.times.evictions = 1;
        bounds.times.crashes = 1;
        bounds.times.glances = 1;
    });
}

#[test]
fn a_relay_without_a_file_restarts() {
    let events = [CLOSED, IN_DOUBT, IN_FLIGHT, PLACED_BY_RELAY, PLACED_BY_BALANCE];
    holds("no file", Relays::One, &events, |bounds| {
        bounds.faults = ALL_FAULTS;
        bounds.times.resends = 2;
        bounds.times.starts = 1;
        bounds.times.evictions = 1;
    });
}

#[test]
fn two_relays_behind_one_address() {
    let events = [CLOSED, IN_DOUBT, IN_FLIGHT, PLACED_BY_RELAY, NOT_PLACED_BY_BALANCE];
    holds("two relays", Relays::Two, &events, |bounds| {
        bounds.faults = ALL_FAULTS;
        bounds.times.resends = 1;
        bounds.times.starts = 1;
    });
}

#[test]
fn two_relays_with_one_file() {
    let events = [CLOSED, IN_DOUBT, IN_FLIGHT, PLACED_BY_RELAY, NOT_PLACED_BY_BALANCE];
    holds("two with one file", Relays::TwoWithOneFile, &events, |bounds| {
        bounds.faults = ALL_FAULTS;
        bounds.times.resends = 1;
        bounds.times.starts = 2;
    });
}

#[test]
fn two_orders_over_a_relay() {
    let events = [IN_FLIGHT, PLACED_BY_RELAY, PLACED_BY_BALANCE, SECOND_OPEN];
    holds("a relay, two orders", Relays::One, &events, |bounds| {
        bounds.items = 2;
        bounds.times.confirms = 2;
        bounds.times.starts = 1;
    });
}

#[test]
fn orders_are_paid_back() {
    let events = [OPEN_AND_REFUNDED, PLACED_BY_BALANCE, SECOND_OPEN];
    holds("paid back", Relays::None, &events, |bounds| {
        bounds.items = 2;
        bounds.times.confirms = 2;
        bounds.times.refunds = 1;
        bounds.times.waits = 2;
        bounds.faults = &[Fault::SeenRefund];
    });
}

#[test]
fn an_order_is_charged_seen_and_paid_back_at_once() {
    let events = [OPEN_AND_REFUNDED, PLACED_BY_BALANCE, NOT_PLACED_BY_BALANCE];
    holds("seen and paid back", Relays::None, &events, |bounds| {
        bounds.faults = &[Fault::SeenRefund, Fault::Garbled, Fault::Refused];
        bounds.times.resends = 1;
        bounds.times.refunds = 2;
        bounds.times.glances = 2;
        bounds.times.waits = 1;
        bounds.wait = 1;
    });
}

#[test]
fn money_moves_elsewhere() {
    let events = [MOVED_BETWEEN, PLACED_BY_BALANCE, NOT_PLACED_BY_BALANCE];
    holds("money elsewhere", Relays::None, &events, |bounds| {
        bounds.times.foreign = 2;
        bounds.times.glances = 2;
        bounds.times.waits = 1;
    });
}

#[test]
fn the_user_says_and_takes_back() {
    let events = [RETRIED_FALSELY, NUMBERED_FALSELY, TAKEN_BACK, DISPLACED, PLACED_BY_BALANCE];
    holds("the user's words", Relays::None, &events, |bounds| {
        bounds.times.confirms = 2;
        bounds.times.words = 2;
        bounds.times.waits = 1;
        bounds.wait = 1;
    });
}

#[test]
fn the_user_speaks_while_a_relay_still_sends() {
    let events = [RETRIED_FALSELY, NUMBERED_FALSELY, IN_FLIGHT, PLACED_BY_RELAY];
    holds("words and a relay", Relays::One, &events, |bounds| {
        bounds.times.confirms = 2;
        bounds.times.words = 1;
    });
}

#[test]
fn accounts_come_and_go_and_get_other_keys() {
    let events = [ORPHANED, OTHER_KEY, INHERITED, PLACED_BY_BALANCE];
    holds("accounts", Relays::None, &events, |bounds| {
        bounds.keys = 3;
        bounds.times.confirms = 2;
        bounds.times.accounts = 3;
        bounds.times.waits = 1;
    });
}

#[test]
fn accounts_come_and_go_over_a_relay() {
    let events = [ORPHANED, OTHER_KEY, INHERITED, CLOSED];
    holds("accounts and a relay", Relays::OneWithFile, &events, |bounds| {
        bounds.keys = 3;
        bounds.times.confirms = 1;
        bounds.times.accounts = 3;
        bounds.times.starts = 1;
    });
}

#[test]
fn two_accounts_of_one_panel() {
    let events = [SECOND_OPEN, ORPHANED, OTHER_KEY, PLACED_BY_BALANCE, NOT_PLACED_BY_BALANCE];
    holds("two accounts", Relays::None, &events, |bounds| {
        bounds.rows = Rows::Two;
        bounds.keys = 3;
        bounds.times.confirms = 2;
        bounds.times.accounts = 1;
        bounds.times.glances = 1;
    });
}

#[test]
fn one_account_in_two_spellings() {
    let events = [SECOND_OPEN, PLACED_BY_BALANCE, NOT_PLACED_BY_BALANCE];
    holds("twins", Relays::None, &events, |bounds| {
        bounds.rows = Rows::Twins;
        bounds.items = 2;
        bounds.times.confirms = 2;
        bounds.times.waits = 1;
    });
}

#[test]
fn the_browser_is_killed_early() {
    let events = [ORPHANED, PLACED_BY_BALANCE, NOT_PLACED_BY_BALANCE];
    holds("killed", Relays::None, &events, |bounds| {
        bounds.times.confirms = 2;
        bounds.times.kills = 1;
        bounds.times.accounts = 2;
        bounds.times.crashes = 1;
    });
}

#[test]
fn the_clock_jumps() {
    let events = [PLACED_BY_BALANCE, NOT_PLACED_BY_BALANCE, SECOND_OPEN];
    holds("the clock jumps", Relays::None, &events, |bounds| {
        bounds.faults = &[Fault::ClockAhead];
        bounds.items = 2;
        bounds.times.confirms = 2;
        bounds.times.jumps = 1;
        bounds.times.waits = 1;
    });
}

#[test]
fn the_clock_is_set_back_between_an_order_sent_twice_and_the_next() {
    let events = [DOUBLED, PLACED_BY_BALANCE, NOT_PLACED_BY_BALANCE, SECOND_OPEN];
    holds("the clock is set back", Relays::None, &events, |bounds| {
        bounds.faults = &[Fault::Refused];
        bounds.items = 2;
        bounds.times.confirms = 2;
        bounds.times.resends = 1;
        bounds.times.jumps = 1;
    });
}
