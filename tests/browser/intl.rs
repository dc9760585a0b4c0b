//! Numbers, money, times and plural forms as the browser writes them in our five languages.

use panelboard::i18n::Locale;
use panelboard::platform::intl;
use panelboard_domain::money::{Amount, Currency};
use panelboard_domain::time::Timestamp;
use wasm_bindgen_test::wasm_bindgen_test;

fn money(locale: Locale, amount: &str, code: &str) -> String {
    intl::money(locale, Amount::parse(amount).unwrap(), Currency::new(code).as_ref())
}

#[wasm_bindgen_test]
fn money_keeps_every_decimal_it_came_with_up_to_six() {
    for (amount, expected) in
        [("1.5", "$1.50"), ("0.000001", "$0.000001"), ("1234.5678", "$1,234.5678")]
    {
        assert_eq!(money(Locale::En, amount, "USD"), expected);
    }
}

#[wasm_bindgen_test]
fn a_code_that_is_no_currency_stands_behind_the_number() {
    assert_eq!(money(Locale::En, "12.5", "COINS"), "12.5 COINS");
}

#[wasm_bindgen_test]
fn no_label_no_guess() {
    assert_eq!(intl::money(Locale::En, Amount::parse("3.25").unwrap(), None), "3.25");
}

#[wasm_bindgen_test]
fn an_amount_in_arabic_is_isolated_and_has_latin_digits() {
    let text = money(Locale::Ar, "1234.5", "USD");
    assert!(text.starts_with('\u{2066}') && text.ends_with('\u{2069}'), "{text:?}");
    assert!(text.contains("1,234.50"), "{text:?}");
}

#[wasm_bindgen_test]
fn points_of_a_column_stand_under_each_other() {
    let usd = Currency::new("USD");
    let column = |text: &str| intl::column(Locale::En, Amount::parse(text).unwrap(), usd.as_ref());
    assert_eq!((column("1.5"), column("12")), ("$1.5000".to_owned(), "$12.0000".to_owned()));
}

#[wasm_bindgen_test]
fn a_percentage_is_never_rounded_up_to_all() {
    assert_eq!(intl::percent(Locale::En, 999, 1000), "99%");
    assert_eq!(intl::percent(Locale::En, 1000, 1000), "100%");
}

#[wasm_bindgen_test]
fn ages_are_told_in_the_largest_unit() {
    let now = Timestamp::from_millis(10 * 86_400_000);
    let age = |seconds: i64| {
        intl::relative(Locale::En, Timestamp::from_millis(now.millis() - seconds * 1000), now)
    };
    assert_eq!([age(240), age(7200), age(86_400)], ["4 min. ago", "2 hr. ago", "yesterday"]);
}

#[wasm_bindgen_test]
fn plural_forms_are_those_of_the_language() {
    let forms = |locale, counts: [u64; 4]| counts.map(|count| intl::plural(locale, count));
    assert_eq!(forms(Locale::Ru, [1, 2, 5, 21]), ["one", "few", "many", "one"]);
    assert_eq!(forms(Locale::Ar, [0, 2, 3, 11]), ["zero", "two", "few", "many"]);
    assert_eq!(forms(Locale::Ko, [0, 1, 2, 5]), ["other"; 4]);
}

#[wasm_bindgen_test]
fn a_moment_of_another_day_is_told_from_one_of_today() {
    let now = panelboard::platform::now();
    let later = |hours: i64| now.plus_millis(hours * 60 * 60 * 1000);
    assert!(intl::is_same_day(now, now));
    assert!(!intl::is_same_day(now, later(24)) && !intl::is_same_day(now, later(-24)));
    // A day has one midnight in any place.
    let days: Vec<bool> = (0..24).map(|hour| intl::is_same_day(now, later(hour))).collect();
    assert!(days.windows(2).all(|pair| pair[0] >= pair[1]), "{days:?}");
}
