//! S14: an id that a panel answers is taken only if it may be shown and stored; otherwise what was
//! asked for is unknown, never placed and never refused.

use panelboard_domain::id::OrderId;
use panelboard_domain::secret::ApiKey;
use panelboard_panel_api::decode::{self, AddOutcome};
use panelboard_panel_api::error::ApiError;
use panelboard_panel_api::http::HttpResponse;

const KEY: &str = "CANARY-0123456789abcdef0123456789";

fn answer(body: &str) -> HttpResponse {
    HttpResponse { status: 200, retry_after: None, stage: None, body: body.as_bytes().to_vec() }
}

fn forbidden() -> Vec<String> {
    let mut ids: Vec<String> = [KEY, "canary-0123456789ABCDEF0123456789", "ord_0123456789abcdef"]
        .map(str::to_owned)
        .into();
    ids.push(format!("x-{KEY}-y"));
    ids.push("7".repeat(129));
    ids.push(format!("a{}", "ж".repeat(128)));
    for mark in
        ["\\u0000", "\\u001b", "\\u200e", "\\u202e", "\\u2066", "\\u2028", "\\u061c", "\\u3164"]
    {
        ids.push(format!("23{mark}501"));
        ids.push(format!("{mark}23501"));
        ids.push(format!("23501{mark}"));
    }
    ids
}

#[test]
fn s14_an_order_id_that_may_not_be_shown_is_unknown() {
    let key = ApiKey::parse(KEY).expect("a key");
    for id in forbidden() {
        let outcome = decode::add(&answer(&format!(r#"{{"order":"{id}"}}"#)), &key);
        let AddOutcome::Unknown { text, .. } = &outcome else { panic!("{id}: {outcome:?}") };
        assert!(!text.contains(KEY), "{text}");
    }
    let numeric = ApiKey::parse("1234567890123456").expect("a key");
    let outcome = decode::add(&answer(r#"{"order":1234567890123456}"#), &numeric);
    assert!(matches!(outcome, AddOutcome::Unknown { .. }), "{outcome:?}");
    let outcome = decode::add(&answer(r#"{"order":123456789012345}"#), &numeric);
    assert!(matches!(outcome, AddOutcome::Placed { .. }), "{outcome:?}");
}

#[test]
fn s14_a_refill_or_cancel_id_that_may_not_be_shown_is_unknown() {
    let key = ApiKey::parse(KEY).expect("a key");
    let asked = [OrderId::new("7").expect("an id")];
    for id in forbidden() {
        for body in [
            format!(r#"{{"refill":"{id}"}}"#),
            format!(r#"{{"refill":{{"id":"{id}"}}}}"#),
            format!(r#"[{{"order":7,"refill":"{id}"}}]"#),
        ] {
            // A sentence with an unseen mark is words, and words are read as such elsewhere.
            match decode::refill(&answer(&body), &asked, &key) {
                Ok(decoded) => {
                    assert!(!decoded.value.iter().any(|(_, row)| row.is_ok()), "{body}");
                }
                Err(ApiError::Unreadable { .. } | ApiError::Refused(_)) => {}
            }
        }
        let body = format!(r#"[{{"order":7,"cancel":"{id}"}}]"#);
        if let Ok(decoded) = decode::cancel(&answer(&body), &asked, &key) {
            assert!(!decoded.value.iter().any(|(_, row)| row.is_ok()), "{body}");
        }
    }
    for id in [KEY, "ord_0123456789abcdef"] {
        let body = format!(r#"[{{"order":7,"refill":"{id}"}}]"#);
        let rows = decode::refill(&answer(&body), &asked, &key).map(|decoded| decoded.value);
        assert!(rows.is_ok_and(|rows| rows.is_empty()), "neither done nor refused: {body}");
    }
}

#[test]
fn s14_children_that_may_not_be_shown_are_left_out() {
    let key = ApiKey::parse(KEY).expect("a key");
    let body = format!(r#"{{"status":"Completed","runs":2,"orders":["1","{KEY}","2\u202e","3"]}}"#);
    let asked = [OrderId::new("7").expect("an id")];
    let decoded = decode::status(&answer(&body), &asked, &key).expect("a status");
    let reading = decoded.value.into_iter().find_map(|(_, row)| row.ok()).expect("a reading");
    let children: Vec<&str> = reading.children.iter().map(OrderId::as_str).collect();
    assert_eq!(children, ["1", "3"]);
}
