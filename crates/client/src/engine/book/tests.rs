//! What the book finds, and that a change of one record moves nothing else.

use super::*;
use crate::testing::{Fakes, Sample, answer, block_on, proposal};
use panelboard_domain::account::Route;
use panelboard_domain::attempt::Happening;
use panelboard_domain::order::{OrderStatus, StatusReading, StatusReply};
use panelboard_domain::time::Timestamp;

fn number(text: &str) -> OrderId {
    OrderId::new(text).expect("an id")
}

fn elsewhere() -> PanelId {
    PanelId::named_by("https://else.example").expect("a panel")
}

fn account() -> AccountId {
    Sample::on(Route::Direct).account.id
}

/// An order that was placed as this number.
fn placed(text: &str) -> Attempt {
    placed_at(text, text.parse().expect("digits"))
}

fn placed_at(text: &str, millis: i64) -> Attempt {
    let (sample, fakes) = (Sample::on(Route::Direct), Fakes::default());
    fakes.clock.advance(millis);
    let reply = format!(r#"{{"order":{text}}}"#);
    fakes.transport.then(answer(r#"{"balance":"100.00"}"#)).then(answer(&reply));
    let confirmed = sample.click(&proposal("https://t.me/a/1"), &fakes);
    let placing = crate::place::place_order(
        &fakes,
        sample.credentials(),
        confirmed.expect("confirmed"),
        |_| (),
    );
    block_on(placing).expect("sent").attempt
}

fn said(text: &str, status: OrderStatus, at: i64) -> Followed {
    let mut followed = Followed::new(account(), number(text), Timestamp::from_millis(0));
    let reading = StatusReading {
        status,
        status_raw: String::new(),
        charge: None,
        start_count: None,
        remains: None,
        over_delivered: None,
        children: Vec::new(),
        parent: None,
    };
    followed.take_reply(Timestamp::from_millis(at), 1, StatusReply::Reading(Box::new(reading)));
    followed
}

#[test]
fn an_order_is_found_by_its_number_and_followed_from_then_on() {
    let book = Book::default();
    let attempt = book.put(placed("11"));
    assert_eq!(book.find(&account(), &number("11")), Some(attempt.id.clone()));
    assert_eq!(book.find(&account(), &number("12")), None);
    let followed = book.followed(&account(), &number("11")).expect("followed");
    assert_eq!((followed.placed_at, followed.asked_at), (attempt.created_at, None));
    assert!(!book.follow(said("12", OrderStatus::Completed, 5)), "no record holds it");
    assert!(book.follow(said("11", OrderStatus::Completed, 5)));
    assert!(book.is_final(attempt.panel.as_ref().expect("named"), &number("11")));
    assert!(!book.is_final(&elsewhere(), &number("11")));
}

#[test]
fn the_newest_of_two_records_with_one_number_is_found_whichever_came_first() {
    let (older, newer) = (placed_at("11", 1), placed_at("11", 2));
    for order in [[older.clone(), newer.clone()], [newer.clone(), older]] {
        let book = Book::default();
        for attempt in order {
            book.put(attempt);
        }
        assert_eq!(book.len(), 2);
        assert_eq!(book.find(&account(), &number("11")), Some(newer.id.clone()));
    }
}

#[test]
fn an_order_that_is_taken_over_takes_what_is_known_of_it_along() {
    let book = Book::default();
    let mut attempt = placed("11");
    book.put(attempt.clone());
    book.follow(said("11", OrderStatus::Running, 5));
    let by = AccountId::new("other").expect("an id");
    let taken = Happening::TakenOver {
        from: account(),
        by: by.clone(),
        panel: attempt.panel.clone().expect("named"),
        key: None,
    };
    attempt.apply(Timestamp::from_millis(9), taken).expect("allowed");
    book.put(attempt.clone());
    assert_eq!(book.find(&account(), &number("11")), None);
    assert_eq!(book.find(&by, &number("11")), Some(attempt.id.clone()));
    let followed = book.followed(&by, &number("11")).expect("moved");
    assert_eq!((followed.account.clone(), followed.status()), (by, Some(&OrderStatus::Running)));
    assert_eq!(book.followed(&account(), &number("11")), None);
}

#[test]
fn only_what_is_due_is_read_from_the_schedule() {
    let book = Book::default();
    for text in ["11", "12", "13"] {
        book.put(placed(text));
    }
    book.follow(said("11", OrderStatus::Running, 1_000));
    book.follow(said("12", OrderStatus::Canceled, 1_000));
    let due = |millis: i64| {
        book.schedule(&account(), |orders| {
            let due = orders.due(Timestamp::from_millis(millis));
            let mut due: Vec<String> = due.map(|order| order.order.to_string()).collect();
            due.sort();
            due
        })
    };
    // The third was never asked about: it is due three seconds after it was placed.
    assert_eq!(due(2_000), Vec::<String>::new());
    assert_eq!(due(60_000), ["11"]);
    let late = placed("13").created_at.millis() + 60_000;
    assert_eq!(due(late), ["11", "13"]);
    let next = book.schedule(&account(), |orders| orders.next_due()).expect("11");
    assert!((25_000..=37_001).contains(&next.millis()), "{next:?}");
    book.follow(said("11", OrderStatus::Canceled, 2_000));
    assert_eq!(due(60_000), Vec::<String>::new(), "a final one is asked about no more");
}

#[test]
fn the_latest_turn_of_a_panel_counts_whatever_the_account() {
    let book = Book::default();
    let attempt = book.put(placed("11"));
    let panel = attempt.panel.clone().expect("named");
    assert_eq!(book.turn(&panel), attempt.turn());
    assert_eq!(book.turn(&elsewhere()), 0);
    assert_eq!(book.forget(&account()), std::slice::from_ref(&attempt.id));
    assert!(book.is_empty() && book.open().is_empty());
    // What is told of an order that has gone changes nothing.
    assert!(!book.follow(said("11", OrderStatus::Running, 1)));
}
