//! What the user may say and take back, and what needs a person (D1, D3, D7, D14).

use super::*;
use crate::attempt::number::{check, holder};
use crate::attempt::settlement::Contrary;
use crate::attempt::user::{
    AgainCaution, NotPlacedWord, Withdrawal, again_caution, not_placed_word, takes_number,
    withdrawal,
};
use crate::order::{Attention, Followed, OrderStatus, Parent, StatusReading, attention};

fn lost() -> Attempt {
    earlier(request("7", "x"), Happening::Lost { hint: UnknownHint::Timeout })
}

fn then(mut attempt: Attempt, what: impl IntoIterator<Item = Happening>) -> Attempt {
    for what in what {
        attempt.apply(Timestamp::default(), what.clone()).unwrap_or_else(|_| panic!("{what:?}"));
    }
    attempt
}

fn resolved(by: ResolvedBy, outcome: Outcome) -> Happening {
    Happening::Resolved { by, outcome, grounds: Vec::new() }
}

fn found(number: &str) -> Happening {
    let order_id = Some(order_id(number));
    resolved(ResolvedBy::User, Outcome::Placed { order_id, refill_id: None })
}

fn not_placed() -> Happening {
    resolved(ResolvedBy::User, Outcome::NotPlaced)
}

fn by_balance() -> Happening {
    resolved(ResolvedBy::Balance, Outcome::Placed { order_id: None, refill_id: None })
}

fn reading(status: OrderStatus, charge: Option<&str>, remains: Option<u64>) -> StatusReading {
    let amount = |text| Amount::parse(text).expect("an amount");
    let usd = Currency::new("USD");
    let charge = charge.map(|text| Money { amount: amount(text), currency: usd.clone() });
    StatusReading { charge, remains, ..testing::reading(status) }
}

fn followed(number: &str, reading: StatusReading) -> Followed {
    testing::order_read(number, Timestamp::default(), reading)
}

#[test]
fn d01_a_number_that_another_record_holds_is_not_free() {
    let owner = earlier(request("7", "y"), placed());
    let me = draft(9, request("7", "x")).id.clone();
    let refill = draft(3, Request::Refill { order: order_id("77") });
    let attempts = [owner, refill];
    let mut parent = reading(OrderStatus::Running, None, None);
    parent.children = vec![order_id("901")];
    let followed = [followed("5", parent)];
    for (number, free) in [
        ("5", false),
        ("005", false),
        ("901", false),
        ("0901", false),
        ("6", true),
        ("77", true),
        ("50", true),
    ] {
        let held = holder(&order_id(number), &me, &attempts, &followed);
        assert_eq!(held.is_none(), free, "{number}");
    }
    let own = &attempts[0];
    assert_eq!(holder(&order_id("5"), &own.id, &attempts, &followed), None, "its own");
}

/// (points that do not fit, points that cannot be compared).
fn fits(attempt: &Attempt, reading: &StatusReading) -> (Vec<Point>, Vec<Point>) {
    let found = check::<Attempt>(attempt, reading, &[], &[]);
    let misfits = found.misfits().map(|(point, ..)| point).collect();
    (misfits, found.incomparable().collect())
}

#[test]
fn d01_what_the_panel_says_of_the_number_must_fit_what_was_sent() {
    use OrderStatus as S;
    let (charge, quantity) = (vec![Point::Charge], vec![Point::Quantity]);
    let none = Vec::new;
    // 1,000 for 1.25.
    for (status, money, remains, misfits) in [
        (S::Running, Some("1.25"), Some(1000), none()),
        (S::Running, Some("1.2500"), Some(0), none()),
        (S::Running, Some("1.26"), Some(0), none()),
        (S::Completed, Some("1.79"), Some(0), charge.clone()),
        (S::Completed, Some("0.9801"), Some(0), charge.clone()),
        (S::Completed, Some("1250"), Some(0), charge.clone()),
        (S::Running, None, Some(1001), quantity.clone()),
        (S::Running, Some("3"), Some(5000), vec![Point::Charge, Point::Quantity]),
        // What came back says nothing; what was taken beyond does.
        (S::Partial, Some("0.60"), Some(500), none()),
        (S::Canceled, Some("0"), Some(0), none()),
        (S::Canceled, Some("2.50"), Some(0), charge),
        (S::Failed, Some("1.25"), None, none()),
    ] {
        let reading = reading(status, money, remains);
        assert_eq!(fits(&lost(), &reading).0, misfits, "{reading:?}");
    }
}

#[test]
fn d01_what_cannot_be_compared_is_said() {
    let all = vec![Point::Charge, Point::Quantity, Point::Service, Point::Start];
    let silent = reading(OrderStatus::Running, None, None);
    assert_eq!(fits(&lost(), &silent), (Vec::new(), all));
    let whole = reading(OrderStatus::Queued, Some("1.25"), Some(1000));
    assert_eq!(fits(&lost(), &whole).1, [Point::Service, Point::Start]);
}

