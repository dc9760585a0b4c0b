//! K19: the exact bytes once more, by a new click, only where the panel was seen to know them; and the
//! two attempts are one order.

use super::*;
use crate::gesture::with_trusted_event;
use crate::journal::sha256_hex;
use crate::place::again::{ConfirmedRepeat, Repeated, ask_again, confirm_again};
use crate::reconcile::{Refunds, reconcile};
use crate::settle::{UserSettlement, settle};
use crate::testing::receipt;
use panelboard_domain::account::{Ability, Account, Dialect};
use panelboard_domain::attempt::again::NoAgain;
use panelboard_domain::attempt::{Outcome, Request, ResolvedBy};
use panelboard_domain::id::AttemptId;
use panelboard_domain::secret::ApiKey;
use panelboard_panel_api::request_id::behind_key;
use std::future::Future;
use std::task::{Context, Waker};

const MINUTE: i64 = 60_000;

/// An account whose panel was seen to keep request ids.
fn keeper(route: Route) -> Sample {
    let mut sample = Sample::on(route);
    sample.account.capabilities.observe(Ability::RequestId, true);
    sample
}

/// An order whose answer was lost, and a first look that found nothing.
fn lost(sample: &Sample, fakes: &Fakes) -> AttemptId {
    let attempt = place(sample, fakes, Err(TransportError::Timeout)).expect("sent").attempt;
    let looked = journal::append(fakes, &attempt.id, vec![Happening::Looked]);
    block_on(looked).expect("stored");
    attempt.id.clone()
}

fn stands(fakes: &Fakes, id: &AttemptId) -> Attempt {
    stored(fakes).into_iter().find(|attempt| attempt.id == *id).expect("in the journal")
}

fn press(sample: &Sample, fakes: &Fakes, id: &AttemptId) -> Result<ConfirmedRepeat, Stop> {
    let (first, journal) = (stands(fakes, id), stored(fakes));
    with_trusted_event(true, |gesture| {
        confirm_again(gesture, sample.credentials(), &first, &journal, &sample.session, fakes)
    })
    .expect("trusted")
}

fn go(sample: &Sample, fakes: &Fakes, repeat: ConfirmedRepeat) -> Result<Repeated, Stop> {
    let repeated = block_on(ask_again(fakes, sample.credentials(), repeat, |_| ()));
    assert_eq!(fakes.unrecorded_writes.get(), 0, "sent without a record");
    repeated
}

/// Presses and sends; the panel answers the balance, then this.
fn again(sample: &Sample, fakes: &Fakes, id: &AttemptId, add: Answer) -> Repeated {
    let repeat = press(sample, fakes, id).expect("allowed");
    fakes.transport.then(Ok(balance(sample, BALANCE))).then(add);
    go(sample, fakes, repeat).expect("sent")
}

fn no(sample: &Sample, fakes: &Fakes, id: &AttemptId) -> Option<Stop> {
    press(sample, fakes, id).err()
}

fn number(attempt: &Attempt) -> Option<&str> {
    attempt.order_id().map(AsRef::as_ref)
}

/// What the app shows and counts as orders.
fn orders(fakes: &Fakes) -> Vec<Attempt> {
    stored(fakes).into_iter().filter(|attempt| attempt.request.target().is_some()).collect()
}

