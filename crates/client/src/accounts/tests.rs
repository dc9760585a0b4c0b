//! Accounts come and go, keys change; orders, guard and belonging stay.

use super::belonging::{missing, orphans, returning_id};
use super::key::{KeyStop, try_key, with_key};
use super::mirror::{self, Mirrored};
use super::retest::{Change, compare};
use super::take_over::take_over;
use crate::error::{StorageError, TransportError};
use crate::journal;
use crate::place::place_order;
use crate::probe::{ProbeFailure, ProbeResult};
use crate::reconcile::{Refunds, reconcile};
use crate::stop::Stop;
use crate::testing::{Fakes, Sample, answer, block_on, proposal};
use panelboard_domain::account::{
    Ability, Account, Capabilities, Dialect, PrivateHosts, RelayId, Route, parse_address,
};
use panelboard_domain::attempt::{Attempt, AttemptState};
use panelboard_domain::balance::Balance;
use panelboard_domain::id::AccountId;
use panelboard_domain::panel::{KeyPrint, PanelId};
use panelboard_domain::secret::ApiKey;
use panelboard_panel_api::action::ActionName;
use std::sync::Arc;

const BALANCE: &str = r#"{"balance":"100.00","currency":"USD"}"#;

fn id(text: &str) -> AccountId {
    AccountId::new(text).expect("an id")
}

fn key(text: &str) -> ApiKey {
    ApiKey::parse(text).expect("a key")
}

fn panel(sample: &Sample) -> PanelId {
    PanelId::of(&sample.account.endpoint)
}

fn print(sample: &Sample) -> KeyPrint {
    KeyPrint::of(&panel(sample), &sample.key)
}

fn stored(fakes: &Fakes) -> Vec<Attempt> {
    let attempts = block_on(journal::load(fakes)).expect("storage works").attempts;
    attempts.into_iter().map(Arc::unwrap_or_clone).collect()
}

fn mirrored(fakes: &Fakes) -> Vec<Mirrored> {
    block_on(mirror::all(fakes)).expect("storage works")
}

