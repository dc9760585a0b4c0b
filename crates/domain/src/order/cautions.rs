//! What a user should know before an order that may be sent all the same. Warnings, never a block.

use super::draft::{Field, OrderDraft};
use super::parameters::{Form, parameters};
use super::typed;
use crate::account::{Ability, Capabilities, CommentsSplit};
use crate::money::Amount;
use crate::quote::{self, Basis, Counted};
use crate::service::{Service, ServiceKind};
use std::collections::HashSet;

/// Something that may surprise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Caution {
    /// Stock v1 charges for this type and drops its own parameters (docs/protocol.md#oddities-of-v1):
    /// verify with a minimum-quantity order first.
    VerifyFirst,
    /// As far as is known (or as the user said) this panel refuses the type: v1 answers a subscription
    /// with "Bad Link".
    NoSubscriptions,
    /// As far as is known (or as the user said) this panel has no drip-feed: it may deliver the quantity
    /// once and drop the rest.
    NoDripFeed,
    /// A word outside the known types: the panel may want parameters of its own.
    UnknownType,
    /// Some v1 releases part comments at commas and at ` | ` too (docs/protocol.md#oddities-of-v1).
    MayCount {
        /// Entries counted by line, as everywhere else.
        lines: u64,
        /// Entries counted by line and comma.
        parts: u64,
        /// The price by line, when there is one.
        costs: Option<Amount>,
        /// The price by line and comma.
        may_cost: Option<Amount>,
    },
    /// v1 drops everything after `<`.
    CutAtAngle,
    /// A backslash and an `n`, as text: some panels count them as a line end, so one entry may become
    /// several, each charged.
    MayBreakLine,
    /// Entries that occur more than once.
    Duplicates {
        /// How many could go.
        count: usize,
    },
    /// The price is per order here; some clones charge per thousand.
    FlatRate,
    /// The subscription has no end.
    OpenEnded,
}

/// All cautions of a draft, field by field. An empty list says that nothing is known to be odd.
pub fn cautions(
    draft: &OrderDraft,
    service: &Service,
    capabilities: &Capabilities,
) -> Vec<(Field, Caution)> {
    let mut found = Vec::new();
    let mut note = |field, caution| found.push((field, caution));
    // Only v1 decodes twice, and only v1 reads six fields and strips tags.
    let is_v1 = capabilities.double_decodes;
    match service.kind {
        ServiceKind::Unknown => note(Field::Service, Caution::UnknownType),
        ServiceKind::Subscriptions if !capabilities.has(Ability::Subscriptions) => {
            note(Field::Service, Caution::NoSubscriptions);
        }
        kind if is_v1 && is_dropped_by_v1(kind) => note(Field::Service, Caution::VerifyFirst),
        _ => {}
    }
    if quote::counted(service.kind) == Counted::Order {
        note(Field::Service, Caution::FlatRate);
    }
    if service.kind == ServiceKind::Subscriptions && draft.typed("posts").is_empty() {
        note(Field::Extra("posts".to_owned()), Caution::OpenEnded);
    }
    if !capabilities.has(Ability::DripFeed) && !draft.typed("runs").is_empty() {
        note(Field::Extra("runs".to_owned()), Caution::NoDripFeed);
    }
    for parameter in parameters(service.kind) {
        let typed = draft.typed(parameter.name);
        let field = || Field::Extra(parameter.name.to_owned());
        if is_v1 && typed.contains('<') {
            note(field(), Caution::CutAtAngle);
        }
        if parameter.form != Form::Lines {
            continue;
        }
        if typed.contains("\\n") || typed.contains("\\r") {
            note(field(), Caution::MayBreakLine);
        }
        match repeated(typed) {
            0 => {}
            count => note(field(), Caution::Duplicates { count }),
        }
        let may_split = capabilities.comments_split().0 != CommentsSplit::Newline;
        if parameter.name == "comments"
            && may_split
            && let Some(caution) = found_commas(typed, service)
        {
            note(field(), caution);
        }
    }
    found
}

/// Types of which stock `SmartPanel` reads none of the parameters that make them what they are.
const fn is_dropped_by_v1(kind: ServiceKind) -> bool {
    !matches!(
        kind,
        ServiceKind::Default
            | ServiceKind::Package
            | ServiceKind::CustomComments
            | ServiceKind::Unknown
    )
}

fn repeated(list: &str) -> usize {
    let mut seen = HashSet::new();
    typed::lines(list).filter(|line| !seen.insert(*line)).count()
}

/// The list with only the first of equal entries, one entry a line.
pub fn without_repeats(list: &str) -> String {
    let mut seen = HashSet::new();
    typed::lines(list).filter(|line| seen.insert(*line)).collect::<Vec<_>>().join("\n")
}

