//! What a user wants, and the form that is sent for it. One `check` for all types and dialects.

mod support;

use panelboard_domain::account::{Capabilities, Dialect};
use panelboard_domain::id::{OrderId, RefillId, ServiceId};
use panelboard_domain::money::Amount;
use panelboard_domain::order::{OrderDraft, validate};
use panelboard_domain::secret::ApiKey;
use panelboard_domain::service::{Rate, Service, ServiceKind};
use panelboard_panel_api::action::Action;
use panelboard_panel_api::batch::batches;
use panelboard_panel_api::encode::encode;

/// `asked` is the dialect and the action. For `add` the input is the service, then the draft's
/// fields, one a line; `\n` in a value is a line end.
fn read(case: &support::Case) -> String {
    let (dialect, action) = case.asked.split_once(' ').expect("a dialect and an action");
    let capabilities =
        Capabilities::assumed(if dialect == "v1" { Dialect::V1 } else { Dialect::V2 });
    if action == "add" {
        return add(&case.input, &capabilities);
    }
    let ids: Vec<&str> = case.input.split_whitespace().collect();
    let orders: Vec<OrderId> = ids.iter().filter_map(|id| OrderId::new(id)).collect();
    let refills: Vec<RefillId> = ids.iter().filter_map(|id| RefillId::new(id)).collect();
    match action {
        "services" => form(&Action::Services, &capabilities),
        "balance" => form(&Action::Balance, &capabilities),
        "status" => form(&Action::Status(orders), &capabilities),
        "refill" => form(&Action::Refill(orders), &capabilities),
        "refill_status" => form(&Action::RefillStatus(refills), &capabilities),
        "cancel" => form(&Action::Cancel(orders), &capabilities),
        "batches" => batches(&orders, capabilities.max_batch.min(3))
            .iter()
            .map(|batch| {
                format!("{}\n", batch.iter().map(AsRef::as_ref).collect::<Vec<&str>>().join(" "))
            })
            .collect::<Vec<_>>()
            .concat(),
        other => panic!("no action {other}"),
    }
}

fn form(action: &Action, capabilities: &Capabilities) -> String {
    let key = ApiKey::parse("0123456789abcdef").expect("a key");
    let request = encode(action, capabilities, &key);
    assert_eq!(request.action, action.name());
    request.body.replace("key=0123456789abcdef", "key=***")
}

fn add(input: &str, capabilities: &Capabilities) -> String {
    let mut lines = input.lines();
    let service = service(lines.next().expect("a service"));
    let mut draft = OrderDraft { service: Some(service.id.clone()), ..OrderDraft::default() };
    for line in lines {
        let (name, value) = line.split_once('=').expect("name=value");
        let value = value.replace("\\n", "\n").replace("\\r", "\r");
        match name {
            "link" => draft.link = value,
            "quantity" => draft.quantity = value,
            name => draft.extras.push((name.to_owned(), value)),
        }
    }
    match validate(&draft, &service, capabilities) {
        Ok(order) => {
            let action = Action::Add { service: order.service, params: order.params };
            format!(
                "{}\n{} units, about {} ({:?})",
                form(&action, capabilities),
                order.quantity,
                order.estimate,
                order.basis
            )
        }
        Err(errors) => errors
            .iter()
            .map(|(field, error)| format!("✖ {field:?} {error:?}\n"))
            .collect::<Vec<_>>()
            .concat(),
    }
}

/// `TYPE; RATE; MIN..MAX; drip yes|no|?`
fn service(text: &str) -> Service {
    let parts: Vec<&str> = text.split(';').map(str::trim).collect();
    let (min, max) = parts[2].split_once("..").expect("limits");
    Service {
        id: ServiceId::new("7").expect("an id"),
        name: String::new(),
        category: "".into(),
        kind: ServiceKind::read(parts[0]),
        kind_raw: parts[0].into(),
        rate: Rate::of(Amount::parse(parts[1]).expect("a rate")),
        min: min.parse().ok(),
        max: max.parse().ok(),
        refill: None,
        cancel: None,
        dripfeed: match parts.get(3).copied() {
            Some("drip yes") => Some(true),
            Some("drip no") => Some(false),
            _ => None,
        },
        description: None,
        average_time: None,
    }
}

#[test]
fn requests_are_sent_as_written_down() {
    let count = support::check("requests.txt", read);
    assert!(count >= 80, "{count} cases");
}
