//! Without one of today's rules the model finds what that rule is for: a rule that could go without a
//! test's noticing would not be tested. Beside them the events that no rule can hold, so that nobody
//! takes them for held (docs/adr/0013).

use crate::bounds::{Bounds, Fault, Relays, Rows};
use crate::explore::shortest;
use crate::promise::{NEVER_FALSE, NEVER_SILENT, ONE_ORDER, ONE_OWNER, SEEN_TWICE};
use crate::rules::Rules;
use crate::rules::present::{
    ALONE, CLOSING, CONTRARY, ONE_HOLDER, Present, THE_CHARGE, THE_MEMORY_IN_THE_PATH, THE_OTHERS,
    THE_PANELS_GUARD, THE_RELAYS_WORD, WHAT_WAS_FORGOTTEN, WHO_PAID, Without,
};

/// Breaks under these rules, and under today's whole ones only where `is_open` says so.
fn breaks<R: Rules>(
    promise: &'static str,
    relays: Relays,
    is_open: bool,
    change: impl FnOnce(&mut Bounds),
) {
    let mut bounds = Bounds::quiet(relays);
    change(&mut bounds);
    let found = shortest::<R>(bounds, promise);
    assert!(!found.broken.is_empty(), "{} states and nothing found", found.states);
    if !is_open {
        let found = shortest::<Present>(bounds, promise);
        assert!(found.broken.is_empty(), "with all rules as well: {found}");
    }
}

#[test]
fn the_memory_in_the_path_keeps_a_second_relay_from_sending() {
    breaks::<Without<THE_MEMORY_IN_THE_PATH>>(ONE_ORDER, Relays::Two, false, |bounds| {
        bounds.times.resends = 1;
    });
}

#[test]
fn what_was_forgotten_is_not_sent_again() {
    breaks::<Without<WHAT_WAS_FORGOTTEN>>(ONE_ORDER, Relays::OneWithFile, false, |bounds| {
        bounds.times.resends = 1;
        bounds.times.evictions = 1;
    });
}

#[test]
fn closing_holds_for_a_copy_that_is_still_on_its_way() {
    breaks::<Without<CLOSING>>(NEVER_FALSE, Relays::OneWithFile, false, |bounds| {
        bounds.times.resends = 1;
    });
}

#[test]
fn the_guard_goes_by_the_panel() {
    breaks::<Without<THE_PANELS_GUARD>>(NEVER_SILENT, Relays::None, false, |bounds| {
        bounds.rows = Rows::Twins;
        bounds.times.confirms = 2;
    });
}

#[test]
fn another_keys_balance_says_nothing() {
    breaks::<Without<WHO_PAID>>(NEVER_FALSE, Relays::None, false, |bounds| {
        bounds.keys = 2;
        bounds.times.accounts = 1;
    });
}

#[test]
fn the_balance_speaks_of_one_open_order_at_a_time() {
    breaks::<Without<ALONE>>(NEVER_FALSE, Relays::One, false, |bounds| {
        bounds.items = 2;
        bounds.times.confirms = 2;
    });
}

#[test]
fn a_late_copy_of_the_order_before_is_not_this_one() {
    breaks::<Without<THE_OTHERS>>(NEVER_FALSE, Relays::None, false, |bounds| {
        bounds.items = 2;
        bounds.times.confirms = 2;
        bounds.times.resends = 1;
    });
}

#[test]
fn a_relay_that_still_sends_makes_an_unchanged_balance_worthless() {
    breaks::<Without<THE_RELAYS_WORD>>(NEVER_FALSE, Relays::One, false, |_| ());
}

#[test]
fn a_fall_that_came_back_was_a_charge() {
    breaks::<Without<CONTRARY>>(NEVER_FALSE, Relays::None, false, |bounds| {
        bounds.faults = &[Fault::SeenRefund];
        bounds.times.refunds = 1;
        bounds.times.glances = 1;
    });
}

#[test]
fn a_number_has_one_holder() {
    breaks::<Without<ONE_HOLDER>>(ONE_OWNER, Relays::None, false, |bounds| {
        bounds.items = 2;
        bounds.times.confirms = 2;
        bounds.times.words = 1;
    });
}

#[test]
fn the_look_at_the_charge_shows_what_the_browser_doubled() {
    breaks::<Without<THE_CHARGE>>(SEEN_TWICE, Relays::None, false, |bounds| {
        bounds.times.resends = 1;
    });
}

#[test]
fn open_by_nature_a_charge_and_its_refund_that_nobody_saw() {
    breaks::<Present>(NEVER_FALSE, Relays::None, true, |bounds| {
        bounds.faults = &[Fault::QuickRefund];
        bounds.times.refunds = 1;
    });
}

#[test]
fn open_by_nature_a_clock_that_jumps_ahead_between_an_order_sent_twice_and_the_next() {
    breaks::<Present>(NEVER_FALSE, Relays::None, true, |bounds| {
        bounds.faults = &[Fault::ClockAhead];
        bounds.items = 2;
        bounds.times.confirms = 2;
        bounds.times.resends = 1;
        bounds.times.jumps = 1;
    });
}

#[test]
fn open_by_nature_a_clock_set_back_over_a_refund() {
    breaks::<Present>(NEVER_FALSE, Relays::None, true, |bounds| {
        bounds.times.refunds = 1;
        bounds.times.waits = 1;
        bounds.times.jumps = 1;
    });
}
