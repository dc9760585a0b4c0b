//! One contrary reading or hint, from whatever part of the app, and nothing settles itself (D2).

use super::*;
use crate::evidence::{concerned, note_balance};
use panelboard_domain::attempt::BalanceReading;
use panelboard_domain::money::Amount;

const ACTIVE: &str =
    r#"{"error":"You have active order with this link. Please wait until order being completed."}"#;

/// A reading that another part of the app made, for instance the rail.
fn rail(fakes: &Fakes, amount: &str) {
    let attempts = block_on(journal::load(fakes)).expect("storage works").attempts;
    let sample = Sample::on(Route::Direct);
    let (ids, turn) = concerned(sample.credentials(), attempts.iter().map(AsRef::as_ref));
    let amount = Amount::parse(amount).expect("a number");
    block_on(note_balance(fakes, &ids, turn, BalanceReading { amount, decimals: 2 }));
}

/// What a look finds after the rail has read these, when the money path reads those.
fn look_after(rail_reads: &[&str], reads: [&str; 2], outcome: Answer) -> AttemptState {
    let (sample, fakes) = (Sample::on(Route::Direct), Fakes::default());
    let attempt = lost(&sample, &fakes, outcome);
    for amount in rail_reads {
        rail(&fakes, amount);
    }
    for amount in reads {
        fakes.transport.then(balance(amount));
    }
    look(&sample, &fakes, attempt, Refunds::Impossible)
}

fn blocked() -> Answer {
    Err(TransportError::Blocked)
}

#[test]
fn d02_a_fall_that_came_back_is_never_not_placed() {
    let same = ["100.00", "100.00"];
    assert_eq!(look_after(&[], same, blocked()), AttemptState::NotPlaced);
    assert_eq!(look_after(&["100.00"], same, blocked()), AttemptState::NotPlaced);
    for seen in [&["98.75"][..], &["100.00", "98.75"], &["98.75", "100.00"], &["97.50"]] {
        assert!(is_unknown(&look_after(seen, same, blocked())), "{seen:?}");
    }
}

#[test]
fn d02_any_unexplained_movement_makes_the_balance_inconclusive_in_both_directions() {
    for seen in ["101.00", "99.99", "60.00", "150.00"] {
        assert!(is_unknown(&look_after(&[seen], ["100.00", "100.00"], blocked())), "{seen}");
        assert!(is_unknown(&look_after(&[seen], ["98.75", "98.75"], blocked())), "{seen}");
    }
    assert_eq!(look_after(&["100.00", "98.75"], ["98.75", "98.75"], blocked()), placed(None));
    assert!(is_unknown(&look_after(&["98.75", "100.00"], ["98.75", "98.75"], blocked())));
    assert!(is_unknown(&look_after(&["97.50"], ["98.75", "98.75"], blocked())));
}

