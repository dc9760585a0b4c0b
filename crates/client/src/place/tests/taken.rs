//! A panel that answers with the number of an order that is already ours: nothing is placed twice in the
//! book, the number stays where it is, and only the user settles the new one.

use super::*;
use crate::gesture::with_trusted_event;
use crate::place::again::{ask_again, confirm_again};
use crate::reconcile::{Refunds, reconcile};
use crate::settle::{Asker, NotSettled, UserSettlement, settle};
use crate::testing::{RELAY_MEMORY, receipt};
use panelboard_domain::account::{Ability, PrivateHosts, parse_address};
use panelboard_domain::attempt::Verdict;
use panelboard_domain::attempt::again::NoAgain;
use panelboard_domain::id::{AccountId, AttemptId};

const TAKEN: AttemptState = AttemptState::Unknown { hint: UnknownHint::NumberTaken };

/// The order that has the number 5, by another account of the panel.
fn holder(fakes: &Fakes, route: Route) -> Attempt {
    let mut other = Sample::on(route);
    other.account.id = AccountId::new("account-2").expect("an id");
    let first = proposal("https://t.me/post/9");
    fakes.transport.then(Ok(balance(&other, BALANCE))).then(answer(r#"{"order":5}"#));
    let holder = send(&other, fakes, &first).expect("sent").attempt;
    fakes.transport.relay_log.borrow_mut().clear();
    holder
}

fn stands(fakes: &Fakes, id: &AttemptId) -> Attempt {
    stored(fakes).into_iter().find(|attempt| attempt.id == *id).expect("in the journal")
}

/// No number stands in two rows.
fn numbers(fakes: &Fakes) -> Vec<String> {
    let orders = stored(fakes).into_iter().filter(|attempt| attempt.request.target().is_some());
    orders.filter_map(|attempt| attempt.order_id().map(ToString::to_string)).collect()
}

fn doubts(attempt: &Attempt) -> usize {
    let verdict = Verdict::Unknown(UnknownHint::NumberTaken);
    let doubt = Happening::Judged { verdict };
    attempt.events().iter().filter(|event| event.what == doubt).count()
}

#[test]
fn another_orders_number_leaves_the_order_unconfirmed_and_the_number_where_it_is() {
    for (route, number) in [(Route::Direct, "5"), (Route::Relay, "5"), (Route::Direct, "005")] {
        let (sample, fakes) = (Sample::on(route), Fakes::default());
        let holder = holder(&fakes, route);
        let body = format!(r#"{{"order":"{number}"}}"#);
        let second = place(&sample, &fakes, answer(&body)).expect("sent").attempt;
        assert_eq!(*second.state(), TAKEN, "{number}");
        assert!(second.wire().expect("kept").excerpt.contains(number), "what was said is kept");
        assert_eq!(stands(&fakes, &second.id), second);
        assert_eq!(stands(&fakes, &holder.id), holder, "untouched");
        assert_eq!(numbers(&fakes), ["5"]);
    }
}

#[test]
fn the_same_number_at_another_panel_is_another_order() {
    let fakes = Fakes::default();
    holder(&fakes, Route::Direct);
    let mut sample = Sample::on(Route::Direct);
    let endpoints = parse_address("https://other.example/api/v2", PrivateHosts::Refuse);
    sample.account.endpoint = endpoints.expect("an address").remove(0);
    let second = place(&sample, &fakes, answer(r#"{"order":5}"#)).expect("sent").attempt;
    assert_eq!(second.order_id(), OrderId::new("5").as_ref());
}

/// The panel may have made a second order, or none: neither way does the balance alone tell.
#[test]
fn a_doubtful_number_is_settled_by_the_user_alone() {
    for after in ["100.00", "98.75"] {
        let (sample, fakes) = (Sample::on(Route::Direct), Fakes::default());
        holder(&fakes, Route::Direct);
        let second = place(&sample, &fakes, answer(r#"{"order":5}"#)).expect("sent").attempt;
        let body = format!(r#"{{"balance":"{after}","currency":"USD"}}"#);
        fakes.transport.then(answer(&body)).then(answer(&body));
        let looking = reconcile(&fakes, sample.credentials(), second.clone(), Refunds::Impossible);
        assert_eq!(*block_on(looking).expect("looked").state(), TAKEN, "{after}");

        let paces = crate::reads::Paces::default();
        let say = |settlement| {
            let asker = Asker { credentials: sample.credentials(), paces: &paces, followed: &[] };
            block_on(settle(&fakes, Some(asker), &second.id, settlement, &mut Vec::new()))
        };
        let number = |text: &str| UserSettlement::Number {
            number: OrderId::new(text).expect("an id"),
            accepted: Vec::new(),
        };
        assert!(matches!(say(number("5")), Err(NotSettled::Taken(_))));
        match after {
            "100.00" => {
                assert_eq!(
                    *say(UserSettlement::NotPlaced).expect("said").state(),
                    AttemptState::NotPlaced
                );
            }
            _ => {
                fakes.transport.then(answer(r#"{"charge":"1.25","status":"In progress"}"#));
                assert_eq!(say(number("6")).expect("found").order_id(), OrderId::new("6").as_ref());
            }
        }
    }
}

#[test]
fn a_relays_receipt_with_another_orders_number_is_noted_once_and_settles_nothing() {
    let (sample, fakes) = (Sample::on(Route::Relay), Fakes::default());
    holder(&fakes, Route::Relay);
    let mut second = place(&sample, &fakes, Err(TransportError::Timeout)).expect("sent").attempt;
    for _ in 0..2 {
        fakes.transport.relay_log.borrow_mut().clear();
        let done = format!(
            r#"{{"state":"done","memory":"{RELAY_MEMORY}","position":4,"forgotten":0,"result":{{"status":200,"body":"{{\"order\":5}}"}}}}"#
        );
        fakes.transport.relay_log.borrow_mut().push_back(answer(&done));
        let looking = reconcile(&fakes, sample.credentials(), second.clone(), Refunds::Impossible);
        let _ = block_on(looking);
        second = stands(&fakes, &second.id);
        assert_eq!((second.state(), doubts(&second)), (&TAKEN, 1));
    }
    assert_eq!(numbers(&fakes), ["5"]);
}

#[test]
fn an_answer_that_was_kept_and_not_judged_is_doubted_as_well() {
    let (sample, fakes) = (Sample::on(Route::Direct), Fakes::default());
    holder(&fakes, Route::Direct);
    // Ballast, record and answer are written; the verdict cannot be, and the tab dies.
    fakes.store.fail_after(3, StorageError::Unavailable);
    let sent = place(&sample, &fakes, answer(r#"{"order":5}"#)).expect("sent");
    let id = sent.attempt.id.clone();
    assert_eq!(sent.stored, Err(StorageError::Unavailable));
    let recovered = block_on(journal::recover(&fakes, &stored(&fakes))).expect("works");
    assert!(recovered[0].wire().is_some() && recovered[0].id == id);
    let looking = reconcile(&fakes, sample.credentials(), recovered[0].clone(), Refunds::Possible);
    let _ = block_on(looking);
    assert_eq!(*stands(&fakes, &id).state(), TAKEN);
}

#[test]
fn a_repeat_that_brings_a_third_orders_number_settles_nothing_and_is_the_last() {
    let fakes = Fakes::default();
    let mut sample = Sample::on(Route::Direct);
    sample.account.capabilities.observe(Ability::RequestId, true);
    holder(&fakes, Route::Direct);
    let first = place(&sample, &fakes, Err(TransportError::Timeout)).expect("sent").attempt;
    let looked = journal::append(&fakes, &first.id, vec![Happening::Looked]);
    block_on(looked).expect("stored");
    let press = || {
        let (first, journal) = (stands(&fakes, &first.id), stored(&fakes));
        with_trusted_event(true, |gesture| {
            confirm_again(gesture, sample.credentials(), &first, &journal, &sample.session, &fakes)
        })
        .expect("trusted")
    };
    let repeat = press().expect("allowed");
    fakes.transport.then(answer(BALANCE)).then(answer(r#"{"order":5}"#));
    let repeated = block_on(ask_again(&fakes, sample.credentials(), repeat, |_| ())).expect("sent");
    assert_eq!(*repeated.repeat.attempt.state(), TAKEN);
    let order = repeated.first.expect("in the journal");
    assert_eq!((order.state(), doubts(&order)), (&TAKEN, 1));
    assert_eq!(numbers(&fakes), ["5"]);
    assert!(matches!(press(), Err(Stop::NotSafeAgain(NoAgain::RepeatOpen | NoAgain::Disproved))));

    // The user's word closes the two together.
    let mut learned = Vec::new();
    let word = settle(&fakes, None, &first.id, UserSettlement::NotPlaced, &mut learned);
    block_on(word).expect("said");
    assert!(stored(&fakes).iter().all(|attempt| !attempt.is_open()));
}

/// The number that the first one has by now is the one that its repeat must bring.
#[test]
fn a_repeat_may_bring_the_number_of_its_own_order() {
    let fakes = Fakes::default();
    let mut sample = Sample::on(Route::Relay);
    sample.account.capabilities.observe(Ability::RequestId, true);
    let first = place(&sample, &fakes, Err(TransportError::Timeout)).expect("sent").attempt;
    let looked = journal::append(&fakes, &first.id, vec![Happening::Looked]);
    block_on(looked).expect("stored");
    let (stands_now, journal) = (stands(&fakes, &first.id), stored(&fakes));
    let repeat = with_trusted_event(true, |gesture| {
        confirm_again(gesture, sample.credentials(), &stands_now, &journal, &sample.session, &fakes)
    });
    let repeat = repeat.expect("trusted").expect("allowed");
    fakes.transport.relay_log.borrow_mut().clear();
    fakes.transport.relay_log.borrow_mut().push_back(receipt("not_seen", 4, 0));
    fakes.transport.then(Ok(balance(&sample, BALANCE))).then(answer(r#"{"order":7}"#));
    let repeated = block_on(ask_again(&fakes, sample.credentials(), repeat, |_| ())).expect("sent");
    assert_eq!(repeated.first.expect("there").order_id(), OrderId::new("7").as_ref());
    assert_eq!(numbers(&fakes), ["7"], "the repeat is no row");
}
