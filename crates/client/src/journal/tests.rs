//! Every released form of a record still opens. A new version gets a new golden file; the old ones
//! stay.

use super::record::{RecordError, SCHEMA, decode, encode};
use super::sentinel;
use crate::place::place_order;
use crate::ports::KeyValue;
use crate::testing::{Fakes, Sample, answer, block_on, proposal};
use panelboard_domain::account::{LocalRelays, RelayAddress, RelayId, Route};
use panelboard_domain::attempt::again::NamedRequest;
use panelboard_domain::attempt::{
    Alarm, Attempt, AttemptState, Confirmation, Evidence, Ground, Happening, Outcome, Request,
    ResolvedBy, UnknownHint, Verdict,
};
use panelboard_domain::id::{AccountId, AttemptId, OrderId};
use panelboard_domain::panel::{KeyPrint, PanelId};

const GOLDEN_V1: &str = include_str!("../../tests/golden/attempt-v1.json");
const GOLDEN_V2: &str = include_str!("../../tests/golden/attempt-v2.json");
const GOLDEN_V3: &str = include_str!("../../tests/golden/attempt-v3.json");
const GOLDEN_V4: &str = include_str!("../../tests/golden/attempt-v4.json");
const GOLDEN_V5: &str = include_str!("../../tests/golden/attempt-v5.json");
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
    assert_eq!((&attempt.panel, &attempt.key), (&None, &None));
}