#[test]
fn d01_a_parent_of_other_orders_is_not_a_plain_order() {
    for parent in
        [Parent::DripFeed { runs: None }, Parent::Subscription { posts: None, is_live: None }]
    {
        let parent = Some(parent);
        let reading = StatusReading { parent, ..reading(OrderStatus::Running, None, None) };
        assert_eq!(fits(&lost(), &reading).0, [Point::Service]);
    }
}

#[test]
fn d01_another_currency_cannot_be_compared() {
    let mut attempt = request("7", "x");
    if let Request::Add { currency, .. } = &mut attempt {
        *currency = Currency::new("TRY");
    }
    let attempt = earlier(attempt, Happening::Lost { hint: UnknownHint::Timeout });
    let (misfits, cannot) = fits(&attempt, &reading(OrderStatus::Running, Some("99"), None));
    assert!(misfits.is_empty() && cannot.contains(&Point::Charge));
}

#[test]
fn d01_a_start_far_from_where_the_last_order_left_it_does_not_fit() {
    let mut before = reading(OrderStatus::Completed, None, Some(0));
    before.start_count = Some("5000".to_owned());
    let (owner, followed) = (earlier(request("7", "x"), placed()), [followed("5", before)]);
    let mut me = draft(9, request("7", "X"));
    let sent = Happening::Sent {
        turn: 2,
        balance_before: None,
        relay_clock: None,
        fence: None,
        is_alone: true,
    };
    me.apply(Timestamp::default(), sent).expect("allowed");
    for (count, fits) in [("6000", true), ("3000", true), ("12", false), ("900000", false)] {
        let mut reading = reading(OrderStatus::Running, None, None);
        reading.start_count = Some(count.to_owned());
        let found = check(&me, &reading, std::slice::from_ref(&owner), &followed);
        assert_eq!(found.misfits().next().is_none(), fits, "{count}");
    }
}

#[test]
fn d01_a_misfit_is_accepted_by_its_own_name_only() {
    let found =
        check::<Attempt>(&lost(), &reading(OrderStatus::Running, Some("9"), Some(5000)), &[], &[]);
    assert!(!found.is_accepted(&[]));
    assert!(!found.is_accepted(&[Point::Charge]));
    assert!(found.is_accepted(&[Point::Quantity, Point::Charge]));
}

#[test]
fn d01_a_word_is_taken_back_until_something_was_built_on_it() {
    let attempt = then(lost(), [found("5")]);
    assert_eq!(withdrawal(&lost(), &[]), Withdrawal::Nothing);
    assert_eq!(withdrawal(&attempt, &[]), Withdrawal::Yes);
    let cancel = |then| earlier(Request::Cancel { order: order_id("5") }, then);
    let no = RejectReason { kind: RefusalKind::Cancel, text: String::new() };
    let refused = cancel(Happening::Judged { verdict: Verdict::Rejected(no) });
    assert_eq!(withdrawal(&attempt, [&refused]), Withdrawal::Yes, "the panel refused it");
    let asked = cancel(placed());
    assert_eq!(withdrawal(&attempt, [&asked]), Withdrawal::UsedBy(asked.id.clone()));
    let open = cancel(Happening::Lost { hint: UnknownHint::Timeout });
    assert_eq!(withdrawal(&attempt, [&open]), Withdrawal::UsedBy(open.id.clone()));
    // What the balance or the relay settled is not the user's to take back.
    assert_eq!(withdrawal(&then(lost(), [by_balance()]), &[]), Withdrawal::Nothing);
}

#[test]
fn d01_d07_after_it_is_taken_back_all_is_as_it_was() {
    let before = lost();
    for word in [found("5"), not_placed()] {
        let back = then(before.clone(), [word, Happening::Withdrawn]);
        assert_eq!((back.state(), back.resolution()), (before.state(), None));
        assert!(back.clone().apply(Timestamp::default(), Happening::Withdrawn).is_err());
        // It can be said again, and taken back again.
        let again = then(back, [not_placed(), Happening::Withdrawn]);
        assert_eq!(again.state(), before.state());
    }
    let settled = then(lost(), [by_balance()]);
    let back = then(settled.clone(), [found("5"), Happening::Withdrawn]);
    assert_eq!((back.state(), back.resolution()), (settled.state(), settled.resolution()));
    // One word after the other.
    let back = then(lost(), [not_placed(), found("5"), Happening::Withdrawn]);
    assert_eq!(*back.state(), AttemptState::NotPlaced);
    assert!(then(back, [Happening::Withdrawn]).is_unknown());
}

