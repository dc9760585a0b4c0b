//! What panels say in nine languages, a file for each kind: by other words than the tables were made
//! from. A line of `unsure.txt` must never be a definite no to an order.

use panelboard_domain::attempt::RefusalKind;
use panelboard_panel_api::phrases::{is_definite_no, kind_of};
use std::collections::BTreeSet;
use std::fmt::Write as _;

const LANGUAGES: [&str; 9] = ["en", "ko", "tr", "ru", "ar", "vi", "pt", "es", "id"];

fn lines(file: &str) -> impl Iterator<Item = (&str, &str)> {
    file.lines().filter_map(|line| line.split_once(" | "))
}

fn code(kind: RefusalKind) -> String {
    serde_json::to_string(&kind).expect("a code").trim_matches('"').to_owned()
}

fn check(kind: &str, file: &str) {
    let mut wrong = String::new();
    let mut languages = BTreeSet::new();
    for (language, text) in lines(file) {
        languages.insert(language);
        let read = code(kind_of(text));
        if read != kind {
            let _ = writeln!(wrong, "{kind} | {language} | {text}: {read}");
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
    assert_eq!(languages, LANGUAGES.into(), "{kind}");
}

macro_rules! kinds {
    ($($test:ident: $kind:literal,)*) => { $(
        #[test]
        fn $test() {
            check($kind, include_str!(concat!("fixtures/words/", $kind, ".txt")));
        }
    )* };
}

kinds! {
    k01_words_against_a_key: "auth",
    k01_words_against_an_account: "account",
    k02_words_of_a_catch_all: "maintenance",
    k10_words_of_the_same_link: "active_link",
    k11_words_of_missing_money: "funds",
    k11_words_against_a_service: "service",
    k11_words_against_a_link: "link",
    k11_words_of_too_few: "quantity_low",
    k11_words_of_too_many: "quantity_high",
    k11_words_against_a_quantity: "quantity",
    k11_words_of_what_is_missing: "request",
    k11_words_against_comments: "comments",
    k11_words_against_dripfeed: "dripfeed",
    k12_words_against_a_refill: "refill",
    k12_words_of_a_wait: "cooldown",
    k12_words_against_a_cancel: "cancel",
    k12_words_against_an_order: "order",
    k12_words_against_an_action: "action",
    words_of_a_rate_limit: "rate_limit",
    words_of_an_empty_list: "empty_list",
}

#[test]
fn k02_what_is_not_sure_is_no_definite_no() {
    let mut wrong = String::new();
    let unsure = lines(include_str!("fixtures/words/unsure.txt"));
    let catch_all = lines(include_str!("fixtures/words/maintenance.txt"));
    for (language, text) in unsure.chain(catch_all) {
        let kind = kind_of(text);
        if is_definite_no(kind, text) {
            let _ = writeln!(wrong, "{language} | {text}: {kind:?}");
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn k11_what_is_clear_is_a_definite_no() {
    let mut wrong = String::new();
    for file in [
        include_str!("fixtures/words/auth.txt"),
        include_str!("fixtures/words/account.txt"),
        include_str!("fixtures/words/funds.txt"),
        include_str!("fixtures/words/service.txt"),
        include_str!("fixtures/words/link.txt"),
        include_str!("fixtures/words/quantity_low.txt"),
        include_str!("fixtures/words/quantity_high.txt"),
        include_str!("fixtures/words/quantity.txt"),
        include_str!("fixtures/words/request.txt"),
        include_str!("fixtures/words/comments.txt"),
        include_str!("fixtures/words/dripfeed.txt"),
    ] {
        for (language, text) in lines(file) {
            if !is_definite_no(kind_of(text), text) {
                let _ = writeln!(wrong, "{language} | {text}");
            }
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn k02_a_clear_no_beside_a_taken_order_or_a_failed_provider_is_not_sure() {
    for file in [
        include_str!("fixtures/words/funds.txt"),
        include_str!("fixtures/words/service.txt"),
        include_str!("fixtures/words/link.txt"),
        include_str!("fixtures/words/quantity_low.txt"),
        include_str!("fixtures/words/request.txt"),
    ] {
        for (_, text) in lines(file) {
            for before in ["Order placed successfully.", "Provider error:", "Siparişiniz alındı."]
            {
                let text = format!("{before} {text}");
                assert!(!is_definite_no(kind_of(&text), &text), "{text}");
            }
        }
    }
}
