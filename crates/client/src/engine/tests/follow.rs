//! Who is asked when, by the one tab that can be seen.

use super::*;
use panelboard_panel_api::action::ActionName;

/// An answer to any question: what is left, and an order that runs.
const RUNS: &str = r#"{"balance":"98.75","charge":"1.25","start_count":"5","status":"In progress","remains":"900","currency":"USD"}"#;

fn runs(case: &Case) {
    let transport = &case.fakes().transport;
    for _ in 0..40 {
        transport.then(answer(RUNS));
    }
}

fn asked(case: &Case) -> usize {
    case.fakes().transport.count(ActionName::Status)
}

#[test]
fn a_new_order_is_asked_about_after_three_seconds_then_every_half_minute() {
    let case = Case::new();
    case.placed("23501");
    let before = asked(&case);
    runs(&case);
    case.fakes().let_pass(6_000);
    assert_eq!(asked(&case) - before, 1);
    case.fakes().let_pass(20_000);
    assert_eq!(asked(&case) - before, 1);
    case.fakes().let_pass(20_000);
    assert_eq!(asked(&case) - before, 2);
}

#[test]
fn a_page_that_cannot_be_seen_asks_nothing_and_one_without_orders_sets_no_timer() {
    let case = Case::new();
    assert_eq!(case.fakes().page.run_tasks(), 0, "nothing waits");
    case.placed("23501");
    let before = asked(&case);
    case.engine.set_visible(false);
    case.fakes().let_pass(60_000);
    assert_eq!(asked(&case), before);
    runs(&case);
    case.engine.set_visible(true);
    case.fakes().let_pass(5_000);
    assert!(asked(&case) > before);
}

#[test]
fn a_second_tab_waits_for_the_lock_of_the_first() {
    let (first, mut fakes) = (Case::new(), Fakes::default());
    fakes.locks = first.fakes().locks.clone();
    let second = Case::over(fakes);
    second.placed("23501");
    let before = asked(&second);
    second.fakes().let_pass(30_000);
    assert_eq!(asked(&second), before);
    first.engine.set_visible(false);
    runs(&second);
    second.fakes().let_pass(5_000);
    assert!(asked(&second) > before);
}

#[test]
fn what_a_panel_says_is_shown_kept_and_told_to_the_other_tabs() {
    let case = Case::new();
    let id = case.placed("23501");
    runs(&case);
    case.fakes().let_pass(6_000);
    let account = case.sample.account.id.clone();
    let number = case.engine.book.attempt(&id).and_then(|a| a.order_id().cloned()).expect("placed");
    let followed = case.engine.book.followed(&account, &number).expect("followed");
    assert_eq!(followed.reading.and_then(|reading| reading.remains), Some(900));
    assert!(
        case.fakes().page.broadcasts.borrow().contains(&Message::Followed(account, vec![number]))
    );
}

#[test]
fn by_hand_it_is_asked_at_once_but_not_twice_in_ten_seconds() {
    let case = Case::new();
    case.placed("23501");
    case.engine.set_visible(false);
    let before = asked(&case);
    runs(&case);
    case.command(Command::RefreshOrders(case.sample.account.id.clone()));
    case.command(Command::RefreshOrders(case.sample.account.id.clone()));
    assert_eq!(asked(&case) - before, 1);
}

#[test]
fn a_key_that_is_refused_is_not_asked_with_again_by_itself() {
    let case = Case::new();
    case.placed("23501");
    for _ in 0..40 {
        case.fakes().transport.then(answer(r#"{"error":"Invalid API key"}"#));
    }
    case.fakes().let_pass(6_000);
    let refused = asked(&case);
    case.fakes().let_pass(600_000);
    assert_eq!(asked(&case), refused);
}
