//! Every released form of a record still opens. A new version gets a new golden file; the old ones
//! stay.

use super::record::{RecordError, SCHEMA, decode, encode};
use super::sentinel;
use crate::place::place_order;
use crate::ports::KeyValue;
use crate::testing::{Fakes, Sample, answer, block_on, proposal};
use panelboard_domain::account::Route;
use panelboard_domain::attempt::{Alarm, Evidence, Happening, Outcome, ResolvedBy, UnknownHint};
use panelboard_domain::id::{AccountId, OrderId};
use panelboard_domain::panel::{KeyPrint, PanelId};

const GOLDEN_V1: &str = include_str!("../../tests/golden/attempt-v1.json");
const GOLDEN_V2: &str = include_str!("../../tests/golden/attempt-v2.json");
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
fn this_build_writes_the_newest_golden_record() {
    assert_eq!(SCHEMA, 2, "a new version needs a new golden file");
    let text = encode(&sample_attempt()).expect("encodes");
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden/attempt-v2.json");
        std::fs::write(path, format!("{text}\n")).expect("writable");
    }
    assert_eq!(text, GOLDEN_V2.trim_end());
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
    assert_eq!(decode(ID, r#"{"schema":3}"#), Err(RecordError::Newer));
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
