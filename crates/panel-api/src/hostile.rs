//! Bodies that want to hang, crash or fill the reader. Each is an error or a reading, and the work
//! is counted: a few steps for each byte, whatever the bytes are.

use crate::decode::{self, AddOutcome};
use crate::error::{ApiError, Unreadable, Warning};
use crate::http::HttpResponse;
use crate::json::work;
use panelboard_domain::id::OrderId;
use panelboard_domain::secret::ApiKey;
use std::fmt::Write as _;

fn answer(body: impl Into<Vec<u8>>) -> HttpResponse {
    HttpResponse { status: 200, retry_after: None, stage: None, body: body.into() }
}

fn key() -> ApiKey {
    ApiKey::parse("CANARY-0123456789").expect("a key")
}

/// Reads the body as the answer to every action and returns the steps of all seven readings.
fn steps(body: &HttpResponse) -> usize {
    let asked = [OrderId::new("1").expect("an id")];
    let ((), steps) = work::of(|| {
        let _ = decode::services(body, &key());
        let _ = decode::balance(body, &key());
        let _ = decode::add(body, &key());
        let _ = decode::status(body, &asked, &key());
        let _ = decode::refill(body, &asked, &key());
        let _ = decode::refill_status(body, &[], &key());
        let _ = decode::cancel(body, &asked, &key());
    });
    steps
}

/// Each of the seven readings may take six steps for a byte: a byte may be looked for, peeked at
/// and read.
fn check(what: &str, body: impl Into<Vec<u8>>) {
    let body = answer(body);
    let (length, steps) = (body.body.len(), steps(&body));
    assert!(steps <= 7 * 6 * (length + 64), "{what}: {steps} steps for {length} bytes");
}

#[test]
fn work_grows_with_the_body_and_not_faster() {
    let n = 60_000;
    for (what, body) in [
        ("open lists", "[".repeat(n)),
        ("open maps", "{\"a\":".repeat(n / 5)),
        ("open lists behind noise", format!("x{}", "[{".repeat(n / 2))),
        ("lists that break", format!("x{}", "[{\"a\":1,".repeat(n / 8))),
        ("maps that break", format!("x{}", "{\"a\" 1}".repeat(n / 7))),
        ("empty maps", format!("x{}", "{} ".repeat(n / 3))),
        ("empty maps and blanks", format!("x{}{}", "{}".repeat(n / 4), " ".repeat(n / 2))),
        ("blanks in brackets", format!("x{}", "{ \n".repeat(n / 3))),
        ("backslashes", format!("[\"{}", "\\\\".repeat(n / 2))),
        ("an open string", format!("[\"{}", "a".repeat(n))),
        ("half surrogates", format!("[\"{}\"]", "\\ud800".repeat(n / 6))),
        ("commas", format!("[{}", ",".repeat(n))),
        ("digits", "9".repeat(n)),
        ("blanks", " ".repeat(n)),
        ("quotes", "\"".repeat(n)),
        ("small rows", format!("[{}{{}}]", "{},".repeat(n / 3))),
        ("ampersands", format!("[{{\"service\":1,\"name\":\"{}\"}}]", "&".repeat(n))),
        ("angle brackets", format!("[{{\"service\":1,\"desc\":\"{}\"}}]", "<".repeat(n))),
        ("an error without an end", format!("{{\"error\":\"{}\"}}", "bad ".repeat(n / 4))),
    ] {
        check(what, body);
    }
}

#[test]
fn fault_23_depth_ends_in_an_error_and_not_in_the_stack() {
    for opening in ["[", "{\"a\":", "[{\"a\":", "{\"data\":", "{\"services\":{\"1\":"] {
        let body = answer(opening.repeat(10_000));
        let read = decode::services(&body, &key()).expect_err("an error");
        assert!(
            matches!(read, ApiError::Unreadable { what: Unreadable::TooLarge, .. }),
            "{opening}: {read:?}"
        );
        let closing: String = opening.chars().filter_map(closed).collect();
        let whole = format!("{}{}", opening.repeat(10_000), closing.repeat(10_000));
        assert!(decode::balance(&answer(whole), &key()).is_err(), "{opening}");
    }
}

fn closed(bracket: char) -> Option<char> {
    match bracket {
        '[' => Some(']'),
        '{' => Some('}'),
        _ => None,
    }
}

#[test]
fn fault_22_a_body_beyond_the_cap_is_not_looked_at() {
    let body = answer(vec![b'['; 40 * 1024 * 1024]);
    let (read, steps) = work::of(|| decode::services(&body, &key()));
    assert!(matches!(read, Err(ApiError::Unreadable { what: Unreadable::TooLarge, .. })));
    assert_eq!(steps, 0);
    let (outcome, steps) = work::of(|| decode::add(&body, &key()));
    assert!(matches!(outcome, AddOutcome::Unknown { .. }), "{outcome:?}");
    assert_eq!(steps, 0);
}

