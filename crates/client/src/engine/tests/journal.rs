//! The journal at the start, and what other tabs write into it.

use super::*;
use crate::engine::alarm::JournalAlarm;
use crate::engine::journal::is_sending;
use crate::journal::lock_of;
use crate::ports::Locks;
use crate::testing::block_on;

fn alarms(case: &Case) -> Vec<Option<JournalAlarm>> {
    case.told(|event| match event {
        Event::Alarm(alarm) => Some(alarm.clone()),
        _ => None,
    })
}

/// What a page leaves when it dies.
fn left_by(case: &Case) -> Fakes {
    let fakes = Fakes::default();
    fakes.store.records.replace(case.fakes().store.records.borrow().clone());
    fakes.store.accounts.replace(case.fakes().store.accounts.borrow().clone());
    fakes.storage.values.replace(case.fakes().storage.values.borrow().clone());
    fakes.clock.advance(60_000);
    fakes
}

/// A page that is closed before the panel has answered.
fn dies_while_it_sends() -> Case {
    let case = Case::new();
    case.fakes().transport.then(answer(r#"{"balance":"100.00"}"#)).hang_on_empty.set(true);
    case.click(&case.order(case.list())).expect("confirmed");
    assert!(is_sending(&case.last_attempt()));
    case
}

#[test]
fn a_later_page_knows_every_order_and_says_when_it_is_ready() {
    let before = Case::new();
    let id = before.placed("23501");
    let case = Case::over(left_by(&before));
    let shown: Vec<AttemptId> = case
        .told(|event| match event {
            Event::Attempts(attempts) => Some(attempts.iter().map(|a| a.id.clone()).collect()),
            _ => None,
        })
        .into_iter()
        .flat_map(|ids: Vec<AttemptId>| ids)
        .collect();
    assert!(shown.contains(&id));
    assert!(case.events.borrow().contains(&Event::JournalReady));
    assert_eq!(alarms(&case), [None]);
}

#[test]
fn what_nobody_sends_any_more_is_unknown_and_looked_into() {
    let case = Case::over(left_by(&dies_while_it_sends()));
    assert!(case.last_attempt().is_unknown());
    let looks = case.told(|event| matches!(event, Event::Watching(_, Some(_))).then_some(()));
    assert!(!looks.is_empty());
}

#[test]
fn while_another_tab_sends_its_order_stays_sending_until_that_tab_is_gone() {
    let before = dies_while_it_sends();
    let fakes = left_by(&before);
    let held = block_on(fakes.lock(&lock_of(&before.last_attempt()))).expect("free");
    let case = Case::over(fakes);
    assert!(is_sending(&case.last_attempt()));
    drop(held);
    case.run();
    assert!(case.last_attempt().is_unknown());
}

#[test]
fn fault_42_records_that_vanish_are_missed_until_the_user_has_taken_note() {
    let case = Case::new();
    case.placed("23501");
    case.fakes().store.records.borrow_mut().clear();
    case.engine.spawn(Rc::clone(&case.engine).check_journal());
    case.run();
    assert!(matches!(alarms(&case).pop(), Some(Some(JournalAlarm::Lost(_)))));
    case.command(Command::AcceptLoss);
    assert_eq!(alarms(&case).pop(), Some(None));
}

#[test]
fn a_message_of_another_tab_brings_what_it_wrote() {
    let case = Case::new();
    let other = Case::new();
    let id = other.placed("23501");
    let record = other.fakes().store.records.borrow().get(id.as_str()).cloned().expect("written");
    case.fakes().store.records.borrow_mut().insert(id.to_string(), record);
    case.engine.receive(Message::Attempt(id.clone()));
    case.run();
    assert_eq!(case.last_attempt().id, id);
}
