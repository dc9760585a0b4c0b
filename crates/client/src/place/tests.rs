//! One order at a time against a scripted panel: what must never happen, and what each kind of
//! answer does. The interleavings are in `tests/model`.

use super::*;
use crate::error::{ClientError, StorageError, TransportError};
use crate::journal::{self, record};
use crate::testing::{Fakes, Sample, answer, block_on, proposal};
use panelboard_domain::account::Route;
use panelboard_domain::attempt::guard::Finding;
use panelboard_domain::attempt::{Alarm, Attempt, AttemptState, RefusalKind, UnknownHint};
use panelboard_domain::order::OrderParams;
use panelboard_panel_api::action::ActionName;
use panelboard_panel_api::http::{HttpResponse, RelayStage};

const LINK: &str = "https://t.me/post/1";
const BALANCE: &str = r#"{"balance":"100.00","currency":"USD"}"#;

type Answer = Result<HttpResponse, TransportError>;

/// Places the sample order; the panel answers the balance, then this.
fn place(sample: &Sample, fakes: &Fakes, add: Answer) -> Result<Dispatched, NotSent> {
    fakes.transport.then(balance(sample, BALANCE)).then(add);
    send(sample, fakes, &proposal(LINK, fakes))
}

fn send(sample: &Sample, fakes: &Fakes, proposal: &OrderProposal) -> Result<Dispatched, NotSent> {
    let confirmed = sample.click(proposal, fakes).expect("confirmed");
    let placed = block_on(place_order(fakes, sample.keyed(), confirmed, |_| ()));
    assert_eq!(fakes.unrecorded_writes.get(), 0, "sent without a record");
    placed
}

fn balance(sample: &Sample, body: &str) -> Answer {
    let stage = (sample.account.route == Route::Relay).then_some(RelayStage::Upstream);
    Ok(HttpResponse { status: 200, retry_after: None, stage, body: body.into() })
}

fn http(status: u16, body: &str) -> Answer {
    Ok(HttpResponse { status, retry_after: None, stage: None, body: body.into() })
}

fn stored(fakes: &Fakes) -> Vec<Attempt> {
    block_on(journal::load(fakes)).expect("storage works").attempts
}

/// What one answer to `add` becomes, on the direct route.
fn state_after(add: Answer) -> AttemptState {
    let (sample, fakes) = (Sample::on(Route::Direct), Fakes::default());
    let dispatched = place(&sample, &fakes, add).expect("sent");
    assert_eq!(fakes.transport.count(ActionName::Add), 1, "one send, no retry");
    assert_eq!(stored(&fakes), [dispatched.attempt.clone()], "the journal says the same");
    dispatched.attempt.state().clone()
}

fn placed_id(add: &str) -> Option<String> {
    match state_after(answer(add)) {
        AttemptState::Placed { order_id, .. } => order_id.map(|id| id.to_string()),
        _ => None,
    }
}

fn hint_of(add: Answer) -> UnknownHint {
    match state_after(add) {
        AttemptState::Unknown { hint } => hint,
        state => panic!("not unknown: {state:?}"),
    }
}

fn kind_of(add: Answer) -> RefusalKind {
    match state_after(add) {
        AttemptState::Rejected { reason } => reason.kind,
        state => panic!("not rejected: {state:?}"),
    }
}

