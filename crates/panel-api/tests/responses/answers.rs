//! What is read in an answer, as fixtures write it down. One `read` for all actions.

use panelboard_domain::attempt::RejectReason;
use panelboard_domain::id::{OrderId, RefillId};
use panelboard_domain::money::Money;
use panelboard_domain::order::{Parent, StatusReading};
use panelboard_domain::secret::ApiKey;
use panelboard_domain::service::{Rate, Service};
use panelboard_panel_api::decode::{self, AddOutcome};
use panelboard_panel_api::dialect;
use panelboard_panel_api::error::{ApiError, Decoded, Refusal, Warning};
use panelboard_panel_api::http::{HttpResponse, RelayStage};
use std::fmt::Debug;

const KEY: &str = "CANARY/key+0123456789";

/// Reads one answer and says what came of it. What is asked is `ACTION STATUS [ids] [stage]`.
pub(crate) fn read(case: &crate::support::Case) -> String {
    let key = ApiKey::parse(KEY).expect("a key");
    let mut words = case.asked.split_whitespace();
    let action = words.next().expect("an action");
    let status = words.next().and_then(|status| status.parse().ok()).expect("a status");
    let mut response =
        HttpResponse { status, retry_after: None, stage: None, body: case.input.clone().into() };
    let mut ids = "";
    for word in words {
        match word {
            "pre-upstream" => response.stage = Some(RelayStage::PreUpstream),
            "in_doubt" => response.stage = Some(RelayStage::InDoubt),
            "replayed" => response.stage = Some(RelayStage::Replayed),
            list => ids = list,
        }
    }
    let orders: Vec<OrderId> = ids.split(',').filter_map(OrderId::new).collect();
    let refills: Vec<RefillId> = ids.split(',').filter_map(RefillId::new).collect();
    match action {
        "balance" => show(decode::balance(&response, &key), |(balance, dialect)| {
            let money = balance.money.as_ref().map_or("unread".to_owned(), money);
            format!("{money} ({}) {dialect:?}\n", balance.raw)
        }),
        "services" => show(decode::services(&response, &key), |catalog| {
            let dialect = dialect::of_catalog(catalog);
            let rows: String = catalog.services().iter().map(service).collect();
            format!("{} services, {dialect:?}\n{rows}", catalog.services().len())
        }),
        "add" => add(decode::add(&response, &key)),
        "status" => show(decode::status(&response, &orders, &key), |rows| list(rows, reading)),
        "refill" => show(decode::refill(&response, &orders, &key), |rows| {
            list(rows, |refill| format!("refill {}", refill.as_ref().map_or("?", RefillId::as_str)))
        }),
        "refill_status" => show(decode::refill_status(&response, &refills, &key), |rows| {
            list(rows, |state| format!("{state:?}"))
        }),
        "cancel" => show(decode::cancel(&response, &orders, &key), |rows| {
            list(rows, |()| "asked".to_owned())
        }),
        other => panic!("no action {other}"),
    }
}

fn show<T>(result: Result<Decoded<T>, ApiError>, value: impl Fn(&T) -> String) -> String {
    match result {
        Ok(decoded) => format!("{}{}", value(&decoded.value), warnings(&decoded.warnings)),
        Err(ApiError::Refused(refusal)) => refused(&refusal),
        Err(ApiError::Unreadable { what, status, excerpt }) => {
            format!("unreadable {what:?}, HTTP {status}: {excerpt}")
        }
    }
}

fn warnings(warnings: &[Warning]) -> String {
    warnings.iter().map(|warning| format!("! {warning:?}\n")).collect::<Vec<_>>().concat()
}

fn refused(refusal: &Refusal) -> String {
    let wait = refusal.cooldown_minutes.map(|minutes| format!(", wait {minutes} min"));
    format!("refused {:?}{}: {}", refusal.kind, wait.unwrap_or_default(), refusal.text)
}

fn list<I: Debug + AsRef<str>, T>(
    rows: &[(I, Result<T, Refusal>)],
    value: impl Fn(&T) -> String,
) -> String {
    rows.iter()
        .map(|(id, row)| match row {
            Ok(row) => format!("{}: {}\n", id.as_ref(), value(row)),
            Err(refusal) => format!("{}: {}\n", id.as_ref(), refused(refusal)),
        })
        .collect::<Vec<_>>()
        .concat()
}

fn money(money: &Money) -> String {
    match &money.currency {
        Some(currency) => format!("{} {}", money.amount, currency.code()),
        None => money.amount.to_string(),
    }
}

fn add(outcome: AddOutcome) -> String {
    match outcome {
        AddOutcome::Placed { order, charge } => {
            let charge = charge.map(|charge| format!(", charged {}", money(&charge)));
            format!("placed {order}{}", charge.unwrap_or_default())
        }
        AddOutcome::Rejected(RejectReason { kind, text }) => format!("rejected {kind:?}: {text}"),
        AddOutcome::Unknown { hint, text } => format!("unknown {hint:?}: {text}"),
    }
}

fn reading(reading: &StatusReading) -> String {
    let mut said = format!("{:?} ({})", reading.status, reading.status_raw);
    let mut say = |name: &str, value: Option<String>| {
        if let Some(value) = value {
            said.extend([", ", name, " ", &value]);
        }
    };
    say("charge", reading.charge.as_ref().map(money));
    say("start", reading.start_count.clone());
    say("left", reading.remains.map(|count| count.to_string()));
    say("over", reading.over_delivered.map(|count| count.to_string()));
    say("parent", reading.parent.as_ref().map(parent));
    let children: Vec<&str> = reading.children.iter().map(OrderId::as_str).collect();
    say("children", (!children.is_empty()).then(|| children.join(" ")));
    said
}

fn parent(parent: &Parent) -> String {
    match parent {
        Parent::Subscription { posts, is_live } => format!("posts {posts:?} live {is_live:?}"),
        Parent::DripFeed { runs } => format!("runs {runs:?}"),
    }
}

fn service(service: &Service) -> String {
    let rate = match &service.rate {
        Rate::Exact(rate) => rate.to_string(),
        Rate::Sentinel(rate) => format!("{rate} (do not order)"),
        Rate::Unreadable(text) => format!("unread '{text}'"),
        Rate::Missing => "no rate".to_owned(),
    };
    let number = |limit: Option<u64>| limit.map_or("?".to_owned(), |limit| limit.to_string());
    let flag = |flag: Option<bool>| match flag {
        Some(true) => "yes",
        Some(false) => "no",
        None => "?",
    };
    let notes = match service.orderable() {
        Ok(_) => String::new(),
        Err(reason) => format!(", {reason:?}"),
    };
    let takes = service.average_time.as_ref().map(|time| format!(", takes {time:?}"));
    let about = service.description.as_ref().map(|text| format!("\n  about: {text:?}"));
    format!(
        "{} '{}' in '{}' {:?} ({}) {rate}, {}..{}, refill {} cancel {} drip {}{notes}{}{}\n",
        service.id,
        service.name,
        service.category,
        service.kind,
        service.kind_raw,
        number(service.min),
        number(service.max),
        flag(service.refill),
        flag(service.cancel),
        flag(service.dripfeed),
        takes.unwrap_or_default(),
        about.unwrap_or_default(),
    )
}
