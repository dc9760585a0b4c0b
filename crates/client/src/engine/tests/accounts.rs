//! Accounts: tested, kept, changed, removed.

use super::*;
use crate::engine::progress::{KeyChange, Retest};
use crate::error::ClientError;
use crate::probe::RouteChoice;
use panelboard_domain::account::{Ability, PrivateHosts, parse_address};
use panelboard_domain::money::Currency;

const SERVICES: &str = r#"[{"service":7,"name":"A","category":"B","rate":"1.25","min":"10","max":"100","type":"Default"}]"#;

fn probe(case: &Case, key: &str) -> Vec<(AccountId, u32)> {
    let transport = &case.fakes().transport;
    transport.then(answer(r#"{"balance":"7.00","currency":"EUR"}"#)).then(answer(SERVICES));
    let candidates = parse_address("other.example/api/v2", PrivateHosts::Refuse).expect("fine");
    let key = ApiKey::parse(key).expect("a key");
    let plan = ProbePlan { candidates, key, route: RouteChoice::Direct, run: 4 };
    case.command(Command::Probe(plan));
    case.told(|event| match event {
        Event::ProbeEnded(run, result) => Some((result.as_ref().as_ref().ok()?.1.clone(), *run)),
        _ => None,
    })
}

#[test]
fn a_tested_account_is_kept_with_its_key_its_balance_and_its_list() {
    let case = Case::new();
    let (id, run) = probe(&case, "CANARY-other-key").pop().expect("found");
    assert_eq!(run, 4);
    let account = Account { id: id.clone(), ..case.sample.account.clone() };
    case.command(Command::KeepTested(Box::new(account)));
    let stored = case.fakes().page.accounts.borrow().clone();
    assert_eq!((stored.accounts.len(), stored.current), (2, Some(id.clone())));
    assert!(case.fakes().page.keys.borrow().contains_key(&id));
    assert_eq!(case.engine.catalog(&id).value().map(|view| view.catalog.services().len()), Some(1));
    assert!(case.events.borrow().contains(&Event::KeyStored));
    let again = Account { id: id.clone(), ..case.sample.account.clone() };
    case.fakes().page.keys.borrow_mut().remove(&id);
    case.command(Command::KeepTested(Box::new(again)));
    assert!(!case.fakes().page.keys.borrow().contains_key(&id), "a test is used up");
}

#[test]
fn a_cancelled_test_leaves_nothing_behind() {
    let case = Case::new();
    let candidates = parse_address("other.example/api/v2", PrivateHosts::Refuse).expect("fine");
    let key = ApiKey::parse("CANARY-other-key").expect("a key");
    case.fakes().transport.then(answer(r#"{"balance":"7.00"}"#)).then(answer(SERVICES));
    case.engine.run(Command::Probe(ProbePlan {
        candidates,
        key,
        route: RouteChoice::Direct,
        run: 1,
    }));
    case.engine.run(Command::CancelProbe);
    case.fakes().page.run_tasks();
    // The cancel came before the task had begun: what ends is the test of another run.
    let account = case.sample.account.clone();
    case.engine.run(Command::CancelProbe);
    case.command(Command::KeepTested(Box::new(account)));
    assert_eq!(case.fakes().page.accounts.borrow().accounts.len(), 1);
}

#[test]
fn a_key_that_cannot_be_stored_keeps_no_account() {
    let case = Case::new();
    let (id, _) = probe(&case, "CANARY-other-key").pop().expect("found");
    case.fakes().page.vault_is_full.set(true);
    let account = Account { id: id.clone(), ..case.sample.account.clone() };
    case.command(Command::KeepTested(Box::new(account)));
    assert!(case.engine.account(&id).is_none());
    let failed = case.told(|event| matches!(event, Event::StorageFailed(_)).then_some(()));
    assert_eq!(failed.len(), 1);
}

#[test]
fn a_balance_is_read_once_at_a_time_and_kept_for_the_next_visit() {
    let case = Case::new();
    let id = case.sample.account.id.clone();
    case.fakes().transport.then(answer(r#"{"balance":"7.00","currency":"EUR"}"#));
    case.engine.run(Command::ReadBalance(id.clone()));
    case.command(Command::ReadBalance(id.clone()));
    let loads = case.told(|event| match event {
        Event::Balance(_, load) => Some(load.is_loading()),
        _ => None,
    });
    assert_eq!(loads, [true, false]);
    assert_eq!(case.engine.reported_currency(&id), Currency::new("EUR"));
}

#[test]
fn without_its_key_an_account_is_asked_nothing_and_says_so() {
    let case = Case::new();
    let id = case.sample.account.id.clone();
    case.fakes().page.keys.borrow_mut().clear();
    case.command(Command::ReadBalance(id.clone()));
    let errors = case.told(|event| match event {
        Event::Balance(_, load) => load.error().cloned(),
        _ => None,
    });
    assert_eq!(errors, [ClientError::NoKey]);
    case.command(Command::Retest(id, RouteChoice::Direct));
    assert!(case.events.borrow().iter().any(|e| matches!(e, Event::Retest(_, Retest::NoKey))));
    assert!(case.fakes().transport.sent.borrow().is_empty());
}

#[test]
fn d04_a_new_key_goes_into_storage_before_it_is_shown() {
    let case = Case::new();
    let id = case.sample.account.id.clone();
    case.fakes().transport.then(answer(r#"{"balance":"7.00"}"#));
    let new = ApiKey::parse("CANARY-newer-key-0002").expect("a key");
    case.fakes().page.vault_is_full.set(true);
    case.command(Command::ChangeKey(id.clone(), new.clone()));
    let changes = |case: &Case| {
        case.told(|event| match event {
            Event::KeyChange(_, change) => Some(change.clone()),
            _ => None,
        })
    };
    assert!(matches!(changes(&case).pop(), Some(KeyChange::NotStored(_))));
    assert_eq!(case.engine.account(&id).expect("here").key_tail, "0001");
    case.fakes().page.vault_is_full.set(false);
    case.fakes().transport.then(answer(r#"{"balance":"7.00"}"#));
    case.command(Command::ChangeKey(id.clone(), new));
    assert!(matches!(changes(&case).pop(), Some(KeyChange::Done(_))));
    assert_eq!(case.engine.account(&id).expect("here").key_tail, "0002");
}

#[test]
fn a_removed_account_is_marked_in_the_mirror_before_its_row_goes() {
    let case = Case::new();
    let id = case.sample.account.id.clone();
    case.placed("23501");
    case.engine.run(Command::RemoveAccount(id.clone(), OrdersOfRemoved::Keep));
    assert!(case.engine.account(&id).is_some(), "nothing has gone yet");
    case.run();
    assert!(case.engine.account(&id).is_none());
    assert!(!case.fakes().page.keys.borrow().contains_key(&id));
    let mirrored = case.fakes().store.accounts.borrow().get(id.as_str()).cloned();
    assert!(mirrored.is_some_and(|entry| entry.contains(r#""removed":true"#)));
    let orphans = case.told(|event| match event {
        Event::Orphans(orphans) => Some(orphans.len()),
        _ => None,
    });
    assert_eq!(orphans.last(), Some(&1));
}

#[test]
fn erasing_takes_the_records_too() {
    let case = Case::new();
    let id = case.sample.account.id.clone();
    case.placed("23501");
    case.command(Command::RemoveAccount(id, OrdersOfRemoved::Erase));
    assert!(case.fakes().store.records.borrow().is_empty());
    assert!(case.engine.book.is_empty());
}

#[test]
fn k09_what_an_answer_teaches_is_kept_with_the_account_and_told_to_the_tabs() {
    let case = Case::new();
    let id = case.placed("23501");
    case.fakes().transport.then(answer(r#"{"error":"Unknown action"}"#));
    let cancel = Proposal::Request(panelboard_domain::attempt::WriteKind::Cancel, id);
    case.click(&cancel).expect("confirmed");
    let stored = case.fakes().page.accounts.borrow().clone();
    assert!(!stored.accounts[0].capabilities.has(Ability::Cancel));
    assert!(case.fakes().page.broadcasts.borrow().contains(&Message::Accounts));
}
