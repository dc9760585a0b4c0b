//! The control API: what tests and developers use to look behind the panel and to break it.

use super::body::Payload;
use super::faults::FaultRule;
use super::panel::build;
use super::state::{Received, Shared, State};
use crate::engine::{Amount, Change, Fate, OrderView, State as OrderState, World};
use http_body_util::{BodyExt, Limited};
use hyper::body::Incoming;
use hyper::{Method, Request, Response};
use serde_json::{Map, Value, json};

const BODY_LIMIT: usize = 1 << 20;

/// What the control port can do, for people who open it in a browser.
pub(crate) const ROUTES: &str = "\
GET  /received?profile=&action=   every request to a panel: time, connection, fields (never keys)
GET  /counts                      per profile: requests, adds received and accepted, orders, balance
GET  /orders?profile=             every order as it truly stands
GET  /faults                      the rules in force
POST /faults                      one rule or a list of rules; DELETE /faults removes all
POST /world                       {profile, balance, rate, order, fate, suspended, advance_ms, speed, cors}
POST /reset                       back to the beginning; the clock runs on
";

pub(crate) async fn respond(shared: &Shared, request: Request<Incoming>) -> Response<Payload> {
    let (parts, body) = request.into_parts();
    let Ok(body) = Limited::new(body, BODY_LIMIT).collect().await else {
        return reply(413, &json!({"error": "the body is too long"}));
    };
    let body = body.to_bytes();
    let body = if body.is_empty() { Ok(Value::Null) } else { serde_json::from_slice(&body) };
    let Ok(body) = body else { return reply(400, &json!({"error": "the body is not JSON"})) };
    let query = Query::read(parts.uri.query().unwrap_or_default());
    let answer = match (&parts.method, parts.uri.path()) {
        (&Method::GET, "/") => return build(200, "text/plain", Payload::whole(ROUTES)),
        (&Method::GET, "/received") => Ok(received(&shared.lock(), &query)),
        (&Method::GET, "/counts") => Ok(counts(&shared.lock())),
        (&Method::GET, "/orders") => Ok(orders(&mut shared.lock(), &query)),
        (&Method::GET, "/faults") => Ok(faults(&shared.lock())),
        (&Method::POST, "/faults") => add_faults(&mut shared.lock(), &body),
        (&Method::DELETE, "/faults") => {
            shared.lock().faults.clear();
            Ok(json!({"faults": []}))
        }
        (&Method::POST, "/world") => change_world(&mut shared.lock(), &body),
        (&Method::POST, "/reset") => {
            shared.reset();
            Ok(json!({"reset": true}))
        }
        _ => return reply(404, &json!({"error": "no such route", "routes": ROUTES})),
    };
    match answer {
        Ok(value) => reply(200, &value),
        Err(text) => reply(400, &json!({"error": text})),
    }
}

fn reply(status: u16, value: &Value) -> Response<Payload> {
    build(status, "application/json", Payload::whole(value.to_string()))
}

/// Filters of a listing.
struct Query {
    profile: Option<String>,
    action: Option<String>,
}

impl Query {
    fn read(query: &str) -> Self {
        let find = |wanted: &str| {
            let mut pairs = form_urlencoded::parse(query.as_bytes());
            pairs
                .find(|(name, value)| name == wanted && !value.is_empty())
                .map(|(_, v)| v.into_owned())
        };
        Self { profile: find("profile"), action: find("action") }
    }

    fn takes(&self, profile: &str, action: &str) -> bool {
        self.profile.as_deref().is_none_or(|wanted| wanted == profile)
            && self.action.as_deref().is_none_or(|wanted| wanted == action)
    }
}

fn received(state: &State, query: &Query) -> Value {
    let requests = state.received.iter().enumerate();
    let taken = requests.filter(|(_, request)| query.takes(request.profile, &request.action));
    json!({"requests": taken.map(|(index, request)| request_json(index, request)).collect::<Vec<_>>()})
}

fn request_json(index: usize, request: &Received) -> Value {
    json!({
        "number": index + 1,
        "at_ms": request.at_ms,
        "world_ms": request.world_ms,
        "connection": request.connection,
        "on_connection": request.on_connection,
        "profile": request.profile,
        "method": request.method,
        "action": request.action,
        "user_agent": request.user_agent,
        "fields": object(&request.fields),
        "fault": request.fault,
        "processed": request.processed,
        "accepted": request.accepted,
        "status": request.status,
    })
}

fn object(fields: &[(String, String)]) -> Map<String, Value> {
    fields.iter().map(|(name, value)| (name.clone(), value.as_str().into())).collect()
}

fn counts(state: &State) -> Value {
    let of = |name: &str, world: &World| {
        let own = || state.received.iter().filter(|request| request.profile == name);
        json!({
            "requests": own().count(),
            "adds_received": own().filter(|request| request.action == "add").count(),
            "adds_accepted": world.accepted(),
            "orders": world.orders().len(),
            "balance": world.balance().text(0),
        })
    };
    let counts = state.worlds.iter().map(|(name, world)| ((*name).to_owned(), of(name, world)));
    Value::Object(counts.collect())
}

