//! What another order at the panel may do to the balance while one is weighed.

use super::*;
use crate::place::check_balance_after;
use panelboard_domain::order::Followed;

/// Another order before the lost one, on the direct route: this answer, then this look at its charge.
fn earlier(sample: &Sample, fakes: &Fakes, outcome: Answer, look: Option<&str>) -> Attempt {
    fakes.transport.then(balance("101.25")).then(outcome);
    let confirmed = sample.click(&proposal("https://t.me/post/0"), fakes);
    let placing = place_order(fakes, sample.credentials(), confirmed.expect("confirmed"), |_| ());
    let attempt = block_on(placing).expect("sent").attempt;
    if let Some(amount) = look {
        fakes.transport.then(balance(amount));
        block_on(check_balance_after(fakes, sample.credentials(), &attempt.id)).expect("answered");
    }
    let attempts = block_on(journal::load(fakes)).expect("storage works").attempts;
    let found = attempts.iter().find(|found| found.id == attempt.id);
    Attempt::clone(found.expect("is in the journal"))
}

fn order(number: &str) -> Answer {
    answer(&format!(r#"{{"order":{number}}}"#))
}

fn refused() -> Answer {
    answer(r#"{"error":"Not enough funds on balance"}"#)
}

/// The first order is final before the second is sent; what may its refund hide?
fn judged(outcome: Answer, seen: Option<&str>) -> Refunds {
    let (sample, fakes) = (Sample::on(Route::Direct), Fakes::default());
    let first = earlier(&sample, &fakes, outcome, seen);
    fakes.clock.advance(60_000);
    let attempt = lost(&sample, &fakes, Err(TransportError::Blocked));
    let followed = first.order_id().map(|order| {
        let mut followed =
            Followed::new(first.account.clone(), order.clone(), Timestamp::default());
        followed.take_reply(Timestamp::default(), first.turn(), StatusReply::NoSuchOrder);
        followed
    });
    refunds(&attempt, &[first, attempt.clone()], followed.as_slice())
}

#[test]
fn refunds_are_possible_of_an_order_that_nobody_knows_of() {
    // The browser sent it twice; we heard one answer. A look at the charge tells.
    assert_eq!(judged(order("1"), None), Refunds::Possible);
    assert_eq!(judged(order("1"), Some("98.75")), Refunds::Possible);
    assert_eq!(judged(order("1"), Some("100.00")), Refunds::Impossible);
    assert_eq!(judged(refused(), None), Refunds::Possible);
    assert_eq!(judged(refused(), Some("101.25")), Refunds::Impossible);
}

#[test]
fn refunds_are_possible_of_an_order_that_only_the_user_took_for_not_placed() {
    let (sample, fakes) = (Sample::on(Route::Direct), Fakes::default());
    let first = earlier(&sample, &fakes, Err(TransportError::Blocked), None);
    let (by, outcome) = (ResolvedBy::User, Outcome::NotPlaced);
    let said = vec![Happening::Resolved { by, outcome, grounds: Vec::new() }];
    let first = block_on(journal::append(&fakes, &first.id, said)).expect("storage works");
    fakes.clock.advance(60_000);
    let attempt = lost(&sample, &fakes, Err(TransportError::Blocked));
    assert_eq!(refunds(&attempt, &[first, attempt.clone()], &[]), Refunds::Possible);
}

#[test]
fn r2_a_late_copy_of_the_order_before_is_not_taken_for_this_one() {
    for (millis, is_settled) in [(1_000, false), (34_999, false), (35_000, true)] {
        let (sample, fakes) = (Sample::on(Route::Direct), Fakes::default());
        earlier(&sample, &fakes, order("1"), None);
        fakes.clock.advance(millis);
        let attempt = lost(&sample, &fakes, Err(TransportError::Blocked));
        fakes.transport.then(balance("98.75")).then(balance("98.75"));
        let looking = reconcile(&fakes, sample.credentials(), attempt, Refunds::Possible);
        let attempt = block_on(looking).expect("storage works");
        let expected = if is_settled { placed(None) } else { attempt.state().clone() };
        assert_eq!(*attempt.state(), expected);
        assert_eq!(attempt.is_unknown(), !is_settled, "{millis} ms apart");
    }
}

#[test]
fn refunds_are_possible_while_another_order_was_not_final_before() {
    let (sample, fakes) = (Sample::on(Route::Direct), Fakes::default());
    let first = earlier(&sample, &fakes, order("1"), Some("100.00"));
    let attempt = lost(&sample, &fakes, Err(TransportError::Blocked));
    let attempts = [first.clone(), attempt.clone()];
    let number = OrderId::new("1").expect("an id");
    let mut followed = Followed::new(first.account.clone(), number, Timestamp::default());
    let judge = |followed: &Followed| refunds(&attempt, &attempts, std::slice::from_ref(followed));
    assert_eq!(judge(&followed), Refunds::Possible);
    followed.take_reply(Timestamp::default(), 2, StatusReply::NoSuchOrder);
    assert_eq!(judge(&followed), Refunds::Possible, "heard after the attempt was sent");
    followed.take_reply(Timestamp::default(), 1, StatusReply::NoSuchOrder);
    assert_eq!(judge(&followed), Refunds::Impossible);
}

/// By a clock that was set back, an order that was paid and paid back an hour ago looks just sent.
#[test]
fn r2_a_clock_that_was_set_back_settles_nothing() {
    for (before_look, back, is_settled) in [
        (3_600_000, 0, false),
        (3_600_000, 3_600_000, false),
        (10_000, 3_600_000, false),
        (10_000, 0, true),
    ] {
        let (sample, fakes) = (Sample::on(Route::Direct), Fakes::default());
        let attempt = lost(&sample, &fakes, Err(TransportError::Blocked));
        fakes.clock.advance(before_look);
        // Something else is written down meanwhile: a reading, another panel's order.
        block_on(journal::append(&fakes, &attempt.id, vec![Happening::Looked])).expect("stored");
        fakes.clock.advance(-back);
        fakes.transport.then(balance("100.00")).then(balance("100.00"));
        let looking = reconcile(&fakes, sample.credentials(), attempt, Refunds::Impossible);
        let attempt = block_on(looking).expect("storage works");
        assert_eq!(!attempt.is_unknown(), is_settled, "{before_look} ms later, back by {back}");
    }
}