#[test]
fn k19_an_order_carries_its_attempts_id_where_the_panel_keeps_request_ids() {
    for (sample, is_named) in [(keeper(Route::Direct), true), (Sample::on(Route::Direct), false)] {
        let fakes = Fakes::default();
        let attempt = place(&sample, &fakes, answer(r#"{"order":5}"#)).expect("sent").attempt;
        let sent = fakes.transport.sent.borrow();
        let (_, request, _) = sent.last().expect("sent");
        let pair = format!("&request_id={}", attempt.id);
        assert_eq!(request.body.ends_with(&pair), is_named, "{}", behind_key(request));
        let named = attempt.named.as_ref();
        assert_eq!(named.map(|named| &named.id), is_named.then_some(&attempt.id));
        let sha256 = sha256_hex(&[behind_key(request).as_bytes()]);
        assert_eq!(named.map(|named| named.body_sha256.clone()), is_named.then_some(sha256));
    }
}

#[test]
fn k19_a_repeat_sends_the_same_bytes_under_its_own_attempt_and_settles_the_first() {
    for route in [Route::Direct, Route::Relay] {
        let (sample, fakes) = (keeper(route), Fakes::default());
        let first = lost(&sample, &fakes);
        fakes.clock.advance(2 * MINUTE);
        fakes.transport.relay_log.borrow_mut().clear();
        let repeated = again(&sample, &fakes, &first, answer(r#"{"order":23501}"#));
        let sent = fakes.transport.sent.borrow();
        let writes: Vec<_> =
            sent.iter().filter(|(_, request, _)| request.action == ActionName::Add).collect();
        assert_eq!(writes.len(), 2);
        assert_eq!(writes[0].1, writes[1].1, "byte for byte");
        let repeat = &repeated.repeat.attempt;
        assert_eq!((writes[0].2.as_ref(), writes[1].2.as_ref()), (Some(&first), Some(&repeat.id)));
        assert_eq!(repeat.retry_of.as_ref(), Some(&first));
        assert_eq!(repeat.fence().is_some(), route == Route::Relay, "its own mark");

        let order = repeated.first.expect("in the journal");
        assert_eq!(number(&order), Some("23501"));
        assert_eq!(order.resolution().map(|found| found.by), Some(ResolvedBy::Repeat));
        assert_eq!(orders(&fakes), [order], "one order");
    }
}

#[test]
fn k19_one_price_for_the_two_is_fine_and_twice_is_an_alarm() {
    for (after, alarm) in [("98.75", None), ("97.50", Some(Alarm::DoubleCharge))] {
        let (sample, fakes) = (keeper(Route::Direct), Fakes::default());
        let first = lost(&sample, &fakes);
        again(&sample, &fakes, &first, answer(r#"{"order":5}"#));
        assert!(is_charge_unseen(&stands(&fakes, &first), fakes.clock.now()));
        fakes.transport.then(answer(&format!(r#"{{"balance":"{after}","currency":"USD"}}"#)));
        block_on(check_balance_after(&fakes, sample.credentials(), &first)).expect("read");
        assert_eq!(stands(&fakes, &first).alarm(), alarm, "{after}");
    }
}

#[test]
fn k19_a_panel_that_names_another_number_made_two_orders_and_both_are_shown() {
    let (sample, fakes) = (keeper(Route::Direct), Fakes::default());
    let first = lost(&sample, &fakes);
    let repeat = press(&sample, &fakes, &first).expect("allowed");
    fakes.transport.then(answer(BALANCE));
    fakes.transport.hang_on_empty.set(true);
    let mut asking = Box::pin(ask_again(&fakes, sample.credentials(), repeat, |_| ()));
    let mut context = Context::from_waker(Waker::noop());
    assert!(asking.as_mut().poll(&mut context).is_pending(), "on its way");
    drop(asking);
    fakes.transport.hang_on_empty.set(false);
    // Meanwhile the number of the first one turned up; then the answer to the repeat is found.
    let outcome = Outcome::Placed { order_id: OrderId::new("5"), refill_id: None };
    let found = Happening::Resolved { by: ResolvedBy::Relay, outcome, grounds: Vec::new() };
    block_on(journal::append(&fakes, &first, vec![found])).expect("stored");
    let repeat = stored(&fakes).pop().expect("a repeat");
    let verdict =
        verdict::judge(&repeat.request, &http(200, r#"{"order":6}"#), &sample.key).verdict;
    let judged = Happening::Judged { verdict };
    let repeat = block_on(journal::append(&fakes, &repeat.id, vec![judged])).expect("stored");
    block_on(crate::settle::settle_first(&fakes, &repeat));

    let shown = orders(&fakes);
    assert_eq!(shown.iter().map(number).collect::<Vec<_>>(), [Some("5"), Some("6")]);
    assert!(shown.iter().all(|order| order.alarm() == Some(Alarm::DoubleCharge)));
    // This panel is never asked again.
    let mut other = proposal("https://t.me/post/2");
    other.acknowledged = shown.iter().map(|order| order.id.clone()).collect();
    fakes.transport.then(answer(BALANCE)).then(Err(TransportError::Timeout));
    let other = send(&sample, &fakes, &other).expect("sent").attempt.id.clone();
    block_on(journal::append(&fakes, &other, vec![Happening::Looked])).expect("stored");
    assert_eq!(no(&sample, &fakes, &other), Some(NoAgain::Disproved.into()));
}

#[test]
fn k19_a_panel_that_knows_the_request_has_placed_it_and_the_user_may_say_the_number() {
    for words in ["Duplicate request_id", "request_id already used", "request_id уже использован"]
    {
        for status in [200, 409] {
            let (sample, fakes) = (keeper(Route::Direct), Fakes::default());
            let first = lost(&sample, &fakes);
            let body = format!(r#"{{"error":"{words}"}}"#);
            let repeated = again(&sample, &fakes, &first, Ok(http(status, &body)));
            let placed = AttemptState::Placed { order_id: None, refill_id: None };
            assert_eq!(*repeated.first.expect("stored").state(), placed, "{words}");
            assert_eq!(orders(&fakes).len(), 1);
        }
    }
}

#[test]
fn k19_a_refusal_of_the_repeat_leaves_the_order_open() {
    let (sample, fakes) = (keeper(Route::Direct), Fakes::default());
    let first = lost(&sample, &fakes);
    let poor = answer(r#"{"error":"Not enough funds on balance"}"#);
    let repeated = again(&sample, &fakes, &first, poor);
    assert!(matches!(repeated.repeat.attempt.state(), AttemptState::Rejected { .. }));
    assert!(stands(&fakes, &first).is_unknown());
    let wanting = answer(r#"{"error":"Missing required parameter: request_id"}"#);
    again(&sample, &fakes, &first, wanting);
    assert!(stands(&fakes, &first).is_unknown(), "wanting one is not knowing one");
}

#[test]
fn k19_when_the_answer_is_lost_again_one_open_order_is_left_and_is_not_asked_a_third_time() {
    let (sample, fakes) = (keeper(Route::Direct), Fakes::default());
    let first = lost(&sample, &fakes);
    let repeated = again(&sample, &fakes, &first, Err(TransportError::Timeout));
    assert!(repeated.repeat.attempt.is_unknown());
    let shown = orders(&fakes);
    assert_eq!(shown.iter().map(|order| &order.id).collect::<Vec<_>>(), [&first]);
    assert!(shown[0].is_unknown());
    assert_eq!(no(&sample, &fakes, &first), Some(NoAgain::RepeatOpen.into()));

    // An unchanged balance says nothing of a repeat that may yet arrive.
    for _ in 0..2 {
        fakes.transport.then(answer(BALANCE));
    }
    let looking = reconcile(&fakes, sample.credentials(), shown[0].clone(), Refunds::Impossible);
    assert!(block_on(looking).expect("looked").is_unknown());
    // The user's word holds for both.
    block_on(settle(&fakes, None, &first, UserSettlement::NotPlaced, &mut Vec::new()))
        .expect("said");
    assert!(!stored(&fakes).iter().any(Attempt::is_open));
}

#[test]
fn k19_a_balance_that_fell_by_one_price_settles_the_pair_as_one_order() {
    let (sample, fakes) = (keeper(Route::Direct), Fakes::default());
    let first = lost(&sample, &fakes);
    again(&sample, &fakes, &first, Err(TransportError::Timeout));
    for _ in 0..2 {
        fakes.transport.then(answer(r#"{"balance":"98.75","currency":"USD"}"#));
    }
    let order = stands(&fakes, &first);
    let found = reconcile(&fakes, sample.credentials(), order, Refunds::Possible);
    let found = block_on(found).expect("looked");
    assert_eq!(*found.state(), AttemptState::Placed { order_id: None, refill_id: None });
    assert_eq!(found.alarm(), None);
    assert!(!stored(&fakes).iter().any(Attempt::is_open));
}

#[test]
fn k19_a_tab_that_died_before_the_send_or_before_the_first_record_loses_nothing() {
    let (sample, fakes) = (keeper(Route::Direct), Fakes::default());
    let first = lost(&sample, &fakes);
    let repeat = press(&sample, &fakes, &first).expect("allowed");
    fakes.transport.then(answer(BALANCE));
    fakes.transport.hang_on_empty.set(true);
    let mut asking = Box::pin(ask_again(&fakes, sample.credentials(), repeat, |_| ()));
    let mut context = Context::from_waker(Waker::noop());
    assert!(asking.as_mut().poll(&mut context).is_pending());
    drop(asking);
    fakes.transport.hang_on_empty.set(false);
    let seen = stored(&fakes);
    assert_eq!(*seen[1].state(), AttemptState::Sending, "written down before it left");
    block_on(journal::recover(&fakes, &seen)).expect("storage works");
    assert_eq!(no(&sample, &fakes, &first), Some(NoAgain::RepeatOpen.into()), "nobody knows");
    assert_eq!(orders(&fakes).len(), 1);

    // The answer was judged, and the tab died before the first one's record had it.
    let verdict =
        verdict::judge(&seen[1].request, &http(200, r#"{"order":5}"#), &sample.key).verdict;
    let judged = Happening::Judged { verdict };
    block_on(journal::append(&fakes, &seen[1].id, vec![judged])).expect("stored");
    assert!(stands(&fakes, &first).is_unknown());
    let order = stands(&fakes, &first);
    let looking = reconcile(&fakes, sample.credentials(), order, Refunds::Possible);
    assert_eq!(number(&block_on(looking).expect("looked")), Some("5"));
}

#[test]
fn k19_of_two_tabs_that_both_ask_again_one_goes() {
    let (sample, fakes) = (keeper(Route::Direct), Fakes::default());
    let first = lost(&sample, &fakes);
    for (outcome, refused) in [
        (Err(TransportError::Timeout), Stop::NotSafeAgain(NoAgain::RepeatOpen)),
        (answer(r#"{"order":5}"#), Stop::NotSafeAgain(NoAgain::Settled)),
    ] {
        let (sample, fakes) = (keeper(Route::Direct), Fakes::default());
        let first = lost(&sample, &fakes);
        let (one, other) = (press(&sample, &fakes, &first), press(&sample, &fakes, &first));
        fakes.transport.then(answer(BALANCE)).then(outcome);
        go(&sample, &fakes, one.expect("allowed")).expect("sent");
        let stopped = go(&sample, &fakes, other.expect("allowed"));
        assert_eq!(stopped, Err(refused));
        assert_eq!(fakes.transport.count(ActionName::Add), 2, "the first and one repeat");
    }
    // A repeat never gets past the order's own window while it waits for its turn either.
    let waiting = press(&sample, &fakes, &first).expect("allowed");
    fakes.clock.advance(9 * MINUTE);
    let stopped = go(&sample, &fakes, waiting);
    assert_eq!(stopped, Err(Stop::NotSafeAgain(NoAgain::TimeOver)));
    assert_eq!(fakes.transport.count(ActionName::Add), 1);
}

#[test]
fn k19_outside_its_conditions_nothing_is_confirmed() {
    let (sample, fakes) = (keeper(Route::Direct), Fakes::default());
    let first = lost(&sample, &fakes);
    let stopped = |change: &dyn Fn(&mut Sample)| {
        let mut other = keeper(Route::Direct);
        change(&mut other);
        no(&other, &fakes, &first)
    };
    assert_eq!(stopped(&|_| ()), None);
    let not_observed = Some(NoAgain::NotObserved.into());
    let other = Some(Stop::NotSafeAgain(NoAgain::OtherAccount));
    assert_eq!(stopped(&|sample| sample.account = Sample::on(Route::Direct).account), not_observed);
    let rotated = || ApiKey::parse("CANARY-key-0002").expect("a key");
    assert_eq!(stopped(&|sample| sample.key = rotated()), other);
    let by_relay = |account: &mut Account| {
        account.route = Route::Relay;
        account.relay_alias = Some("panel".to_owned());
    };
    assert_eq!(stopped(&|sample| by_relay(&mut sample.account)), other);
    assert_eq!(stopped(&|sample| sample.account.read_only = true), other);
    fakes.clock.advance(-1);
    assert_eq!(stopped(&|_| ()), Some(NoAgain::ClockWentBack.into()));
    fakes.clock.advance(1 + 9 * MINUTE);
    assert_eq!(stopped(&|_| ()), Some(NoAgain::TimeOver.into()));
}

#[test]
fn k19_bytes_that_would_not_be_the_same_are_not_sent() {
    let (mut sample, fakes) = (keeper(Route::Direct), Fakes::default());
    // A link that a server which decodes twice must be sent in another form.
    let mut order = proposal("https://t.me/post/1?a=b%2Bc");
    order.order.params = OrderParams(vec![("link".into(), order.order.link.clone())]);
    fakes.transport.then(answer(BALANCE)).then(Err(TransportError::Timeout));
    let first = send(&sample, &fakes, &order).expect("sent").attempt.id.clone();
    block_on(journal::append(&fakes, &first, vec![Happening::Looked])).expect("stored");
    assert_eq!(no(&sample, &fakes, &first), None);
    let endpoint = sample.account.endpoint.clone();
    sample.account.capabilities = sample.account.capabilities.in_dialect(&endpoint, Dialect::V1);
    assert_eq!(no(&sample, &fakes, &first), Some(Stop::OtherBytes));
}

#[test]
fn k19_a_relay_that_never_saw_the_first_settles_it_only_while_no_repeat_may_have_arrived() {
    let (sample, fakes) = (keeper(Route::Relay), Fakes::default());
    let first = lost(&sample, &fakes);
    again(&sample, &fakes, &first, Err(TransportError::Timeout));
    let order = stands(&fakes, &first);
    let log = &fakes.transport.relay_log;
    // First asked, then closed: the relay never sent the first one.
    log.borrow_mut().extend([receipt("not_seen", 0, 0), receipt("not_sent", 0, 0)]);
    let looking = reconcile(&fakes, sample.credentials(), order, Refunds::Impossible);
    let _ = block_on(looking);
    assert!(stands(&fakes, &first).is_unknown(), "the repeat may be one");
    assert!(log.borrow().is_empty(), "the relay was asked and closed it");
    // The relay still has the answer to the repeat.
    let done = r#"{"state":"done","memory":"00000000000000000000000000000007","position":1,"forgotten":0,"result":{"status":200,"body":"{\"order\":5}"}}"#;
    let repeat = stored(&fakes).pop().expect("a repeat");
    assert!(matches!(repeat.request, Request::Again { .. }));
    log.borrow_mut().clear();
    log.borrow_mut().push_back(answer(done));
    let looking = reconcile(&fakes, sample.credentials(), repeat, Refunds::Impossible);
    assert_eq!(number(&block_on(looking).expect("looked")), Some("5"));
    assert_eq!(number(&stands(&fakes, &first)), Some("5"));
    assert_eq!(orders(&fakes).len(), 1);
}

#[test]
fn k19_a_late_copy_of_a_repeat_is_not_taken_for_the_next_order() {
    let fell = || answer(r#"{"balance":"98.75","currency":"USD"}"#);
    for (rest, is_settled) in [(0, false), (MINUTE, true)] {
        let (sample, fakes) = (keeper(Route::Direct), Fakes::default());
        let first = lost(&sample, &fakes);
        fakes.clock.advance(MINUTE);
        again(&sample, &fakes, &first, answer(r#"{"order":5}"#));
        fakes.clock.advance(rest);
        let next = proposal("https://t.me/post/2");
        fakes.transport.then(answer(BALANCE)).then(Err(TransportError::Timeout));
        let next = send(&sample, &fakes, &next).expect("sent").attempt;
        assert!(next.left_alone(), "the pair is settled");
        fakes.transport.then(fell()).then(fell());
        let found = reconcile(&fakes, sample.credentials(), next, Refunds::Possible);
        assert_eq!(!block_on(found).expect("looked").is_unknown(), is_settled, "{rest}");
    }
}

/// The journal knows nothing of the time that went by: only the latest time does.
#[test]
fn k19_a_clock_that_is_set_back_after_the_panels_time_offers_no_repeat() {
    for back in [3, 11, 25] {
        let (sample, fakes) = (keeper(Route::Direct), Fakes::default());
        let first = lost(&sample, &fakes);
        fakes.clock.advance(30 * MINUTE);
        assert_eq!(no(&sample, &fakes, &first), Some(Stop::NotSafeAgain(NoAgain::TimeOver)));
        fakes.clock.set_by(-back * MINUTE);
        let stop = if back > 5 { NoAgain::ClockWentBack } else { NoAgain::TimeOver };
        assert_eq!(no(&sample, &fakes, &first), Some(Stop::NotSafeAgain(stop)), "{back}");
    }
}

/// Set back between the press and the send.
#[test]
fn k19_a_repeat_that_was_confirmed_in_time_does_not_leave_after_it() {
    let (sample, fakes) = (keeper(Route::Direct), Fakes::default());
    let first = lost(&sample, &fakes);
    let repeat = press(&sample, &fakes, &first).expect("allowed");
    fakes.clock.advance(30 * MINUTE);
    crate::clock::seen(&fakes);
    fakes.clock.set_by(-29 * MINUTE);
    fakes.transport.then(answer(BALANCE)).then(answer(r#"{"order":5}"#));
    let stopped = block_on(ask_again(&fakes, sample.credentials(), repeat, |_| ()));
    assert_eq!(stopped, Err(Stop::NotSafeAgain(NoAgain::ClockWentBack)));
    assert_eq!(fakes.transport.count(ActionName::Add), 1);
}
