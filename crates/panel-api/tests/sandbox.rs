//! The sandbox writes, this crate reads: every server profile, every action, every type it sells.
//! The two share no code, so that a round trip means something.

use panelboard_domain::account::{Capabilities, Dialect};
use panelboard_domain::attempt::RefusalKind;
use panelboard_domain::id::OrderId;
use panelboard_domain::money::Amount;
use panelboard_domain::order::{Form, OrderDraft, OrderStatus, parameters, validate};
use panelboard_domain::quote::Basis;
use panelboard_domain::secret::ApiKey;
use panelboard_domain::service::{Service, ServiceKind};
use panelboard_panel_api::action::Action;
use panelboard_panel_api::decode::{self, AddOutcome};
use panelboard_panel_api::dialect;
use panelboard_panel_api::encode::encode;
use panelboard_panel_api::error::{ApiError, Decoded, Unreadable};
use panelboard_panel_api::http::HttpResponse;
use panelboard_panel_api::request_id;
use panelboard_sandbox::engine::{Profile, World};
use std::collections::HashMap;

/// A panel with what is known of it.
struct Panel {
    world: World,
    now: u64,
    key: ApiKey,
    capabilities: Capabilities,
    /// Reads every value twice and keeps only six of them.
    is_v1: bool,
    name: &'static str,
}

impl Panel {
    fn new(profile: &'static Profile) -> Self {
        let is_v1 = profile.dialect.name() == "v1";
        let key = format!("sandbox-{}-key-0001", profile.dialect.name());
        Self {
            world: World::new(7, profile),
            now: 1_800_000_000_000,
            key: ApiKey::parse(&key).expect("a key"),
            capabilities: Capabilities::assumed(if is_v1 { Dialect::V1 } else { Dialect::V2 }),
            is_v1,
            name: profile.name,
        }
    }

    fn request(&mut self, action: &Action) -> HttpResponse {
        self.now += 2_000;
        let request = encode(action, &self.capabilities, &self.key);
        let reply = self.world.handle(self.now, &request.body);
        HttpResponse {
            status: reply.status,
            retry_after: None,
            stage: None,
            body: reply.body.into_bytes(),
        }
    }

    fn balance(&mut self) -> Amount {
        let answer = self.request(&Action::Balance);
        let read = decode::balance(&answer, &self.key).expect("a balance");
        assert_eq!(read.warnings, [], "{}", self.name);
        let (balance, dialect) = read.value;
        assert!(dialect.is_none() || self.is_v1, "{}: {dialect:?}", self.name);
        balance.money.expect("money").amount
    }

    fn services(&mut self) -> Vec<Service> {
        let answer = self.request(&Action::Services);
        let read = decode::services(&answer, &self.key).expect("a list");
        assert_eq!(read.warnings, [], "{}", self.name);
        let shown = dialect::of_catalog(&read.value);
        assert_eq!(shown == Some(Dialect::V1), self.is_v1, "{}", self.name);
        read.value.services().to_vec()
    }
}

/// Something valid for every parameter of the type.
fn draft(service: &Service) -> OrderDraft {
    let quantity = service.min.unwrap_or(1).max(1);
    let lines = |count: u64| {
        (0..count).map(|line| format!("entry {line} +1 100%\n")).collect::<Vec<_>>().concat()
    };
    let mut draft = OrderDraft {
        service: Some(service.id.clone()),
        link: format!("https://t.me/+AbC{}", service.id),
        quantity: quantity.to_string(),
        extras: Vec::new(),
    };
    for parameter in parameters(service.kind).iter().filter(|parameter| parameter.is_required) {
        let typed: String = match parameter.form {
            Form::Link | Form::Quantity => continue,
            Form::Lines => lines(quantity.min(60)),
            Form::Text => "someone".to_owned(),
            Form::Url => "https://x.example/p/1".to_owned(),
            Form::Whole { .. } if matches!(parameter.name, "min" | "max") => quantity.to_string(),
            Form::Whole { min, .. } => min.to_string(),
            Form::OneOf(listed) if parameter.name == "type_of_traffic" => {
                listed[listed.len() - 1].to_string()
            }
            Form::OneOf(listed) => listed[0].to_string(),
            Form::Date => "28/02/2030".to_owned(),
        };
        draft.extras.push((parameter.name.to_owned(), typed));
    }
    if service.kind == ServiceKind::Subscriptions {
        draft.extras.push(("posts".to_owned(), "2".to_owned()));
    }
    draft
}

/// The cheapest orderable service of each type.
fn one_of_each(services: &[Service]) -> Vec<&Service> {
    let mut cheapest: HashMap<ServiceKind, &Service> = HashMap::new();
    for service in services {
        let fits = service.min.is_none_or(|min| min <= 60);
        if let (Ok(rate), true) = (service.orderable(), fits) {
            let held = cheapest.entry(service.kind).or_insert(service);
            if held.orderable().is_ok_and(|least| rate < least) {
                *held = service;
            }
        }
    }
    cheapest.into_values().collect()
}

