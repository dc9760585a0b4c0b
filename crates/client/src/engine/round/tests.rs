//! What a round tells, and what it settles.

use super::*;
use crate::error::TransportError;
use crate::gesture::with_trusted_event;
use crate::journal;
use crate::place::{self, confirm_requests, place_order};
use crate::testing::{Fakes, Sample, answer, block_on, proposal};
use panelboard_domain::account::{Ability, Fact, Route};
use panelboard_domain::attempt::{Alarm, WriteKind};
use panelboard_domain::order::OrderStatus;
use panelboard_domain::time::Timestamp;

struct Case {
    sample: Sample,
    fakes: Fakes,
    followed: Vec<Followed>,
}

impl Case {
    /// One order that was placed as 23501 for 1.25, and is followed.
    fn placed() -> Self {
        let (sample, fakes) = (Sample::on(Route::Direct), Fakes::default());
        fakes.transport.then(answer(r#"{"balance":"100.00"}"#)).then(answer(r#"{"order":23501}"#));
        let confirmed = sample.click(&proposal("https://t.me/post/1"), &fakes);
        let placing =
            place_order(&fakes, sample.credentials(), confirmed.expect("confirmed"), |_| ());
        let placed = block_on(placing).expect("sent").attempt;
        let number = placed.order_id().expect("placed").clone();
        let followed = vec![Followed::new(placed.account.clone(), number, fakes.clock.now())];
        Self { sample, fakes, followed }
    }

    /// One round about the order and these refills; what was told, and how it ended.
    fn round(&self, refills: &[&str], answers: &[&str]) -> (Vec<Change>, Ended) {
        self.fakes.transport.script.borrow_mut().clear();
        for body in answers {
            self.fakes.transport.then(answer(body));
        }
        let attempts = block_on(journal::load(&self.fakes)).expect("storage works").attempts;
        let refills = refills.iter().filter_map(|refill| RefillId::new(refill));
        let orders: Vec<_> = self.followed.iter().map(|order| order.order.clone()).collect();
        let plan =
            Plan { refills: refills.map(|refill| (orders[0].clone(), refill)).collect(), orders };
        let told = RefCell::new(Vec::new());
        let on = |event| told.borrow_mut().push(event);
        let attempts: Vec<&Attempt> = attempts.iter().map(AsRef::as_ref).collect();
        let turn = attempts.iter().map(|attempt| attempt.turn()).max().unwrap_or(0);
        let before = Before { followed: &self.followed, attempts: &attempts, turn: &|| turn };
        let (credentials, paces) = (self.sample.credentials(), Paces::default());
        let ended = block_on(run(&self.fakes, &paces, credentials, &plan, before, &on));
        (told.into_inner(), ended)
    }
}

const DONE: &str = r#"{"charge":"1.25","status":"Completed","currency":"USD"}"#;

fn followed(told: &[Change]) -> Vec<Followed> {
    let followed = |event: &Change| match event {
        Change::Followed(_, followed) => followed.clone(),
        _ => Vec::new(),
    };
    told.iter().flat_map(followed).collect()
}

fn statuses(told: &[Change]) -> Vec<Option<OrderStatus>> {
    followed(told).iter().map(|followed| followed.status().cloned()).collect()
}

fn attempts(told: &[Change]) -> Vec<Attempt> {
    let attempt = |event: &Change| match event {
        Change::Attempt(attempt) => Some(Attempt::clone(attempt)),
        _ => None,
    };
    told.iter().filter_map(attempt).collect()
}

#[test]
fn the_state_of_an_order_is_told_as_it_comes() {
    let (told, ended) = Case::placed().round(&[], &[DONE]);
    assert_eq!(statuses(&told), [Some(OrderStatus::Completed)]);
    assert_eq!(ended, Ended { result: Ok(()), refills: None });
    assert!(attempts(&told).is_empty(), "as estimated");
}

#[test]
fn without_an_answer_what_is_known_stays_and_the_order_waits_its_turn() {
    let mut case = Case::placed();
    case.fakes.clock.advance(60_000);
    let now = case.fakes.clock.now();
    let (told, ended) = case.round(&[], &[r#"{"error":"Invalid API key"}"#]);
    assert!(ended.result.is_err());
    assert!(matches!(told[..], [Change::Followed(..)]), "{told:?}");
    let asked: Vec<_> = followed(&told).iter().map(|order| order.asked_at).collect();
    assert_eq!((asked, statuses(&told)), (vec![Some(now)], vec![None]));

    case.followed[0].asked_at = Some(Timestamp::from_millis(7));
    case.fakes.transport.hang_on_empty.set(false);
    let (told, ended) = case.round(&[], &[]);
    assert_eq!(ended.result, Err(TransportError::Blocked.into()));
    assert_eq!(statuses(&told), [None]);
}

#[test]
fn k16_a_charge_far_from_the_estimate_raises_the_alarm_once() {
    let case = Case::placed();
    let dear = r#"{"charge":"1250.00","status":"In progress","currency":"USD"}"#;
    let (told, _) = case.round(&[], &[dear]);
    let alarms: Vec<_> = attempts(&told).iter().map(Attempt::alarm).collect();
    assert!(matches!(alarms[..], [Some(Alarm::OtherCharge { .. })]), "{alarms:?}");
    let (told, _) = case.round(&[], &[dear]);
    assert!(attempts(&told).is_empty(), "it is known");
}

#[test]
fn a_cancel_whose_answer_was_lost_is_settled_by_its_order() {
    let case = Case::placed();
    let asked = with_trusted_event(true, |gesture| {
        let orders = [case.followed[0].order.clone()];
        let (credentials, session) = (case.sample.credentials(), &case.sample.session);
        confirm_requests(
            gesture,
            credentials,
            WriteKind::Cancel,
            &orders,
            &[],
            session,
            &case.fakes,
        )
    });
    let cancel = asked.expect("trusted").expect("confirmed").remove(0);
    case.fakes.transport.then(Err(TransportError::Timeout));
    let cancel =
        block_on(place::send_request(&case.fakes, case.sample.credentials(), cancel, |_| ()));
    assert!(cancel.expect("sent").attempt.is_unknown());

    let (told, _) = case.round(&[], &[r#"{"status":"In progress"}"#]);
    assert!(attempts(&told).is_empty(), "it may still be on its way");
    let (told, _) = case.round(&[], &[r#"{"status":"Canceled","charge":"0"}"#]);
    let settled = attempts(&told);
    assert!(
        settled
            .iter()
            .any(|one| matches!(one.request, Request::Cancel { .. }) && !one.is_unknown())
    );
}

#[test]
fn refills_are_told_with_their_order_and_what_they_show_is_learned() {
    let case = Case::placed();
    let (told, ended) = case.round(&["9"], &[DONE, r#"{"status":"Completed"}"#]);
    assert!(told.iter().any(|event| matches!(
        event,
        Change::Refill { order, .. } if *order == case.followed[0].order
    )));
    assert_eq!(ended.refills.map(|reply| (reply.told, reply.silent)), Some((1, 0)));

    let unknown = r#"{"error":"Unknown action: refill_status"}"#;
    let (told, ended) = case.round(&["9"], &[DONE, unknown]);
    let fact = Fact::Can(Ability::RefillStatus, false);
    assert!(told.iter().any(|event| matches!(
        event,
        Change::Learned { facts, .. } if facts.contains(&fact)
    )));
    assert_eq!(ended.result, Ok(()), "nothing to show as a failure");
}

#[test]
fn the_orders_are_heard_even_when_the_refills_fail() {
    let case = Case::placed();
    let (told, ended) = case.round(&["9"], &[DONE, r#"{"error":"Invalid API key"}"#]);
    assert_eq!(statuses(&told), [Some(OrderStatus::Completed)]);
    assert!(ended.result.is_err());
    assert_eq!(ended.refills, None);
}
