//! The click, the send, and what is shown of it.

use super::*;
use crate::engine::progress::Placing;
use crate::error::{StorageError, TransportError};
use crate::stop::Stop;
use panelboard_domain::attempt::{AttemptState, WriteKind};
use panelboard_panel_api::action::ActionName;

fn placings(case: &Case) -> Vec<Placing> {
    case.told(|event| match event {
        Event::Placing(_, placing) => Some(placing.clone()),
        _ => None,
    })
}

#[test]
fn an_order_is_written_down_sent_once_and_shown_to_its_end() {
    let case = Case::new();
    let id = case.placed("23501");
    let shown = placings(&case);
    assert_eq!(shown.len(), 2);
    assert_eq!(shown[0], Placing::Sending(id.clone()));
    let Placing::Ended(_, AttemptState::Placed { order_id, .. }) = &shown[1] else {
        panic!("{shown:?}")
    };
    assert_eq!(order_id.as_ref().map(ToString::to_string).as_deref(), Some("23501"));
    assert_eq!(case.fakes().transport.count(ActionName::Add), 1);
    assert_eq!(case.fakes().unrecorded_writes.get(), 0);
    let number = order_id.clone().expect("a number");
    assert_eq!(case.engine.book.find(&case.sample.account.id, &number), Some(id.clone()));
    assert!(case.fakes().page.broadcasts.borrow().contains(&Message::Attempt(id)));
}

#[test]
fn nothing_is_sent_that_the_list_of_now_does_not_hold_at_this_price() {
    let case = Case::new();
    let mut order = case.list();
    order.service.min = Some(11);
    let changed = case.order(order.clone());
    assert_eq!(case.click(&changed), Err(Stop::PriceChanged));
    order.service.min = Some(10);
    case.fakes().clock.advance(15 * 60 * 1000);
    assert_eq!(case.click(&case.order(order)), Err(Stop::PriceChanged));
    assert!(case.engine.book.is_empty());
}

#[test]
fn s08_nothing_is_confirmed_while_the_journal_cannot_be_read_or_the_account_is_gone() {
    let case = Case::new();
    let order = case.order(case.list());
    case.fakes().store.is_blocked.set(true);
    case.engine.spawn(Rc::clone(&case.engine).check_journal());
    case.run();
    let shut = Err(Stop::Failed(StorageError::Unavailable.into()));
    assert_eq!(case.click(&order), shut);
    case.fakes().store.is_blocked.set(false);
    case.command(Command::AcceptLoss);
    case.fakes().page.keys.borrow_mut().clear();
    assert_eq!(case.click(&order), Err(Stop::NoKey));
    case.command(Command::KeepAccounts(StoredAccounts::default()));
    assert_eq!(case.click(&order), Err(Stop::NoAccount));
    assert_eq!(case.fakes().transport.count(ActionName::Add), 0);
}

#[test]
fn an_account_that_another_tab_made_read_only_confirms_nothing() {
    let case = Case::new();
    let order = case.order(case.list());
    case.fakes().page.accounts.borrow_mut().accounts[0].read_only = true;
    case.engine.receive(Message::Accounts);
    assert_eq!(case.click(&order), Err(Stop::ReadOnly));
}

#[test]
fn a_request_that_is_declined_or_stopped_shows_on_its_order() {
    let case = Case::new();
    let id = case.placed("23501");
    let requests = |case: &Case| {
        case.told(|event| match event {
            Event::Write(order, kind, result) => Some((order.clone(), *kind, result.clone())),
            _ => None,
        })
    };
    let refill = Proposal::Request(WriteKind::Refill, id.clone());
    case.fakes().transport.then(answer(r#"{"refill":"7"}"#));
    case.click(&refill).expect("confirmed");
    assert_eq!(requests(&case), [(id.clone(), WriteKind::Refill, Ok(()))]);
    let asked = case.engine.book.refill_requests(&case.sample.account.id);
    assert_eq!(asked.len(), 1);
    case.fakes().locks.unavailable.set(true);
    case.click(&Proposal::Request(WriteKind::Cancel, id.clone())).expect("confirmed");
    assert_eq!(requests(&case).pop(), Some((id, WriteKind::Cancel, Err(Stop::NoLocks))));
    assert_eq!(case.fakes().transport.count(ActionName::Cancel), 0);
}

#[test]
fn an_order_whose_answer_is_lost_is_looked_into_at_once_and_never_sent_again() {
    let case = Case::new();
    let transport = &case.fakes().transport;
    transport.then(answer(r#"{"balance":"100.00"}"#)).then(Err(TransportError::Timeout));
    case.click(&case.order(case.list())).expect("confirmed");
    assert!(case.last_attempt().is_unknown());
    let watched = case.told(|event| match event {
        Event::Watching(_, watch) => Some(watch.is_some()),
        _ => None,
    });
    assert_eq!(watched.first(), Some(&true));
    case.fakes().let_pass(120_000);
    assert_eq!(transport.count(ActionName::Add), 1);
    assert!(transport.count(ActionName::Balance) > 1);
}