#[test]
fn d02_a_hint_forbids_what_it_speaks_against() {
    let same = ["100.00", "100.00"];
    assert!(is_unknown(&look_after(&[], same, answer(ACTIVE))), "an active order was spoken of");
    let no = answer(r#"{"error":"The moon is full."}"#);
    assert_eq!(look_after(&[], same, no.clone()), AttemptState::NotPlaced);
    assert!(is_unknown(&look_after(&[], ["98.75", "98.75"], no)), "the panel said no");
}

#[test]
fn d02_a_hint_that_a_later_order_brought_counts_too() {
    let (sample, fakes) = (Sample::on(Route::Direct), Fakes::default());
    let attempt = lost(&sample, &fakes, blocked());
    let hint = Happening::Evidence(Evidence::ActiveLinkRefusal);
    let attempt =
        block_on(journal::append(&fakes, &attempt.id, vec![hint])).expect("storage works");
    fakes.transport.then(balance("100.00")).then(balance("100.00"));
    assert!(is_unknown(&look(&sample, &fakes, attempt, Refunds::Impossible)));
}

#[test]
fn d02_a_relay_that_waited_and_then_never_saw_it_settles_nothing() {
    let waits = r#"{"state":"in_flight","memory":"00000000000000000000000000000007","position":3,"forgotten":0}"#;
    let closed = NOT_SEEN.replace("not_seen", "not_sent");
    assert!(is_unknown(&request(&[waits, NOT_SEEN, &closed])));
    let done = r#"{"state":"done","memory":"00000000000000000000000000000007","position":3,"forgotten":0,"result":{"status":200,"body":"{\"order\":23501}"}}"#;
    assert_eq!(
        request(&[waits, done]),
        placed(Some("23501")),
        "the panel's own number needs no more"
    );
}

#[test]
fn d02_the_relays_no_waits_for_the_user_when_the_balance_had_fallen() {
    let refused = r#"{"state":"done","memory":"00000000000000000000000000000007","position":3,"forgotten":0,"result":{"status":200,"body":"{\"error\":\"Not enough funds on balance\"}"}}"#;
    let not_sent = r#"{"state":"not_sent","memory":"00000000000000000000000000000007","position":3,"forgotten":0}"#;
    for log in [[NOT_SEEN, not_sent], [not_sent, not_sent], [refused, refused]] {
        let (sample, fakes) = (Sample::on(Route::Relay), Fakes::default());
        let attempt = lost(&sample, &fakes, Err(TransportError::Timeout));
        rail(&fakes, "98.75");
        fakes.transport.relay_log.borrow_mut().extend(log.iter().map(|entry| relay(entry)));
        assert!(is_unknown(&look(&sample, &fakes, attempt, Refunds::Impossible)), "{log:?}");
    }
}

#[test]
fn d02_over_a_relay_that_sends_once_a_fall_by_two_prices_settles_nothing() {
    let (sample, fakes) = (Sample::on(Route::Relay), Fakes::default());
    let attempt = lost(&sample, &fakes, Err(TransportError::Timeout));
    fakes.transport.then(balance("97.50")).then(balance("97.50"));
    assert!(is_unknown(&look(&sample, &fakes, attempt, Refunds::Impossible)));
}

#[test]
fn d02_a_settlement_says_who_when_and_on_what() {
    let (sample, fakes) = (Sample::on(Route::Direct), Fakes::default());
    let attempt = lost(&sample, &fakes, blocked());
    fakes.transport.then(balance("98.75")).then(balance("98.75"));
    let looking = reconcile(&fakes, sample.credentials(), attempt, Refunds::Impossible);
    let attempt = block_on(looking).expect("storage works");
    let by = attempt.resolution().map(|found| found.by);
    assert_eq!(by, Some(ResolvedBy::Balance));
    let amounts = attempt.grounds().iter().map(|ground| match ground {
        Ground::Balance { reading, .. } => reading.amount.to_string(),
        other => panic!("{other:?}"),
    });
    assert_eq!(amounts.collect::<Vec<_>>(), ["98.75", "98.75"]);
}

#[test]
fn d02_what_the_rail_reads_settles_nothing_and_is_kept_once() {
    let (sample, fakes) = (Sample::on(Route::Direct), Fakes::default());
    let attempt = lost(&sample, &fakes, blocked());
    for _ in 0..4 {
        rail(&fakes, "98.75");
        fakes.clock.advance(60_000);
    }
    let stored = block_on(journal::load(&fakes)).expect("storage works").attempts.remove(0);
    assert_eq!(stored.id, attempt.id);
    assert!(stored.is_unknown());
    assert_eq!(stored.readings().count(), 1);
}

#[test]
fn d07_a_look_that_settled_nothing_is_noted_once_even_when_nobody_answered() {
    let (sample, fakes) = (Sample::on(Route::Direct), Fakes::default());
    let attempt = lost(&sample, &fakes, blocked());
    assert!(!attempt.was_looked_for());
    for _ in 0..2 {
        let looking = reconcile(&fakes, sample.credentials(), attempt.clone(), Refunds::Impossible);
        assert!(block_on(looking).is_err(), "the panel does not answer");
    }
    let stored = block_on(journal::load(&fakes)).expect("storage works").attempts.remove(0);
    assert!(stored.is_unknown() && stored.was_looked_for());
    let looks = stored.events().iter().filter(|event| event.what == Happening::Looked);
    assert_eq!(looks.count(), 1);
}

#[test]
fn d10_it_is_told_what_is_watched_and_how_long() {
    let (sample, fakes) = (Sample::on(Route::Relay), Fakes::default());
    let attempt = lost(&sample, &fakes, Err(TransportError::Timeout));
    let waits = r#"{"state":"in_flight","memory":"00000000000000000000000000000007","position":3,"forgotten":0}"#;
    let doubts = r#"{"state":"in_doubt","memory":"00000000000000000000000000000007","position":3,"forgotten":0}"#;
    let log = [waits, doubts].map(relay);
    fakes.transport.relay_log.borrow_mut().extend(log);
    fakes.transport.then(balance("100.00")).then(balance("100.00"));
    let told = std::cell::RefCell::new(Vec::new());
    let note = |watch: Watch| told.borrow_mut().push((watch.what, watch.millis));
    let looking =
        reconcile_watched(&fakes, sample.credentials(), attempt, Refunds::Impossible, note);
    block_on(looking).expect("storage works");
    let balance = Watched::Balance;
    assert_eq!(told.into_inner(), [(Watched::Relay, 50_000), (balance, 55_000), (balance, 20_000)]);
}
