//! What each kind of answer does (docs/reliability.md#answers, fault rows 8 to 19, 27, 34), and what
//! the balance says afterwards.

use super::*;

#[test]
fn i4_only_the_definitive_list_and_the_relay_before_sending_reject() {
    assert_eq!(kind_of(answer(r#"{"error":"Not enough funds on balance"}"#)), RefusalKind::Funds);
    assert_eq!(kind_of(Ok(http(400, r#"{"error":"Invalid API key"}"#))), RefusalKind::Auth);
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
        let add = Ok(http(status, r#"{"error":"Incorrect service ID"}"#));
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
        assert_eq!(hint_of(Ok(http(status, "<html>down</html>"))), UnknownHint::ServerError);
    }
}

#[test]
fn fault_19_a_refused_redirect_is_unknown() {
    // `redirect: "error"` makes the browser fail the call; where it led is never asked.
    assert_eq!(hint_of(Err(TransportError::Blocked)), UnknownHint::Connection);
}

#[test]
fn fault_27_a_balance_that_is_no_number_lets_the_order_go_without_evidence() {
    let (sample, fakes) = (Sample::on(Route::Direct), Fakes::default());
    let odd = answer(r#"{"balance":"1.000.000"}"#);
    fakes.transport.then(odd).then(answer(r#"{"order":7}"#));
    let attempt = send(&sample, &fakes, &proposal(LINK)).expect("sent").attempt;
    assert_eq!(attempt.balance_before(), None);
    let after = block_on(check_balance_after(&fakes, sample.credentials(), &attempt.id));
    assert_eq!(after, Ok(AfterCheck::CannotTell));
}

#[test]
fn fault_34_offline_before_the_click_sends_nothing_and_during_is_unknown() {
    let (sample, fakes) = (Sample::on(Route::Direct), Fakes::default());
    fakes.transport.then(Err(TransportError::Offline));
    let stopped = send(&sample, &fakes, &proposal(LINK));
    let offline = ClientError::Transport(TransportError::Offline);
    assert_eq!(stopped, Err(Stop::BalanceUnreadable(offline)));
    assert_eq!(hint_of(Err(TransportError::Offline)), UnknownHint::Connection);
}

#[test]
fn fault_01_direct_a_balance_that_fell_twice_raises_the_alarm() {
    for (after, expected) in [("98.75", None), ("97.50", Some(Alarm::DoubleCharge))] {
        let (sample, fakes) = (Sample::on(Route::Direct), Fakes::default());
        let attempt = place(&sample, &fakes, answer(r#"{"order":1}"#)).expect("sent").attempt;
        fakes.transport.then(answer(&format!(r#"{{"balance":"{after}"}}"#)));
        let check = block_on(check_balance_after(&fakes, sample.credentials(), &attempt.id));
        assert_eq!(stored(&fakes)[0].alarm(), expected, "{check:?}");
        assert_eq!(stored(&fakes)[0].order_id().map(OrderId::as_str), Some("1"));
    }
}

#[test]
fn fault_01_direct_a_refusal_after_a_charge_is_unknown_again() {
    let (sample, fakes) = (Sample::on(Route::Direct), Fakes::default());
    let refusal = answer(r#"{"error":"Not enough funds on balance"}"#);
    let attempt = place(&sample, &fakes, refusal).expect("sent").attempt;
    fakes.transport.then(answer(r#"{"balance":"98.75"}"#));
    let check = block_on(check_balance_after(&fakes, sample.credentials(), &attempt.id));
    assert!(matches!(check, Ok(AfterCheck::Alarm(_))));
    let unknown = AttemptState::Unknown { hint: UnknownHint::ChargedThoughRefused };
    assert_eq!(*stored(&fakes)[0].state(), unknown);
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
