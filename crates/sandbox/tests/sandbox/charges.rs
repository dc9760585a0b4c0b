//! What each panel charges for each type, to the last digit.

use crate::conversation::{START, keyed, panel};
use panelboard_sandbox::engine::{Amount, Fate};

/// Places one order and compares what the balance lost with `expected`; `none` when refused.
fn check(name: &str, fields: &str, expected: &str) {
    let mut world = panel(name, Fate::Complete);
    let before = world.balance();
    let form = keyed(&world, &format!("action=add&link=https%3A%2F%2Fa.b%2Fc&{fields}"));
    let reply = world.handle(START, &form);
    let charged = before - world.balance();
    let got = if world.accepted() == 1 { charged.text(0) } else { "none".to_owned() };
    assert_eq!(got, expected, "{name}: {fields}: {}", reply.body);
    let kept: Amount = world
        .orders()
        .iter()
        .filter(|order| order.parent.is_none())
        .fold(Amount::ZERO, |sum, order| sum + order.charge);
    assert_eq!(kept, charged, "{name}: the books and the balance agree");
}

#[test]
fn by_the_thousand() {
    for name in ["perfect", "smartpanel", "smartpanel-fork", "clients-orders", "cmsnt"] {
        check(name, "service=1&quantity=1234", "1.1106");
    }
    for name in ["smmpanelv1", "laravel-brl", "nextjs", "flask", "uzs"] {
        check(name, "service=1&quantity=1234", "1.1106");
    }
}

#[test]
fn each_panel_rounds_where_its_database_does() {
    let fields = "service=7&quantity=7&keywords=k";
    check("perfect", fields, "0.0023331");
    check("smartpanel", fields, "0.0023");
    check("laravel-brl", fields, "0.00233");
    check("nextjs", fields, "0.002333");
}

#[test]
fn packages_are_flat_by_the_piece_or_by_the_thousand() {
    check("perfect", "service=2", "25");
    check("perfect", "service=2&quantity=1000", "25");
    check("smartpanel", "service=2", "none");
    check("smartpanel", "service=2&quantity=1", "25");
    check("cmsnt", "service=2&quantity=1", "25");
    check("clients-orders", "service=2", "0.025");
    check("smmpanelv1", "service=2&quantity=1", "0.025");
    check("perfect", "service=4&comments=a%0Ab", "3");
    check("cmsnt", "service=4&comments=a%0Ab", "3");
    check("perfect", "service=4", "none");
    check("smartpanel", "service=4&quantity=1", "3");
}

#[test]
fn comments_cost_by_what_each_panel_counts() {
    let comments = "service=3&comments=nice%2C+great%0D%0A%0D%0Awow%0A";
    check("perfect", comments, "0.016");
    check("smartpanel", comments, "0.032");
    check("smartpanel-fork", comments, "0.016");
    check("laravel-brl", comments, "0.024");
    check("clients-orders", &format!("{comments}&quantity=5"), "0.04");
    check("cmsnt", &format!("{comments}&quantity=5"), "0.016");
    check("smmpanelv1", &format!("{comments}&quantity=5"), "0.016");
    check("flask", &format!("{comments}&quantity=5"), "0.04");
    check("smartpanel-fork", "service=3&comments=one%0Atwo%0Athree", "none");
}

#[test]
fn user_lists_cost_by_the_line_where_they_are_read_at_all() {
    check("perfect", "service=6&usernames=a%0Ab%0Ac", "0.0135");
    check("perfect", "service=6&quantity=3", "none");
    check("smartpanel", "service=6&quantity=50&usernames=a%0Ab%0Ac", "0.225");
}

#[test]
fn drip_feed_is_paid_at_once() {
    let fields = "service=1&quantity=100&runs=5&interval=30";
    check("perfect", fields, "0.45");
    check("smartpanel", fields, "0.45");
    check("clients-orders", fields, "0.45");
    check("cmsnt", fields, "0.09");
    check("perfect", "service=1&quantity=100&runs=101&interval=30", "none");
    check("smartpanel", "service=1&quantity=9&runs=2&interval=30", "0.0162");
}

#[test]
fn subscriptions_cost_nothing_at_first() {
    let fields = "service=5&username=u&min=10&max=20&delay=0&posts=2";
    check("perfect", fields, "0");
    check("clients-orders", fields, "0");
    check("cmsnt", "service=5&quantity=10", "15");
}

#[test]
fn nobody_orders_beyond_the_balance() {
    let mut world = panel("perfect", Fate::Complete);
    for link in 0..40 {
        let form = keyed(&world, &format!("action=add&service=1&link=l{link}&quantity=10000"));
        world.handle(START, &form);
    }
    assert_eq!(world.accepted(), 27, "27 orders of 9.00 fit into 250.84292");
    assert_eq!(world.balance().text(0), "7.84292");
}
