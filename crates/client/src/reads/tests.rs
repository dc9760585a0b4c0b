//! Reads against a scripted panel: how often they ask, how long they wait, what they give up.

use super::*;
use crate::testing::{Fakes, Sample, answer, block_on};
use panelboard_domain::account::Route;
use panelboard_panel_api::error::{ApiError, Unreadable};

const BALANCE: &str = r#"{"balance":"1.00"}"#;

fn down(status: u16, retry_after: Option<&str>) -> HttpResponse {
    let retry_after = retry_after.map(str::to_owned);
    HttpResponse { status, retry_after, stage: None, body: b"<html>".to_vec() }
}

/// Reads the balance once; says whether it came, how many questions it took and how long.
fn read(fakes: &Fakes, paces: &Paces) -> (bool, usize, i64) {
    let sample = Sample::on(Route::Direct);
    let (sent, start) = (fakes.transport.sent.borrow().len(), fakes.clock.now());
    let result = block_on(read_balance(fakes, paces, sample.credentials()));
    let questions = fakes.transport.sent.borrow().len() - sent;
    (result.is_ok(), questions, fakes.clock.now().millis_since(start))
}

#[test]
fn fault_17_a_read_waits_as_long_as_the_panel_asks() {
    let (fakes, paces) = (Fakes::default(), Paces::default());
    fakes.transport.then(Ok(down(429, Some("7")))).then(answer(BALANCE));
    assert_eq!(read(&fakes, &paces), (true, 2, 7_000));
}

#[test]
fn fault_17_a_panel_that_asks_for_minutes_is_not_asked_again_now() {
    let (fakes, paces) = (Fakes::default(), Paces::default());
    fakes.transport.then(Ok(down(429, Some("240")))).then(answer(BALANCE));
    let (came, questions, _) = read(&fakes, &paces);
    assert_eq!((came, questions), (false, 1));
}

#[test]
fn fault_18_a_storm_of_server_errors_opens_the_breaker_and_a_good_answer_closes_it() {
    let (fakes, paces) = (Fakes::default(), Paces::default());
    for status in [500, 502, 503, 520, 524, 500, 502, 503, 520, 524] {
        fakes.transport.then(Ok(down(status, None)));
    }
    let (came, first, _) = read(&fakes, &paces);
    assert_eq!((came, first), (false, MAX_TRIES as usize));
    let (came, second, _) = read(&fakes, &paces);
    assert_eq!((came, second), (false, 1), "the fifth failure opens it");
    assert_eq!(read(&fakes, &paces).1, 0, "resting");

    fakes.transport.script.borrow_mut().clear();
    fakes.transport.then(answer(BALANCE));
    fakes.clock.advance(30_000);
    assert!(read(&fakes, &paces).0);
}

#[test]
fn fault_21_broken_json_says_where_and_is_not_asked_for_again() {
    let (fakes, paces) = (Fakes::default(), Paces::default());
    let sample = Sample::on(Route::Direct);
    fakes.transport.then(answer(r#"[{"service":1,"name":"A" "rate":"1"}]"#));
    let read = async |response: &HttpResponse| Ok(decode::services(response, &sample.key)?);
    let result = block_on(read_services(&fakes, &paces, sample.credentials(), read, |_| ()));
    let Err(ClientError::Api(ApiError::Unreadable { what, .. })) = result else {
        panic!("{result:?}")
    };
    assert!(matches!(what, Unreadable::BrokenJson { .. }), "{what:?}");
    assert_eq!(fakes.transport.sent.borrow().len(), 1);
}

#[test]
fn a_burst_of_four_then_one_a_second() {
    let (fakes, paces) = (Fakes::default(), Paces::default());
    let start = fakes.clock.now();
    for _ in 0..10 {
        fakes.transport.then(answer(BALANCE));
        assert!(read(&fakes, &paces).0);
    }
    assert_eq!(fakes.clock.now().millis_since(start), 6_000);
}

/// A clock that is set frees no turn, takes none, and neither opens nor holds the breaker.
#[test]
fn time_that_somebody_sets_changes_no_limit() {
    for set_by in [3_600_000, -3_600_000] {
        let (fakes, paces) = (Fakes::default(), Paces::default());
        let start = fakes.clock.moment();
        for _ in 0..10 {
            fakes.transport.then(answer(BALANCE));
            fakes.clock.set_by(set_by);
            assert!(read(&fakes, &paces).0);
        }
        assert_eq!(fakes.clock.moment().millis_since(start), 6_000, "set by {set_by}");

        for _ in 0..5 {
            // No answer comes: it rests for half a minute.
            for _ in 0..4 {
                fakes.transport.then(Err(TransportError::Timeout));
            }
            assert!(!read(&fakes, &paces).0);
        }
        let rests = || read(&fakes, &paces).1 == 0;
        assert!(rests());
        fakes.clock.set_by(set_by);
        assert!(rests(), "set by {set_by}");
        fakes.clock.advance(30_000);
        assert!(!rests());
    }
}

#[test]
fn a_relay_that_refuses_is_no_answer_of_the_panel() {
    let (fakes, paces) = (Fakes::default(), Paces::default());
    let sample = Sample::on(Route::Relay);
    fakes.transport.then(Ok(HttpResponse {
        status: 404,
        retry_after: None,
        stage: Some(RelayStage::PreUpstream),
        body: br#"{"relay_error":"unknown_panel"}"#.to_vec(),
    }));
    let result = block_on(read_balance(&fakes, &paces, sample.credentials()));
    let refused = TransportError::RelayRefused("unknown_panel".to_owned());
    assert_eq!(result, Err(ClientError::Transport(refused)));
}

#[test]
fn a_read_that_nobody_waits_for_any_more_gives_its_place_back() {
    use std::future::Future;
    use std::task::{Context, Waker};
    let (fakes, paces, sample) = (Fakes::default(), Paces::default(), Sample::on(Route::Direct));
    fakes.transport.hang_on_empty.set(true);
    for _ in 0..8 {
        let mut reading = Box::pin(read_balance(&fakes, &paces, sample.credentials()));
        let mut context = Context::from_waker(Waker::noop());
        assert!(reading.as_mut().poll(&mut context).is_pending());
    }
    fakes.transport.then(answer(BALANCE));
    assert!(read(&fakes, &paces).0);
}
