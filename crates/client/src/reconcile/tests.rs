//! What resolves an unknown outcome, and above all what does not.

mod contrary;
mod weigh;

use super::*;
use crate::error::TransportError;
use crate::place::place_order;
use crate::testing::{Fakes, Sample, answer, block_on, proposal};
use panelboard_domain::attempt::{AttemptState, UnknownHint};
use panelboard_domain::id::OrderId;
use panelboard_domain::order::StatusReply;
use panelboard_domain::time::Timestamp;
use panelboard_panel_api::action::ActionName;
use panelboard_panel_api::http::{HttpResponse, RelayStage};

type Answer = Result<HttpResponse, TransportError>;

fn balance(amount: &str) -> Answer {
    answer(&format!(r#"{{"balance":"{amount}"}}"#))
}

/// From the relay that was asked before the send; it has forgotten nothing.
const NOT_SEEN: &str = r#"{"state":"not_seen","memory":"00000000000000000000000000000007","position":3,"forgotten":0}"#;

/// A relay's own answer.
fn relay(body: &str) -> Answer {
    answer(body)
}

/// An order of 1.25 whose answer was lost. The balance before was 100.00; the relay had
/// taken nothing before.
fn lost(sample: &Sample, fakes: &Fakes, outcome: Answer) -> Attempt {
    fakes.transport.then(balance("100.00")).then(outcome);
    let confirmed = sample.click(&proposal("https://t.me/post/1"), fakes);
    let placing = place_order(fakes, sample.credentials(), confirmed.expect("confirmed"), |_| ());
    let attempt = block_on(placing).expect("sent").attempt;
    assert!(attempt.is_unknown());
    fakes.transport.relay_log.borrow_mut().clear();
    attempt
}

/// Looks into a lost order on the direct route: the balance reads these, one after the other.
fn watch(balances: [&str; 2], refunds: Refunds) -> AttemptState {
    let (sample, fakes) = (Sample::on(Route::Direct), Fakes::default());
    let attempt = lost(&sample, &fakes, Err(TransportError::Blocked));
    for amount in balances {
        fakes.transport.then(balance(amount));
    }
    look(&sample, &fakes, attempt, refunds)
}

/// Where the attempt stands after looking, whether or not the questions were answered.
fn look(sample: &Sample, fakes: &Fakes, attempt: Attempt, refunds: Refunds) -> AttemptState {
    let id = attempt.id.clone();
    let _ = block_on(reconcile(fakes, sample.credentials(), attempt, refunds));
    assert_eq!(fakes.transport.count(ActionName::Add), 1, "looking never sends");
    let attempts = block_on(journal::load(fakes)).expect("storage works").attempts;
    let attempt = attempts.into_iter().find(|attempt| attempt.id == id);
    attempt.expect("is in the journal").state().clone()
}

/// Looks into a lost order over the relay, whose log says these.
fn request(log: &[&str]) -> AttemptState {
    let (sample, fakes) = (Sample::on(Route::Relay), Fakes::default());
    let attempt = lost(&sample, &fakes, Err(TransportError::Timeout));
    fakes.transport.relay_log.borrow_mut().extend(log.iter().map(|entry| relay(entry)));
    look(&sample, &fakes, attempt, Refunds::Impossible)
}

fn placed(order_id: Option<&str>) -> AttemptState {
    AttemptState::Placed { order_id: order_id.and_then(OrderId::new), refill_id: None }
}

fn is_unknown(state: &AttemptState) -> bool {
    matches!(state, AttemptState::Unknown { .. })
}

#[test]
fn fault_15_r2_a_balance_that_fell_by_the_price_and_stays_resolves_to_placed() {
    assert_eq!(watch(["98.75", "98.75"], Refunds::Possible), placed(None));
    let (sample, fakes) = (Sample::on(Route::Direct), Fakes::default());
    let words = r#"{"error":"You have active order with this link. Please wait until order being completed."}"#;
    let attempt = lost(&sample, &fakes, answer(words));
    assert_eq!(*attempt.state(), AttemptState::Unknown { hint: UnknownHint::ActiveLink });
    fakes.transport.then(balance("98.75")).then(balance("98.75"));
    assert_eq!(look(&sample, &fakes, attempt, Refunds::Possible), placed(None));
}

#[test]
fn fault_15_r1_the_words_about_an_active_link_alone_resolve_nothing() {
    let (sample, fakes) = (Sample::on(Route::Direct), Fakes::default());
    let words = r#"{"error":"You have active order with this link. Please wait until order being completed."}"#;
    let attempt = lost(&sample, &fakes, answer(words));
    assert!(is_unknown(&look(&sample, &fakes, attempt, Refunds::Impossible)));
}

#[test]
fn r2_an_unchanged_balance_resolves_only_when_no_refund_can_hide_a_charge() {
    assert_eq!(watch(["100.00", "100.00"], Refunds::Impossible), AttemptState::NotPlaced);
    assert!(is_unknown(&watch(["100.00", "100.00"], Refunds::Possible)));
}

#[test]
fn r2_readings_that_differ_or_fit_no_price_resolve_nothing() {
    for balances in
        [["100.00", "98.75"], ["98.75", "97.50"], ["99.00", "99.00"], ["101.25", "101.25"]]
    {
        assert!(is_unknown(&watch(balances, Refunds::Impossible)), "{balances:?}");
    }
}

#[test]
fn r2_a_balance_that_fell_twice_resolves_to_placed_with_an_alarm() {
    let (sample, fakes) = (Sample::on(Route::Direct), Fakes::default());
    let attempt = lost(&sample, &fakes, Err(TransportError::Blocked));
    fakes.transport.then(balance("97.50")).then(balance("97.50"));
    let looking = reconcile(&fakes, sample.credentials(), attempt, Refunds::Possible);
    let attempt = block_on(looking).expect("storage works");
    assert_eq!(attempt.alarm(), Some(Alarm::DoubleCharge));
    assert_eq!(*attempt.state(), placed(None));
}

#[test]
fn r2_a_later_order_of_the_account_ends_the_evidence() {
    let (sample, fakes) = (Sample::on(Route::Direct), Fakes::default());
    let attempt = lost(&sample, &fakes, Err(TransportError::Blocked));
    fakes.transport.then(balance("100.00")).then(answer(r#"{"order":9}"#));
    let confirmed = sample.click(&proposal("https://t.me/post/2"), &fakes);
    let placing = place_order(&fakes, sample.credentials(), confirmed.expect("confirmed"), |_| ());
    block_on(placing).expect("sent");
    fakes.transport.then(balance("98.75")).then(balance("98.75"));
    let looking = reconcile(&fakes, sample.credentials(), attempt, Refunds::Possible);
    assert!(block_on(looking).expect("storage works").is_unknown());
}

#[test]
fn r2_evidence_that_comes_late_resolves_nothing() {
    for (hours, after) in [(1, "98.75"), (1, "100.00")] {
        let (sample, fakes) = (Sample::on(Route::Direct), Fakes::default());
        let attempt = lost(&sample, &fakes, Err(TransportError::Blocked));
        fakes.clock.advance(hours * 3_600_000);
        fakes.transport.then(balance(after)).then(balance(after));
        assert!(is_unknown(&look(&sample, &fakes, attempt, Refunds::Impossible)));
    }
}

#[test]
fn r2_a_subscription_is_not_judged_by_the_balance() {
    let (sample, fakes) = (Sample::on(Route::Direct), Fakes::default());
    fakes.transport.then(balance("100.00")).then(Err(TransportError::Blocked));
    let mut drip_feed = proposal("https://t.me/post/1");
    drip_feed.order.params.0.push(("runs".to_owned(), "5".to_owned()));
    let confirmed = sample.click(&drip_feed, &fakes).expect("confirmed");
    let placing = place_order(&fakes, sample.credentials(), confirmed, |_| ());
    let attempt = block_on(placing).expect("sent").attempt;
    fakes.transport.then(balance("100.00")).then(balance("100.00"));
    assert!(is_unknown(&look(&sample, &fakes, attempt, Refunds::Impossible)));
}

#[test]
fn fault_06_r0_a_late_result_in_the_relays_log_is_adopted() {
    let done = r#"{"state":"done","memory":"00000000000000000000000000000007","position":3,"forgotten":0,"result":{"status":200,"body":"{\"order\":23501}"}}"#;
    let in_flight = r#"{"state":"in_flight","memory":"00000000000000000000000000000007","position":3,"forgotten":0}"#;
    assert_eq!(request(&[in_flight, in_flight, done]), placed(Some("23501")));
}

#[test]
fn s03_r0_a_relay_that_never_saw_it_is_asked_never_to_send_it_and_that_settles_it() {
    let closed = NOT_SEEN.replace("not_seen", "not_sent");
    assert_eq!(request(&[NOT_SEEN, &closed]), AttemptState::NotPlaced);
    assert!(is_unknown(&request(&[NOT_SEEN])), "the relay did not promise anything");
    assert!(is_unknown(&request(&[NOT_SEEN, NOT_SEEN])), "nor here");
    assert_eq!(request(&[&closed]), AttemptState::NotPlaced);
    let (sample, fakes) = (Sample::on(Route::Relay), Fakes::default());
    let attempt = lost(&sample, &fakes, Err(TransportError::Timeout));
    let mark = attempt.fence().expect("noted before it was sent");
    fakes.transport.relay_log.borrow_mut().extend([relay(NOT_SEEN), relay(&closed)]);
    let id = attempt.id.clone();
    look(&sample, &fakes, attempt, Refunds::Impossible);
    assert_eq!(*fakes.transport.closed.borrow(), [(id, mark)]);
}

#[test]
fn s03_r0_a_late_answer_that_comes_before_the_closing_is_adopted() {
    let done = r#"{"state":"done","memory":"00000000000000000000000000000007","position":3,"forgotten":0,"result":{"status":200,"body":"{\"order\":23501}"}}"#;
    assert_eq!(request(&[NOT_SEEN, done]), placed(Some("23501")));
}

#[test]
fn s03_a_record_of_the_first_version_has_only_a_clock_and_that_proves_nothing() {
    let (sample, fakes) = (Sample::on(Route::Relay), Fakes::default());
    let attempt = lost(&sample, &fakes, Err(TransportError::Timeout));
    let text = fakes.store.records.borrow()[attempt.id.as_str()].clone();
    let stored = journal::record::decode(attempt.id.as_str(), &text).expect("a record");
    let events = stored.events().to_vec();
    let as_before = events.into_iter().map(|mut event| {
        if let Happening::Sent { relay_clock, fence, .. } = &mut event.what {
            (*relay_clock, *fence) = (Some(500), None);
        }
        event
    });
    let old = stored.clone().with_events(as_before.collect());
    let text = journal::record::encode(&old).expect("a record");
    fakes.store.records.borrow_mut().insert(old.id.as_str().to_owned(), text);
    fakes.transport.relay_log.borrow_mut().extend([relay(NOT_SEEN), relay(NOT_SEEN)]);
    assert!(is_unknown(&look(&sample, &fakes, old, Refunds::Impossible)));
    assert!(fakes.transport.closed.borrow().is_empty());
}

#[test]
fn r0_a_relay_that_forgot_or_doubts_proves_nothing() {
    for log in [
        // Restarted after the order was sent, or another replica.
        r#"{"state":"not_seen","memory":"00000000000000000000000000000008","position":3,"forgotten":0}"#,
        // It has forgotten something that it took after the order was noted.
        r#"{"state":"not_seen","memory":"00000000000000000000000000000007","position":3,"forgotten":1}"#,
        // Of the first version, which told times; its clock is an hour behind.
        r#"{"state":"not_seen","instance":"a","boot_ts":100,"now":900}"#,
        r#"{"state":"not_seen"}"#,
        r#"{"state":"in_doubt","memory":"00000000000000000000000000000007","position":3,"forgotten":0}"#,
        "<html>",
    ] {
        assert!(is_unknown(&request(&[log, log])), "{log}");
    }
}

#[test]
fn r0_a_stored_refusal_is_a_refusal() {
    let done = r#"{"state":"done","memory":"00000000000000000000000000000007","position":3,"forgotten":0,"result":{"status":200,"body":"{\"error\":\"Not enough funds on balance\"}"}}"#;
    assert!(matches!(request(&[done]), AttemptState::Rejected { .. }));
}

#[test]
fn a_lost_answer_that_arrives_after_all_is_kept() {
    let (sample, fakes) = (Sample::on(Route::Relay), Fakes::default());
    fakes.transport.then(balance("100.00")).then(Ok(HttpResponse {
        status: 200,
        retry_after: None,
        stage: Some(RelayStage::Replayed),
        body: br#"{"order":23501}"#.to_vec(),
    }));
    let confirmed = sample.click(&proposal("https://t.me/post/1"), &fakes);
    let placing = place_order(&fakes, sample.credentials(), confirmed.expect("confirmed"), |_| ());
    let attempt = block_on(placing).expect("sent").attempt;
    assert_eq!(attempt.order_id().map(OrderId::as_str), Some("23501"));
}

#[test]
fn fault_31_an_answer_that_was_stored_but_not_judged_is_judged_at_the_next_look() {
    let (sample, fakes) = (Sample::on(Route::Direct), Fakes::default());
    fakes.transport.then(balance("100.00")).then(answer(r#"{"order":23501}"#));
    let confirmed = sample.click(&proposal("https://t.me/post/1"), &fakes);
    // Ballast, sending, raw answer; then the tab dies.
    fakes.store.fail_after(3, StorageError::Unavailable);
    let placing = place_order(&fakes, sample.credentials(), confirmed.expect("confirmed"), |_| ());
    assert!(block_on(placing).expect("sent").stored.is_err());
    let sending = block_on(journal::load(&fakes)).expect("storage works").attempts;
    let attempt = block_on(journal::recover(&fakes, &sending)).expect("storage works").remove(0);
    assert_eq!(look(&sample, &fakes, attempt, Refunds::Possible), placed(Some("23501")));
}

/// Nothing in the journal is later than the clock, but this device has seen a later time.
#[test]
fn r2_a_clock_that_was_set_back_settles_nothing_by_the_time_that_has_passed() {
    for (back, settles) in [(0, true), (60, false)] {
        let (sample, fakes) = (Sample::on(Route::Direct), Fakes::default());
        let attempt = lost(&sample, &fakes, Err(TransportError::Blocked));
        fakes.clock.advance(back * 60_000);
        crate::clock::seen(&fakes);
        fakes.clock.set_by(-back * 60_000);
        fakes.transport.then(balance("100.00")).then(balance("100.00"));
        let state = look(&sample, &fakes, attempt, Refunds::Impossible);
        assert_eq!(state == AttemptState::NotPlaced, settles, "{back} {state:?}");
    }
}
