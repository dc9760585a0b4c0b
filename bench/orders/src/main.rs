//! Writes a journal as the app keeps it: so many placed orders of one account at one panel, what the panel
//! last said of each, and the account. `cargo xtask bench orders` puts it into a browser.
//!
//! `panelboard-bench-orders COUNT ADDRESS NOW_MILLIS` prints one JSON object on standard output.
#![expect(clippy::print_stdout, reason = "it is a program")]

use panelboard_client::engine::kept::KeptOrder;
use panelboard_client::journal::record;
use panelboard_domain::account::{Account, Dialect, PrivateHosts, parse_address};
use panelboard_domain::attempt::{Attempt, Confirmation, Happening, Request, Verdict};
use panelboard_domain::id::{AttemptId, OrderId};
use panelboard_domain::money::Amount;
use panelboard_domain::order::{Followed, OrderParams, OrderStatus, StatusReply};
use panelboard_domain::panel::PanelId;
use panelboard_domain::service::{Rate, Service};
use panelboard_domain::testing;
use panelboard_domain::time::Timestamp;
use serde_json::json;
use std::process::ExitCode;

/// Between one order and the next.
const STEP_MILLIS: i64 = 7 * 60 * 1000;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let read = || -> Option<(u32, &str, i64)> {
        let [count, address, now] = arguments.as_slice() else { return None };
        Some((count.parse().ok()?, address, now.parse().ok()?))
    };
    match read().and_then(|(count, address, now)| journal(count, address, now)) {
        Some(journal) => {
            println!("{journal}");
            ExitCode::SUCCESS
        }
        None => ExitCode::FAILURE,
    }
}

fn journal(count: u32, address: &str, now: i64) -> Option<serde_json::Value> {
    let endpoint = parse_address(address, PrivateHosts::Allow).ok()?.into_iter().next()?;
    let account = Account { endpoint, name: "Bench".into(), ..testing::account(Dialect::V2) };
    let (mut records, mut kept) = (Vec::new(), Vec::new());
    for number in 0..count {
        let at = Timestamp::from_millis(now - i64::from(count - number) * STEP_MILLIS);
        let attempt = placed(&account, number, at)?;
        records.push((attempt.id.to_string(), record::encode(&attempt)?));
        let followed = followed(&account, &attempt, number, at)?;
        let name = format!("followed:{}:{}", account.id, followed.order);
        let entry = serde_json::to_string(&KeptOrder { followed, refill: None }).ok()?;
        kept.push((name, entry));
    }
    Some(json!({ "account": account, "records": records, "kept": kept }))
}

fn placed(account: &Account, number: u32, at: Timestamp) -> Option<Attempt> {
    let mut random = [0; 10];
    random[..4].copy_from_slice(&number.to_be_bytes());
    let service = Service {
        name: format!("Instagram followers, real, refill 30 days, server {}", number % 700),
        rate: Rate::Exact(Amount::parse("1.25").ok()?),
        ..testing::service(&(number % 700).to_string())
    };
    let link = format!("https://instagram.com/somebody_{number}");
    let params = [("link", link.as_str()), ("quantity", "1000")];
    let params = params.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec();
    let mut attempt = Attempt::confirmed(Confirmation {
        id: AttemptId::from_parts(at, random),
        account: account.id.clone(),
        panel: Some(PanelId::of(&account.endpoint)),
        key: None,
        request: Request::Add {
            service: Box::new(service),
            params: OrderParams(params),
            quantity: 1000,
            link,
            estimate: Amount::parse("1.25").ok()?,
            currency: None,
        },
        relay: account.relay.clone(),
        route: account.route,
        created_at: at,
        fingerprint: format!("{number:064x}"),
        retry_of: None,
        named: None,
        acknowledged: Vec::new(),
        session: "bench".into(),
        app_version: "0".into(),
    });
    let sent = Happening::Sent {
        turn: u64::from(number) + 1,
        balance_before: None,
        relay_clock: None,
        fence: None,
        is_alone: true,
    };
    let order_id = OrderId::new(&(1_000_000 + number).to_string())?;
    let verdict = Verdict::Placed { order_id, refill_id: None, charge: None };
    attempt.apply(at, sent).ok()?;
    attempt.apply(at, Happening::Judged { verdict }).ok()?;
    Some(attempt)
}

/// All of them are under way, as a reseller's are: what is due is asked about.
fn followed(account: &Account, attempt: &Attempt, number: u32, at: Timestamp) -> Option<Followed> {
    let mut followed = Followed::new(account.id.clone(), attempt.order_id()?.clone(), at);
    let mut reading = testing::reading(OrderStatus::Running);
    reading.remains = Some(u64::from(number % 1000));
    followed.take_reply(
        at.plus_millis(60_000),
        u64::from(number) + 1,
        StatusReply::Reading(Box::new(reading)),
    );
    Some(followed)
}