/// Reading a record of version 1 changes nothing in it; what happens later is chained to the hashes
/// that are there.
#[test]
fn a_record_of_version_1_keeps_its_history_and_its_hashes() {
    let chain = |text: &str| {
        let from = text.find(r#""events":"#).expect("a chain");
        text[from..].trim_end_matches(['}', ']']).to_owned()
    };
    let attempt = decode(ID, GOLDEN_V1.trim_end()).expect("opens");
    let again = encode(&attempt).expect("encodes");
    assert_eq!(chain(&again), chain(GOLDEN_V1.trim_end()));
    let panel = PanelId::named_by("https://panel.example/api/v2");
    let named = encode(&attempt.known_at(panel.as_ref())).expect("encodes");
    assert_eq!(chain(&named), chain(GOLDEN_V1.trim_end()));
    assert_eq!(decode(ID, &named).map(|attempt| attempt.panel.clone()), Ok(panel));
}

#[test]
fn the_record_of_version_2_names_its_panel_and_key() {
    let attempt = decode(ID, GOLDEN_V2.trim_end()).expect("opens");
    let sample = Sample::on(Route::Direct);
    let panel = PanelId::of(&sample.account.endpoint);
    assert_eq!(attempt.panel.as_ref(), Some(&panel));
    assert_eq!(attempt.key, Some(KeyPrint::of(&panel, &sample.key)));
    assert_eq!(attempt.events().len(), 7);
    assert!(!GOLDEN_V2.contains("CANARY"));
}

#[test]
fn this_build_writes_the_newest_golden_records() {
    assert_eq!(SCHEMA, 5, "a new version needs a new golden file");
    for (attempt, name, golden) in [
        (sample_attempt(), "attempt-v2.json", GOLDEN_V2),
        (sample_repeat(), "attempt-v3.json", GOLDEN_V3),
        (sample_doubt(), "attempt-v4.json", GOLDEN_V4),
        (sample_elsewhere(), "attempt-v5.json", GOLDEN_V5),
    ] {
        let text = encode(&attempt).expect("encodes");
        if std::env::var_os("UPDATE_EXPECT").is_some() {
            let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden");
            std::fs::write(format!("{folder}/{name}"), format!("{text}\n")).expect("writable");
        }
        assert_eq!(text, golden.trim_end());
    }
}

#[test]
fn the_record_of_version_3_is_a_repeat_and_can_become_an_order_of_its_own() {
    let id = sample_repeat().id.clone();
    let mut attempt = decode(id.as_str(), GOLDEN_V3.trim_end()).expect("opens");
    assert_eq!(attempt.request.repeats().map(AttemptId::as_str), Some(ID));
    assert_eq!(attempt.named.as_ref().map(|named| named.id.as_str()), Some(ID));
    attempt.apply(Fakes::default().clock.now(), Happening::Parted).expect("allowed");
    let text = encode(&attempt).expect("encodes");
    assert!(text.starts_with(r#"{"schema":3,"#), "an older app leaves it alone");
    assert_eq!(decode(id.as_str(), &text).as_ref(), Ok(&attempt));
    assert_eq!(attempt.request, sample_attempt().request);
}

#[test]
fn the_record_of_version_4_was_answered_with_another_orders_number() {
    let attempt = decode(ID, GOLDEN_V4.trim_end()).expect("opens");
    assert_eq!(*attempt.state(), AttemptState::Unknown { hint: UnknownHint::NumberTaken });
    assert!(GOLDEN_V4.starts_with(r#"{"schema":4,"#), "an older app leaves it alone");
}

#[test]
fn the_record_of_version_5_names_the_relay_that_it_went_over() {
    let attempt = decode(ID, GOLDEN_V5.trim_end()).expect("opens");
    assert_eq!((attempt.route, &attempt.relay), (Route::Relay, &relay_elsewhere()));
    assert!(GOLDEN_V5.starts_with(r#"{"schema":5,"#), "an older app leaves it alone");
    for older in [GOLDEN_V1, GOLDEN_V2, GOLDEN_V3, GOLDEN_V4] {
        assert!(!older.contains(r#""relay":""#));
    }
    assert_eq!(decode(ID, GOLDEN_V2.trim_end()).map(|old| old.relay.clone()), Ok(RelayId::Own));
}

#[test]
fn a_record_with_an_address_that_no_relay_has_is_damaged() {
    for address in ["https://evil.example/x", "http://relay.example", "javascript:1"] {
        let text = GOLDEN_V5.replace("https://relay.example", address);
        let sealed = super::record::seal_again_for_test(text.trim_end());
        assert_eq!(decode(ID, &sealed), Err(RecordError::Damaged), "{address}");
    }
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
    assert_eq!(decode(ID, r#"{"schema":6}"#), Err(RecordError::Newer));
    assert_eq!(decode(ID, ""), Err(RecordError::Damaged));
}

/// A repeat of the sample, which the panel answered.
fn sample_repeat() -> Attempt {
    let first = sample_attempt();
    let (key, body_sha256) = (first.key.clone().expect("a print"), "00".to_owned());
    let named = Some(NamedRequest { id: first.id.clone(), key, body_sha256 });
    let now = Fakes::default().clock.now();
    let mut attempt = Attempt::confirmed(Confirmation {
        id: AttemptId::from_parts(now, [9; 10]),
        request: Request::Again { first: first.id.clone(), order: Box::new(first.request.clone()) },
        retry_of: Some(first.id.clone()),
        named,
        ..Confirmation::clone(&first)
    });
    let sent = first.events()[1].what.clone();
    let outcome = Outcome::Placed { order_id: OrderId::new("23501"), refill_id: None };
    let grounds = vec![Ground::Repeat { attempt: first.id.clone() }];
    for fact in [
        sent,
        Happening::Lost { hint: UnknownHint::Timeout },
        Happening::Resolved { by: ResolvedBy::Repeat, outcome, grounds },
    ] {
        attempt.apply(now, fact).expect("allowed");
    }
    attempt
}

/// The sample, answered with the number of another order.
fn sample_doubt() -> Attempt {
    let (first, now) = (sample_attempt(), Fakes::default().clock.now());
    let mut attempt = Attempt::confirmed(Confirmation::clone(&first));
    let verdict = Verdict::Unknown(UnknownHint::NumberTaken);
    for fact in [first.events()[1].what.clone(), Happening::Judged { verdict }] {
        attempt.apply(now, fact).expect("allowed");
    }
    attempt
}

fn relay_elsewhere() -> RelayId {
    RelayId::At(RelayAddress::parse("relay.example", LocalRelays::Refuse).expect("an address"))
}

/// An order over a relay that is not the page's own, whose answer was lost.
fn sample_elsewhere() -> Attempt {
    let (mut sample, fakes) = (Sample::on(Route::Relay), Fakes::default());
    sample.account.relay = relay_elsewhere();
    fakes.transport.then(answer(r#"{"balance":"100.84292","currency":"USD"}"#));
    fakes.transport.then(Err(crate::error::TransportError::Timeout));
    let confirmed = sample.click(&proposal("https://t.me/post/1"), &fakes);
    let placing = place_order(&fakes, sample.credentials(), confirmed.expect("confirmed"), |_| ());
    block_on(placing).expect("sent").attempt
}

/// An attempt with some of everything.
fn sample_attempt() -> Attempt {
    let (sample, fakes) = (Sample::on(Route::Direct), Fakes::default());
    fakes.transport.then(answer(r#"{"balance":"100.84292","currency":"USD"}"#));
    fakes.transport.then(Err(crate::error::TransportError::Timeout));
    let confirmed = sample.click(&proposal("https://t.me/post/1"), &fakes);
    let placing = place_order(&fakes, sample.credentials(), confirmed.expect("confirmed"), |_| ());
    let mut attempt = block_on(placing).expect("sent").attempt;
    let hint = UnknownHint::Timeout;
    assert!(attempt.events().iter().any(|event| event.what == Happening::Lost { hint }));
    let outcome = Outcome::Placed { order_id: OrderId::new("23501"), refill_id: None };
    let reading = attempt.balance_before().expect("was read");
    let panel = PanelId::of(&sample.account.endpoint);
    let key = Some(KeyPrint::of(&panel, &sample.key));
    let by = AccountId::new("account-2").expect("an id");
    for fact in [
        Happening::Evidence(Evidence::Balance { reading, turn: 1 }),
        Happening::Resolved { by: ResolvedBy::User, outcome, grounds: Vec::new() },
        Happening::Alarm(Alarm::DoubleCharge),
        Happening::TakenOver { from: attempt.account.clone(), by, panel, key },
    ] {
        attempt.apply(fakes.clock.now(), fact).expect("allowed");
    }
    attempt
}

/// A browser that clears the journal and local storage together leaves an empty book that looks right.
#[test]
fn k17_the_second_witness_tells_of_a_journal_that_went_with_the_first() {
    let loss = |first: Option<usize>, second: Option<usize>, found| {
        let fakes = Fakes::default();
        if let Some(first) = first {
            sentinel::note(&fakes, first);
        }
        sentinel::second(&fakes, second);
        sentinel::check(&fakes, found).map(|loss| (loss.expected, loss.found))
    };
    assert_eq!(loss(None, Some(12), 0), Some((12, 0)), "all gone but the second");
    assert_eq!(loss(Some(3), Some(12), 3), Some((12, 3)), "the first began anew");
    assert_eq!(loss(Some(12), Some(3), 12), None, "the second is behind");
    assert_eq!(loss(Some(12), Some(3), 11), Some((12, 11)));
    assert_eq!(loss(None, Some(12), 12), None, "only local storage is gone");
    assert_eq!(loss(None, None, 0), None, "a first visit");
    assert_eq!(loss(Some(12), None, 12), None, "a browser without a second");

    // What the user takes note of is no loss at the next start, whatever the second said.
    let fakes = Fakes::default();
    sentinel::second(&fakes, Some(12));
    sentinel::seen(&fakes, 0);
    assert_eq!(fakes.read(sentinel::NAME).as_deref(), Some("0"));
    assert_eq!(sentinel::check(&fakes, 0), None);
}
