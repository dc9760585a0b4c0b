//! One panel behind several accounts: whoever sends, the guard, the lock and the evidence are the
//! panel's (S4).

use super::*;
use crate::accounts::mirror;
use crate::reconcile::{Refunds, reconcile, refunds};
use panelboard_domain::account::Endpoint;
use panelboard_domain::id::AccountId;
use panelboard_domain::panel::{KeyPrint, PanelId};
use panelboard_domain::secret::ApiKey;
use std::future::Future;
use std::task::{Context, Waker};

/// Another account at the panel of the sample.
fn another(id: &str, key: &str) -> Sample {
    let mut sample = Sample::on(Route::Direct);
    sample.account.id = AccountId::new(id).expect("an id");
    sample.key = ApiKey::parse(key).expect("a key");
    sample.session.id = format!("tab of {id}");
    sample
}

fn as_added_again() -> Sample {
    another("account-2", "CANARY-key-0001")
}

/// The sample order is lost on the way to the panel.
fn lose(sample: &Sample, fakes: &Fakes) -> Attempt {
    place(sample, fakes, Err(TransportError::Blocked)).expect("sent").attempt
}

fn is_blocked_by(stopped: &Result<Dispatched, Stop>, attempt: &Attempt) -> bool {
    let open = Finding::OpenUnknown { attempt: attempt.id.clone() };
    *stopped == Err(Stop::Duplicate(vec![open]))
}

