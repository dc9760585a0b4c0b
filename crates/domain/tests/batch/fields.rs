//! What the further fields of a line mean for each type, and what the form's own check says of it.

use super::reading;
use panelboard_domain::account::{Capabilities, Dialect};
use panelboard_domain::batch::Fields;
use panelboard_domain::money::Amount;
use panelboard_domain::order::{DraftError, Field, validate};
use panelboard_domain::service::{Rate, Service, ServiceKind};
use panelboard_domain::testing;

fn fields(line: &str, kind: &str) -> Fields {
    let row = reading(line).rows.pop().expect("a row");
    Fields::of(&row, ServiceKind::read(kind))
}

fn check(line: &str, kind: &str, extras: &[(&str, &str)], unread: &[&str]) {
    let found = fields(line, kind);
    let named: Vec<(&str, &str)> =
        found.draft.extras.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    assert_eq!(named, extras, "{line}");
    assert_eq!(found.unread, unread, "{line}");
}

#[test]
fn the_fourth_field_is_what_the_type_asks_for() {
    let at = "8187|https://t.me/a/1|3|";
    check(
        &format!("{at}Great / so calm"),
        "Custom Comments",
        &[("comments", "Great\nso calm")],
        &[],
    );
    check(
        &format!("{at}Great\\nso calm"),
        "Custom Comments",
        &[("comments", "Great\nso calm")],
        &[],
    );
    check(&format!("{at}1+1=2 / a=b"), "Custom Comments", &[("comments", "1+1=2\na=b")], &[]);
    check(&format!("{at}keys / words"), "SEO", &[("keywords", "keys\nwords")], &[]);
    check(&format!("{at}ann / bob"), "Mentions Custom List", &[("usernames", "ann\nbob")], &[]);
    check(&format!("{at}2"), "Poll", &[("answer_number", "2")], &[]);
    check(
        &format!("{at}ann / bob|#one / #two"),
        "Mentions with Hashtags",
        &[("usernames", "ann\nbob"), ("hashtags", "#one\n#two")],
        &[],
    );
}

#[test]
fn drip_feed_and_parameters_by_name() {
    let at = "9574|https://t.me/a/1|100|";
    for typed in ["10x60", "10 X 60", "10×60", "runs=10 interval=60", "runs=10&interval=60"] {
        check(&format!("{at}{typed}"), "Default", &[("runs", "10"), ("interval", "60")], &[]);
    }
    check(
        &format!("{at}runs=10|interval=60"),
        "Default",
        &[("runs", "10"), ("interval", "60")],
        &[],
    );
    check(&format!("{at}some words"), "Default", &[], &["some words"]);
    check(&format!("{at}10|60"), "Default", &[], &["10", "60"]);
    check(&format!("{at}speed=fast"), "Default", &[], &["speed=fast"]);
    check(&format!("{at}speed=fast"), "new kind", &[("speed", "fast")], &[]);
    check(
        "9574|@ann|min=10|max=20|delay=0",
        "Subscriptions",
        &[("username", "@ann"), ("min", "10"), ("max", "20"), ("delay", "0")],
        &[],
    );
}

fn service(kind: &str) -> Service {
    Service {
        kind: ServiceKind::read(kind),
        rate: Rate::of(Amount::parse("1.5").expect("a rate")),
        min: Some(10),
        max: Some(5_000),
        ..testing::service("9574")
    }
}

/// The errors of a line as the form's check names them.
fn errors(line: &str, kind: &str) -> Vec<(Field, DraftError)> {
    let draft = fields(line, kind).draft;
    validate(&draft, &service(kind), &Capabilities::assumed(Dialect::V2)).err().unwrap_or_default()
}

#[test]
fn a_row_goes_through_the_forms_own_check() {
    let link = "https://t.me/a/1";
    assert_eq!(errors(&format!("9574|{link}|1.000"), "Default"), []);
    let quantity = |error| vec![(Field::Quantity, error)];
    let of = |typed: &str| errors(&format!("9574|{link}|{typed}"), "Default");
    assert_eq!(of("5"), quantity(DraftError::BelowMin { min: 10 }));
    assert_eq!(of("5001"), quantity(DraftError::AboveMax { max: 5_000 }));
    assert_eq!(errors(&format!("9574|{link}"), "Default"), quantity(DraftError::Empty));
    assert_eq!(errors("9574||100", "Default"), [(Field::Link, DraftError::Empty)]);
    assert_eq!(errors(&format!("9574|{link}"), "Package"), []);
    let few = (Field::Extra("comments".to_owned()), DraftError::BelowMin { min: 10 });
    assert_eq!(errors(&format!("9574|{link}|2|one / two"), "Custom Comments"), [few]);
}
