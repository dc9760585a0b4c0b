//! What a batch costs, and the same target twice in it.

use panelboard_domain::account::PrivateHosts;
use panelboard_domain::account::parse_address;
use panelboard_domain::attempt::Request;
use panelboard_domain::balance::Balance;
use panelboard_domain::batch::{SameTarget, Share, same_targets, sums};
use panelboard_domain::id::AccountId;
use panelboard_domain::money::{Amount, Currency, Money};
use panelboard_domain::order::OrderParams;
use panelboard_domain::panel::PanelId;
use panelboard_domain::testing;

fn amount(text: &str) -> Amount {
    Amount::parse(text).expect("an amount")
}

fn share(account: &str, currency: &str, estimate: &str) -> Share {
    let account = AccountId::new(account).expect("an id");
    Share { account, currency: Currency::new(currency), estimate: amount(estimate) }
}

#[test]
fn sums_are_exact_by_account_and_currency_and_show_what_is_left() {
    let shares = [
        share("north", "USD", "0.1"),
        share("seoul", "KRW", "1200"),
        share("north", "USD", "0.2"),
        share("north", "EUR", "5"),
    ];
    let balance = |id: &AccountId| {
        let money = Money { amount: amount("0.25"), currency: Currency::new("USD") };
        (id.as_str() == "north").then(|| Balance { money: Some(money), raw: "0.25".to_owned() })
    };
    let sums = sums(shares, balance);
    let shown: Vec<_> =
        sums.iter().map(|sum| (sum.account.as_str(), sum.rows, sum.total)).collect();
    assert_eq!(
        shown,
        [
            ("north", 2, Some(amount("0.3"))),
            ("seoul", 1, Some(amount("1200"))),
            ("north", 1, Some(amount("5")))
        ]
    );
    assert_eq!(sums[0].after, Some(amount("-0.05")));
    assert!(sums[0].is_short() && !sums[1].is_short(), "an unknown balance says nothing");
    assert_eq!(sums[1].after, None);
    assert_eq!(sums[2].after, None, "the balance is in another currency");
    assert!(sums[0].is_over(Some(amount("0.2999"))) && !sums[0].is_over(Some(amount("0.3"))));
    assert!(!sums[0].is_over(None));
}

#[test]
fn a_sum_beyond_any_price_is_none_and_over_every_cap() {
    let most = Amount::from_units(i128::MAX);
    let share = |estimate| Share { estimate, ..share("north", "USD", "1") };
    let sums = sums([share(most), share(amount("1"))], |_| None);
    assert_eq!((sums[0].total, sums[0].rows), (None, 2));
    assert!(sums[0].is_over(Some(most)));
}

fn request(service: &str, link: &str, quantity: u64) -> Request {
    Request::Add {
        service: Box::new(testing::service(service)),
        params: OrderParams(vec![("link".to_owned(), link.to_owned())]),
        quantity,
        link: link.to_owned(),
        estimate: amount("1"),
        currency: None,
    }
}

fn panel(host: &str) -> PanelId {
    let endpoints = parse_address(&format!("https://{host}/api/v2"), PrivateHosts::Refuse);
    PanelId::of(&endpoints.expect("an address")[0])
}

#[test]
fn the_same_target_twice_is_seen_inside_a_batch() {
    let (here, there) = (panel("a.example"), panel("b.example"));
    let rows = [
        Some((&here, request("1", "https://t.me/a/1", 100))),
        None,
        Some((&here, request("1", "https://T.me/a/1/?utm_source=x", 100))),
        Some((&here, request("1", "https://t.me/a/1", 200))),
        Some((&here, request("2", "https://t.me/a/1", 100))),
        Some((&there, request("1", "https://t.me/a/1", 100))),
        Some((&here, request("1", "https://t.me/a/2", 100))),
    ];
    let rows: Vec<_> =
        rows.iter().map(|row| row.as_ref().map(|(panel, request)| (*panel, request))).collect();
    assert_eq!(
        same_targets(&rows),
        [
            None,
            None,
            Some(SameTarget::Repeat { row: 0 }),
            Some(SameTarget::SameService { row: 0 }),
            Some(SameTarget::SameLink { row: 0 }),
            None,
            None
        ]
    );
}
