//! Histories of one order: what looking finds out by itself, with its own key and with another, and what
//! the looks at the balance find where the browser may have sent it twice.

use super::{History, Scenario};
use crate::network::LATEST_MILLIS;
use crate::promise::{Tally, check};
use panelboard_domain::attempt::Attempt;

/// One order whose answer may be lost, and nothing else: what looking finds out by itself. Returns
/// (lost, resolved).
pub(crate) fn lose_one(seed: u64, scenario: Scenario) -> (u64, u64) {
    let mut history = History::new(seed, scenario);
    history.clicks_left = 1;
    history.click(1);
    history.run_all(400, 1_000);
    let count_unknown =
        |history: &History| history.journal().iter().filter(|record| record.is_unknown()).count();
    let lost = count_unknown(&history);
    // The app looks again when a question brought no answer.
    for _ in 0..3 {
        for attempt in history.journal().into_iter().filter(Attempt::is_unknown) {
            history.look_into(attempt);
            history.run_all(400, 1_000);
        }
    }
    history.run_for(LATEST_MILLIS);
    let (world, journal) = (history.shared.borrow(), history.journal());
    check(&world, &journal, scenario, seed);
    (lost as u64, (lost - count_unknown(&history)) as u64)
}

/// One order whose answer may be lost, and whose account has another key when it is looked for.
pub(crate) fn lose_one_and_its_key(seed: u64, scenario: Scenario) -> Tally {
    let mut history = History::new(seed, scenario);
    history.may_move(100);
    history.clicks_left = 1;
    history.click(1);
    history.run_all(400, 1_000);
    history.change_key();
    history.calm_down();
    check(&history.shared.borrow(), &history.journal(), scenario, seed)
}

/// One order that the browser may send twice, and the looks at the balance that follow an order on
/// the direct route.
pub(crate) fn double_one(seed: u64) -> Tally {
    let mut history = History::new(seed, Scenario::DirectResent);
    history.click(1);
    history.run_all(400, 250);
    for _ in 0..8 {
        history.run_for(5_000);
        history.check_after();
        history.run_all(100, 1_000);
    }
    check(&history.shared.borrow(), &history.journal(), history.scenario, seed)
}

/// One order whose answer may be lost, and that is asked for again, now and then by a tab that dies over
/// it: whatever becomes of the two, they are one order.
pub(crate) fn repeat_one(seed: u64, scenario: Scenario) -> Tally {
    let mut history = History::new(seed, scenario);
    history.clicks_left = 1;
    history.click(1);
    history.run_all(400, 1_000);
    for _ in 0..2 {
        for attempt in history.journal().into_iter().filter(Attempt::is_unknown) {
            history.look_into(attempt);
            history.run_all(400, 1_000);
        }
        history.ask_again();
        if history.dice.chance(30) {
            let rounds = u32::try_from(history.dice.below(12)).expect("small");
            history.run_some(rounds, 200);
            history.crash();
        }
        if history.dice.chance(20) {
            history.user_looks();
        }
        history.run_all(400, 1_000);
    }
    history.calm_down();
    check(&history.shared.borrow(), &history.journal(), scenario, seed)
}
