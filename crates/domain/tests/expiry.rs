//! The last day of a subscription: at least tomorrow, sent as the panels read it (D9).

use panelboard_domain::account::{Capabilities, Dialect};
use panelboard_domain::money::Amount;
use panelboard_domain::order::{DraftError, Field, OrderDraft, validate, validate_on};
use panelboard_domain::service::{Rate, Service, ServiceKind};

const TODAY: (u8, u8, u16) = (28, 11, 2026);

fn service(kind: ServiceKind) -> Service {
    Service {
        kind,
        rate: Rate::of(Amount::parse("1.5").expect("a number")),
        min: Some(1),
        max: Some(1000),
        ..panelboard_domain::testing::service("1")
    }
}

fn draft(expiry: &str) -> OrderDraft {
    let extras = [("username", "someone"), ("min", "10"), ("max", "20"), ("delay", "0")];
    let extras = extras.into_iter().chain([("expiry", expiry)]);
    OrderDraft {
        extras: extras.map(|(name, value)| (name.to_owned(), value.to_owned())).collect(),
        ..OrderDraft::default()
    }
}

fn sent(expiry: &str) -> Result<Option<String>, Vec<(Field, DraftError)>> {
    let can = Capabilities::assumed(Dialect::V2);
    let order = validate_on(&draft(expiry), &service(ServiceKind::Subscriptions), &can, TODAY)?;
    let found = order.params.0.into_iter().find(|(name, _)| name == "expiry");
    Ok(found.map(|(_, value)| value))
}

#[test]
fn d09_a_day_that_is_past_or_today_is_refused() {
    let expected = vec![(Field::Extra("expiry".to_owned()), DraftError::NotAhead)];
    for day in ["01/01/2020", "2026-11-28", "28/11/2026", "27.11.2026"] {
        assert_eq!(sent(day), Err(expected.clone()), "{day}");
    }
}

#[test]
fn d09_what_the_date_picker_gives_is_sent_as_day_month_year() {
    assert_eq!(sent("2026-11-29"), Ok(Some("29/11/2026".to_owned())));
    assert_eq!(sent("31/12/2026"), Ok(Some("31/12/2026".to_owned())));
    assert_eq!(sent(""), Ok(None), "no end is a choice of its own");
}

#[test]
fn d09_a_day_of_no_calendar_is_said_once() {
    let errors = sent("31/02/2027").expect_err("no such day");
    assert_eq!(errors, [(Field::Extra("expiry".to_owned()), DraftError::NotADate)]);
}

#[test]
fn d09_mentions_of_a_users_followers_want_the_address_of_the_profile() {
    let can = Capabilities::assumed(Dialect::V2);
    let order = |username: &str| OrderDraft {
        link: "https://instagram.com/p/Cabc/".to_owned(),
        quantity: "10".to_owned(),
        extras: vec![("username".to_owned(), username.to_owned())],
        ..OrderDraft::default()
    };
    let service = service(ServiceKind::MentionsUserFollowers);
    assert!(validate(&order("https://instagram.com/someone"), &service, &can).is_ok());
    let refused = validate(&order("someone"), &service, &can).expect_err("a name is no address");
    assert_eq!(refused, [(Field::Extra("username".to_owned()), DraftError::NotAUrl)]);
}