#[test]
fn i1_the_record_is_stored_before_the_request_leaves_and_no_record_means_no_request() {
    let (sample, fakes) = (Sample::on(Route::Direct), Fakes::default());
    let dispatched = place(&sample, &fakes, answer(r#"{"order":23501}"#)).expect("sent");
    assert_eq!(dispatched.stored, Ok(()));
    // sending, raw outcome, judgement
    assert_eq!(fakes.store.writes.get(), 3);
}

#[test]
fn i4_only_the_definitive_list_and_the_relay_before_sending_reject() {
    assert_eq!(kind_of(answer(r#"{"error":"Not enough funds on balance"}"#)), RefusalKind::Funds);
    assert_eq!(kind_of(http(400, r#"{"error":"Invalid API key"}"#)), RefusalKind::Auth);
    let hint = hint_of(answer(r#"{"error":"Something went wrong, contact the owner"}"#));
    assert_eq!(hint, UnknownHint::LikelyNotPlaced);
    for error in [TransportError::Blocked, TransportError::Timeout, TransportError::Offline] {
        assert!(matches!(state_after(Err(error)), AttemptState::Unknown { .. }));
    }
}

#[test]
fn i4_a_relay_that_stopped_it_rejects_and_a_relay_in_doubt_does_not() {
    for (stage, is_rejected) in [(RelayStage::PreUpstream, true), (RelayStage::InDoubt, false)] {
        let (sample, fakes) = (Sample::on(Route::Relay), Fakes::default());
        let body = r#"{"relay_error":"upstream_timeout"}"#;
        let refusal =
            HttpResponse { status: 504, retry_after: None, stage: Some(stage), body: body.into() };
        let state = place(&sample, &fakes, Ok(refusal)).expect("sent").attempt.state().clone();
        match state {
            AttemptState::Rejected { reason } => {
                assert!(is_rejected);
                assert_eq!(reason.kind, RefusalKind::NotSent);
                assert_eq!(reason.text, "upstream_timeout");
            }
            state => {
                assert!(!is_rejected);
                assert_eq!(state, AttemptState::Unknown { hint: UnknownHint::RelayInDoubt });
            }
        }
    }
}

#[test]
fn i6_an_open_unknown_blocks_the_same_link_and_service_until_typed_confirmation() {
    let (sample, fakes) = (Sample::on(Route::Direct), Fakes::default());
    let first = place(&sample, &fakes, Err(TransportError::Blocked)).expect("sent").attempt;
    let mut other_quantity = proposal("t.me/post/1/", &fakes);
    other_quantity.order.quantity = 500;
    other_quantity.order.params = OrderParams(vec![("quantity".into(), "500".into())]);
    let blocked = send(&sample, &fakes, &other_quantity);
    let finding = Finding::OpenUnknown { attempt: first.id.clone() };
    assert_eq!(blocked, Err(NotSent::Duplicate(vec![finding])));
    assert_eq!(fakes.transport.count(ActionName::Add), 1);

    other_quantity.acknowledged = vec![first.id.clone()];
    fakes.transport.then(answer(BALANCE)).then(answer(r#"{"order":2}"#));
    assert!(send(&sample, &fakes, &other_quantity).is_ok());
}

#[test]
fn fault_37_without_room_for_the_record_nothing_is_sent() {
    for (failures, sends) in [
        // The ballast cannot be laid; the record cannot be written.
        (vec![StorageError::Quota], 0),
        (vec![], 1),
    ] {
        let (sample, fakes) = (Sample::on(Route::Direct), Fakes::default());
        for error in failures.clone() {
            fakes.store.fail_after(0, error);
        }
        let result = place(&sample, &fakes, answer(r#"{"order":1}"#));
        assert_eq!(fakes.transport.count(ActionName::Add), sends);
        assert_eq!(result.is_err(), sends == 0);
    }
}

#[test]
fn fault_37_i7_a_record_that_fails_to_be_written_stops_the_order() {
    for error in [StorageError::Quota, StorageError::Unavailable] {
        let (sample, fakes) = (Sample::on(Route::Direct), Fakes::default());
        let confirmed = sample.click(&proposal(LINK, &fakes), &fakes).expect("confirmed");
        fakes.transport.then(answer(BALANCE)).then(answer(r#"{"order":1}"#));
        let placing = place_order(&fakes, sample.keyed(), confirmed, |_| ());
        // Laying the ballast works, the next write does not.
        fakes.store.fail_after(1, error.clone());
        assert_eq!(block_on(placing), Err(NotSent::Storage(error)));
        assert_eq!(fakes.transport.count(ActionName::Add), 0);
    }
}

#[test]
fn fault_37_the_ballast_makes_room_for_the_outcome() {
    let (sample, fakes) = (Sample::on(Route::Direct), Fakes::default());
    // ballast, sending; then the raw outcome finds no room.
    fakes.store.fail_after(2, StorageError::Quota);
    let dispatched = place(&sample, &fakes, answer(r#"{"order":23501}"#)).expect("sent");
    assert_eq!(dispatched.stored, Ok(()));
    assert!(!fakes.store.ballast.get(), "the ballast was freed");
    assert_eq!(stored(&fakes)[0].order_id().map(|id| id.as_str()), Some("23501"));
}

#[test]
fn fault_38_a_full_local_storage_does_not_stop_orders() {
    let (sample, fakes) = (Sample::on(Route::Direct), Fakes::default());
    fakes.storage.is_full.set(true);
    assert!(place(&sample, &fakes, answer(r#"{"order":1}"#)).is_ok());
}

#[test]
fn fault_39_without_storage_or_locks_nothing_is_sent() {
    let (sample, fakes) = (Sample::on(Route::Direct), Fakes::default());
    fakes.store.is_blocked.set(true);
    let stopped = place(&sample, &fakes, answer(r#"{"order":1}"#));
    assert_eq!(stopped, Err(NotSent::Storage(StorageError::Unavailable)));

    let fakes = Fakes::default();
    fakes.locks.unavailable.set(true);
    let stopped = place(&sample, &fakes, answer(r#"{"order":1}"#));
    assert!(matches!(stopped, Err(NotSent::Lock(_))));
    assert_eq!(fakes.transport.sent.borrow().len(), 0);
}

#[test]
fn an_outcome_that_cannot_be_stored_is_still_told() {
    let (sample, fakes) = (Sample::on(Route::Direct), Fakes::default());
    fakes.store.fail_after(2, StorageError::Unavailable);
    fakes.store.fail_after(0, StorageError::Unavailable);
    let dispatched = place(&sample, &fakes, answer(r#"{"order":23501}"#)).expect("sent");
    assert_eq!(dispatched.stored, Err(StorageError::Unavailable));
    assert_eq!(dispatched.attempt.order_id().map(|id| id.as_str()), Some("23501"));
    assert_eq!(*stored(&fakes)[0].state(), AttemptState::Sending, "unknown after a restart");
}

#[test]
fn fault_05_direct_a_route_without_a_readable_balance_gets_no_order() {
    for body in [Err(TransportError::Blocked), answer("<html>"), answer(r#"{"error":"x"}"#)] {
        let (sample, fakes) = (Sample::on(Route::Direct), Fakes::default());
        fakes.transport.then(body);
        let stopped = send(&sample, &fakes, &proposal(LINK, &fakes));
        assert!(matches!(stopped, Err(NotSent::BalanceUnreadable(_))), "{stopped:?}");
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
    assert!(send(&sample, &fakes, &proposal("https://t.me/post/2", &fakes)).is_ok());
}

#[test]
fn fault_08_to_10_half_an_answer_a_page_or_nothing_is_unknown() {
    for body in [r#"{"ord"#, r#"{"order":23501"#, "<html><body>Login</body></html>", "", "null"] {
        hint_of(answer(body));
    }
}

#[test]
fn fault_11_a_warning_before_the_json_does_not_hide_the_order_id() {
    let body = "<br />\n<b>Warning</b>: undefined index in <b>/x.php</b><br />\n{\"order\":23501}";
    assert_eq!(placed_id(body).as_deref(), Some("23501"));
}

#[test]
fn fault_12_a_byte_order_mark_does_not_hide_the_order_id_and_broken_text_is_unknown() {
    assert_eq!(placed_id("\u{feff}{\"order\":23501}").as_deref(), Some("23501"));
    let (mut utf16, mut broken) = (b"\xff\xfe".to_vec(), br#"{"order":"#.to_vec());
    utf16.extend("{\"order\":1}".encode_utf16().flat_map(u16::to_le_bytes));
    broken.extend(b"\xff\xfe}");
    for body in [utf16, broken] {
        // Lossless or unknown: never a wrong id, never a panic.
        let state =
            state_after(Ok(HttpResponse { status: 200, retry_after: None, stage: None, body }));
        let is_right = match &state {
            AttemptState::Placed { order_id, .. } => {
                order_id.as_ref().is_some_and(|id| id.as_str() == "1")
            }
            state => matches!(state, AttemptState::Unknown { .. }),
        };
        assert!(is_right, "{state:?}");
    }
}

#[test]
fn fault_13_only_a_real_id_is_an_id() {
    assert_eq!(placed_id(r#"{"order":"32"}"#).as_deref(), Some("32"));
    assert_eq!(placed_id(r#"{"order":32}"#).as_deref(), Some("32"));
    for order in ["32.0", "-1", "0", "\"0\"", "null", "\"\"", "[]", "18446744073709551616"] {
        hint_of(answer(&format!("{{\"order\":{order}}}")));
    }
}

#[test]
fn fault_14_a_refusal_means_the_same_with_any_http_status() {
    for status in [200, 400, 422, 500] {
        let add = http(status, r#"{"error":"Incorrect service ID"}"#);
        assert_eq!(kind_of(add), RefusalKind::Service, "{status}");
    }
}

#[test]
fn fault_16_an_id_beside_an_error_is_unknown() {
    hint_of(answer(r#"{"order":5,"error":"x"}"#));
}

#[test]
fn fault_17_an_order_is_not_sent_again_after_too_many_requests() {
    let limited = HttpResponse {
        status: 429,
        retry_after: Some("7".to_owned()),
        stage: None,
        body: Vec::new(),
    };
    hint_of(Ok(limited));
}

#[test]
fn fault_18_an_order_is_not_sent_again_after_a_server_error() {
    for status in [500, 502, 503, 504, 520, 524] {
        assert_eq!(hint_of(http(status, "<html>down</html>")), UnknownHint::ServerError);
    }
}

#[test]
fn fault_19_a_refused_redirect_is_unknown() {
    // `redirect: "error"` makes the browser fail the call; where it led is never asked.
    assert_eq!(hint_of(Err(TransportError::Blocked)), UnknownHint::Connection);
}

#[test]
fn fault_26_a_price_older_than_15_minutes_is_not_confirmed() {
    let (sample, fakes) = (Sample::on(Route::Direct), Fakes::default());
    let proposal = proposal(LINK, &fakes);
    fakes.clock.advance(PRICE_AGE_MILLIS - 1);
    assert!(sample.click(&proposal, &fakes).is_ok());
    for millis in [1, -2 * PRICE_AGE_MILLIS] {
        fakes.clock.advance(millis);
        assert_eq!(sample.click(&proposal, &fakes).err(), Some(ConfirmStop::PriceTooOld));
    }
}

#[test]
fn fault_27_a_balance_that_is_no_number_lets_the_order_go_without_evidence() {
    let (sample, fakes) = (Sample::on(Route::Direct), Fakes::default());
    let odd = answer(r#"{"balance":"1.000.000"}"#);
    fakes.transport.then(odd).then(answer(r#"{"order":7}"#));
    let attempt = send(&sample, &fakes, &proposal(LINK, &fakes)).expect("sent").attempt;
    assert_eq!(attempt.balance_before(), None);
    let after = block_on(check_balance_after(&fakes, sample.keyed(), &attempt.id));
    assert_eq!(after, Ok(AfterCheck::CannotTell));
}

#[test]
fn fault_28_i9_a_clock_that_jumps_does_not_open_the_guard() {
    let (hour, year) = (3_600_000, 365 * 24 * 3_600_000_i64);
    for jump in [-2 * hour, hour, 10 * year] {
        let (sample, fakes) = (Sample::on(Route::Direct), Fakes::default());
        place(&sample, &fakes, answer(r#"{"order":1}"#)).expect("sent");
        fakes.clock.advance(jump);
        let again = place(&sample, &fakes, answer(r#"{"order":2}"#));
        assert!(matches!(again, Err(NotSent::Duplicate(_))), "{jump} {again:?}");
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
    let confirmed = sample.click(&proposal(LINK, fakes), fakes).expect("confirmed");
    let mut placing = Box::pin(place_order(fakes, sample.keyed(), confirmed, |_| ()));
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
    let confirmed = sample.click(&proposal(LINK, &fakes), &fakes).expect("confirmed");
    let mut placing = Box::pin(place_order(&fakes, sample.keyed(), confirmed, |_| ()));
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
    let proposal = proposal(LINK, &fakes);
    let clicks = [
        sample.click(&proposal, &fakes),
        sample.click(&proposal, &fakes),
        other_tab.click(&proposal, &fakes),
    ];
    fakes.transport.then(answer(BALANCE)).then(answer(r#"{"order":1}"#));
    let results = clicks.map(|click| {
        let confirmed = click.expect("confirmed");
        block_on(place_order(&fakes, sample.keyed(), confirmed, |_| ())).is_ok()
    });
    assert_eq!(results, [true, false, false]);
    assert_eq!(fakes.transport.count(ActionName::Add), 1);
}

#[test]
fn fault_34_offline_before_the_click_sends_nothing_and_during_is_unknown() {
    let (sample, fakes) = (Sample::on(Route::Direct), Fakes::default());
    fakes.transport.then(Err(TransportError::Offline));
    let stopped = send(&sample, &fakes, &proposal(LINK, &fakes));
    let offline = ClientError::Transport(TransportError::Offline);
    assert_eq!(stopped, Err(NotSent::BalanceUnreadable(offline)));
    assert_eq!(hint_of(Err(TransportError::Offline)), UnknownHint::Connection);
}

#[test]
fn fault_36_an_older_tab_does_not_order_over_a_newer_journal() {
    let (sample, fakes) = (Sample::on(Route::Direct), Fakes::default());
    let newer = r#"{"schema":2,"anything":true}"#;
    fakes.store.records.borrow_mut().insert("x".to_owned(), newer.to_owned());
    assert_eq!(place(&sample, &fakes, answer(r#"{"order":1}"#)), Err(NotSent::ReloadFirst));
    assert_eq!(fakes.store.records.borrow()["x"], newer);
}

#[test]
fn fault_01_direct_a_balance_that_fell_twice_raises_the_alarm() {
    for (after, expected) in [("98.75", None), ("97.50", Some(Alarm::DoubleCharge))] {
        let (sample, fakes) = (Sample::on(Route::Direct), Fakes::default());
        let attempt = place(&sample, &fakes, answer(r#"{"order":1}"#)).expect("sent").attempt;
        fakes.transport.then(answer(&format!(r#"{{"balance":"{after}"}}"#)));
        let check = block_on(check_balance_after(&fakes, sample.keyed(), &attempt.id));
        assert_eq!(stored(&fakes)[0].alarm(), expected, "{check:?}");
        assert_eq!(stored(&fakes)[0].order_id().map(|id| id.as_str()), Some("1"));
    }
}

#[test]
fn fault_01_direct_a_refusal_after_a_charge_is_unknown_again() {
    let (sample, fakes) = (Sample::on(Route::Direct), Fakes::default());
    let refusal = answer(r#"{"error":"Not enough funds on balance"}"#);
    let attempt = place(&sample, &fakes, refusal).expect("sent").attempt;
    fakes.transport.then(answer(r#"{"balance":"98.75"}"#));
    let check = block_on(check_balance_after(&fakes, sample.keyed(), &attempt.id));
    assert!(matches!(check, Ok(AfterCheck::Alarm(_))));
    let unknown = AttemptState::Unknown { hint: UnknownHint::ChargedThoughRefused };
    assert_eq!(*stored(&fakes)[0].state(), unknown);
}

#[test]
fn fault_41_a_changed_record_goes_to_quarantine_and_the_others_stay() {
    let (sample, fakes) = (Sample::on(Route::Direct), Fakes::default());
    place(&sample, &fakes, answer(r#"{"order":1}"#)).expect("sent");
    fakes.transport.then(answer(BALANCE)).then(answer(r#"{"order":2}"#));
    send(&sample, &fakes, &proposal("https://t.me/post/2", &fakes)).expect("sent");
    let id = stored(&fakes)[0].id.to_string();
    let changed = fakes.store.records.borrow()[&id].replace("\"1\"", "\"9\"");
    fakes.store.records.borrow_mut().insert(id.clone(), changed.clone());
    let loaded = block_on(journal::load(&fakes)).expect("storage works");
    assert_eq!((loaded.attempts.len(), loaded.damaged), (1, vec![id.clone()]));
    assert_eq!(fakes.store.quarantine.borrow()[&id], changed);
}

#[test]
fn fault_42_a_journal_that_lost_records_says_so() {
    let (sample, fakes) = (Sample::on(Route::Direct), Fakes::default());
    place(&sample, &fakes, answer(r#"{"order":1}"#)).expect("sent");
    assert_eq!(block_on(journal::load(&fakes)).expect("storage works").loss, None);
    fakes.store.records.borrow_mut().clear();
    let loss = block_on(journal::load(&fakes)).expect("storage works").loss;
    assert_eq!(loss, Some(journal::JournalLoss { expected: 1, found: 0 }));
}

#[test]
fn the_key_is_in_no_record_even_when_the_panel_repeats_it() {
    let (sample, fakes) = (Sample::on(Route::Direct), Fakes::default());
    let echo = answer(r#"{"error":"Bad key CANARY-key-0001 for order"}"#);
    place(&sample, &fakes, echo).expect("sent");
    let records = fakes.store.records.borrow();
    assert!(records.values().all(|text| !text.contains("CANARY")), "{records:?}");
    assert!(records.values().any(|text| text.contains("Bad key ***")), "{records:?}");
}

#[test]
fn a_read_only_account_confirms_nothing() {
    let (mut sample, fakes) = (Sample::on(Route::Direct), Fakes::default());
    sample.account.read_only = true;
    let stopped = sample.click(&proposal(LINK, &fakes), &fakes).err();
    assert_eq!(stopped, Some(ConfirmStop::ReadOnly));
}

#[test]
fn every_changed_byte_of_a_record_shows() {
    let (sample, fakes) = (Sample::on(Route::Direct), Fakes::default());
    let attempt = place(&sample, &fakes, answer(r#"{"order":1}"#)).expect("sent").attempt;
    let id = attempt.id.as_str();
    let text = record::encode(&attempt).expect("encodes");
    assert_eq!(record::decode(id, &text), Ok(attempt.clone()));
    let schema = text.find("\"schema\":1").expect("starts with it") + "\"schema\":".len();
    for at in (0..text.len()).filter(|at| *at != schema) {
        let mut bytes = text.clone().into_bytes();
        bytes[at] ^= 1;
        let Ok(changed) = String::from_utf8(bytes) else { continue };
        assert_eq!(record::decode(id, &changed), Err(record::RecordError::Damaged), "byte {at}");
    }
}
