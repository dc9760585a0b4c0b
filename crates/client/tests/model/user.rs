//! The one user of the model: an account and what it orders.

use crate::history::Scenario;
use crate::ports::Tab;
use panelboard_client::place::{OrderProposal, Session};
use panelboard_domain::account::{Ability, Account, Dialect, Route};
use panelboard_domain::id::ServiceId;
use panelboard_domain::money::Amount;
use panelboard_domain::order::{OrderParams, ValidOrder};
use panelboard_domain::quote::Basis;
use panelboard_domain::service::{Rate, Service, ServiceKind};
use panelboard_domain::testing as samples;

pub(crate) fn session(tab: &Tab) -> Session {
    Session { id: tab.life.to_string(), app_version: "model".to_owned() }
}

pub(crate) fn account(scenario: Scenario, dialect: Dialect, keeps_ids: bool) -> Account {
    let (route, relay_alias) = match scenario {
        Scenario::Relay => (Route::Relay, Some("panel".to_owned())),
        Scenario::Direct | Scenario::DirectResent => (Route::Direct, None),
    };
    let mut account =
        Account { name: "Panel".to_owned(), route, relay_alias, ..samples::account(dialect) };
    if keeps_ids {
        account.capabilities.observe(Ability::RequestId, true);
    }
    account
}

pub(crate) fn proposal(service: u64, link: &str, quantity: u64) -> OrderProposal {
    let rate = Amount::parse(if service == 2 { "2.00" } else { "1.00" }).expect("a rate");
    let id = ServiceId::new(&(service + 1).to_string()).expect("an id");
    let params = [("link", link.to_owned()), ("quantity", quantity.to_string())];
    OrderProposal {
        service: Service {
            name: "Service".to_owned(),
            kind_raw: "Default".into(),
            rate: Rate::Exact(rate),
            min: Some(10),
            ..samples::service(id.as_str())
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
        retry_of: None,
        acknowledged: Vec::new(),
        typed_quantity: None,
    }
}
