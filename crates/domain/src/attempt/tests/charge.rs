//! What an order cost against its estimate: by the balance and by the panel's word (S6, K16).

use super::*;
use crate::attempt::charge::{
    ChargeLook, Cost, alarm_of_charge, alarm_of_look, cost, look, price_habit,
};
use crate::attempt::evidence::printed_decimals;

fn amount(text: &str) -> Amount {
    Amount::parse(text).expect("an amount")
}

fn reading(text: &str) -> BalanceReading {
    let amount = amount(text);
    BalanceReading { amount, decimals: printed_decimals(text, amount) }
}

fn money(text: &str) -> Money {
    Money { amount: amount(text), currency: None }
}

/// An order with this estimate, sent when the balance was this, with this outcome.
fn order(estimate: &str, before: &str, then: Option<Happening>) -> Attempt {
    let mut request = request("7", "x");
    if let Request::Add { estimate: price, .. } = &mut request {
        *price = amount(estimate);
    }
    let mut attempt = draft(1, request);
    let balance_before = Some(reading(before));
    let sent =
        Happening::Sent { turn: 1, balance_before, relay_clock: None, fence: None, is_alone: true };
    for what in std::iter::once(sent).chain(then) {
        attempt.apply(Timestamp::default(), what).expect("allowed");
    }
    attempt
}

fn other(charged: &str) -> ChargeLook {
    ChargeLook::Other { charged: amount(charged) }
}

#[test]
fn s06_the_fall_is_none_once_twice_or_something_else() {
    use ChargeLook::{AsExpected, CannotTell, NotCharged, Twice};
    for (estimate, before, after, expected) in [
        ("1.25", "100.00", "100.00", NotCharged),
        ("1.25", "100.00", "98.75", AsExpected),
        ("1.25", "100.00", "98.74", AsExpected),
        ("1.25", "100.00", "97.50", Twice),
        ("1.25", "100.00", "99.00", other("1")),
        ("1.00", "100.00", "90.00", other("10")),
        ("1.00", "5000.00", "4000.00", other("1000")),
        ("1.00", "100.00", "101.00", CannotTell),
        // A free order.
        ("0", "100.00", "100.00", AsExpected),
        ("0", "100.00", "99.00", other("1")),
        // A price below what the panel prints: nothing to tell, unless far more went.
        ("0.0036", "100.00", "100.00", CannotTell),
        ("0.0036", "100.00", "99.99", CannotTell),
        ("0.0036", "100.00", "96.40", other("3.6")),
    ] {
        let found = look(&order(estimate, before, None), reading(after));
        assert_eq!(found, expected, "{estimate} {before} {after}");
    }
}

#[test]
fn s06_only_more_than_all_of_it_says_something_of_a_drip_feed() {
    let mut request = request("7", "x");
    if let Request::Add { params, .. } = &mut request {
        params.0.push(("runs".to_owned(), "5".to_owned()));
    }
    let mut attempt = draft(1, request);
    let balance_before = Some(reading("100.00"));
    let sent =
        Happening::Sent { turn: 1, balance_before, relay_clock: None, fence: None, is_alone: true };
    attempt.apply(Timestamp::default(), sent).expect("allowed");
    assert_eq!(look(&attempt, reading("99.75")), ChargeLook::CannotTell);
    assert_eq!(look(&attempt, reading("90.00")), other("10"));
}

