//! Every released form of a record still opens. A new version gets a new golden file; the old ones
//! stay.

use super::record::{RecordError, SCHEMA, decode, encode};
use crate::place::place_order;
use crate::testing::{Fakes, Sample, answer, block_on, proposal};
use panelboard_domain::account::Route;
use panelboard_domain::attempt::{Alarm, Evidence, Happening, Outcome, ResolvedBy, UnknownHint};
use panelboard_domain::id::OrderId;

const GOLDEN_V1: &str = include_str!("../../tests/golden/attempt-v1.json");
const ID: &str = "01a3185c-5000-7101-8101-010101010101";

#[test]
fn the_record_of_version_1_opens_and_says_what_it_said() {
    let attempt = decode(ID, GOLDEN_V1.trim_end()).expect("opens");
    assert_eq!(attempt.order_id().map(OrderId::as_str), Some("23501"));
    assert_eq!(attempt.resolution().map(|resolution| resolution.by), Some(ResolvedBy::User));
    assert_eq!(attempt.alarm(), Some(Alarm::DoubleCharge));
    assert_eq!(attempt.events().len(), 6);
    assert_eq!(attempt.turn(), 1);
    assert!(attempt.left_alone());
}

#[test]
fn this_build_writes_the_newest_golden_record() {
    assert_eq!(SCHEMA, 1, "a new version needs a new golden file");
    let text = encode(&sample_attempt()).expect("encodes");
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden/attempt-v1.json");
        std::fs::write(path, format!("{text}\n")).expect("writable");
    }
    assert_eq!(text, GOLDEN_V1.trim_end());
}

#[test]
fn a_record_under_another_name_is_damaged() {
    assert_eq!(decode("another", GOLDEN_V1), Err(RecordError::Damaged));
}

#[test]
fn a_record_without_its_last_event_is_damaged() {
    let mut parts: Vec<&str> = GOLDEN_V1.split(r#"{"prev_hash""#).collect();
    parts.pop();
    let cut = format!("{}]}}", parts.join(r#"{"prev_hash""#).trim_end_matches(','));
    assert_eq!(decode(ID, &cut), Err(RecordError::Damaged));
}

#[test]
fn a_record_of_a_later_version_is_left_alone() {
    assert_eq!(decode(ID, r#"{"schema":2}"#), Err(RecordError::Newer));
    assert_eq!(decode(ID, ""), Err(RecordError::Damaged));
}

/// An attempt with some of everything.
fn sample_attempt() -> panelboard_domain::attempt::Attempt {
    let (sample, fakes) = (Sample::on(Route::Direct), Fakes::default());
    fakes.transport.then(answer(r#"{"balance":"100.84292","currency":"USD"}"#));
    fakes.transport.then(Err(crate::error::TransportError::Timeout));
    let confirmed = sample.click(&proposal("https://t.me/post/1", &fakes), &fakes);
    let placing = place_order(&fakes, sample.keyed(), confirmed.expect("confirmed"), |_| ());
    let mut attempt = block_on(placing).expect("sent").attempt;
    let hint = UnknownHint::Timeout;
    assert!(attempt.events().iter().any(|event| event.what == Happening::Lost { hint }));
    let outcome = Outcome::Placed { order_id: OrderId::new("23501"), refill_id: None };
    let reading = attempt.balance_before().expect("was read");
    for fact in [
        Happening::Evidence(Evidence::Balance { reading, turn: 1 }),
        Happening::Resolved { by: ResolvedBy::User, outcome, grounds: Vec::new() },
        Happening::Alarm(Alarm::DoubleCharge),
    ] {
        attempt.apply(fakes.clock.now(), fact).expect("allowed");
    }
    attempt
}
