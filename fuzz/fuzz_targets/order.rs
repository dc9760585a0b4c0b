//! From typed text to a request: never a panic, and what passes is within the service's limits.
#![no_main]

use libfuzzer_sys::fuzz_target;
use panelboard_domain::account::{Capabilities, Dialect};
use panelboard_domain::id::ServiceId;
use panelboard_domain::money::Amount;
use panelboard_domain::order::{OrderDraft, cautions, validate};
use panelboard_domain::service::{Rate, Service, ServiceKind};
use panelboard_fuzz::key;
use panelboard_panel_api::action::Action;
use panelboard_panel_api::encode::encode;

fuzz_target!(|input: (u8, bool, &str, &str, &str, Vec<(&str, &str)>)| {
    let (kind, v1, rate, link, quantity, extras) = input;
    const KINDS: [&str; 18] = [
        "default", "package", "seo", "custom comments", "custom comments package", "mentions",
        "mentions with hashtags", "mentions custom list", "mentions hashtag",
        "mentions user followers", "mentions media likers", "comment likes", "comment replies",
        "poll", "invites from groups", "subscriptions", "web traffic", "other",
    ];
    let service = Service {
        id: ServiceId::new("7").expect("an id"),
        name: String::new(),
        category: "".into(),
        kind: ServiceKind::read(KINDS[usize::from(kind) % KINDS.len()]),
        kind_raw: "".into(),
        rate: Amount::parse(rate).map_or(Rate::Missing, Rate::of),
        min: Some(10),
        max: Some(1000),
        refill: None,
        cancel: None,
        dripfeed: None,
        description: None,
        average_time: None,
    };
    let draft = OrderDraft {
        service: None,
        link: link.to_owned(),
        quantity: quantity.to_owned(),
        extras: extras.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect(),
    };
    let capabilities = Capabilities::assumed(if v1 { Dialect::V1 } else { Dialect::V2 });
    let _ = cautions(&draft, &service, &capabilities);
    if let Ok(order) = validate(&draft, &service, &capabilities) {
        assert!(!order.estimate.is_negative());
        assert!(order.params.0.iter().filter(|(name, _)| name == "quantity").count() == 1);
        let action = Action::Add { service: order.service, params: order.params };
        let body = encode(&action, &capabilities, &key()).body;
        assert!(body.starts_with("key=CANARY-0123456789&action=add&service=7&"));
    }
});
