//! Rules about money, counts, lists and days that hold for every input.

use panelboard_domain::money::Amount;
use panelboard_domain::order::{lines, parse_day, parse_quantity};
use panelboard_domain::quote::{self, Basis, Charged, Counted};
use panelboard_domain::secret::ApiKey;
use panelboard_domain::service::ServiceKind;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

const KINDS: [&str; 18] = [
    "Default",
    "Package",
    "SEO",
    "Custom Comments",
    "Custom Comments Package",
    "Mentions",
    "Mentions with Hashtags",
    "Mentions Custom List",
    "Mentions Hashtag",
    "Mentions User Followers",
    "Mentions Media Likers",
    "Comment Likes",
    "Comment Replies",
    "Poll",
    "Invites from Groups",
    "Subscriptions",
    "Web Traffic",
    "Some Future Type",
];

fn kind() -> impl Strategy<Value = ServiceKind> {
    select(&KINDS[..]).prop_map(ServiceKind::read)
}

/// A rate as panels write it, with up to ten decimals.
fn rate() -> impl Strategy<Value = Amount> {
    (0_i128..10_i128.pow(19)).prop_map(Amount::from_units)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn an_amount_reads_back_what_it_shows(units in -(10_i128.pow(30))..10_i128.pow(30)) {
        let amount = Amount::from_units(units);
        prop_assert_eq!(Amount::parse(&amount.to_string()), Ok(amount));
        prop_assert_eq!(Amount::parse_rounded(&amount.to_string()), Ok(amount));
    }

    #[test]
    fn digits_mean_what_they_say(
        whole in 0_u64..10_u64.pow(15),
        fraction in "[0-9]{0,10}",
        zeros in 0_usize..6,
    ) {
        let text = format!("{}{whole}.{fraction}", "0".repeat(zeros));
        let padded: i128 = format!("{fraction:0<10}").parse().expect("digits");
        let units = i128::from(whole) * 10_i128.pow(10) + padded;
        prop_assert_eq!(Amount::parse(&text).map(Amount::units), Ok(units));
        prop_assert_eq!(Amount::parse(&format!("-{text}")).map(Amount::units), Ok(-units));
    }

    #[test]
    fn an_exponent_moves_the_point(units in 0_i64..1_000_000_000, exponent in -4_i32..12) {
        let zeros = usize::try_from(exponent.unsigned_abs()).expect("small");
        let plain = if exponent < 0 {
            let digits = format!("{units:0>5}");
            let (whole, fraction) = digits.split_at(digits.len() - zeros);
            format!("{whole}.{fraction}")
        } else {
            format!("{units}{}", "0".repeat(zeros))
        };
        prop_assert_eq!(Amount::parse(&format!("{units}e{exponent}")), Amount::parse(&plain));
    }

    #[test]
    fn no_text_makes_an_amount_by_accident(text in "\\PC{0,24}") {
        if let Ok(amount) = Amount::parse(&text) {
            prop_assert_eq!(Amount::parse_rounded(&text), Ok(amount));
            prop_assert!(text.trim().bytes().all(|b| b.is_ascii_digit() || b"+-.eE".contains(&b)));
        }
    }

    #[test]
    fn rounding_moves_by_half_a_unit_at_most(whole in 0_u32..1_000_000, fraction in "[0-9]{11,18}") {
        let text = format!("{whole}.{fraction}");
        let rounded = Amount::parse_rounded(&text).expect("a number").units();
        let cut = Amount::parse(&text[..text.len() - fraction.len() + 10]).expect("a number");
        let up = i128::from(fraction.as_bytes()[10] >= b'5');
        prop_assert_eq!(rounded, cut.units() + up);
    }

    #[test]
    fn a_price_is_exact_to_the_last_decimal(rate in rate(), quantity in 1_u64..10_000_000) {
        let price = quote::per_thousand(rate, quantity).expect("fits").units();
        prop_assert!((price * 1000 - rate.units() * i128::from(quantity)).abs() <= 500);
    }

    #[test]
    fn a_quote_never_falls_when_more_is_ordered(
        kind in kind(),
        rate in rate(),
        quantity in 0_u64..1_000_000,
        more in 0_u64..1_000_000,
        runs in option::of(1_u64..1000),
        posts in option::of(0_u64..1000),
    ) {
        let quote = |quantity| quote::quote(kind, rate, Charged { quantity, runs, posts });
        let (few, many) = (quote(quantity).expect("fits"), quote(quantity + more).expect("fits"));
        prop_assert!(few.amount <= many.amount);
    }

    #[test]
    fn each_type_is_charged_by_its_rule(
        kind in kind(),
        rate in rate(),
        quantity in 1_u64..100_000,
        times in 2_u64..100,
    ) {
        let once = Charged { quantity, runs: None, posts: None };
        let plain = quote::per_thousand(rate, quantity).expect("fits");
        let all = quote::per_thousand(rate, quantity * times).expect("fits");
        let read = |charged| {
            quote::quote(kind, rate, charged).map(|quote| (quote.amount, quote.basis))
        };
        let line = (plain, Basis::PerThousand);
        let (one, runs, posts) = match quote::counted(kind) {
            Counted::Order => ((rate, Basis::PerOrder), (rate, Basis::PerOrder), (rate, Basis::PerOrder)),
            Counted::Posts => ((plain, Basis::EachPost), (plain, Basis::EachPost), (all, Basis::AtMost)),
            Counted::Typed => (line, (all, Basis::AllRuns), line),
            Counted::Lines(_) => (line, line, line),
        };
        prop_assert_eq!(read(once), Some(one));
        prop_assert_eq!(read(Charged { runs: Some(times), ..once }), Some(runs));
        prop_assert_eq!(read(Charged { posts: Some(times), ..once }), Some(posts));
    }

    #[test]
    fn a_partial_keeps_what_was_delivered(
        charge in rate(),
        quantity in 1_u64..1_000_000,
        part in 0_u64..=1000,
    ) {
        let remains = quantity * part / 1000;
        let kept = quote::partial(charge, quantity, remains).expect("fits").units();
        let exact = charge.units() * i128::from(quantity - remains);
        prop_assert!((kept * i128::from(quantity) - exact).abs() <= i128::from(quantity) / 2 + 1);
        prop_assert_eq!(quote::partial(charge, quantity, 0), Some(charge));
        prop_assert_eq!(quote::partial(charge, quantity, quantity), Some(Amount::ZERO));
        prop_assert_eq!(quote::partial(charge, quantity, quantity + 1), None);
        prop_assert_eq!(quote::partial(charge, 0, 0), None);
    }

    #[test]
    fn a_count_reads_the_same_in_every_writing(
        count in 0_u64..1_000_000_000_000,
        separator in select(&[" ", ",", ".", "'", "\u{a0}", "\u{202f}", "٬", "_"][..]),
        zero in select(&['0', '٠', '۰', '०', '０'][..]),
    ) {
        let plain = count.to_string();
        let mut grouped = String::new();
        for (index, digit) in plain.chars().enumerate() {
            if index > 0 && (plain.len() - index).is_multiple_of(3) {
                grouped.push_str(separator);
            }
            let digit = digit.to_digit(10).expect("a digit");
            grouped.push(char::from_u32(u32::from(zero) + digit).expect("a digit"));
        }
        prop_assert_eq!(parse_quantity(&plain), Some(count));
        prop_assert_eq!(parse_quantity(&format!(" {grouped} ")), Some(count));
    }

    #[test]
    fn thousands_and_millions(count in 0_u64..1_000_000, tenths in 0_u64..10) {
        prop_assert_eq!(parse_quantity(&format!("{count}k")), Some(count * 1_000));
        prop_assert_eq!(parse_quantity(&format!("{count} M")), Some(count * 1_000_000));
        let mixed = format!("{count}.{tenths}K");
        prop_assert_eq!(parse_quantity(&mixed), Some(count * 1_000 + tenths * 100));
    }

    #[test]
    fn no_text_makes_a_count_by_accident(text in "\\PC{0,16}") {
        if let Some(count) = parse_quantity(&text) {
            prop_assert!(text.chars().any(char::is_numeric), "{} is {}", text, count);
            prop_assert!(!text.contains('-'));
        }
    }

    #[test]
    fn a_list_keeps_its_entries(
        entries in proptest::collection::vec("[a-z ,|]{0,12}", 0..20),
        ends in select(&["\n", "\r\n", "\n\n", "\r"][..]),
    ) {
        let kept: Vec<&str> =
            entries.iter().map(|entry| entry.trim()).filter(|entry| !entry.is_empty()).collect();
        let text = entries.join(ends);
        prop_assert_eq!(lines(&text).collect::<Vec<_>>(), kept.clone());
        let sent = kept.join("\n");
        prop_assert_eq!(lines(&sent).collect::<Vec<_>>(), kept);
    }

    #[test]
    fn a_day_reads_back(day in 1_u8..=28, month in 1_u8..=12, year in 2000_u16..=2999) {
        let read = Some((day, month, year));
        prop_assert_eq!(parse_day(&format!("{day:02}/{month:02}/{year}")), read);
        prop_assert_eq!(parse_day(&format!("{year}-{month:02}-{day:02}")), read);
        prop_assert_eq!(parse_day(&format!("{day}/{}/{year}", month + 12)), None);
    }

    #[test]
    fn a_masked_text_never_holds_the_key(
        key in "[A-Za-z0-9/+_-]{8,40}",
        before in "\\PC{0,20}",
        after in "\\PC{0,20}",
    ) {
        let parsed = ApiKey::parse(&key).expect("a key");
        let echoes = format!("{before}{key}{after}{}", key.to_ascii_uppercase());
        let masked = parsed.mask(&echoes).to_ascii_lowercase();
        prop_assert!(!masked.contains(&key.to_ascii_lowercase()), "{}", masked);
    }
}

#[test]
fn months_have_their_days() {
    for (text, is_day) in [
        ("31/01/2027", true),
        ("31/04/2027", false),
        ("30/04/2027", true),
        ("29/02/2027", false),
        ("29/02/2028", true),
        ("29/02/2100", false),
        ("29/02/2000", true),
        ("00/01/2027", false),
        ("01/00/2027", false),
        ("1/1/1999", false),
        ("1/1", false),
        ("1/1/2027/1", false),
        ("٢٨/٠٢/٢٠٢٧", true),
    ] {
        assert_eq!(parse_day(text).is_some(), is_day, "{text}");
    }
}

#[test]
fn counts_that_could_mean_two_things_are_none() {
    for text in [
        "", "k", ",", "1,", ",1", "1,2", "12,34", "1234,567", "1.000k", "1.5", "1e3", "+5", "1 k k",
    ] {
        assert_eq!(parse_quantity(text), None, "{text}");
    }
    assert_eq!(parse_quantity("1000000000000"), Some(1_000_000_000_000));
    assert_eq!(parse_quantity("1000000000001"), None);
}
