//! Conversations with one panel: steps in, answers out, compared to the last byte.

use panelboard_sandbox::engine::{Catalogue, Change, Fate, Profile, World};

/// Where conversations start: 2026-11-20 00:00 UTC.
pub(crate) const START: u64 = 1_795_132_800_000;
pub(crate) const MINUTE: u64 = 60_000;
pub(crate) const HOUR: u64 = 60 * MINUTE;

/// An order of 100 of service 1, urlencoded.
pub(crate) const ADD: &str = "action=add&service=1&link=https%3A%2F%2Fa.b%2Fc&quantity=100";

/// One service of each sort that matters, in the recorded form of v2.
pub(crate) const LIST: &str = r#"[
{"service":"1","name":"Likes","type":"Default","rate":"0.90","min":"10","max":"10000","dripfeed":true,"refill":true,"cancel":true,"category":"First \u2b50"},
{"service":"2","name":"Bundle","type":"Package","rate":"25.00","min":"1","max":"1","dripfeed":false,"refill":false,"cancel":false,"category":"Packs"},
{"service":"3","name":"Comments","type":"Custom Comments","rate":"8","min":"2","max":"1500","dripfeed":false,"refill":false,"cancel":true,"category":"Second"},
{"service":"4","name":"Comment pack","type":"Custom Comments Package","rate":"3.00","min":"1","max":"1","dripfeed":false,"refill":false,"cancel":false,"category":"Packs"},
{"service":"5","name":"Auto","type":"Subscriptions","rate":"1.50","min":"10","max":"500","dripfeed":false,"refill":false,"cancel":true,"category":"Auto"},
{"service":"6","name":"List","type":"Mentions Custom List","rate":"4.50","min":"2","max":"100","dripfeed":false,"refill":false,"cancel":false,"category":"Mentions"},
{"service":"7","name":"Search","type":"SEO","rate":"0.3333","min":"7","max":"900","dripfeed":false,"refill":false,"cancel":false,"category":"Web"}
]"#;

/// A panel that sells the list above and whose orders all end as `fate` says.
pub(crate) fn panel(name: &str, fate: Fate) -> World {
    let profile = Profile::named(name).expect("a known profile");
    let catalogue = Catalogue::recorded(LIST).expect("a list");
    let mut world = World::with_catalogue(1, profile, catalogue);
    assert!(world.change(START, Change::Fate(fate)));
    world
}

/// A form with the right key in front.
pub(crate) fn keyed(world: &World, fields: &str) -> String {
    format!("key={}&{fields}", world.key())
}

/// Asks one panel several things in one moment each, a minute apart.
pub(crate) fn check(name: &str, steps: &[(&str, u16, &str)]) {
    let mut world = panel(name, Fate::Complete);
    check_on(&mut world, START, steps);
}

/// The same on a panel that has a past. `wait N` lets N minutes pass.
pub(crate) fn check_on(world: &mut World, start: u64, steps: &[(&str, u16, &str)]) {
    let mut now = start;
    for (asked, status, expected) in steps {
        now += MINUTE;
        if let Some(minutes) = asked.strip_prefix("wait ") {
            now += minutes.parse::<u64>().expect("minutes") * MINUTE;
            continue;
        }
        let form = keyed(world, asked);
        let reply = world.handle(now, &form);
        let name = world.profile().name;
        assert_eq!((reply.status, reply.body.as_str()), (*status, *expected), "{name}: {asked}");
    }
}
