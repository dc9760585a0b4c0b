//! A copy comes back whole, into a journal that is empty or not, and never over what is here.

use super::*;
use crate::journal;
use crate::place::place_order;
use crate::testing::{Fakes, Sample, answer, block_on, proposal};
use panelboard_domain::account::Route;
use panelboard_domain::attempt::{AttemptState, UnknownHint};

/// A journal with these orders, and its copy as a text.
fn journal_of(links: &[&str]) -> (Fakes, String) {
    let (sample, fakes) = (Sample::on(Route::Direct), Fakes::default());
    for (at, link) in links.iter().enumerate() {
        fakes.transport.then(answer(r#"{"balance":"100.00"}"#));
        fakes.transport.then(answer(&format!(r#"{{"order":{}}}"#, at + 1)));
        let confirmed = sample.click(&proposal(link), &fakes).expect("confirmed");
        block_on(place_order(&fakes, sample.credentials(), confirmed, |_| ())).expect("sent");
    }
    let text = text_of(&fakes, &[]);
    (fakes, text)
}

fn text_of(fakes: &Fakes, seen: &[&str]) -> String {
    let records = fakes.store.records.borrow();
    let records = records.iter().map(|(id, text)| ("attempts".into(), id.clone(), text.clone()));
    let seen = seen.iter().map(|text| (*text).to_owned()).collect();
    serde_json::to_string(&CopyFile::of(Some(2), records, seen)).expect("encodes")
}

fn bring(fakes: &Fakes, text: &str) -> Brought {
    let file = CopyFile::read(text).expect("a copy");
    block_on(bring_back(fakes, &file)).expect("storage works")
}

const TWO: [&str; 2] = ["https://t.me/post/1", "https://t.me/post/2"];

#[test]
fn k17_a_copy_comes_back_whole_into_an_empty_journal() {
    let (before, text) = journal_of(&TWO);
    let empty = Fakes::default();
    let brought = bring(&empty, &text);
    assert_eq!((brought.added.len(), brought.here, brought.damaged, brought.newer), (2, 0, 0, 0));
    assert_eq!(*empty.store.records.borrow(), *before.store.records.borrow(), "byte for byte");
    let loaded = block_on(journal::load(&empty)).expect("works");
    assert!(loaded.attempts.iter().map(AsRef::as_ref).eq(&brought.added));
    assert_eq!(loaded.loss, None);
    assert_eq!(bring(&empty, &text), Brought { here: 2, ..Brought::default() }, "once");
}

#[test]
fn k17_what_is_here_is_never_overwritten() {
    let (fakes, text) = journal_of(&TWO);
    let id = fakes.store.records.borrow().keys().next().expect("two").clone();
    fakes.store.records.borrow_mut().insert(id.clone(), "later, or damaged".to_owned());
    let writes = fakes.store.writes.get();
    assert_eq!(bring(&fakes, &text), Brought { here: 2, ..Brought::default() });
    assert_eq!(fakes.store.records.borrow()[&id], "later, or damaged");
    assert_eq!(fakes.store.writes.get(), writes);
}

#[test]
fn k17_damaged_and_newer_records_are_left_out_and_counted() {
    let (before, _) = journal_of(&TWO);
    {
        let mut records = before.store.records.borrow_mut();
        let changed: Vec<_> = records
            .iter()
            .map(|(id, text)| (format!("x{id}"), text.replace("1000", "9000")))
            .collect();
        records.extend(changed);
        records.insert("of-tomorrow".into(), r#"{"schema":99}"#.into());
        records.insert("nothing".into(), String::new());
    }
    let empty = Fakes::default();
    let brought = bring(&empty, &text_of(&before, &["no record"]));
    assert_eq!((brought.added.len(), brought.here, brought.damaged, brought.newer), (2, 0, 3, 1));
    assert_eq!(empty.store.records.borrow().len(), 2);
}

/// The journal was gone when the copy was saved; the page still knew.
#[test]
fn k17_what_the_page_remembered_comes_back_too() {
    let (before, _) = journal_of(&TWO);
    let texts: Vec<String> = before.store.records.borrow().values().cloned().collect();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let gone = Fakes::default();
    let brought = bring(&gone, &text_of(&gone, &texts));
    assert_eq!(brought.added.len(), 2);
    assert_eq!(*gone.store.records.borrow(), *before.store.records.borrow());
    // What lay there was damaged by then.
    for text in before.store.records.borrow_mut().values_mut() {
        *text = text.replace("1000", "9000");
    }
    let empty = Fakes::default();
    let brought = bring(&empty, &text_of(&before, &texts));
    assert_eq!((brought.added.len(), brought.damaged), (2, 0));
}

#[test]
fn k17_an_order_that_was_being_sent_comes_back_unconfirmed() {
    let (before, _) = journal_of(&TWO[..1]);
    let attempt = block_on(journal::load(&before)).expect("works").attempts.remove(0);
    let mut sending = Attempt::confirmed(panelboard_domain::attempt::Confirmation::clone(&attempt));
    let sent = attempt.events()[1].what.clone();
    sending.apply(before.clock.now(), sent).expect("allowed");
    let text = record::encode(&sending).expect("encodes");
    before.store.records.borrow_mut().insert(attempt.id.to_string(), text);
    let empty = Fakes::default();
    let brought = bring(&empty, &text_of(&before, &[]));
    let recovered = block_on(journal::recover(&empty, &brought.added)).expect("works");
    let hint = UnknownHint::Interrupted;
    assert_eq!(*recovered[0].state(), AttemptState::Unknown { hint });
}

#[test]
fn another_file_is_no_copy() {
    for text in ["", "[]", r#"{"panelboard":"settings","expected":null,"records":[]}"#] {
        assert!(CopyFile::read(text).is_none(), "{text}");
    }
}

#[test]
fn a_full_storage_stops_and_the_rest_comes_with_the_next_try() {
    let (_, text) = journal_of(&TWO);
    let empty = Fakes::default();
    empty.store.fail_after(1, StorageError::Quota);
    let file = CopyFile::read(&text).expect("a copy");
    assert_eq!(block_on(bring_back(&empty, &file)), Err(StorageError::Quota));
    let rest = bring(&empty, &text);
    assert_eq!((rest.added.len(), rest.here), (1, 1));
}

#[test]
fn k17_a_copy_is_due_when_orders_are_in_none_and_a_week_has_passed() {
    const DAY: i64 = 24 * 60 * 60 * 1000;
    let fakes = Fakes::default();
    let now = fakes.clock.now();
    let id = |at: i64| AttemptId::from_parts(now.plus_millis(at), [1; 10]);
    let known = |last: Option<(i64, i64)>, put_off: Option<i64>, is_kept| Known {
        last: last.map(|(at, newest)| LastCopy {
            at: now.plus_millis(at * DAY),
            newest: Some(id(newest * DAY)),
        }),
        put_off_at: put_off.map(|at| now.plus_millis(at * DAY)),
        is_kept,
    };
    for (last, put_off, is_kept, orders, due) in [
        (None, None, true, 10, false),
        (None, None, true, 11, true),
        (None, None, false, 3, false),
        (None, None, false, 4, true),
        (None, Some(-6), false, 4, false),
        (None, Some(-7), false, 4, true),
        (Some((-6, -6)), None, false, 40, false),
        (Some((-7, -7)), None, true, 40, true),
        (Some((-7, 0)), None, false, 40, false), // nothing new
        (Some((-30, -30)), Some(-1), false, 40, false),
    ] {
        let found = is_due(&known(last, put_off, is_kept), Some(&id(0)), orders, now);
        assert_eq!(found, due, "{last:?} {put_off:?} {is_kept} {orders}");
    }
    assert!(!is_due(&known(None, None, false), None, 0, now), "no order, nothing to lose");
    let copy = LastCopy { at: now, newest: Some(id(0)) };
    assert_eq!(last(&fakes), None);
    was_saved(&fakes, &copy);
    put_off(&fakes, now);
    assert_eq!((last(&fakes), put_off_at(&fakes)), (Some(copy), Some(now)));
}