/// Orders one of each type and returns the ids. What a profile refuses must be a known refusal.
fn order_each(panel: &mut Panel) -> Vec<OrderId> {
    let services = panel.services();
    let mut placed = Vec::new();
    let kinds = one_of_each(&services);
    assert!(kinds.len() >= 2, "{}: {} kinds", panel.name, kinds.len());
    for service in kinds {
        let order = match validate(&draft(service), service, &panel.capabilities) {
            Ok(order) => order,
            Err(errors) => panic!("{}: {:?}: {errors:?}", panel.name, service.kind),
        };
        let (estimate, basis, before) = (order.estimate, order.basis, panel.balance());
        let action = Action::Add { service: order.service, params: order.params };
        let named = (panel.name == "request-id")
            .then(|| request_id::named(&action, &placed.len().to_string()).expect("an order"));
        let answer = panel.request(named.as_ref().unwrap_or(&action));
        let charged = before.checked_sub(panel.balance()).expect("fits");
        match decode::add(&answer, &panel.key) {
            AddOutcome::Placed { order, .. } => {
                placed.push(order);
                let is_exact = basis == Basis::PerThousand || basis == Basis::AllRuns;
                // Panels round what they charge: SmartPanel to four decimals, others to two.
                let off = charged.checked_sub(estimate).expect("fits").units().unsigned_abs();
                let cent = Amount::parse("0.01").expect("a number").units().unsigned_abs();
                assert!(
                    !is_exact || off <= cent,
                    "{}: {:?}: {charged} for {estimate}",
                    panel.name,
                    service.kind
                );
            }
            AddOutcome::Rejected(reason) => {
                assert_ne!(reason.kind, RefusalKind::Other, "{}: {reason:?}", panel.name);
                assert!(charged.is_zero(), "{}: {reason:?} but charged {charged}", panel.name);
            }
            AddOutcome::Unknown { hint, text } => {
                panic!("{}: {:?}: {hint:?} {text}", panel.name, service.kind)
            }
        }
    }
    placed
}

/// A refusal of a whole batch must be one that turns the capability off or speaks of the id.
fn rows<T>(
    panel: &Panel,
    action: &Action,
    answer: Result<Decoded<Vec<T>>, ApiError>,
) -> Option<Vec<T>> {
    match answer {
        Ok(read) => {
            assert_eq!(read.warnings, [], "{}: {action:?}", panel.name);
            Some(read.value)
        }
        Err(error) => {
            let shown = dialect::observed::<()>(action, &Err(error.clone()));
            let is_order = matches!(
                &error,
                ApiError::Refused(refusal) if matches!(
                    refusal.kind,
                    RefusalKind::Order | RefusalKind::Refill | RefusalKind::Cooldown | RefusalKind::Request
                )
            );
            // A Laravel panel ends in an exception where it does not know an action.
            // Another one says nothing at all.
            let is_crash = format!("{error:?}").contains("Server Error")
                || matches!(error, ApiError::Unreadable { what: Unreadable::Empty, .. });
            assert!(
                shown.is_some() || is_order || is_crash,
                "{}: {action:?}: {error:?}",
                panel.name
            );
            None
        }
    }
}

#[test]
fn every_profile_is_read_from_balance_to_cancel() {
    for profile in Profile::ALL {
        let mut panel = Panel::new(profile);
        let mut placed = order_each(&mut panel);
        assert!(!placed.is_empty(), "{}", panel.name);
        placed.sort();
        panel.now += 3_600_000;
        follow(&mut panel, &placed);
        let one = vec![placed[0].clone()];
        for asked in [one, placed.clone()] {
            let action = Action::Refill(asked.clone());
            let answer = panel.request(&action);
            rows(&panel, &action, decode::refill(&answer, &asked, &panel.key));
            let action = Action::Cancel(asked.clone());
            let answer = panel.request(&action);
            rows(&panel, &action, decode::cancel(&answer, &asked, &panel.key));
        }
    }
}

/// Asks for all orders together and one by one; both say the same.
fn follow(panel: &mut Panel, placed: &[OrderId]) {
    let action = Action::Status(placed.to_vec());
    let answer = panel.request(&action);
    let together = rows(panel, &action, decode::status(&answer, placed, &panel.key));
    for order in placed {
        let action = Action::Status(vec![order.clone()]);
        let answer = panel.request(&action);
        let alone = decode::status(&answer, std::slice::from_ref(order), &panel.key);
        let Some(alone) = rows(panel, &action, alone) else { continue };
        let [(id, Ok(reading))] = &alone[..] else { panic!("{}: {alone:?}", panel.name) };
        assert_eq!(id, order);
        assert!(!matches!(reading.status, OrderStatus::Other(_)), "{}: {reading:?}", panel.name);
        let again = together.iter().flatten().find(|(id, _)| id == order);
        if let Some((_, Ok(again))) = again {
            assert_eq!(again.parent.is_some(), reading.parent.is_some(), "{}", panel.name);
        }
    }
}

#[test]
fn a_wrong_key_is_a_wrong_key_everywhere() {
    for profile in Profile::ALL {
        let mut panel = Panel::new(profile);
        panel.key = ApiKey::parse("no-such-key-0000").expect("a key");
        let answer = panel.request(&Action::Balance);
        match decode::balance(&answer, &panel.key) {
            Err(ApiError::Refused(refusal)) => {
                assert_eq!(refusal.kind, RefusalKind::Auth, "{}: {}", panel.name, refusal.text);
            }
            other => panic!("{}: {other:?}", panel.name),
        }
    }
}

#[test]
fn an_invite_link_and_a_percent_sign_arrive_intact() {
    for profile in [Profile::PERFECT, Profile::SMARTPANEL] {
        let mut panel = Panel::new(profile);
        let link = "https://t.me/+AbC%20d?x=%2B+";
        let services = panel.services();
        let service = services
            .iter()
            .find(|service| service.kind == ServiceKind::Default && service.orderable().is_ok())
            .expect("a service");
        let mut draft = draft(service);
        link.clone_into(&mut draft.link);
        let order = validate(&draft, service, &panel.capabilities).expect("a valid order");
        let action = Action::Add { service: order.service, params: order.params };
        let answer = panel.request(&action);
        let AddOutcome::Placed { .. } = decode::add(&answer, &panel.key) else {
            panic!("{}: {answer:?}", panel.name)
        };
        assert!(format!("{:?}", panel.world).contains(link), "{}", panel.name);
    }
}
