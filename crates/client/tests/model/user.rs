//! The one user of the model: an account and what it orders.

use crate::history::Scenario;
use crate::outside::Tab;
use panelboard_client::place::{OrderProposal, Session, Sheet};
use panelboard_client::ports::Clock;
use panelboard_domain::account::{
    Account, Capabilities, Dialect, PrivateHosts, Route, parse_address,
};
use panelboard_domain::id::{AccountId, ServiceId};
use panelboard_domain::money::Amount;
use panelboard_domain::order::{OrderParams, ValidOrder};
use panelboard_domain::quote::Basis;
use panelboard_domain::service::{Rate, Service, ServiceKind};

pub(crate) fn session(tab: &Tab) -> Session {
    Session { id: tab.life.to_string(), app_version: "model".to_owned() }
}

pub(crate) fn account(scenario: Scenario, dialect: Dialect) -> Account {
    let (route, relay_alias) = match scenario {
        Scenario::Relay => (Route::Relay, Some("panel".to_owned())),
        Scenario::Direct | Scenario::DirectResent => (Route::Direct, None),
    };
    let endpoints = parse_address("https://panel.example/api/v2", PrivateHosts::Refuse);
    Account {
        id: AccountId::new("a").expect("an id"),
        name: "Panel".to_owned(),
        endpoint: endpoints.expect("an address").remove(0),
        dialect,
        route,
        relay_alias,
        hue: 1,
        read_only: false,
        currency_override: None,
        capabilities: Capabilities::assumed(dialect),
        key_tail: String::new(),
    }
}

pub(crate) fn proposal(service: u64, link: &str, quantity: u64, tab: &Tab) -> OrderProposal {
    let rate = Amount::parse(if service == 2 { "2.00" } else { "1.00" }).expect("a rate");
    let id = ServiceId::new(&(service + 1).to_string()).expect("an id");
    let params = [("link", link.to_owned()), ("quantity", quantity.to_string())];
    OrderProposal {
        service: Service {
            id: id.clone(),
            name: "Service".to_owned(),
            category: "".into(),
            kind: ServiceKind::Default,
            kind_raw: "Default".into(),
            rate: Rate::Exact(rate),
            min: Some(10),
            max: None,
            refill: None,
            cancel: None,
            dripfeed: None,
            description: None,
            average_time: None,
        },
        order: ValidOrder {
            service: id,
            kind: ServiceKind::Default,
            link: link.to_owned(),
            quantity,
            basis: Basis::PerThousand,
            params: OrderParams(params.map(|(name, value)| (name.to_owned(), value)).to_vec()),
            estimate: rate.checked_mul(quantity).expect("small").per_thousand(),
        },
        currency: None,
        priced_at: tab.now(),
        retry_of: None,
        acknowledged: Vec::new(),
        sheet: Sheet::default(),
    }
}
