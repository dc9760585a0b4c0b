//! Made-up values. No real panel, no real key.

use crate::state::{Load, OrderRow, ProbeReport};
use leptos::prelude::*;
use panelboard_client::error::{ClientError, TransportError};
use panelboard_domain::account::{
    Account, Capabilities, Dialect, Endpoint, PrivateHosts, RelayId, Route, parse_address,
};
use panelboard_domain::attempt::{
    Attempt, AttemptState, Confirmation, RefusalKind, RejectReason, Request, UnknownHint,
};
use panelboard_domain::balance::Balance;
use panelboard_domain::id::{AccountId, AttemptId, OrderId, ServiceId};
use panelboard_domain::money::{Amount, Currency, Money};
use panelboard_domain::order::{Followed, OrderParams, OrderStatus, StatusReading};
use panelboard_domain::service::{Rate, Service, ServiceKind};
use panelboard_domain::time::Timestamp;
use std::sync::Arc;

/// A moment: seconds after the samples begin.
pub fn at(seconds: i64) -> Timestamp {
    Timestamp::from_millis(1_772_618_400_000 + seconds * 1000)
}

/// A sample text.
pub fn sample(text: &'static str) -> Signal<String> {
    Signal::stored(text.to_owned())
}

fn endpoint(address: &str) -> Endpoint {
    let list = parse_address(address, PrivateHosts::Refuse).expect("a sample is an address");
    list.into_iter().next().expect("an address gives an endpoint")
}

pub fn account(name: &str, hue: u8, dialect: Dialect, route: Route) -> Account {
    Account {
        id: AccountId::new(name).expect("a sample has a name"),
        name: name.to_owned(),
        endpoint: endpoint("northpanel.example"),
        dialect,
        route,
        relay_alias: None,
        relay: RelayId::Own,
        hue,
        read_only: dialect == Dialect::V1,
        currency_override: None,
        capabilities: Capabilities::assumed(dialect),
        key_tail: "9f3c".to_owned(),
    }
}

pub fn amount(text: &str) -> Amount {
    Amount::parse(text).expect("a sample is a number")
}

pub fn balance(text: &str, currency: &str) -> Balance {
    let money = Money { amount: amount(text), currency: Currency::new(currency) };
    Balance { money: Some(money), raw: text.to_owned() }
}

pub fn report(dialect: Dialect, route: Route) -> ProbeReport {
    ProbeReport {
        endpoint: endpoint("northpanel.example"),
        route,
        relay_alias: None,
        relay: RelayId::Own,
        dialect,
        balance: balance("248.4073", "USD"),
        services: Some(5586),
        capabilities: Capabilities::assumed(dialect),
        name: "northpanel.example".to_owned(),
        hue: 1,
    }
}

/// The four looks of a balance, and one that is no number.
pub fn balances() -> [Load<Balance>; 5] {
    let last = Some((balance("18420.55", "RUB"), at(0)));
    let error = || ClientError::Transport(TransportError::Timeout);
    [
        Load::Ready { value: balance("248.4073", "USD"), at: at(0) },
        Load::Loading { last: None },
        Load::Failed { error: error(), last },
        Load::Failed { error: error(), last: None },
        Load::Ready { value: Balance { money: None, raw: "1.234,5 or so".to_owned() }, at: at(0) },
    ]
}

/// Orders of several states.
pub fn orders() -> Vec<OrderRow> {
    let placed = AttemptState::Placed { order_id: OrderId::new("48213907"), refill_id: None };
    let reason =
        RejectReason { kind: RefusalKind::Funds, text: "Not enough funds on balance".to_owned() };
    vec![
        order(AttemptState::Unknown { hint: UnknownHint::Connection }, None),
        order(AttemptState::Rejected { reason }, None),
        order(placed.clone(), Some(OrderStatus::Partial)),
        order(placed.clone(), Some(OrderStatus::Running)),
        order(placed.clone(), Some(OrderStatus::Completed)),
        order(placed, Some(OrderStatus::Other("Awaiting moderation".to_owned()))),
    ]
}

fn order(state: AttemptState, status: Option<OrderStatus>) -> OrderRow {
    let reading = status.map(|status| order_status(status, 360));
    let account = AccountId::new("sample").expect("a sample has a name");
    let mut row =
        OrderRow::of(&Arc::new(attempt(&account, at(0), 7))).expect("a sample is an order");
    let number = OrderId::new("48213907").expect("a sample has a number");
    let mut followed = Followed::new(account, number, at(0));
    followed.reading = reading;
    row.followed = Some(followed);
    row.state = state;
    row
}

pub fn order_status(status: OrderStatus, remains: u64) -> StatusReading {
    StatusReading {
        status,
        status_raw: String::new(),
        charge: None,
        start_count: Some("12406".to_owned()),
        remains: Some(remains),
        over_delivered: None,
        children: Vec::new(),
        parent: None,
    }
}

/// An order that was confirmed; `seed` tells it from others of the same moment.
pub fn attempt(account: &AccountId, at: Timestamp, seed: u8) -> Attempt {
    Attempt::confirmed(Confirmation {
        id: AttemptId::from_parts(at, [seed; 10]),
        account: account.clone(),
        panel: None,
        key: None,
        request: Request::Add {
            service: Box::new(service()),
            params: OrderParams::default(),
            quantity: 1000,
            link: "https://instagram.com/studio.nordlys".to_owned(),
            estimate: amount("1.5625"),
            currency: Currency::new("USD"),
        },
        route: Route::Direct,
        relay: RelayId::Own,
        created_at: at,
        fingerprint: String::new(),
        retry_of: None,
        named: None,
        acknowledged: Vec::new(),
        session: String::new(),
        app_version: String::new(),
    })
}

pub fn service() -> Service {
    Service {
        id: ServiceId::new("9574").expect("a sample has an id"),
        name: "Instagram Followers [SPAM OFF] [Max: 1M] [Refill: 30D]".to_owned(),
        category: "Instagram Followers".into(),
        kind: ServiceKind::Default,
        kind_raw: "Default".into(),
        rate: Rate::Exact(amount("1.5625")),
        min: Some(100),
        max: Some(1_000_000),
        refill: Some(true),
        cancel: Some(true),
        dripfeed: Some(false),
        description: None,
        average_time: None,
    }
}
