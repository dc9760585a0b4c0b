//! How orders move: partials, cancels, drip-feeds, subscriptions, guarantees.

use crate::conversation::{HOUR, MINUTE, START, keyed, panel};
use panelboard_sandbox::engine::{Amount, Change, Fate, State, World};

const ADD: &str = "action=add&service=1&link=https%3A%2F%2Fa.b%2Fc&quantity=1000";

fn ask(world: &mut World, now: u64, fields: &str) -> String {
    let form = keyed(world, fields);
    world.handle(now, &form).body
}

#[test]
fn an_order_waits_runs_and_completes() {
    let mut world = panel("perfect", Fate::Complete);
    ask(&mut world, START, ADD);
    let mut seen = Vec::new();
    for second in 0..900 {
        world.advance_to(START + second * 1_000);
        let order = &world.orders()[0];
        if seen.last() != Some(&order.state) {
            seen.push(order.state);
        }
    }
    let expected = [State::Pending, State::Processing, State::InProgress, State::Completed];
    assert!(seen == expected || seen == [expected[0], expected[2], expected[3]], "{seen:?}");
    assert_eq!(world.orders()[0].remains, 0);
}

#[test]
fn remains_never_rise_while_an_order_runs() {
    let mut world = panel("perfect", Fate::Complete);
    ask(&mut world, START, ADD);
    let mut last = i64::MAX;
    for second in 0..900 {
        world.advance_to(START + second * 1_000);
        let remains = world.orders()[0].remains;
        assert!(remains <= last, "{remains} after {last}");
        last = remains;
    }
}

#[test]
fn a_partial_order_pays_back_exactly_what_was_not_delivered() {
    let mut world = panel("perfect", Fate::Partial);
    let before = world.balance();
    ask(&mut world, START, ADD);
    world.advance_to(START + HOUR);
    let order = world.orders().remove(0);
    assert_eq!(order.state, State::Partial);
    let delivered = 1_000 - u64::try_from(order.remains).expect("positive");
    let expected = Amount::parse(&format!("0.{:06}", delivered * 900)).expect("a decimal");
    assert_eq!(order.charge, expected, "0.90 a thousand, {delivered} delivered");
    assert_eq!(before - world.balance(), order.charge);
}

#[test]
fn a_panel_that_gives_up_pays_everything_back() {
    let mut world = panel("perfect", Fate::Cancel);
    let before = world.balance();
    ask(&mut world, START, ADD);
    assert_ne!(world.balance(), before);
    world.advance_to(START + HOUR);
    assert_eq!(world.orders()[0].state, State::Canceled);
    assert_eq!((world.balance(), world.orders()[0].charge), (before, Amount::ZERO));
}

#[test]
fn a_failed_order_keeps_the_money() {
    let mut world = panel("perfect", Fate::Fail);
    let before = world.balance();
    ask(&mut world, START, ADD);
    world.advance_to(START + HOUR);
    assert_eq!(world.orders()[0].state, State::Failed);
    assert_eq!((before - world.balance()).text(0), "0.9");
}

#[test]
fn a_cancel_is_a_wish_until_it_is_carried_out() {
    let mut world = panel("perfect", Fate::Stuck);
    let before = world.balance();
    ask(&mut world, START, ADD);
    assert_eq!(
        ask(&mut world, START + 1, "action=cancel&orders=23501"),
        r#"[{"order":23501,"cancel":1}]"#
    );
    assert!(!world.orders()[0].state.is_final(), "requested is not done");
    world.advance_to(START + 10 * MINUTE);
    assert_eq!(world.orders()[0].state, State::Canceled);
    assert_eq!(world.balance(), before);
}

#[test]
fn a_drip_feed_runs_as_child_orders_and_completes_with_the_last() {
    let mut world = panel("smartpanel", Fate::Complete);
    ask(&mut world, START, "action=add&service=1&link=x&quantity=10&runs=3&interval=60");
    assert_eq!(
        ask(&mut world, START + MINUTE, "action=status&order=32"),
        "{\n    \"status\": \"In progress\",\n    \"runs\": \"3\",\n    \"orders\": [\n        \"33\"\n    ]\n}"
    );
    world.advance_to(START + 3 * HOUR);
    assert_eq!(
        ask(&mut world, START + 3 * HOUR, "action=status&order=32"),
        "{\n    \"status\": \"Completed\",\n    \"runs\": \"3\",\n    \"orders\": [\n        \"33\",\n        \"34\",\n        \"35\"\n    ]\n}"
    );
    let quantities: Vec<_> = world.orders().iter().map(|order| order.quantity).collect();
    assert_eq!(quantities, [10, 10, 10, 10]);
    assert_eq!(world.accepted(), 1, "children are not orders of the client");
}

