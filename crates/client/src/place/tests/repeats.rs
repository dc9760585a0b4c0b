//! One dispatch per confirmation: repeats, tabs, crashes, clocks (I3, I6, I9, fault rows 5, 7, 26 to 32).

use super::*;

#[test]
fn i6_an_open_unknown_blocks_the_same_link_and_service_until_typed_confirmation() {
    let (sample, fakes) = (Sample::on(Route::Direct), Fakes::default());
    let first = place(&sample, &fakes, Err(TransportError::Blocked)).expect("sent").attempt;
    let mut other_quantity = proposal("t.me/post/1/");
    other_quantity.order.quantity = 500;
    other_quantity.order.params = OrderParams(vec![("quantity".into(), "500".into())]);
    let blocked = send(&sample, &fakes, &other_quantity);
    let finding = Finding::OpenUnknown { attempt: first.id.clone() };
    assert_eq!(blocked, Err(Stop::Duplicate(vec![finding])));
    assert_eq!(fakes.transport.count(ActionName::Add), 1);

    // It may have been shown as an order under way: seen is not typed.
    other_quantity.acknowledged = vec![first.id.clone()];
    assert!(matches!(send(&sample, &fakes, &other_quantity), Err(Stop::Duplicate(_))));
    other_quantity.typed_quantity = Some(500);
    fakes.transport.then(answer(BALANCE)).then(answer(r#"{"order":2}"#));
    assert!(send(&sample, &fakes, &other_quantity).is_ok());
}

#[test]
fn fault_05_direct_a_route_without_a_readable_balance_gets_no_order() {
    for body in [Err(TransportError::Blocked), answer("<html>"), answer(r#"{"error":"x"}"#)] {
        let (sample, fakes) = (Sample::on(Route::Direct), Fakes::default());
        fakes.transport.then(body);
        let stopped = send(&sample, &fakes, &proposal(LINK));
        assert!(matches!(stopped, Err(Stop::BalanceUnreadable(_))), "{stopped:?}");
        assert!(stored(&fakes).is_empty());
    }
}

#[test]
fn fault_07_no_answer_in_time_is_unknown_and_frees_the_lock() {
    let (sample, fakes) = (Sample::on(Route::Direct), Fakes::default());
    let dispatched = place(&sample, &fakes, Err(TransportError::Timeout)).expect("sent");
    let unknown = AttemptState::Unknown { hint: UnknownHint::Timeout };
    assert_eq!(*dispatched.attempt.state(), unknown);
    fakes.transport.then(answer(BALANCE)).then(answer(r#"{"order":2}"#));
    assert!(send(&sample, &fakes, &proposal("https://t.me/post/2")).is_ok());
}

#[test]
fn fault_26_a_price_older_than_15_minutes_is_not_confirmed() {
    let (sample, fakes) = (Sample::on(Route::Direct), Fakes::default());
    let proposal = proposal(LINK);
    let sheet = Sheet { priced_at: fakes.clock.now(), ..Sheet::default() };
    fakes.clock.advance(PRICE_AGE_MILLIS - 1);
    assert!(sample.click_on(&sheet, &proposal, &fakes).is_ok());
    for millis in [1, -2 * PRICE_AGE_MILLIS] {
        fakes.clock.advance(millis);
        assert_eq!(sample.click_on(&sheet, &proposal, &fakes).err(), Some(Stop::PriceChanged));
    }
}

#[test]
fn fault_28_i9_a_clock_that_jumps_does_not_open_the_guard() {
    let (hour, year) = (3_600_000, 365 * 24 * 3_600_000_i64);
    for jump in [-2 * hour, hour, 10 * year] {
        let (sample, fakes) = (Sample::on(Route::Direct), Fakes::default());
        place(&sample, &fakes, answer(r#"{"order":1}"#)).expect("sent");
        fakes.clock.advance(jump);
        let again = place(&sample, &fakes, answer(r#"{"order":2}"#));
        assert!(matches!(again, Err(Stop::Duplicate(_))), "{jump} {again:?}");
    }
}

#[test]
fn fault_29_an_attempt_found_sending_at_the_start_is_unknown_and_not_sent_again() {
    let (sample, fakes) = (Sample::on(Route::Direct), Fakes::default());
    interrupt(&sample, &fakes);
    let loaded = block_on(journal::load(&fakes)).expect("storage works");
    let recovered = block_on(journal::recover(&fakes, &loaded.attempts)).expect("storage works");
    let interrupted = AttemptState::Unknown { hint: UnknownHint::Interrupted };
    assert_eq!(*recovered[0].state(), interrupted);
    assert_eq!(fakes.transport.count(ActionName::Add), 1);
}

/// A tab dies while its order is on the wire: the call is dropped after the send.
fn interrupt(sample: &Sample, fakes: &Fakes) {
    use std::future::Future;
    use std::task::{Context, Waker};
    fakes.transport.then(answer(BALANCE));
    fakes.transport.hang_on_empty.set(true);
    let confirmed = sample.click(&proposal(LINK), fakes).expect("confirmed");
    let mut placing = Box::pin(place_order(fakes, sample.credentials(), confirmed, |_| ()));
    let mut context = Context::from_waker(Waker::noop());
    assert!(placing.as_mut().poll(&mut context).is_pending());
    assert_eq!(fakes.transport.count(ActionName::Add), 1);
    fakes.transport.hang_on_empty.set(false);
}

#[test]
fn fault_30_i3_another_tab_gives_an_attempt_up_only_when_its_lock_is_free() {
    use std::future::Future;
    use std::task::{Context, Waker};
    let (sample, fakes) = (Sample::on(Route::Direct), Fakes::default());
    fakes.transport.then(answer(BALANCE));
    fakes.transport.hang_on_empty.set(true);
    let confirmed = sample.click(&proposal(LINK), &fakes).expect("confirmed");
    let mut placing = Box::pin(place_order(&fakes, sample.credentials(), confirmed, |_| ()));
    let mut context = Context::from_waker(Waker::noop());
    assert!(placing.as_mut().poll(&mut context).is_pending());
    let seen = stored(&fakes);
    assert_eq!(*seen[0].state(), AttemptState::Sending);
    assert_eq!(block_on(journal::recover(&fakes, &seen)), Ok(Vec::new()), "still being sent");
    drop(placing);
    let recovered = block_on(journal::recover(&fakes, &seen)).expect("storage works");
    assert!(recovered[0].is_unknown());
}

#[test]
fn fault_32_a_double_click_or_a_second_tab_sends_one_order() {
    let (sample, fakes) = (Sample::on(Route::Direct), Fakes::default());
    let mut other_tab = Sample::on(Route::Direct);
    other_tab.session.id = "tab-2".to_owned();
    let proposal = proposal(LINK);
    let clicks = [
        sample.click(&proposal, &fakes),
        sample.click(&proposal, &fakes),
        other_tab.click(&proposal, &fakes),
    ];
    fakes.transport.then(answer(BALANCE)).then(answer(r#"{"order":1}"#));
    let results = clicks.map(|click| {
        let confirmed = click.expect("confirmed");
        block_on(place_order(&fakes, sample.credentials(), confirmed, |_| ())).is_ok()
    });
    assert_eq!(results, [true, false, false]);
    assert_eq!(fakes.transport.count(ActionName::Add), 1);
}

#[test]
fn a_read_only_account_confirms_nothing() {
    let (mut sample, fakes) = (Sample::on(Route::Direct), Fakes::default());
    sample.account.read_only = true;
    let stopped = sample.click(&proposal(LINK), &fakes).err();
    assert_eq!(stopped, Some(Stop::ReadOnly));
}

#[test]
fn r3_a_later_success_is_a_hint_on_the_older_attempt_and_resolves_nothing() {
    let (sample, fakes) = (Sample::on(Route::Direct), Fakes::default());
    let older = place(&sample, &fakes, Err(TransportError::Blocked)).expect("sent").attempt;
    let mut again = proposal(LINK);
    again.acknowledged = vec![older.id.clone()];
    again.typed_quantity = Some(again.order.quantity);
    fakes.transport.then(answer(BALANCE)).then(answer(r#"{"order":2}"#));
    send(&sample, &fakes, &again).expect("sent");
    let older = stored(&fakes).remove(0);
    let hint = Happening::Evidence(Evidence::LaterSuccess);
    assert!(older.is_unknown() && older.events().iter().any(|event| event.what == hint));
}

#[test]
fn fault_31_a_charge_that_the_dead_tab_did_not_look_at_is_looked_at_later() {
    let (sample, fakes) = (Sample::on(Route::Direct), Fakes::default());
    let attempt = place(&sample, &fakes, answer(r#"{"order":1}"#)).expect("sent").attempt;
    let now = fakes.clock.now();
    assert!(is_charge_unseen(&attempt, now));
    fakes.clock.advance(16 * 60_000);
    assert!(!is_charge_unseen(&attempt, fakes.clock.now()), "the balance does not tell any more");

    // An unchanged balance says nothing yet; a fall does.
    for (after, unseen) in [(BALANCE, true), (r#"{"balance":"98.75","currency":"USD"}"#, false)] {
        fakes.transport.then(answer(after));
        block_on(check_balance_after(&fakes, sample.credentials(), &attempt.id)).expect("answered");
        assert_eq!(is_charge_unseen(&stored(&fakes)[0], now), unseen);
    }

    let (sample, fakes) = (Sample::on(Route::Relay), Fakes::default());
    let attempt = place(&sample, &fakes, answer(r#"{"order":1}"#)).expect("sent").attempt;
    assert!(
        is_charge_unseen(&attempt, fakes.clock.now()),
        "a relay may have sent it twice as well"
    );
}
