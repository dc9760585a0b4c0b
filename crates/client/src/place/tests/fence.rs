//! What the app asks of a relay before it sends, and what it takes from whom (S2, S3, S5).

use super::*;
use crate::place::kept_answer;
use crate::testing::{RELAY_MEMORY, receipt, receipt_of};
use panelboard_domain::attempt::{Event, Mark, Stage};

/// The record's event of the send, as stored.
fn sent_event(attempt: &Attempt) -> &Event {
    let is_sent = |event: &&Event| matches!(event.what, Happening::Sent { .. });
    attempt.events().iter().find(is_sent).expect("it was sent")
}

#[test]
fn s02_a_write_over_a_relay_names_the_memory_that_its_record_holds() {
    let (sample, fakes) = (Sample::on(Route::Relay), Fakes::default());
    fakes.transport.relay_log.borrow_mut().push_back(receipt("not_seen", 12, 3));
    let attempt = place(&sample, &fakes, answer(r#"{"order":5}"#)).expect("sent").attempt;
    assert_eq!(attempt.fence(), Mark::parse(RELAY_MEMORY, "12"));
    assert_eq!(*fakes.transport.marks.borrow(), [attempt.fence()]);
    let text = serde_json::to_string(sent_event(&attempt)).expect("JSON");
    let fence = format!(r#""fence":{{"memory":"{RELAY_MEMORY}","position":12}}"#);
    assert!(text.contains(&fence), "{text}");
}

#[test]
fn on_the_direct_route_there_is_no_mark_and_the_record_looks_as_before() {
    let (sample, fakes) = (Sample::on(Route::Direct), Fakes::default());
    let attempt = place(&sample, &fakes, answer(r#"{"order":5}"#)).expect("sent").attempt;
    assert_eq!(attempt.fence(), None);
    assert_eq!(*fakes.transport.marks.borrow(), [None]);
    let text = serde_json::to_string(sent_event(&attempt)).expect("JSON");
    assert!(!text.contains("fence"), "{text}");
}

#[test]
fn s02_s03_without_a_readable_receipt_nothing_is_sent_over_a_relay() {
    let known = |state| receipt_of(RELAY_MEMORY, state, 1, 0);
    let old = r#"{"attempt":"x","state":"not_seen","instance":"a","boot_ts":100,"now":900}"#;
    for said in [
        Err(TransportError::RelayUnreachable),
        Err(TransportError::Timeout),
        answer(old),
        answer("<html>"),
        answer(r#"{"relay_error":"rate"}"#),
        Ok(http(503, r#"{"relay_error":"stopping"}"#)),
        Ok(http(404, "")),
        // A new attempt that the relay knows is none of ours.
        known("done"),
        known("in_flight"),
        known("in_doubt"),
        known("not_sent"),
    ] {
        let (sample, fakes) = (Sample::on(Route::Relay), Fakes::default());
        fakes.transport.relay_log.borrow_mut().push_back(said.clone());
        let stopped = place(&sample, &fakes, answer(r#"{"order":5}"#));
        assert!(matches!(stopped, Err(Stop::ReceiptUnreadable(_))), "{said:?}: {stopped:?}");
        assert_eq!(fakes.transport.count(ActionName::Add), 0, "{said:?}");
        assert!(stored(&fakes).is_empty(), "nothing to settle: {said:?}");
    }
    let (sample, fakes) = (Sample::on(Route::Relay), Fakes::default());
    fakes.transport.relay_log.borrow_mut().push_back(answer(r#"{"relay_error":"rate"}"#));
    let stopped = place(&sample, &fakes, answer(r#"{"order":5}"#));
    let refused = TransportError::RelayRefused("rate".to_owned());
    assert_eq!(stopped, Err(Stop::ReceiptUnreadable(refused)), "the relay's code goes up");
}

#[test]
fn s02_a_relay_that_cannot_tell_makes_it_unknown() {
    for code in ["other-memory", "forgotten"] {
        let (sample, fakes) = (Sample::on(Route::Relay), Fakes::default());
        let body = format!(r#"{{"relay_error":"{code}"}}"#).into();
        let stage = Some(RelayStage::InDoubt);
        let doubt = HttpResponse { status: 409, retry_after: None, stage, body };
        let state = place(&sample, &fakes, Ok(doubt)).expect("sent").attempt.state().clone();
        assert_eq!(state, AttemptState::Unknown { hint: UnknownHint::RelayInDoubt });
    }
}

#[test]
fn s05_a_panel_cannot_say_that_nothing_was_sent() {
    for stage in [RelayStage::PreUpstream, RelayStage::InDoubt, RelayStage::Replayed] {
        let body = r#"{"relay_error":"upstream-unreachable"}"#;
        let claim = |body: &str| {
            let body = body.into();
            Ok(HttpResponse { status: 200, retry_after: None, stage: Some(stage), body })
        };
        let state = state_after(claim(body));
        assert!(matches!(state, AttemptState::Unknown { .. }), "{stage:?}: {state:?}");
        let state = state_after(claim(r#"{"order":5}"#));
        assert!(matches!(state, AttemptState::Placed { .. }), "{stage:?}: {state:?}");
    }
}

#[test]
fn s05_who_answers_in_the_relays_place_refuses_nothing_and_places_nothing() {
    for body in [r#"{"error":"Not enough funds on balance"}"#, r#"{"order":5}"#, "<html>"] {
        let (sample, fakes) = (Sample::on(Route::Relay), Fakes::default());
        fakes.transport.loses_stage_after.set(Some(0));
        // The balance is not the panel's word either.
        let stopped = place(&sample, &fakes, answer(body));
        let nobody = ClientError::Transport(TransportError::RelayUnreachable);
        assert_eq!(stopped, Err(Stop::BalanceUnreadable(nobody)), "{body}");

        let (sample, fakes) = (Sample::on(Route::Relay), Fakes::default());
        fakes.transport.then(Ok(balance(&sample, BALANCE))).then(answer(body));
        fakes.transport.loses_stage_after.set(Some(1));
        let dispatched = send(&sample, &fakes, &proposal(LINK)).expect("sent");
        let unknown = AttemptState::Unknown { hint: UnknownHint::RelayInDoubt };
        assert_eq!(*dispatched.attempt.state(), unknown, "{body}");
    }
}

#[test]
fn s05_a_stage_that_an_old_record_kept_from_a_panel_is_nothing() {
    let (sample, fakes) = (Sample::on(Route::Direct), Fakes::default());
    let attempt = place(&sample, &fakes, answer(r#"{"order":5}"#)).expect("sent").attempt;
    let mut text = serde_json::to_value(&attempt).expect("JSON");
    text["wire"]["stage"] = serde_json::to_value(Stage::PreUpstream).expect("JSON");
    let old: Attempt = serde_json::from_value(text).expect("a record");
    assert_eq!(old.wire().and_then(|wire| wire.stage), Some(Stage::PreUpstream));
    assert_eq!(kept_answer(&old).map(|answer| answer.stage), Some(None));
}