#[test]
fn d07_a_late_answer_of_the_panel_cannot_be_taken_back() {
    let mut attempt = then(lost(), [not_placed(), placed()]);
    assert_eq!(attempt.order_id(), Some(&order_id("5")));
    assert!(attempt.apply(Timestamp::default(), Happening::Withdrawn).is_err());
}

#[test]
fn d07_not_placed_waits_for_the_first_look_and_names_the_money() {
    let attempt = lost();
    assert_eq!(not_placed_word(&attempt, true), NotPlacedWord::Wait);
    let at_stake = Amount::parse("1.25").expect("an amount");
    let yes = |against| NotPlacedWord::Yes { at_stake, currency: None, against };
    assert_eq!(not_placed_word(&attempt, false), yes(None), "nobody can look");
    let looked = then(attempt, [Happening::Looked]);
    assert_eq!(not_placed_word(&looked, true), yes(None));
    let hint = Happening::Evidence(Evidence::ActiveLinkRefusal);
    let against = yes(Some(Contrary::ActiveLink));
    assert_eq!(not_placed_word(&then(looked, [hint]), true), against);
    let settled = then(lost(), [by_balance()]);
    assert_eq!(not_placed_word(&settled, true), yes(None), "the user knows better");
    let number = then(lost(), [found("5")]);
    assert_eq!(not_placed_word(&number, true), NotPlacedWord::No);
}

#[test]
fn d07_it_is_taken_back_until_a_new_order_for_it_is_confirmed() {
    let attempt = then(lost(), [not_placed()]);
    let other = draft(4, request("7", "x"));
    assert_eq!(withdrawal(&attempt, [&other]), Withdrawal::Yes);
    let mut confirmation = Confirmation::clone(&other);
    confirmation.retry_of = Some(attempt.id.clone());
    let repeat = Attempt::confirmed(confirmation);
    assert_eq!(withdrawal(&attempt, [&repeat]), Withdrawal::RepeatedBy(repeat.id.clone()));
}

#[test]
fn d03_without_a_number_it_needs_one_and_ordering_again_is_warned_of() {
    let settled = then(lost(), [by_balance()]);
    assert_eq!(attention(&settled, None), Some(Attention::NoNumber));
    assert!(takes_number(&settled) && Attention::NoNumber.is_counted());
    assert_eq!(Attention::NoNumber.concern(), None, "it cannot be put aside");
    assert_eq!(again_caution(&settled), Some(AgainCaution::NoNumber));
    let numbered = then(settled, [found("5")]);
    assert_eq!(attention(&numbered, None), None);
    assert!(!takes_number(&numbered));
    assert_eq!(again_caution(&numbered), None);
}

#[test]
fn d03_d14_what_needs_a_person_and_until_when() {
    let seen = |concern| Happening::Seen(concern);
    let order = || earlier(request("7", "x"), placed());
    let of = |status| followed("5", reading(status, None, None));
    let (failed, partial) = (of(OrderStatus::Failed), of(OrderStatus::Partial));
    let completed = of(OrderStatus::Completed);
    assert_eq!(attention(&lost(), None), Some(Attention::Unconfirmed));
    assert_eq!(attention(&order(), Some(&completed)), None);
    assert_eq!(attention(&order(), Some(&failed)), Some(Attention::Failed));
    assert_eq!(attention(&order(), Some(&partial)), Some(Attention::Partial));
    let put_aside = then(order(), [seen(Concern::Failed)]);
    assert_eq!(attention(&put_aside, Some(&failed)), None);
    assert_eq!(attention(&put_aside, Some(&partial)), Some(Attention::Partial), "it changed");
    let alarmed = then(order(), [Happening::Alarm(Alarm::DoubleCharge)]);
    assert_eq!(attention(&alarmed, Some(&failed)), Some(Attention::Alarm));
    let noted = then(alarmed, [seen(Concern::Alarm)]);
    assert_eq!(attention(&noted, Some(&completed)), None);
    let charged = Amount::from_units(5);
    let again = then(noted, [Happening::Alarm(Alarm::OtherCharge { charged })]);
    assert_eq!(attention(&again, Some(&completed)), Some(Attention::Alarm), "a new one");
    let no = RejectReason { kind: RefusalKind::Funds, text: String::new() };
    let refused = earlier(request("7", "x"), Happening::Judged { verdict: Verdict::Rejected(no) });
    assert_eq!(attention(&refused, None), Some(Attention::Refused));
    assert_eq!(attention(&then(refused, [seen(Concern::Refused)]), None), None);
    let refill = earlier(
        Request::Refill { order: order_id("5") },
        Happening::Lost { hint: UnknownHint::Timeout },
    );
    assert_eq!(attention(&refill, None), None);
}

#[test]
fn d14_what_is_open_cannot_be_marked_as_seen() {
    let seen = Happening::Seen(Concern::Alarm);
    assert!(lost().apply(Timestamp::default(), seen).is_err());
}