/// Stores a record as the first version wrote it: without panel and key.
fn make_first_version(fakes: &Fakes, attempt: &Attempt) {
    let mut text = record::encode(attempt).expect("encodes");
    for (name, value) in [
        ("panel", attempt.panel.as_ref().expect("has one").as_str()),
        ("key", attempt.key.as_ref().expect("has one").as_str()),
    ] {
        text = text.replace(&format!(r#""{name}":"{value}","#), "");
    }
    let text = record::seal_again_for_test(&text.replace(r#"{"schema":2"#, r#"{"schema":1"#));
    let old = record::decode(attempt.id.as_str(), &text).expect("opens");
    assert_eq!((&old.panel, &old.key), (&None, &None));
    fakes.store.records.borrow_mut().insert(attempt.id.to_string(), text);
}

#[test]
fn s04_an_account_removed_and_added_again_meets_its_open_order() {
    let fakes = Fakes::default();
    let open = lose(&Sample::on(Route::Direct), &fakes);
    for again in [as_added_again(), another("account-3", "CANARY-key-9999")] {
        fakes.transport.then(answer(BALANCE)).then(answer(r#"{"order":2}"#));
        let stopped = send(&again, &fakes, &proposal(LINK));
        assert!(is_blocked_by(&stopped, &open), "{stopped:?}");
    }
    assert_eq!(fakes.transport.count(ActionName::Add), 1);
}

#[test]
fn s04_a_rotated_key_leaves_the_guard_shut() {
    let (mut sample, fakes) = (Sample::on(Route::Direct), Fakes::default());
    let open = lose(&sample, &fakes);
    sample.key = ApiKey::parse("CANARY-key-0002").expect("a key");
    assert!(is_blocked_by(&send(&sample, &fakes, &proposal(LINK)), &open));
}

#[test]
fn s04_a_stored_twin_under_another_spelling_is_the_same_panel() {
    for spelling in [
        "https://PANEL.example/api/v2",
        "https://panel.example:443//api/./v2",
        "https://panel.example./x/../api/v2/",
    ] {
        let fakes = Fakes::default();
        let open = lose(&Sample::on(Route::Direct), &fakes);
        let mut twin = as_added_again();
        // As an older version stored it.
        let stored: Endpoint = serde_json::from_str(&format!("{spelling:?}")).expect("a text");
        twin.account.endpoint = stored;
        let stopped = send(&twin, &fakes, &proposal(LINK));
        assert!(is_blocked_by(&stopped, &open), "{spelling} {stopped:?}");
    }
}

#[test]
fn s04_the_relay_does_not_make_another_panel_of_it() {
    let fakes = Fakes::default();
    let open = lose(&Sample::on(Route::Direct), &fakes);
    let mut over_relay = as_added_again();
    over_relay.account.route = Route::Relay;
    over_relay.account.relay_alias = Some("panel".to_owned());
    assert!(is_blocked_by(&send(&over_relay, &fakes, &proposal(LINK)), &open));
}

#[test]
fn s04_the_account_is_durable_before_its_first_order_leaves() {
    let (sample, fakes) = (Sample::on(Route::Direct), Fakes::default());
    *fakes.store.mirror_fails.borrow_mut() = Some(StorageError::Unavailable);
    let stopped = place(&sample, &fakes, answer(r#"{"order":1}"#));
    assert_eq!(stopped, Err(Stop::Failed(StorageError::Unavailable.into())));
    assert_eq!(fakes.transport.count(ActionName::Add), 0);

    // The app dies while the order is on its way, and local storage never had the account.
    let fakes = Fakes::default();
    fakes.transport.then(answer(BALANCE)).hang_on_empty.set(true);
    let confirmed = sample.click(&proposal(LINK), &fakes).expect("confirmed");
    let mut placing = Box::pin(place_order(&fakes, sample.credentials(), confirmed, |_| ()));
    assert!(placing.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
    assert_eq!(fakes.transport.count(ActionName::Add), 1);
    drop(placing);
    fakes.transport.hang_on_empty.set(false);
    fakes.storage.values.borrow_mut().clear();

    let mirrored = block_on(mirror::all(&fakes)).expect("storage works").remove(0);
    let print = KeyPrint::of(&mirrored.panel, &sample.key);
    assert_eq!((mirrored.account.as_ref(), mirrored.key), (Some(&sample.account), Some(print)));
    let kept = fakes.store.accounts.borrow().values().cloned().collect::<String>();
    assert!(!kept.contains(sample.key.expose()), "no key in it");

    // Added again at once, under a new id: the order is found, unknown, and guards.
    let seen = stored(&fakes);
    let open = block_on(journal::recover(&fakes, &seen)).expect("storage works").remove(0);
    let stopped = send(&as_added_again(), &fakes, &proposal(LINK));
    assert!(is_blocked_by(&stopped, &open), "{stopped:?}");
}

#[test]
fn s04_two_accounts_of_one_panel_never_send_at_once() {
    let (first, second) = (Sample::on(Route::Direct), another("account-2", "CANARY-key-0002"));
    let fakes = Fakes::default();
    fakes.transport.then(answer(BALANCE)).hang_on_empty.set(true);
    let confirmed = first.click(&proposal(LINK), &fakes).expect("confirmed");
    let mut sending = Box::pin(place_order(&fakes, first.credentials(), confirmed, |_| ()));
    let mut context = Context::from_waker(Waker::noop());
    assert!(sending.as_mut().poll(&mut context).is_pending());

    let other = proposal("https://t.me/post/2");
    let confirmed = second.click(&other, &fakes).expect("confirmed");
    let mut waiting = Box::pin(place_order(&fakes, second.credentials(), confirmed, |_| ()));
    assert!(waiting.as_mut().poll(&mut context).is_pending());
    assert_eq!(fakes.transport.sent.borrow().len(), 2, "a balance and an order of the first");
    drop(sending);
    fakes.transport.then(answer(BALANCE)).then(answer(r#"{"order":2}"#));
    let placed = block_on(waiting).expect("sent").attempt;
    assert!(!placed.left_alone(), "the first one's outcome is open");
    assert_eq!(placed.turn(), 2, "turns are counted for the panel");
}

/// The attack: the first account's order never arrived, the second one's costs the same.
#[test]
fn s04_what_another_account_of_the_panel_spent_settles_nothing() {
    let (first, second) = (Sample::on(Route::Direct), another("account-2", "CANARY-key-0002"));
    let fakes = Fakes::default();
    let open = lose(&first, &fakes);
    fakes.transport.then(answer(BALANCE)).then(answer(r#"{"order":1}"#));
    send(&second, &fakes, &proposal("https://t.me/post/2")).expect("sent");
    for _ in 0..2 {
        fakes.transport.then(answer(r#"{"balance":"98.75","currency":"USD"}"#));
    }
    let looked = block_on(reconcile(&fakes, first.credentials(), open, Refunds::Impossible));
    assert!(looked.expect("storage works").is_unknown());
}

#[test]
fn s04_an_active_order_of_another_account_of_the_panel_may_be_refunded() {
    let (first, second) = (Sample::on(Route::Direct), another("account-2", "CANARY-key-0002"));
    let fakes = Fakes::default();
    place(&second, &fakes, answer(r#"{"order":1}"#)).expect("sent");
    fakes.transport.then(answer(BALANCE)).then(Err(TransportError::Blocked));
    let lost = send(&first, &fakes, &proposal("https://t.me/post/2")).expect("sent").attempt;
    assert_eq!(refunds(&lost, &stored(&fakes), &[]), Refunds::Possible);
}

#[test]
fn s04_a_first_version_record_guards_by_the_account_that_is_here_or_was_mirrored() {
    let (sample, fakes) = (Sample::on(Route::Direct), Fakes::default());
    let open = lose(&sample, &fakes);
    make_first_version(&fakes, &open);
    assert_eq!(stored(&fakes)[0].panel, Some(PanelId::of(&sample.account.endpoint)));
    assert!(is_blocked_by(&send(&as_added_again(), &fakes, &proposal(LINK)), &open));
    assert_eq!(fakes.store.records.borrow().len(), 1);

    // Another panel is none of its business, as long as it is known whose it is.
    let mut elsewhere = another("account-3", "CANARY-key-0003");
    elsewhere.account.endpoint =
        serde_json::from_str(r#""https://other.example/api/v2""#).expect("a text");
    fakes.transport.then(answer(BALANCE)).then(answer(r#"{"order":3}"#));
    assert!(send(&elsewhere, &fakes, &proposal(LINK)).is_ok());

    fakes.store.accounts.borrow_mut().clear();
    assert_eq!(stored(&fakes)[0].panel, None);
    let mut third = another("account-4", "CANARY-key-0004");
    third.account.endpoint =
        serde_json::from_str(r#""https://third.example/api/v2""#).expect("a text");
    assert!(is_blocked_by(&send(&third, &fakes, &proposal(LINK)), &open));
}

/// What happens to a first-version record is written with its panel: from then on it needs no account.
#[test]
fn s04_a_first_version_record_keeps_its_bytes_until_something_happens_to_it() {
    let (sample, fakes) = (Sample::on(Route::Direct), Fakes::default());
    let open = lose(&sample, &fakes);
    make_first_version(&fakes, &open);
    let before = fakes.store.records.borrow()[open.id.as_str()].clone();
    stored(&fakes);
    assert_eq!(fakes.store.records.borrow()[open.id.as_str()], before);
    let hint = Happening::Evidence(Evidence::LaterSuccess);
    block_on(journal::append(&fakes, &open.id, vec![hint])).expect("stored");
    fakes.store.accounts.borrow_mut().clear();
    assert_eq!(stored(&fakes)[0].panel, Some(PanelId::of(&sample.account.endpoint)));
}

#[test]
fn s04_a_first_version_tab_that_is_still_sending_is_waited_for() {
    let (sample, fakes) = (Sample::on(Route::Direct), Fakes::default());
    fakes.transport.then(answer(BALANCE)).hang_on_empty.set(true);
    let confirmed = sample.click(&proposal(LINK), &fakes).expect("confirmed");
    let mut sending = Box::pin(place_order(&fakes, sample.credentials(), confirmed, |_| ()));
    assert!(sending.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
    drop(sending);
    fakes.transport.hang_on_empty.set(false);
    make_first_version(&fakes, &stored(&fakes)[0]);

    let old_tab = block_on(crate::ports::Locks::lock(&fakes, "add:account-1")).expect("free");
    let seen = stored(&fakes);
    assert_eq!(block_on(journal::recover(&fakes, &seen)), Ok(Vec::new()));
    let other = proposal("https://t.me/post/2");
    fakes.transport.then(answer(BALANCE)).then(answer(r#"{"order":2}"#));
    let placed = send(&sample, &fakes, &other).expect("sent").attempt;
    assert!(!placed.left_alone(), "the old tab's order may move the balance");
    assert_eq!(*stored(&fakes)[0].state(), AttemptState::Sending);
    drop(old_tab);
    assert!(block_on(journal::recover(&fakes, &seen)).expect("storage works")[0].is_unknown());
}