#[test]
fn s06_k16_each_look_raises_its_alarm_once() {
    let no = RejectReason { kind: RefusalKind::Funds, text: String::new() };
    let rejected = Happening::Judged { verdict: Verdict::Rejected(no) };
    let lost = Happening::Lost { hint: UnknownHint::Timeout };
    let ten = Alarm::OtherCharge { charged: amount("10") };
    for (then, after, expected) in [
        (placed(), "100.00", None),
        (placed(), "98.75", None),
        (placed(), "97.50", Some(Alarm::DoubleCharge)),
        (placed(), "90.00", Some(ten)),
        (rejected.clone(), "100.00", None),
        (rejected.clone(), "98.75", Some(Alarm::ChargedThoughRefused)),
        (rejected.clone(), "97.50", Some(Alarm::ChargedThoughRefused)),
        (rejected, "90.00", Some(ten)),
        (lost, "97.50", Some(Alarm::DoubleCharge)),
    ] {
        let mut attempt = order("1.25", "100.00", Some(then));
        let found = alarm_of_look(&attempt, look(&attempt, reading(after)));
        assert_eq!(found, expected, "{after} {attempt:?}");
        if let Some(alarm) = found.filter(|alarm| *alarm != Alarm::ChargedThoughRefused) {
            attempt.apply(Timestamp::default(), Happening::Alarm(alarm)).expect("allowed");
            assert_eq!(alarm_of_look(&attempt, look(&attempt, reading(after))), None, "again");
        }
    }
}

#[test]
fn k16_what_the_panel_says_it_charged_is_compared_too() {
    let attempt = order("1.00", "100.00", Some(placed()));
    for charge in ["1", "1.00", "0.99", "1.1", "1.5", "0.5", "0", "0.00"] {
        assert_eq!(alarm_of_charge(&attempt, &money(charge)), None, "{charge}");
    }
    for charge in ["1.6", "2", "10", "1000", "0.4", "0.001"] {
        let alarm = Some(Alarm::OtherCharge { charged: amount(charge) });
        assert_eq!(alarm_of_charge(&attempt, &money(charge)), alarm, "{charge}");
    }
    // Rounded to what money has: no news.
    let tiny = order("0.0036", "100.00", Some(placed()));
    assert_eq!(alarm_of_charge(&tiny, &money("0.01")), None);
    assert!(alarm_of_charge(&tiny, &money("3.6")).is_some());
}

#[test]
fn k16_a_charge_that_was_seen_takes_the_place_of_the_estimate() {
    let mut attempt = order("1.00", "100.00", Some(placed()));
    assert_eq!(cost(&attempt, None), Some(Cost::Estimate(amount("1"))));
    let seen = |text| Happening::Evidence(Evidence::Balance { reading: reading(text), turn: 1 });
    attempt.apply(Timestamp::default(), seen("100.00")).expect("allowed");
    assert_eq!(cost(&attempt, None), Some(Cost::Estimate(amount("1"))));
    attempt.apply(Timestamp::default(), seen("90.00")).expect("allowed");
    assert_eq!(cost(&attempt, None), Some(Cost::Fell(amount("10"))));
    assert_eq!(cost(&attempt, Some(&money("9.9"))), Some(Cost::Told(money("9.9"))));
    // A later order of the account moved it as well.
    let later = BalanceReading { amount: amount("50"), decimals: 2 };
    let later = Happening::Evidence(Evidence::Balance { reading: later, turn: 2 });
    attempt.apply(Timestamp::default(), later).expect("allowed");
    assert_eq!(cost(&attempt, None), Some(Cost::Fell(amount("10"))));
}

#[test]
fn k16_what_a_panel_charged_last_is_known_to_later_estimates() {
    let (first, mut second) = (order("1.00", "100.00", Some(placed())), None);
    let habit = |told: &[(&Attempt, &str)]| {
        let of = |attempt: &Attempt| {
            told.iter().find(|(of, _)| of.id == attempt.id).map(|(_, text)| money(text))
        };
        price_habit(told.iter().map(|(attempt, _)| *attempt), of)
    };
    assert_eq!(habit(&[(&first, "1.00")]), None);
    let found = habit(&[(&first, "1000")]).expect("a thousand times the price");
    assert_eq!((found.tenths(), &found.attempt), (10_000, &first.id));
    let later = second.insert(draft(9, request("7", "y")));
    let sent = Happening::Sent {
        turn: 2,
        balance_before: None,
        relay_clock: None,
        fence: None,
        is_alone: true,
    };
    for what in [sent, placed()] {
        later.apply(Timestamp::default(), what).expect("allowed");
    }
    assert_eq!(habit(&[(&first, "1000"), (later, "1.25")]), None, "it was put right");
}
