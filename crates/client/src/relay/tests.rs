//! The wire form of the relay, and who may speak for it.

use super::*;
use crate::testing::{RELAY_MEMORY, answer, receipt_of};
use panelboard_fence::{Receipt, State};

fn attempt() -> AttemptId {
    AttemptId::new("019a9d3e-0000-7000-8000-00000000abcd").expect("an id")
}

fn mark() -> Mark {
    Mark::parse(RELAY_MEMORY, "12").expect("a mark")
}

fn with_stage(stage: &'static str) -> impl Fn(&str) -> Option<String> {
    move |name| (name == "x-relay-stage").then(|| stage.to_owned())
}

#[test]
fn s02_a_write_names_the_relays_memory_and_is_not_sent_without() {
    let id = attempt();
    let write = |mark| Some(Write { attempt: &id, mark });
    let expected = format!("/p/smm.plus/attempts/{id}/{RELAY_MEMORY}/12");
    assert_eq!(path("smm.plus", write(Some(mark()))), Ok(expected));
    assert!(matches!(path("smm.plus", write(None)), Err(TransportError::RelayRefused(_))));
    assert_eq!(path("smm.plus", None), Ok("/p/smm.plus".to_owned()));
    assert_eq!(close_path(&id, mark()), format!("/attempts/{id}/{RELAY_MEMORY}/12/close"));
    assert_eq!(receipt_path(&id), format!("/attempts/{id}"));
}

#[test]
fn s05_a_panels_own_stage_header_is_nothing() {
    for stage in ["pre-upstream", "upstream", "replayed", "in_doubt", "x"] {
        let answer = answer_from(Route::Direct, stage);
        assert!(matches!(answer, Answer::FromPanel(_)), "{stage}");
        assert_eq!(HttpResponse::from(answer).stage, None, "{stage}");
    }
}

#[test]
fn s05_on_the_relays_route_an_answer_without_a_known_stage_is_in_doubt() {
    for (stage, expected) in [
        ("pre-upstream", RelayStage::PreUpstream),
        ("upstream", RelayStage::Upstream),
        ("replayed", RelayStage::Replayed),
        ("in_doubt", RelayStage::InDoubt),
        ("", RelayStage::InDoubt),
        ("Upstream", RelayStage::InDoubt),
        ("upstream, pre-upstream", RelayStage::InDoubt),
        ("done", RelayStage::InDoubt),
    ] {
        let response = HttpResponse::from(answer_from(Route::Relay, stage));
        assert_eq!(response.stage, Some(expected), "{stage:?}");
    }
    let silent = super::answer(Route::Relay, 502, |_| None, Vec::new());
    assert_eq!(HttpResponse::from(silent).stage, Some(RelayStage::InDoubt));
}

fn answer_from(asked: Route, stage: &'static str) -> Answer {
    super::answer(asked, 200, with_stage(stage), Vec::new())
}

fn read(body: &str) -> Option<Receipt<End>> {
    let response = answer(body).expect("an answer");
    let stage = Some(RelayStage::PreUpstream);
    receipt(&FromRelay { status: 200, retry_after: None, stage, body: response.body })
}

#[test]
fn a_receipt_says_what_became_of_the_attempt_and_which_memory_says_so() {
    let body = |state: &str| {
        let result = r#""result":{"status":201,"body":"{\"order\":5}"}"#;
        format!(
            r#"{{"attempt":"x","state":"{state}","memory":"{RELAY_MEMORY}","position":14,"forgotten":3,{result}}}"#
        )
    };
    for (word, state) in [
        ("in_flight", State::InFlight),
        ("not_seen", State::NotSeen),
        ("not_sent", State::Settled(End::NotSent)),
        ("in_doubt", State::Settled(End::InDoubt)),
    ] {
        let mark = Mark::parse(RELAY_MEMORY, "14").expect("a mark");
        assert_eq!(read(&body(word)), Some(Receipt { state, mark, forgotten: 3 }), "{word}");
    }
    let Some(State::Settled(End::Done(done))) = read(&body("done")).map(|receipt| receipt.state)
    else {
        panic!("not done")
    };
    assert_eq!((done.status, done.stage), (201, Some(RelayStage::Replayed)));
    assert_eq!(done.body, br#"{"order":5}"#);
}

#[test]
fn s03_what_names_no_memory_is_no_receipt() {
    for body in [
        r#"{"state":"not_seen","instance":"a","boot_ts":100,"now":900}"#.to_owned(),
        r#"{"state":"not_seen"}"#.to_owned(),
        format!(r#"{{"state":"not_seen","memory":"{RELAY_MEMORY}","position":1}}"#),
        format!(r#"{{"state":"not_seen","memory":"{RELAY_MEMORY}","position":-1,"forgotten":0}}"#),
        r#"{"state":"not_seen","memory":"7","position":1,"forgotten":0}"#.to_owned(),
        format!(r#"{{"state":"moved","memory":"{RELAY_MEMORY}","position":1,"forgotten":0}}"#),
        format!(r#"{{"state":"done","memory":"{RELAY_MEMORY}","position":1,"forgotten":0}}"#),
        "<html>".to_owned(),
        String::new(),
    ] {
        assert_eq!(read(&body), None, "{body}");
    }
    // Nor what the relay itself did not say.
    let body = receipt_of(RELAY_MEMORY, "not_seen", 1, 0).expect("a receipt").body;
    for (status, stage) in
        [(200, None), (200, Some(RelayStage::Upstream)), (503, Some(RelayStage::PreUpstream))]
    {
        let answer = FromRelay { status, retry_after: None, stage, body: body.clone() };
        assert_eq!(receipt(&answer), None, "{status} {stage:?}");
    }
}
