//! A number that the panel names twice: it stays with the order that has it.

use super::again::{MINUTE, SENT, answered, apply, lost, number, refused, repeat_of, sent, settle};
use super::*;
use crate::attempt::again::{NoAgain, Settled, Told, settled_by_repeat};
use crate::attempt::number::named_for_another;

#[test]
fn a_number_is_named_for_another_only_by_an_order_of_the_same_panel_that_the_panel_gave_it_to() {
    let mut holder = draft(7, request("9", "y"));
    apply(&mut holder, SENT, [sent(3), number("5")]);
    let named = |attempt: &Attempt, text: &str, other: &Attempt| {
        named_for_another(attempt, &order_id(text), [attempt, other]).is_some()
    };
    let order = lost();
    assert!(named(&order, "5", &holder) && named(&order, "005", &holder));
    assert!(!named(&order, "6", &holder));
    assert!(named(&repeat_of(&order), "5", &holder));
    assert!(!named(&repeat_of(&holder), "5", &holder), "its own order's number");
    assert!(!named(&holder, "5", &order));
    let refill = draft(8, Request::Refill { order: order_id("5") });
    assert!(!named(&refill, "5", &holder), "a refill names the order that it is about");
    let mut found = draft(8, request("9", "y"));
    let outcome = Outcome::Placed { order_id: Some(order_id("5")), refill_id: None };
    let by_user = Happening::Resolved { by: ResolvedBy::User, outcome, grounds: Vec::new() };
    apply(&mut found, SENT, [sent(3), Happening::Lost { hint: UnknownHint::Timeout }, by_user]);
    assert!(!named(&order, "5", &found), "the user's word gives way to the panel's");
}

/// Neither a second row with the number, nor a repeat of the doubtful request.
#[test]
fn a_repeat_that_brings_a_third_orders_number_makes_no_second_holder_of_it() {
    let told = Told::Number(order_id("5"));
    let mut third = draft(7, request("9", "y"));
    apply(&mut third, SENT, [sent(3), number("5")]);
    let mut repeat = repeat_of(&lost());
    apply(&mut repeat, SENT + MINUTE, [number("5")]);
    let mut placed = lost();
    apply(&mut placed, SENT + MINUTE, [number("4")]);
    let mut refused_first = lost();
    apply(&mut refused_first, SENT + MINUTE, [refused(RefusalKind::Funds)]);
    for first in [None, Some(&placed), Some(&refused_first)] {
        let found = settled_by_repeat(first, &repeat, &told, [&third]);
        assert_eq!(found, Settled::default(), "{first:?}");
        assert!(!settle(first, &repeat, &told).repeat.is_empty(), "a free one counts");
    }
    let mut doubted = lost();
    let verdict = Verdict::Unknown(UnknownHint::NumberTaken);
    apply(&mut doubted, SENT + MINUTE, [Happening::Judged { verdict }, Happening::Looked]);
    assert_eq!(answered(&doubted, SENT + 2 * MINUTE), Err(NoAgain::Disproved));
}