#[test]
fn fault_22_fifty_thousand_rows_are_read_in_one_walk() {
    let row =
        r#"{"service":"1","name":"Followers \ud83d\ude80","rate":"0.90","min":"10","max":"9"},"#;
    let body = answer(format!("[{}{{\"service\":2}}]", row.repeat(49_999)));
    let (read, steps) = work::of(|| decode::services(&body, &key()).expect("a list"));
    assert_eq!(read.value.services().len(), 50_000);
    assert!(read.warnings.contains(&Warning::DuplicateIds(49_998)), "{:?}", read.warnings);
    assert!(steps <= 2 * body.body.len(), "{steps} steps for {} bytes", body.body.len());
}

#[test]
fn more_rows_or_values_than_a_browser_can_hold_are_an_error() {
    for body in [
        format!("[{}0]", "{},".repeat(200_000)),
        format!("[{}0]", r#"{"service":1},"#.repeat(200_000)),
        format!(r#"{{"x":[{}0]}}"#, "0,".repeat(300_000)),
    ] {
        let read = decode::services(&answer(body), &key()).expect_err("an error");
        assert!(
            matches!(read, ApiError::Unreadable { what: Unreadable::TooLarge, .. }),
            "{read:?}"
        );
    }
}

#[test]
fn fault_23_a_million_members_are_an_error_or_rows_and_read_once() {
    let members = |value: &str| {
        let mut body = String::from("{");
        for number in 0..1_000_000 {
            let _ = write!(body, "\"{number}\":{value},");
        }
        body.push_str("\"end\":0}");
        answer(body)
    };
    for body in [members("1"), members("{}")] {
        assert!(body.body.len() > 9_000_000);
        let (read, steps) = work::of(|| decode::services(&body, &key()));
        let read = read.expect_err("more than a browser can hold");
        assert!(
            matches!(read, ApiError::Unreadable { what: Unreadable::TooLarge, .. }),
            "{read:?}"
        );
        assert!(steps <= 2 * body.body.len(), "{steps} steps for {} bytes", body.body.len());
        let (outcome, steps) = work::of(|| decode::add(&body, &key()));
        assert!(matches!(outcome, AddOutcome::Unknown { .. }), "{outcome:?}");
        assert_eq!(steps, 0, "beyond the cap of an answer");
    }
    // One row with a million members that nobody knows: passed over, and the row is there.
    let mut row = String::from("[{\"service\":1,\"rate\":\"1\"");
    for number in 0..1_000_000 {
        let _ = write!(row, ",\"x{number}\":1");
    }
    row.push_str("}]");
    let body = answer(row);
    let (read, steps) = work::of(|| decode::services(&body, &key()).expect("a list"));
    assert_eq!(read.value.services().len(), 1);
    assert!(steps <= 2 * body.body.len(), "{steps} steps for {} bytes", body.body.len());
}

#[test]
fn fault_23_numbers_beyond_all_measure_are_unknown() {
    for number in ["1e9999", "-1e9999", "1e-9999", "9e99999999999", "1-2", "0x10", "1.2.3"] {
        let body = answer(format!(r#"{{"balance":{number},"order":{number},"currency":"USD"}}"#));
        if let Ok(read) = decode::balance(&body, &key()) {
            assert_eq!(read.value.0.money, None, "{number}");
            assert_eq!(read.warnings.len(), 1, "{number}");
        }
        let outcome = decode::add(&body, &key());
        assert!(matches!(outcome, AddOutcome::Unknown { .. }), "{number}: {outcome:?}");
    }
}

#[test]
fn nul_half_surrogates_and_broken_bytes_do_not_cost_the_list() {
    let mut body =
        br#"[{"service":"1","name":"a\u0000b\ud800c\udc00"},{"service":"2","name":""#.to_vec();
    body.extend([0, 0xff, 0xc0, 0x80, b'x', 0xed, 0xa0, 0x80]);
    body.extend(br#""}]"#);
    let read = decode::services(&answer(body), &key()).expect("a list");
    let names: Vec<&str> = read.value.services().iter().map(|row| row.name.as_str()).collect();
    assert_eq!(names[0], "a b\u{fffd}c\u{fffd}");
    assert!(names[1].contains('x') && names[1].contains('\u{fffd}'), "{names:?}");
}

#[test]
fn nothing_that_is_kept_of_an_answer_is_long_or_holds_the_key() {
    let long = "CANARY-0123456789 ".repeat(12_000);
    for body in [format!(r#"{{"error":"{long}"}}"#), long.clone(), format!("{{\"a\":\"{long}\"}}")]
    {
        let text = match decode::balance(&answer(body), &key()) {
            Err(ApiError::Refused(refusal)) => refusal.text,
            Err(ApiError::Unreadable { excerpt, .. }) => excerpt,
            Ok(read) => panic!("{read:?}"),
        };
        assert!(text.chars().count() <= 501, "{}", text.len());
        assert!(!text.contains("CANARY"), "{text}");
    }
}
