//! Readings as flat JSON fields: ids and money as text, unknown as null.

use panelboard_domain::account::Dialect;
use panelboard_domain::balance::Balance;
use panelboard_domain::catalog::Catalog;
use panelboard_domain::id::{OrderId, RefillId};
use panelboard_domain::money::Money;
use panelboard_domain::order::{Parent, RefillStatus, StatusReading};
use panelboard_domain::service::{Rate, Service};
use panelboard_panel_api::error::Refusal;
use serde::Serialize;
use std::collections::BTreeMap;

/// A value of a reading.
#[derive(Serialize)]
#[serde(untagged)]
pub enum Value {
    Null,
    Flag(bool),
    Number(u64),
    Text(String),
    List(Vec<Value>),
    Map(Fields),
}

impl Value {
    /// An enum's code as it is stored; a word outside the enum is `unknown`, its text stands
    /// elsewhere.
    pub fn code<T: Serialize>(value: &T) -> Self {
        let json = serde_json::to_string(value).unwrap_or_default();
        let code = json.strip_prefix('"').and_then(|json| json.strip_suffix('"'));
        Self::Text(code.unwrap_or("unknown").to_owned())
    }

    /// An enum that is never stored.
    pub fn debug(value: &impl std::fmt::Debug) -> Self {
        Self::Text(format!("{value:?}"))
    }

    fn text(text: Option<impl ToString>) -> Self {
        text.map_or(Self::Null, |text| Self::Text(text.to_string()))
    }

    fn number(number: Option<u64>) -> Self {
        number.map_or(Self::Null, Self::Number)
    }

    fn flag(flag: Option<bool>) -> Self {
        flag.map_or(Self::Null, Self::Flag)
    }
}

/// Fields by name.
#[derive(Default, Serialize)]
#[serde(transparent)]
pub struct Fields(BTreeMap<&'static str, Value>);

impl Fields {
    /// One more.
    pub fn with(mut self, name: &'static str, value: Value) -> Self {
        self.0.insert(name, value);
        self
    }
}

/// One entry of a batch.
pub struct Entry {
    /// The id that the panel names.
    pub id: Option<String>,
    /// What it says.
    pub value: Result<Fields, Refusal>,
}

impl Entry {
    /// Its fields, the id among them.
    pub fn fields(self) -> Fields {
        let fields = match self.value {
            Ok(fields) => fields,
            Err(refusal) => Fields::default()
                .with("error", Value::Text(refusal.text))
                .with("kind", Value::code(&refusal.kind)),
        };
        fields.with("id", Value::text(self.id))
    }
}

/// All entries as a list.
pub fn entries(entries: Vec<Entry>) -> Fields {
    let list = entries.into_iter().map(|entry| Value::Map(entry.fields())).collect();
    Fields::default().with("entries", Value::List(list))
}

/// A panel's words.
pub fn text(text: String) -> Fields {
    Fields::default().with("text", Value::Text(text))
}

/// A balance.
pub fn balance(balance: &Balance, dialect: Option<Dialect>) -> Fields {
    money("balance", balance.money.clone())
        .with("raw", Value::Text(balance.raw.clone()))
        .with("dialect", dialect.map_or(Value::Null, |dialect| Value::code(&dialect)))
}

/// A placed order.
pub fn placed(order: &OrderId, charge: Option<Money>) -> Fields {
    money("charge", charge).with("order", Value::Text(order.to_string()))
}

/// What is known of an order.
pub fn status(reading: StatusReading) -> Fields {
    let children = reading.children.into_iter().map(|id| Value::Text(id.to_string())).collect();
    let fields = money("charge", reading.charge)
        .with("status", Value::code(&reading.status))
        .with("final", Value::Flag(reading.status.is_final()))
        .with("status_raw", Value::Text(reading.status_raw))
        .with("start_count", Value::text(reading.start_count))
        .with("remains", Value::number(reading.remains))
        .with("over_delivered", Value::number(reading.over_delivered))
        .with("orders", Value::List(children));
    match reading.parent {
        Some(Parent::Subscription { posts, is_live }) => fields
            .with("parent", Value::Text("subscription".to_owned()))
            .with("posts", Value::number(posts))
            .with("expiry", Value::flag(is_live)),
        Some(Parent::DripFeed { runs }) => fields
            .with("parent", Value::Text("drip_feed".to_owned()))
            .with("runs", Value::number(runs)),
        None => fields,
    }
}

/// A refill that was accepted.
pub fn refill(refill: Option<RefillId>) -> Fields {
    Fields::default().with("refill", Value::text(refill))
}

/// What became of a refill.
pub fn refill_status(status: &RefillStatus) -> Fields {
    let raw = match status {
        RefillStatus::Other(word) => Value::Text(word.clone()),
        _ => Value::Null,
    };
    Fields::default()
        .with("status_raw", raw)
        .with("final", Value::Flag(status.is_final()))
        .with("status", Value::code(status))
}

/// A cancel that was asked for; not done and not refunded.
pub fn cancel() -> Fields {
    Fields::default().with("cancel", Value::Text("requested".to_owned()))
}

/// A whole list.
pub fn catalog(catalog: &Catalog) -> Fields {
    let services = catalog.services().iter().map(|row| Value::Map(service(row))).collect();
    Fields::default()
        .with("count", Value::Number(catalog.services().len() as u64))
        .with("services", Value::List(services))
}

fn service(service: &Service) -> Fields {
    let (rate, rate_raw) = match &service.rate {
        Rate::Exact(rate) | Rate::Sentinel(rate) => (Value::Text(rate.to_string()), Value::Null),
        Rate::Unreadable(raw) => (Value::Null, Value::Text(raw.clone())),
        Rate::Missing => (Value::Null, Value::Null),
    };
    let orderable = service.orderable();
    Fields::default()
        .with("service", Value::Text(service.id.to_string()))
        .with("name", Value::Text(service.name.clone()))
        .with("category", Value::Text(service.category.to_string()))
        .with("type", Value::code(&service.kind))
        .with("type_raw", Value::Text(service.kind_raw.to_string()))
        .with("rate", rate)
        .with("rate_raw", rate_raw)
        .with("min", Value::number(service.min))
        .with("max", Value::number(service.max))
        .with("refill", Value::flag(service.refill))
        .with("cancel", Value::flag(service.cancel))
        .with("dripfeed", Value::flag(service.dripfeed))
        .with("desc", Value::text(service.description.as_ref()))
        .with("average_time", Value::text(service.average_time.as_ref()))
        .with("orderable", Value::Flag(orderable.is_ok()))
        .with("not_orderable", orderable.err().map_or(Value::Null, |why| Value::debug(&why)))
}

fn money(name: &'static str, money: Option<Money>) -> Fields {
    let currency = money.as_ref().and_then(|money| money.currency.as_ref());
    Fields::default()
        .with("currency", Value::text(currency.map(|currency| currency.code().to_owned())))
        .with(name, Value::text(money.map(|money| money.amount)))
}
