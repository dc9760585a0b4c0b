//! The same seed and the same requests at the same times give the same history.

use crate::conversation::{MINUTE, START, keyed};
use panelboard_sandbox::engine::{Amount, OrderView, Profile, State, World};
use std::collections::BTreeSet;

/// A day of a busy client; returns every answer and the books at the end.
fn day(seed: u64, profile: &'static Profile, step: u64) -> (Vec<String>, Vec<OrderView>, String) {
    let mut world = World::new(seed, profile);
    let services: Vec<String> =
        world.catalogue().services().iter().step_by(79).map(|service| service.id.clone()).collect();
    let mut answers = Vec::new();
    for (index, service) in services.iter().enumerate() {
        let now = START + index as u64 * 3 * MINUTE;
        for between in (now..now + 3 * MINUTE).step_by(usize::try_from(step).expect("a step")) {
            world.advance_to(between);
        }
        let add = format!("action=add&service={service}&link=l{index}&quantity=500&comments=a%0Ab");
        for fields in [add.as_str(), "action=balance", "action=orders"] {
            let form = keyed(&world, fields);
            answers.push(world.handle(now + 3 * MINUTE, &form).body);
        }
    }
    (answers, world.orders(), world.balance().text(0))
}

#[test]
fn the_same_seed_gives_the_same_day_on_every_panel() {
    for profile in Profile::ALL {
        assert!(day(5, profile, MINUTE) == day(5, profile, MINUTE), "{}", profile.name);
    }
}

#[test]
fn looking_more_often_changes_nothing() {
    let profile = Profile::PERFECT;
    assert!(day(5, profile, MINUTE) == day(5, profile, 7_000));
}

#[test]
fn another_seed_gives_another_day() {
    assert!(day(5, Profile::PERFECT, MINUTE) != day(6, Profile::PERFECT, MINUTE));
}

#[test]
fn orders_end_in_every_way_over_a_long_time() {
    let (_, orders, _) = day(5, Profile::PERFECT, MINUTE);
    let states: BTreeSet<_> = orders.iter().map(|order| order.state.name()).collect();
    for state in [State::Completed, State::Partial, State::Canceled, State::Failed] {
        assert!(states.contains(state.name()), "no {} among {states:?}", state.name());
    }
    assert!(
        orders.iter().any(|order| order.remains < 0),
        "some are delivered beyond their quantity"
    );
}

#[test]
fn panels_of_one_seed_do_not_mirror_each_other() {
    let counts = |profile| {
        let (_, orders, _) = day(5, profile, MINUTE);
        orders.iter().map(|order| order.state.name()).collect::<Vec<_>>()
    };
    assert_ne!(counts(Profile::PERFECT), counts(Profile::SMARTPANEL));
}

/// What the books say was spent: parents of drip-feeds hold their children's money.
fn spent(world: &World) -> Amount {
    let orders = world.orders();
    let is_drip_child = |order: &OrderView| {
        let parent = orders.iter().find(|other| Some(&other.id) == order.parent.as_ref());
        parent.is_some_and(|parent| parent.fields.iter().any(|(name, _)| name == "runs"))
    };
    let counted = orders.iter().filter(|order| !is_drip_child(order));
    counted.fold(Amount::ZERO, |sum, order| sum + order.charge)
}

#[test]
fn no_money_appears_or_vanishes() {
    for profile in Profile::ALL {
        let mut world = World::new(11, profile);
        let opening = world.balance();
        let services: Vec<_> = world.catalogue().services().iter().step_by(83).cloned().collect();
        for (index, service) in services.iter().enumerate() {
            let now = START + index as u64 * MINUTE;
            let (id, min, max) = (&service.id, service.min, service.min + 1);
            let runs = if service.dripfeed { "&runs=3&interval=5" } else { "" };
            let add = format!(
                "action=add&service={id}&link=l{index}&quantity={min}{runs}&comments=a%0Ab%0Ac%0Ad%0Ae\
                 &username=u&min={min}&max={max}&posts=2&delay=0&request_id=r{index}"
            );
            let form = keyed(&world, &add);
            world.handle(now, &form);
            let last = world.orders().last().map(|order| order.id.clone()).unwrap_or_default();
            let form = keyed(&world, &format!("action=cancel&orders={last}"));
            world.handle(now, &form);
            assert_eq!(opening - world.balance(), spent(&world), "{} {add}", profile.name);
        }
        world.advance_to(START + 10_000 * MINUTE);
        assert_eq!(opening - world.balance(), spent(&world), "{} at the end", profile.name);
        assert!(world.accepted() > 10, "{} took {}", profile.name, world.accepted());
    }
}
