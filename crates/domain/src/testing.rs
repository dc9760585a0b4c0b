//! Samples for tests, each as plain as it can be: a test changes what it is about and nothing else.
//! The feature `testing` brings them to other crates; they must never be part of the product.

use crate::account::{Account, Capabilities, Dialect, PrivateHosts, RelayId, Route, parse_address};
use crate::id::{AccountId, OrderId, ServiceId};
use crate::order::{Followed, OrderStatus, StatusReading, StatusReply};
use crate::service::{Rate, Service, ServiceKind};
use crate::time::Timestamp;

/// A service of the default kind with no name, no price, no limits and no claims.
///
/// # Panics
/// When the id is empty.
pub fn service(id: &str) -> Service {
    Service {
        id: ServiceId::new(id).expect("an id"),
        name: String::new(),
        category: "".into(),
        kind: ServiceKind::Default,
        kind_raw: "".into(),
        rate: Rate::Missing,
        min: None,
        max: None,
        refill: None,
        cancel: None,
        dripfeed: None,
        description: None,
        average_time: None,
    }
}

/// The account "a" of a panel that is asked straight from the browser, with what its dialect is
/// assumed to be able to do.
///
/// # Panics
/// Never: the sample is valid.
pub fn account(dialect: Dialect) -> Account {
    let endpoints = parse_address("https://panel.example/api/v2", PrivateHosts::Refuse);
    Account {
        id: AccountId::new("a").expect("an id"),
        name: String::new(),
        endpoint: endpoints.expect("an address").remove(0),
        dialect,
        route: Route::Direct,
        relay_alias: None,
        relay: RelayId::Own,
        hue: 1,
        read_only: false,
        currency_override: None,
        capabilities: Capabilities::assumed(dialect),
        key_tail: String::new(),
    }
}

/// An answer that names this status and nothing else.
pub fn reading(status: OrderStatus) -> StatusReading {
    StatusReading {
        status,
        status_raw: String::new(),
        charge: None,
        start_count: None,
        remains: None,
        over_delivered: None,
        children: Vec::new(),
        parent: None,
    }
}

/// An order of the account "a", placed then and never asked for.
///
/// # Panics
/// When the number is empty.
pub fn order(number: &str, placed_at: Timestamp) -> Followed {
    let account = AccountId::new("a").expect("an id");
    Followed::new(account, OrderId::new(number).expect("an id"), placed_at)
}

/// An order of the account "a", placed at zero, of which this was read then, before its first turn.
///
/// # Panics
/// When the number is empty.
pub fn order_read(number: &str, read_at: Timestamp, reading: StatusReading) -> Followed {
    let mut order = order(number, Timestamp::default());
    order.take_reply(read_at, 0, StatusReply::Reading(Box::new(reading)));
    order
}
