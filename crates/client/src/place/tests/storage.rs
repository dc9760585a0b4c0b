//! No record, no request; what storage can do wrong (I1, I7, fault rows 36 to 42).

use super::*;

#[test]
fn i1_the_record_is_stored_before_the_request_leaves_and_no_record_means_no_request() {
    let (sample, fakes) = (Sample::on(Route::Direct), Fakes::default());
    let dispatched = place(&sample, &fakes, answer(r#"{"order":23501}"#)).expect("sent");
    assert_eq!(dispatched.stored, Ok(()));
    // sending, raw outcome, judgement
    assert_eq!(fakes.store.writes.get(), 3);
}

#[test]
fn fault_37_without_room_for_the_record_nothing_is_sent() {
    for (failures, sends) in [
        // The ballast cannot be laid; the record cannot be written.
        (vec![StorageError::Quota], 0),
        (vec![], 1),
    ] {
        let (sample, fakes) = (Sample::on(Route::Direct), Fakes::default());
        for error in failures.clone() {
            fakes.store.fail_after(0, error);
        }
        let result = place(&sample, &fakes, answer(r#"{"order":1}"#));
        assert_eq!(fakes.transport.count(ActionName::Add), sends);
        assert_eq!(result.is_err(), sends == 0);
    }
}

#[test]
fn fault_37_i7_a_record_that_fails_to_be_written_stops_the_order() {
    for error in [StorageError::Quota, StorageError::Unavailable] {
        let (sample, fakes) = (Sample::on(Route::Direct), Fakes::default());
        let confirmed = sample.click(&proposal(LINK), &fakes).expect("confirmed");
        fakes.transport.then(answer(BALANCE)).then(answer(r#"{"order":1}"#));
        let placing = place_order(&fakes, sample.credentials(), confirmed, |_| ());
        // Laying the ballast works, the next write does not.
        fakes.store.fail_after(1, error.clone());
        assert_eq!(block_on(placing), Err(Stop::Failed(error.into())));
        assert_eq!(fakes.transport.count(ActionName::Add), 0);
    }
}

#[test]
fn fault_37_the_ballast_makes_room_for_the_outcome() {
    let (sample, fakes) = (Sample::on(Route::Direct), Fakes::default());
    // ballast, sending; then the raw outcome finds no room.
    fakes.store.fail_after(2, StorageError::Quota);
    let dispatched = place(&sample, &fakes, answer(r#"{"order":23501}"#)).expect("sent");
    assert_eq!(dispatched.stored, Ok(()));
    assert!(!fakes.store.ballast.get(), "the ballast was freed");
    assert_eq!(stored(&fakes)[0].order_id().map(OrderId::as_str), Some("23501"));
}

#[test]
fn fault_38_a_full_local_storage_does_not_stop_orders() {
    let (sample, fakes) = (Sample::on(Route::Direct), Fakes::default());
    fakes.storage.is_full.set(true);
    assert!(place(&sample, &fakes, answer(r#"{"order":1}"#)).is_ok());
}

#[test]
fn fault_39_without_storage_or_locks_nothing_is_sent() {
    let (sample, fakes) = (Sample::on(Route::Direct), Fakes::default());
    fakes.store.is_blocked.set(true);
    let stopped = place(&sample, &fakes, answer(r#"{"order":1}"#));
    assert_eq!(stopped, Err(Stop::Failed(StorageError::Unavailable.into())));

    let fakes = Fakes::default();
    fakes.locks.unavailable.set(true);
    let stopped = place(&sample, &fakes, answer(r#"{"order":1}"#));
    assert!(matches!(stopped, Err(Stop::NoLocks)));
    assert_eq!(fakes.transport.sent.borrow().len(), 0);
}

#[test]
fn an_outcome_that_cannot_be_stored_is_still_told() {
    let (sample, fakes) = (Sample::on(Route::Direct), Fakes::default());
    fakes.store.fail_after(2, StorageError::Unavailable);
    fakes.store.fail_after(0, StorageError::Unavailable);
    let dispatched = place(&sample, &fakes, answer(r#"{"order":23501}"#)).expect("sent");
    assert_eq!(dispatched.stored, Err(StorageError::Unavailable));
    assert_eq!(dispatched.attempt.order_id().map(OrderId::as_str), Some("23501"));
    assert_eq!(*stored(&fakes)[0].state(), AttemptState::Sending, "unknown after a restart");
}

#[test]
fn fault_36_an_older_tab_does_not_order_over_a_newer_journal() {
    let (sample, fakes) = (Sample::on(Route::Direct), Fakes::default());
    let newer = format!(r#"{{"schema":{},"anything":true}}"#, record::SCHEMA + 1);
    fakes.store.records.borrow_mut().insert("x".to_owned(), newer.clone());
    assert_eq!(place(&sample, &fakes, answer(r#"{"order":1}"#)), Err(Stop::ReloadFirst));
    assert_eq!(fakes.store.records.borrow()["x"], newer);
}

#[test]
fn fault_41_a_changed_record_goes_to_quarantine_and_the_others_stay() {
    let (sample, fakes) = (Sample::on(Route::Direct), Fakes::default());
    place(&sample, &fakes, answer(r#"{"order":1}"#)).expect("sent");
    fakes.transport.then(answer(BALANCE)).then(answer(r#"{"order":2}"#));
    send(&sample, &fakes, &proposal("https://t.me/post/2")).expect("sent");
    let id = stored(&fakes)[0].id.to_string();
    let changed = fakes.store.records.borrow()[&id].replace("\"1\"", "\"9\"");
    fakes.store.records.borrow_mut().insert(id.clone(), changed.clone());
    let loaded = block_on(journal::load(&fakes)).expect("storage works");
    assert_eq!((loaded.attempts.len(), loaded.damaged), (1, vec![id.clone()]));
    assert_eq!(fakes.store.quarantine.borrow()[&id], changed);
}

#[test]
fn fault_42_a_journal_that_lost_records_says_so() {
    let (sample, fakes) = (Sample::on(Route::Direct), Fakes::default());
    place(&sample, &fakes, answer(r#"{"order":1}"#)).expect("sent");
    assert_eq!(block_on(journal::load(&fakes)).expect("storage works").loss, None);
    fakes.store.records.borrow_mut().clear();
    let loss = block_on(journal::load(&fakes)).expect("storage works").loss;
    assert_eq!(loss, Some(journal::JournalLoss { expected: 1, found: 0 }));
}

#[test]
fn fault_42_a_loss_that_nobody_has_seen_is_still_said_after_the_next_order() {
    let (sample, fakes) = (Sample::on(Route::Direct), Fakes::default());
    place(&sample, &fakes, answer(r#"{"order":1}"#)).expect("sent");
    fakes.store.records.borrow_mut().clear();
    fakes.transport.then(answer(BALANCE)).then(answer(r#"{"order":2}"#));
    let mut next = proposal("https://t.me/post/2");
    next.typed_quantity = Some(next.order.quantity);
    send(&sample, &fakes, &next).expect("sent");
    let loss = block_on(journal::load(&fakes)).expect("storage works").loss;
    assert_eq!(loss, Some(journal::JournalLoss { expected: 2, found: 1 }));
}

#[test]
fn fault_41_a_record_set_aside_is_not_said_to_be_lost_at_the_next_start() {
    let (sample, fakes) = (Sample::on(Route::Direct), Fakes::default());
    let id = place(&sample, &fakes, answer(r#"{"order":1}"#)).expect("sent").attempt.id.clone();
    fakes.store.records.borrow_mut().insert(id.to_string(), "torn".to_owned());
    let loaded = block_on(journal::load(&fakes)).expect("storage works");
    assert_eq!((loaded.damaged.len(), loaded.loss), (1, None));
    let again = block_on(journal::load(&fakes)).expect("storage works");
    assert_eq!((again.damaged.len(), again.set_aside, again.loss), (0, 1, None), "told until seen");
    journal::sentinel::seen(&fakes, 0);
    assert_eq!(block_on(journal::load(&fakes)).expect("storage works").set_aside, 0);
}

#[test]
fn every_changed_byte_of_a_record_shows() {
    let (sample, fakes) = (Sample::on(Route::Direct), Fakes::default());
    let attempt = place(&sample, &fakes, answer(r#"{"order":1}"#)).expect("sent").attempt;
    let id = attempt.id.as_str();
    let text = record::encode(&attempt).expect("encodes");
    assert_eq!(record::decode(id, &text), Ok(attempt.clone()));
    let schema = text.find("\"schema\":").expect("starts with it") + "\"schema\":".len();
    for at in (0..text.len()).filter(|at| *at != schema) {
        let mut bytes = text.clone().into_bytes();
        bytes[at] ^= 1;
        let Ok(changed) = String::from_utf8(bytes) else { continue };
        assert_eq!(record::decode(id, &changed), Err(record::RecordError::Damaged), "byte {at}");
    }
}