#[test]
fn a_canceled_drip_feed_pays_back_the_runs_that_did_not_start() {
    let mut world = panel("perfect", Fate::Complete);
    let before = world.balance();
    ask(&mut world, START, "action=add&service=1&link=x&quantity=100&runs=4&interval=600");
    ask(&mut world, START + 1, "action=cancel&orders=23501");
    world.advance_to(START + HOUR);
    assert_eq!((before - world.balance()).text(0), "0.09", "one of four runs had started");
}

#[test]
fn a_subscription_orders_for_each_post_and_pays_then() {
    let mut world = panel("perfect", Fate::Complete);
    let before = world.balance();
    let add = "action=add&service=5&username=someone&min=10&max=20&delay=0&posts=3";
    assert_eq!(ask(&mut world, START, add), r#"{"order":23501}"#);
    assert_eq!(world.balance(), before);
    assert_eq!(
        ask(&mut world, START + MINUTE, "action=status&order=23501"),
        r#"{"status":"Active","posts":"3"}"#
    );
    world.advance_to(START + 48 * HOUR);
    let orders = world.orders();
    let children: Vec<_> = orders.iter().filter(|order| order.parent.is_some()).collect();
    assert_eq!((orders[0].state, children.len()), (State::Completed, 3));
    assert!(children.iter().all(|order| (10..=20).contains(&order.quantity)));
    let paid = children.iter().fold(Amount::ZERO, |sum, order| sum + order.charge);
    assert_eq!(before - world.balance(), paid);
}

#[test]
fn old_posts_are_served_beside_the_new_ones_and_neither_twice() {
    let orders = |fields: &str| {
        let mut world = panel("perfect", Fate::Complete);
        let add = format!("action=add&service=5&username=u&min=10&max=20&delay=0&{fields}");
        ask(&mut world, START, &add);
        world.advance_to(START + 240 * HOUR);
        (world.orders()[0].state, world.orders().len() - 1)
    };
    assert_eq!(orders("posts=2&old_posts=5"), (State::Completed, 7));
    assert_eq!(orders("posts=0&old_posts=3"), (State::Completed, 3));
    let (state, served) = orders("old_posts=5");
    assert!(state == State::Active && served > 30, "unlimited new posts: {served}");
}

#[test]
fn a_subscription_without_money_waits_for_it() {
    let mut world = panel("perfect", Fate::Complete);
    assert!(world.change(START, Change::Balance(Amount::ZERO)));
    ask(&mut world, START, "action=add&service=5&username=u&min=10&max=20&delay=0&posts=1");
    world.advance_to(START + 24 * HOUR);
    assert_eq!(world.orders()[0].state, State::Paused);
    let money = Amount::parse("1").expect("a decimal");
    assert!(world.change(START + 24 * HOUR, Change::Balance(money)));
    world.advance_to(START + 48 * HOUR);
    assert_eq!(world.orders()[0].state, State::Completed);
}

#[test]
fn a_subscription_expires_on_its_day() {
    let mut world = panel("perfect", Fate::Complete);
    let add = "action=add&service=5&username=u&min=10&max=20&delay=0&expiry=21%2F11%2F2026";
    ask(&mut world, START, add);
    world.advance_to(START + 72 * HOUR);
    assert_eq!(world.orders()[0].state, State::Expired);
}

#[test]
fn a_guarantee_ends_after_thirty_days() {
    let mut world = panel("perfect", Fate::Complete);
    ask(&mut world, START, ADD);
    let late = START + 31 * 24 * HOUR;
    assert_eq!(
        ask(&mut world, late, "action=refill&order=23501"),
        r#"{"error":"Refill days are over"}"#
    );
}

#[test]
fn an_operator_can_put_an_order_anywhere() {
    let mut world = panel("perfect", Fate::Complete);
    let before = world.balance();
    ask(&mut world, START, ADD);
    let partial =
        Change::Order { order: "23501".into(), state: State::Partial, remains: Some(400) };
    assert!(world.change(START + 1, partial));
    assert_eq!((before - world.balance()).text(0), "0.54");
    let unknown = Change::Order { order: "9".into(), state: State::Failed, remains: None };
    assert!(!world.change(START + 2, unknown), "there is no such order");
}
