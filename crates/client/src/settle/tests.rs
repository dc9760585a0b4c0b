//! What the user may say of an order, against a scripted panel (D1, D3, D7, D14).

use super::*;
use crate::error::TransportError;
use crate::place::{self, confirm_requests, place_order};
use crate::reconcile::{Refunds, reconcile};
use crate::testing::{Fakes, Sample, answer, block_on, proposal};
use panelboard_domain::account::Route;
use panelboard_domain::attempt::{AttemptState, Fit, PointValue, WriteKind};
use panelboard_domain::money::Amount;
use panelboard_domain::order::{Attention, attention};
use panelboard_panel_api::action::ActionName;

/// 1,000 for 1.25 whose answer was lost.
struct Case {
    sample: Sample,
    fakes: Fakes,
    paces: Paces,
    attempt: Attempt,
}

fn number(text: &str) -> OrderId {
    OrderId::new(text).expect("an id")
}

impl Case {
    fn lost() -> Self {
        Self::lost_on(Route::Direct)
    }

    fn lost_on(route: Route) -> Self {
        let (sample, fakes) = (Sample::on(route), Fakes::default());
        let attempt = place(&sample, &fakes, "https://t.me/post/1", None);
        assert!(attempt.is_unknown());
        Self { sample, fakes, paces: Paces::default(), attempt }
    }

    /// The panel answers this next.
    fn says(&self, body: &str) -> &Self {
        self.fakes.transport.then(answer(body));
        self
    }

    fn settle(&self, settlement: UserSettlement) -> Result<Attempt, NotSettled> {
        let asker =
            Asker { credentials: self.sample.credentials(), paces: &self.paces, followed: &[] };
        let id = &self.attempt.id;
        block_on(settle(&self.fakes, Some(asker), id, settlement, &mut Vec::new()))
    }

    fn found(&self, text: &str, accepted: &[Point]) -> Result<Attempt, NotSettled> {
        let accepted = accepted.to_vec();
        self.settle(UserSettlement::Number { number: number(text), accepted })
    }

    fn looked(&self) {
        let (credentials, attempt) = (self.sample.credentials(), self.attempt.clone());
        // Nobody answers: a look all the same.
        assert!(block_on(reconcile(&self.fakes, credentials, attempt, Refunds::Possible)).is_err());
    }

    fn stored(&self) -> Attempt {
        let attempts = block_on(journal::load(&self.fakes)).expect("storage works").attempts;
        let found = attempts.iter().find(|attempt| attempt.id == self.attempt.id);
        Attempt::clone(found.expect("is there"))
    }
}