/// An order of the sample, placed or lost on its way.
fn order(sample: &Sample, fakes: &Fakes, link: &str, is_lost: bool) -> Attempt {
    fakes.transport.then(answer(BALANCE));
    fakes.transport.then(match is_lost {
        true => Err(TransportError::Blocked),
        false => answer(r#"{"order":1}"#),
    });
    let confirmed = sample.click(&proposal(link), fakes).expect("confirmed");
    block_on(place_order(fakes, sample.credentials(), confirmed, |_| ())).expect("sent").attempt
}

fn another(id_: &str, key_: &str) -> Sample {
    let mut sample = Sample::on(Route::Direct);
    sample.account.id = id(id_);
    sample.key = key(key_);
    sample
}

#[test]
fn s04_an_account_that_is_added_again_is_itself_again() {
    let (sample, fakes) = (Sample::on(Route::Direct), Fakes::default());
    order(&sample, &fakes, "https://t.me/post/1", false);
    let back = |credentials: &[AccountId], mirror: &[Mirrored], attempts: &[Attempt]| {
        returning_id(&panel(&sample), &print(&sample), credentials, mirror, attempts)
    };
    let old = Some(sample.account.id.clone());
    block_on(mirror::removed(&fakes, &sample.account)).expect("stored");
    let (mirror, attempts) = (mirrored(&fakes), stored(&fakes));
    assert!(mirror[0].is_removed && mirror[0].key == Some(print(&sample)));
    assert_eq!(back(&[], &mirror, &attempts), old, "by the mirror");
    assert_eq!(back(&[], &[], &attempts), old, "by what was sent with the key");
    assert_eq!(back(&[], &mirror, &[]), old);
    assert_eq!(back(&[], &[], &[]), None);
    assert_eq!(
        back(std::slice::from_ref(&sample.account.id), &mirror, &attempts),
        None,
        "it is here"
    );

    let other_key = another("account-1", "CANARY-key-0002");
    let other = returning_id(&panel(&sample), &print(&other_key), &[], &mirror, &attempts);
    assert_eq!(other, None);
    let elsewhere = PanelId::named_by("https://other.example/api/v2").expect("an address");
    let there = KeyPrint::of(&elsewhere, &sample.key);
    assert_eq!(returning_id(&elsewhere, &there, &[], &mirror, &attempts), None);
}

#[test]
fn s04_accounts_that_local_storage_lost_come_back_without_their_keys() {
    let (sample, fakes) = (Sample::on(Route::Direct), Fakes::default());
    order(&sample, &fakes, "https://t.me/post/1", true);
    let (second, third) =
        (another("account-2", "CANARY-key-0002"), another("account-3", "CANARY-key-0003"));
    for held in [&second, &third] {
        block_on(mirror::keep_for_order(&fakes, held.credentials())).expect("stored");
    }
    block_on(mirror::removed(&fakes, &third.account)).expect("stored");
    let there = std::slice::from_ref(&second.account);
    assert_eq!(missing(there, &mirrored(&fakes)), std::slice::from_ref(&sample.account));
    assert_eq!(missing(&[], &mirrored(&fakes)).len(), 2, "a removed one stays removed");
    assert!(orphans(&stored(&fakes), there, &mirrored(&fakes))[0].name.is_some());
}

#[test]
fn the_mirror_is_written_only_when_something_changed_and_reads_past_what_it_does_not_know() {
    let (mut sample, fakes) = (Sample::on(Route::Direct), Fakes::default());
    let keep = |sample: &Sample| block_on(mirror::keep_for_order(&fakes, sample.credentials()));
    assert_eq!(keep(&sample), Ok(()));
    *fakes.store.mirror_fails.borrow_mut() = Some(StorageError::Unavailable);
    assert_eq!(keep(&sample), Ok(()), "nothing to write");
    sample.account.name = "Another name".to_owned();
    assert_eq!(keep(&sample), Err(StorageError::Unavailable));
    assert_eq!(keep(&sample), Ok(()));
    let text = fakes.store.accounts.borrow()["account-1"].clone();
    assert!(!text.contains("CANARY"), "{text}");

    let mut accounts = fakes.store.accounts.borrow_mut();
    accounts.insert("torn".to_owned(), text[..text.len() / 2].to_owned());
    let later = text
        .replace(r#""v":1"#, r#""v":9,"more":[]"#)
        .replace(r#""dialect":"v2""#, r#""dialect":"v3""#);
    accounts.insert("account-1".to_owned(), later);
    drop(accounts);
    let [entry] = &mirrored(&fakes)[..] else { panic!("one can be read") };
    assert_eq!((&entry.panel, &entry.account), (&panel(&sample), &None), "the panel stays known");
}

#[test]
fn d08_a_new_key_is_tried_once_and_changes_nothing_but_the_key() {
    let (sample, fakes) = (Sample::on(Route::Direct), Fakes::default());
    let open = order(&sample, &fakes, "https://t.me/post/1", true);
    let existing = [
        (sample.account.id.clone(), sample.account.endpoint.clone(), sample.key.clone()),
        (id("account-2"), sample.account.endpoint.clone(), key("CANARY-key-0002")),
    ];
    let asked = || fakes.transport.count(ActionName::Balance);
    let before = asked();
    let attempt = |new: &str| block_on(try_key(&fakes, &sample.account, &key(new), &existing));
    assert_eq!(attempt("CANARY-key-0001"), Err(KeyStop::Same));
    assert_eq!(attempt("CANARY-key-0002"), Err(KeyStop::OtherAccount(id("account-2"))));
    assert_eq!(asked(), before, "nobody was asked");

    fakes.transport.then(answer(r#"{"error":"Invalid API key"}"#));
    assert!(matches!(attempt("CANARY-key-9999"), Err(KeyStop::Failed(ProbeFailure::BadKey(_)))));
    fakes.transport.then(answer(BALANCE));
    let new = attempt("CANARY-key-9999").expect("a good key");
    assert_eq!(asked(), before + 2, "each time once");
    assert_eq!(new.account, Account { key_tail: "9999".to_owned(), ..sample.account.clone() });

    // The open order is still there, and still guards.
    let rotated =
        Sample { account: new.account, key: key("CANARY-key-9999"), ..Sample::on(Route::Direct) };
    let again = rotated.click(&proposal("https://t.me/post/1"), &fakes).expect("confirmed");
    let stopped = block_on(place_order(&fakes, rotated.credentials(), again, |_| ()));
    assert!(matches!(stopped, Err(Stop::Duplicate(_))), "{stopped:?}");
    assert_eq!(stored(&fakes)[0].account, open.account);
}

#[test]
fn d08_a_test_shows_old_against_new_and_leaves_what_the_user_chose() {
    let mut account = Sample::on(Route::Direct).account;
    account.capabilities.observe(Ability::Cancel, true);
    account.capabilities.set(Ability::Refill, false);
    account.read_only = true;
    let amount = Balance { money: None, raw: "1".to_owned() };
    let mut found = ProbeResult {
        endpoint: account.endpoint.clone(),
        route: Route::Direct,
        relay_alias: None,
        relay: RelayId::Own,
        dialect: Dialect::V2,
        balance: amount,
        services: Err(TransportError::Blocked.into()),
        capabilities: Capabilities::of(&account.endpoint, Dialect::V2),
    };
    assert_eq!(compare(&account, &found), (account.clone(), Vec::new()));
    (found.route, found.relay_alias) = (Route::Relay, Some("panel".to_owned()));
    found.dialect = Dialect::V1;
    let (now, changes) = compare(&account, &found);
    assert_eq!(changes[0], Change::Route { from: Route::Direct, to: Route::Relay });
    assert_eq!(changes[1], Change::Dialect { from: Dialect::V2, to: Dialect::V1 });
    let abilities: Vec<Ability> = changes[2..]
        .iter()
        .map(|change| match change {
            Change::Ability { what, .. } => *what,
            other => panic!("{other:?}"),
        })
        .collect();
    assert!(abilities.contains(&Ability::MultiRefill), "{abilities:?}");
    assert!(!abilities.contains(&Ability::Cancel), "it was observed");
    assert!(!abilities.contains(&Ability::Refill), "the user said so");
    assert!(now.read_only && now.name == account.name && now.key_tail == account.key_tail);
}

#[test]
fn s04_orders_of_a_removed_account_are_taken_over_and_stay_so() {
    let (gone, fakes) = (Sample::on(Route::Direct), Fakes::default());
    order(&gone, &fakes, "https://t.me/post/1", false);
    let open = order(&gone, &fakes, "https://t.me/post/2", true);
    block_on(mirror::removed(&fakes, &gone.account)).expect("stored");

    let mut elsewhere = another("account-3", "CANARY-key-0003");
    elsewhere.account.endpoint =
        parse_address("other.example", PrivateHosts::Refuse).expect("an address").remove(0);
    let heir = another("account-2", "CANARY-key-0002");
    let present = [elsewhere.account.clone(), heir.account.clone()];
    let [left] = &orphans(&stored(&fakes), &present, &mirrored(&fakes))[..] else {
        panic!("one account is gone")
    };
    assert_eq!((left.count, left.name.as_deref()), (2, Some("Panel")));
    assert_eq!(left.heirs(&present).collect::<Vec<_>>(), [&heir.account]);

    let refused = block_on(take_over(&fakes, left, &elsewhere.account, Some(&elsewhere.key)));
    assert_eq!(refused, Ok(Vec::new()), "of another panel");
    let moved = block_on(take_over(&fakes, left, &heir.account, Some(&heir.key))).expect("stored");
    assert_eq!(moved.len(), 2);
    let after = stored(&fakes);
    assert_eq!(after, moved, "a later start reads the same");
    assert!(after.iter().all(|attempt| attempt.account == heir.account.id));
    assert_eq!(after[1].state(), open.state());
    assert!(orphans(&after, &present, &mirrored(&fakes)).is_empty());
    let again = block_on(take_over(&fakes, left, &heir.account, Some(&heir.key)));
    assert_eq!(again, Ok(Vec::new()), "nothing is left");
}

/// The heir's key may be another customer's: its balance says nothing about what the first one paid.
#[test]
fn s04_the_balance_of_another_key_settles_nothing() {
    let (gone, fakes) = (Sample::on(Route::Direct), Fakes::default());
    let open = order(&gone, &fakes, "https://t.me/post/1", true);
    let heir = another("account-2", "CANARY-key-0002");
    let left = orphans(&stored(&fakes), std::slice::from_ref(&heir.account), &[]);
    let moved = block_on(take_over(&fakes, &left[0], &heir.account, Some(&heir.key)));
    let moved = moved.expect("stored").remove(0);
    let rotated = Sample { key: key("CANARY-key-0009"), ..Sample::on(Route::Direct) };
    for (sample, attempt) in [(&heir, moved), (&rotated, open)] {
        for _ in 0..2 {
            fakes.transport.then(answer(r#"{"balance":"98.75","currency":"USD"}"#));
        }
        let looked =
            block_on(reconcile(&fakes, sample.credentials(), attempt, Refunds::Impossible));
        assert!(looked.expect("storage works").is_unknown());
        fakes.transport.script.borrow_mut().clear();
    }
}

/// As it was measured: the order of this device never arrived, another device ordered. Its movements
/// are no explanation, whatever they add up to.
#[test]
fn s04_a_second_device_that_moves_the_balance_settles_nothing() {
    for readings in [
        // It orders for the same price between the readings.
        ["100.00", "98.75"],
        ["98.75", "97.50"],
        // It orders for another price, or tops up.
        ["97.30", "97.30"],
        ["150.00", "150.00"],
        ["148.75", "148.75"],
        // Its order was refunded meanwhile.
        ["98.75", "100.00"],
    ] {
        let (sample, fakes) = (Sample::on(Route::Direct), Fakes::default());
        let open = order(&sample, &fakes, "https://t.me/post/1", true);
        for amount in readings {
            fakes.transport.then(answer(&format!(r#"{{"balance":"{amount}"}}"#)));
        }
        let looked = block_on(reconcile(&fakes, sample.credentials(), open, Refunds::Impossible));
        let state = looked.expect("storage works").state().clone();
        assert!(matches!(state, AttemptState::Unknown { .. }), "{readings:?} {state:?}");
    }
}

#[test]
fn with_key_shows_the_end_of_the_new_key_only() {
    let account = Sample::on(Route::Direct).account;
    assert_eq!(with_key(&account, &key("CANARY-key-4321")).key_tail, "4321");
}