fn orders(state: &mut State, query: &Query) -> Value {
    let now = state.clock.now();
    let mut orders = Map::new();
    for (name, world) in &mut state.worlds {
        if query.takes(name, query.action.as_deref().unwrap_or_default()) {
            world.advance_to(now);
            let rows = world.orders().iter().map(order_json).collect::<Vec<_>>();
            orders.insert((*name).to_owned(), rows.into());
        }
    }
    Value::Object(orders)
}

fn order_json(order: &OrderView) -> Value {
    json!({
        "id": order.id,
        "service": order.service,
        "parent": order.parent,
        "link": order.link,
        "quantity": order.quantity,
        "charge": order.charge.text(0),
        "state": order.state.name(),
        "remains": order.remains,
        "created_ms": order.created_at,
        "fields": object(&order.fields),
    })
}

fn faults(state: &State) -> Value {
    json!({"faults": state.faults.iter().map(FaultRule::to_json).collect::<Vec<_>>()})
}

fn add_faults(state: &mut State, body: &Value) -> Result<Value, String> {
    let rules = match body {
        Value::Array(rules) => rules.iter().map(FaultRule::from_json).collect(),
        rule => FaultRule::from_json(rule).map(|rule| vec![rule]),
    };
    state.faults.extend(rules?);
    Ok(faults(state))
}

/// The names that `/world` takes.
const CHANGES: [&str; 9] =
    ["advance_ms", "speed", "cors", "profile", "balance", "rate", "order", "fate", "suspended"];

/// Reads everything before it changes anything: a wrong name or value changes nothing.
fn change_world(state: &mut State, body: &Value) -> Result<Value, String> {
    let object = body.as_object().ok_or("a JSON object is needed")?;
    if let Some(name) = object.keys().find(|name| !CHANGES.contains(&name.as_str())) {
        return Err(format!("{name} is none of: {}", CHANGES.join(", ")));
    }
    let ms = read(body, "advance_ms", Value::as_u64)?;
    let speed = read(body, "speed", |speed| speed.as_u64()?.try_into().ok())?;
    let cors = read(body, "cors", Value::as_bool)?;
    let changes = changes(body)?;
    let wanted = read(body, "profile", Value::as_str)?;
    if wanted.is_some_and(|name| !state.worlds.contains_key(name)) {
        return Err("no such profile".into());
    }
    state.clock.advance(ms.unwrap_or(0));
    if let Some(speed) = speed {
        state.clock.set_speed(speed);
    }
    state.cors = cors.unwrap_or(state.cors);
    let now = state.clock.now();
    let mut done = changes.is_empty();
    for (name, world) in &mut state.worlds {
        world.advance_to(now);
        if wanted.is_none_or(|wanted| wanted == *name) {
            for change in &changes {
                done |= world.change(now, change.clone());
            }
        }
    }
    if done {
        Ok(json!({"world_ms": now, "speed": state.clock.speed(), "cors": state.cors}))
    } else {
        Err("no such service or order".into())
    }
}

fn changes(body: &Value) -> Result<Vec<Change>, String> {
    let mut changes = Vec::new();
    if let Some(balance) = body.get("balance") {
        changes.push(Change::Balance(amount(balance)?));
    }
    if let Some(rate) = body.get("rate") {
        let service = text(rate, "service")?;
        changes.push(Change::Rate { service, rate: amount(&rate["rate"])? });
    }
    if let Some(order) = body.get("order") {
        let state = text(order, "state")?;
        changes.push(Change::Order {
            order: text(order, "id")?,
            state: named(&OrderState::NAMED, &state)?,
            remains: order.get("remains").and_then(Value::as_i64),
        });
    }
    if let Some(fate) = read(body, "fate", Value::as_str)? {
        changes.push(Change::Fate(named(&Fate::NAMED, fate)?));
    }
    if let Some(suspended) = read(body, "suspended", Value::as_bool)? {
        changes.push(Change::Suspended(suspended));
    }
    Ok(changes)
}

/// A member of the right type; `None` when it is not there.
fn read<'b, T>(
    body: &'b Value,
    name: &str,
    typed: impl Fn(&'b Value) -> Option<T>,
) -> Result<Option<T>, String> {
    let member = body.get(name).filter(|value| !value.is_null());
    member.map(|value| typed(value).ok_or_else(|| format!("{name} makes no sense"))).transpose()
}

/// A decimal as text, or a JSON number by its text.
fn amount(value: &Value) -> Result<Amount, String> {
    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    Amount::parse(&text).ok_or_else(|| format!("{text} is no decimal"))
}

fn text(value: &Value, name: &str) -> Result<String, String> {
    match value.get(name) {
        Some(Value::String(text)) => Ok(text.clone()),
        Some(Value::Number(number)) => Ok(number.to_string()),
        _ => Err(format!("{name} is missing")),
    }
}

pub(crate) fn named<T: Copy>(names: &[(&str, T)], wanted: &str) -> Result<T, String> {
    let found = names.iter().find(|(name, _)| *name == wanted);
    found.map(|(_, value)| *value).ok_or_else(|| {
        let known: Vec<&str> = names.iter().map(|(name, _)| *name).collect();
        format!("{wanted} is none of: {}", known.join(", "))
    })
}