/// An order; the panel's answer is this, or lost.
fn place(sample: &Sample, fakes: &Fakes, link: &str, add: Option<&str>) -> Attempt {
    fakes.transport.then(answer(r#"{"balance":"100.00","currency":"USD"}"#));
    fakes.transport.then(add.map_or(Err(TransportError::Timeout), answer));
    let confirmed = sample.click(&proposal(link), fakes).expect("confirmed");
    block_on(place_order(fakes, sample.credentials(), confirmed, |_| ())).expect("sent").attempt
}

const FITS: &str = r#"{"charge":"1.25","status":"In progress","start_count":"10","remains":"1000","currency":"USD"}"#;

#[test]
fn d01_a_number_that_another_order_has_is_refused_without_asking() {
    let case = Case::lost();
    let owner = place(&case.sample, &case.fakes, "https://t.me/post/2", Some(r#"{"order":23507}"#));
    for text in ["23507", "023507"] {
        assert_eq!(case.found(text, &[]), Err(NotSettled::Taken(owner.id.clone())));
    }
    assert_eq!(case.fakes.transport.count(ActionName::Status), 0);
    assert!(case.stored().is_unknown());
}

#[test]
fn d01_a_number_that_the_panel_does_not_know_is_refused() {
    for body in [r#"{"error":"Incorrect order ID"}"#, r#"{"9":{"error":"Incorrect order ID"}}"#] {
        let case = Case::lost();
        assert_eq!(case.says(body).found("9", &[]), Err(NotSettled::UnknownNumber), "{body}");
        assert!(case.stored().is_unknown());
    }
    let case = Case::lost();
    assert!(matches!(case.found("9", &[]), Err(NotSettled::Client(_))), "no answer");
    assert_eq!(case.found("CANARY-key-0001", &[]), Err(NotSettled::UnknownNumber), "the key");
}

#[test]
fn d01_a_number_that_fits_settles_it_and_what_was_compared_is_kept() {
    let case = Case::lost();
    let attempt = case.says(FITS).found("9", &[]).expect("fits");
    assert_eq!(attempt.order_id(), Some(&number("9")));
    let with = |wanted: Fit| {
        let point = |ground: &Ground| match ground {
            Ground::Number { point, fit } if *fit == wanted => Some(*point),
            _ => None,
        };
        attempt.grounds().iter().filter_map(point).collect::<Vec<_>>()
    };
    assert_eq!(with(Fit::Fits), [Point::Charge, Point::Quantity, Point::Number]);
    assert_eq!(with(Fit::CannotCompare), [Point::Service, Point::Start]);
    assert_eq!(case.stored(), attempt);
}

#[test]
fn d01_a_misfit_is_shown_with_both_values_and_needs_its_name() {
    let other = r#"{"charge":"1.79","status":"Completed","start_count":"10","remains":"0","currency":"USD"}"#;
    let case = Case::lost();
    let amount = |text| PointValue::Amount(Amount::parse(text).expect("an amount"));
    let Err(NotSettled::Misfit(found)) = case.says(other).found("23507", &[]) else {
        panic!("it does not fit");
    };
    let misfits: Vec<_> = found.misfits().collect();
    assert_eq!(misfits, [(Point::Charge, &amount("1.25"), &amount("1.79"))]);
    assert!(case.stored().is_unknown());
    let wrong_name = case.says(other).found("23507", &[Point::Quantity]);
    assert!(matches!(wrong_name, Err(NotSettled::Misfit(_))));
    let attempt = case.says(other).found("23507", &[Point::Charge]).expect("named");
    let named = attempt.grounds().iter().any(|ground| {
        matches!(ground, Ground::Number { point: Point::Charge, fit: Fit::Misfit { .. } })
    });
    assert!(named, "the timeline shows what was accepted");
}

#[test]
fn d01_a_reply_that_names_another_number_does_not_fit() {
    let case = Case::lost();
    let other = r#"{"10":{"charge":"1.25","status":"Pending"}}"#;
    let Err(NotSettled::Misfit(found)) = case.says(other).found("9", &[]) else {
        panic!("it names another one");
    };
    assert_eq!(found.misfits().map(|(point, ..)| point).collect::<Vec<_>>(), [Point::Number]);
    case.says(other).found("9", &[Point::Number]).expect("a fork that always does so");
}

#[test]
fn d01_a_number_that_the_panel_then_names_for_another_order_is_that_orders() {
    let case = Case::lost();
    case.says(FITS).found("9", &[]).expect("fits");
    let owner = place(&case.sample, &case.fakes, "https://t.me/post/2", Some(r#"{"order":9}"#));
    assert_eq!(owner.order_id(), Some(&number("9")));
    assert!(case.stored().is_unknown(), "the panel knows better than the user");
    assert_eq!(case.found("9", &[]), Err(NotSettled::Taken(owner.id.clone())));
}

#[test]
fn d01_a_number_can_be_taken_back_until_something_was_asked_with_it() {
    let case = Case::lost();
    case.says(FITS).found("9", &[]).expect("fits");
    let back = block_on(withdraw(&case.fakes, &case.attempt.id)).expect("nothing built on it");
    assert!(back.is_unknown());
    assert!(block_on(withdraw(&case.fakes, &case.attempt.id)).is_err(), "once");
    case.says(FITS).found("9", &[]).expect("free again");
    let asked = crate::gesture::with_trusted_event(true, |gesture| {
        let (credentials, orders) = (case.sample.credentials(), [number("9")]);
        let session = &case.sample.session;
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
    case.says(r#"[{"order":9,"cancel":1}]"#);
    let cancel =
        block_on(place::send_request(&case.fakes, case.sample.credentials(), cancel, |_| ()));
    let cancel = cancel.expect("sent").attempt;
    let kept = block_on(withdraw(&case.fakes, &case.attempt.id));
    assert_eq!(kept, Err(NotSettled::BuiltOn(cancel.id.clone())));
    assert_eq!(case.stored().order_id(), Some(&number("9")));
}

#[test]
fn d07_not_placed_waits_for_the_first_look_and_is_taken_back_until_it_is_ordered_again() {
    let case = Case::lost();
    assert_eq!(case.settle(UserSettlement::NotPlaced), Err(NotSettled::TooEarly));
    case.looked();
    let said = case.settle(UserSettlement::NotPlaced).expect("looked");
    assert_eq!(*said.state(), AttemptState::NotPlaced);
    assert!(block_on(withdraw(&case.fakes, &case.attempt.id)).expect("free").is_unknown());
    case.settle(UserSettlement::NotPlaced).expect("looked");
    let mut again = proposal("https://t.me/post/1");
    again.retry_of = Some(case.attempt.id.clone());
    case.says(r#"{"balance":"100.00"}"#).says(r#"{"order":10}"#);
    let confirmed = case.sample.click(&again, &case.fakes).expect("confirmed");
    let repeat = block_on(place_order(&case.fakes, case.sample.credentials(), confirmed, |_| ()));
    let repeat = repeat.expect("sent").attempt;
    let kept = block_on(withdraw(&case.fakes, &case.attempt.id));
    assert_eq!(kept, Err(NotSettled::BuiltOn(repeat.id.clone())));
}

/// The relay is asked when the user speaks, not only when the app looks.
#[test]
fn s02_not_placed_is_said_to_the_relay_and_yields_to_what_it_knows() {
    let says = |state: &str, result: &str| {
        let memory = crate::testing::RELAY_MEMORY;
        answer(&format!(
            r#"{{"state":"{state}","memory":"{memory}","position":1,"forgotten":0{result}}}"#
        ))
    };
    let case = || {
        let case = Case::lost_on(Route::Relay);
        case.looked();
        case.fakes.transport.closed.borrow_mut().clear();
        case
    };
    let word = |relay: Option<_>| {
        let case = case();
        case.fakes.transport.relay_log.borrow_mut().extend(relay);
        let said = case.settle(UserSettlement::NotPlaced);
        let closed = case.fakes.transport.closed.borrow().clone();
        assert_eq!(closed.len(), 1, "a late copy is never sent");
        assert_eq!(closed[0].0, case.attempt.id);
        (said, case.stored())
    };
    let (said, _) = word(Some(says("not_sent", "")));
    assert_eq!(*said.expect("closed").state(), AttemptState::NotPlaced);
    let (said, _) = word(None);
    assert_eq!(*said.expect("out of reach").state(), AttemptState::NotPlaced);

    let (said, stored) = word(Some(says("in_flight", "")));
    assert_eq!(said, Err(NotSettled::TooEarly), "the panel may still take it");
    assert!(stored.is_unknown());

    let done = r#","result":{"status":200,"body":"{\"order\":9}"}"#;
    let (said, stored) = word(Some(says("done", done)));
    assert!(matches!(said, Err(NotSettled::NotNow(_))), "{said:?}");
    assert_eq!(stored.order_id(), Some(&number("9")), "the panel had answered");

    let done = r#","result":{"status":502,"body":"<html>"}"#;
    let (said, _) = word(Some(says("done", done)));
    assert_eq!(*said.expect("says nothing").state(), AttemptState::NotPlaced);
}

#[test]
fn d07_where_nobody_can_look_nobody_has_to_wait() {
    let case = Case::lost();
    let id = &case.attempt.id;
    let mut learned = Vec::new();
    let said = settle(&case.fakes, None, id, UserSettlement::NotPlaced, &mut learned);
    assert_eq!(*block_on(said).expect("allowed").state(), AttemptState::NotPlaced);
}

#[test]
fn r4_an_order_that_turns_up_outranks_an_earlier_no() {
    let case = Case::lost();
    case.looked();
    case.settle(UserSettlement::NotPlaced).expect("looked");
    let found = case.says(FITS).found("9", &[]).expect("turned up");
    assert_eq!(found.order_id(), Some(&number("9")));
    let no = case.settle(UserSettlement::NotPlaced);
    assert!(matches!(no, Err(NotSettled::NotNow(_))), "an order that was found stays");
}

#[test]
fn d03_what_the_balance_settled_still_takes_its_number() {
    let case = Case::lost();
    case.says(r#"{"balance":"98.75"}"#).says(r#"{"balance":"98.75"}"#);
    let (credentials, attempt) = (case.sample.credentials(), case.attempt.clone());
    let looking = reconcile(&case.fakes, credentials, attempt, Refunds::Possible);
    let settled = block_on(looking).expect("answered");
    assert_eq!(attention(&settled, None), Some(Attention::NoNumber));
    let numbered = case.says(FITS).found("9", &[]).expect("fits");
    assert_eq!(attention(&numbered, None), None);
    let back = block_on(withdraw(&case.fakes, &case.attempt.id)).expect("free");
    assert_eq!(attention(&back, None), Some(Attention::NoNumber), "as it was before");
}

#[test]
fn d14_what_was_seen_is_still_seen_after_a_reload() {
    let (sample, fakes) = (Sample::on(Route::Direct), Fakes::default());
    let words = r#"{"error":"Not enough funds on balance"}"#;
    let refused = place(&sample, &fakes, "https://t.me/post/1", Some(words));
    assert_eq!(attention(&refused, None), Some(Attention::Refused));
    block_on(mark_seen(&fakes, &refused.id, Concern::Refused)).expect("settled");
    let loaded = block_on(journal::load(&fakes)).expect("storage works").attempts.remove(0);
    assert_eq!(attention(&loaded, None), None);
    let open = place(&sample, &fakes, "https://t.me/post/2", None);
    assert!(block_on(mark_seen(&fakes, &open.id, Concern::Refused)).is_err(), "still open");
}