fn found_commas(list: &str, service: &Service) -> Option<Caution> {
    let count = |parts: usize| u64::try_from(parts).unwrap_or(u64::MAX);
    let lines = count(typed::lines(list).count());
    let parts =
        typed::lines(list).flat_map(|line| line.split(',').flat_map(|part| part.split(" | ")));
    let parts = count(parts.filter(|part| !part.trim().is_empty()).count());
    if parts <= lines {
        return None;
    }
    let cost = |quantity| {
        let rate = service.orderable().ok()?;
        let charged = quote::Charged { quantity, runs: None, posts: None };
        let quote = quote::quote(service.kind, rate, charged)?;
        (quote.basis != Basis::PerOrder).then_some(quote.amount)
    };
    Some(Caution::MayCount { lines, parts, costs: cost(lines), may_cost: cost(parts) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::account::Dialect;
    use crate::service::Rate;

    #[test]
    fn only_the_first_of_equal_entries_stays() {
        let list = "Great\n so calm \nGreat\n\nso calm\nWow";
        assert_eq!(without_repeats(list), "Great\nso calm\nWow");
        assert_eq!(repeated(&without_repeats(list)), 0);
    }

    fn check(dialect: Dialect, kind: &str, fields: &[(&str, &str)], expected: &[(&str, Caution)]) {
        check_of(&Capabilities::assumed(dialect), kind, fields, expected);
    }

    fn check_of(
        capabilities: &Capabilities,
        kind: &str,
        fields: &[(&str, &str)],
        expected: &[(&str, Caution)],
    ) {
        let service = Service {
            kind: ServiceKind::read(kind),
            kind_raw: kind.into(),
            rate: Rate::of(Amount::parse("10").expect("a rate")),
            min: Some(1),
            ..crate::testing::service("1")
        };
        let extras = fields.iter().map(|(name, text)| ((*name).into(), (*text).into())).collect();
        let draft = OrderDraft { extras, ..OrderDraft::default() };
        let found = cautions(&draft, &service, capabilities);
        let found: Vec<(String, Caution)> = found
            .into_iter()
            .map(|(field, caution)| match field {
                Field::Extra(name) => (name, caution),
                other => (format!("{other:?}"), caution),
            })
            .collect();
        let expected: Vec<(String, Caution)> = expected
            .iter()
            .map(|(field, caution)| ((*field).to_owned(), caution.clone()))
            .collect();
        assert_eq!(found, expected, "{capabilities:?} {kind} {fields:?}");
    }

    #[test]
    fn commas_may_double_the_price_on_v1_alone() {
        let comments = [("comments", "nice, great\nsuper | fine\n\nplain")];
        let amount = |text| Amount::parse(text).ok();
        let counts = Caution::MayCount {
            lines: 3,
            parts: 5,
            costs: amount("0.03"),
            may_cost: amount("0.05"),
        };
        check(Dialect::V1, "custom_comments", &comments, &[("comments", counts)]);
        check(Dialect::V2, "Custom Comments", &comments, &[]);
        check(Dialect::V1, "custom_comments", &[("comments", "a\nb,")], &[]);
    }

    #[test]
    fn types_that_stock_v1_does_not_read_want_a_trial() {
        check(Dialect::V1, "poll", &[], &[("Service", Caution::VerifyFirst)]);
        check(Dialect::V2, "Poll", &[], &[]);
        check(Dialect::V1, "default", &[], &[]);
        check(Dialect::V1, "something", &[], &[("Service", Caution::UnknownType)]);
    }

    #[test]
    fn what_the_panel_is_known_to_refuse_is_told() {
        let without = |ability| {
            let mut capabilities = Capabilities::assumed(Dialect::V2);
            capabilities.observe(ability, false);
            capabilities
        };
        let posts = [("posts", "5")];
        let refused = [("Service", Caution::NoSubscriptions)];
        check(Dialect::V1, "subscriptions", &posts, &refused);
        check_of(&without(Ability::Subscriptions), "Subscriptions", &posts, &refused);
        check_of(&without(Ability::DripFeed), "Subscriptions", &posts, &[]);

        let runs = [("runs", "3"), ("interval", "60")];
        let once = [("runs", Caution::NoDripFeed)];
        check_of(&without(Ability::DripFeed), "Default", &runs, &once);
        check_of(&without(Ability::DripFeed), "Default", &[], &[]);
        check(Dialect::V2, "Default", &runs, &[]);

        // The user knows better than what was seen.
        let mut told = without(Ability::DripFeed);
        told.set(Ability::DripFeed, true);
        check_of(&told, "Default", &runs, &[]);
    }

    #[test]
    fn flat_rates_open_ends_repeats_and_tags_are_told() {
        check(Dialect::V2, "Package", &[], &[("Service", Caution::FlatRate)]);
        check(Dialect::V2, "Subscriptions", &[], &[("posts", Caution::OpenEnded)]);
        check(Dialect::V2, "Subscriptions", &[("posts", "5")], &[]);
        check(
            Dialect::V2,
            "Mentions",
            &[("usernames", "a\nb\n a \nb")],
            &[("usernames", Caution::Duplicates { count: 2 })],
        );
        check(
            Dialect::V2,
            "Custom Comments",
            &[("comments", r"one\ntwo")],
            &[("comments", Caution::MayBreakLine)],
        );
        check(Dialect::V2, "Custom Comments", &[("comments", "one\ntwo")], &[]);
        check(
            Dialect::V1,
            "custom_comments",
            &[("comments", "I <3 it")],
            &[("comments", Caution::CutAtAngle)],
        );
        check(Dialect::V2, "Custom Comments", &[("comments", "I <3 it")], &[]);
    }
}
