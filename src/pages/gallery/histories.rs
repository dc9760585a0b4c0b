//! Made-up orders with whole histories, and services. No real panel, no real key.

use super::samples::{amount, at, attempt, order_status, service};
use crate::state::CatalogView;
use panelboard_client::error::{ClientError, TransportError};
use panelboard_domain::attempt::{
    Attempt, BalanceReading, Evidence, Happening, RefusalKind, RejectReason, UnknownHint, Verdict,
};
use panelboard_domain::catalog::Catalog;
use panelboard_domain::id::{AccountId, OrderId, ServiceId};
use panelboard_domain::order::{Followed, OrderDraft, OrderStatus};
use panelboard_domain::service::{Rate, Service};
use panelboard_panel_api::error::Warning;
use std::sync::Arc;

/// The states of the sample orders that the panel took.
const STATES: [(&str, OrderStatus, u64); 4] = [
    ("48213907", OrderStatus::Running, 360),
    ("48213880", OrderStatus::Completed, 0),
    ("48213861", OrderStatus::Partial, 240),
    ("48213855", OrderStatus::Canceled, 1000),
];

/// Orders: four that were taken, one that was refused, two that nobody knows about.
pub fn attempts(account: &AccountId) -> Vec<Attempt> {
    let reason =
        RejectReason { kind: RefusalKind::Funds, text: "Not enough funds on balance".to_owned() };
    let taken = STATES.iter().filter_map(|(number, ..)| {
        let order_id = OrderId::new(number)?;
        Some(Happening::Judged {
            verdict: Verdict::Placed { order_id, refill_id: None, charge: None },
        })
    });
    let others = [
        Happening::Judged { verdict: Verdict::Rejected(reason) },
        Happening::Lost { hint: UnknownHint::Timeout },
        Happening::Lost { hint: UnknownHint::Connection },
    ];
    let all = taken.chain(others).enumerate();
    all.map(|(place, what)| sent(account, u8::try_from(place).unwrap_or(0), what)).collect()
}

/// One order: confirmed, sent, and what happened then.
fn sent(account: &AccountId, place: u8, then: Happening) -> Attempt {
    let reading = |text: &str| BalanceReading { amount: amount(text), decimals: 4 };
    let before = Some(reading("248.4073"));
    let turn = u64::from(place) + 1;
    let mut attempt = attempt(account, at(i64::from(place)), place);
    let unknown = matches!(then, Happening::Lost { hint: UnknownHint::Timeout });
    let sent = Happening::Sent {
        turn,
        balance_before: before,
        relay_clock: None,
        fence: None,
        is_alone: true,
    };
    let fell = Evidence::Balance { reading: reading("246.8448"), turn };
    let history = [Some(sent), Some(then), unknown.then_some(Happening::Evidence(fell))];
    for what in history.into_iter().flatten() {
        attempt.apply(at(60), what).expect("a sample's history can happen");
    }
    attempt
}

/// What the panel last said of the orders it took.
pub fn followed(account: &AccountId) -> Vec<Followed> {
    let of = |(number, status, remains): &(&str, OrderStatus, u64)| {
        let order = OrderId::new(number)?;
        let mut followed = Followed::new(account.clone(), order, at(0));
        followed.reading = Some(order_status(status.clone(), *remains));
        followed.read_at = Some(at(120));
        Some(followed)
    };
    STATES.iter().filter_map(of).collect()
}

/// A service with everything that may be odd about one: a long name in two directions, no word on
/// abilities, a rate that is no price.
pub fn odd_service() -> Service {
    Service {
        id: ServiceId::new("9575").expect("a sample has an id"),
        name: "متابعين انستقرام عرب [ضمان 30 يوم] 🚀 MAX 1M, no drop guaranteed, best price in the market"
            .to_owned(),
        rate: Rate::Unreadable("ask us".to_owned()),
        refill: None,
        cancel: Some(false),
        dripfeed: None,
        average_time: Some("6 hours 12 minutes".to_owned()),
        description: Some("Link: profile\nNo refill without a start count".to_owned()),
        ..service()
    }
}

/// A service list.
pub fn catalog(catalog: Catalog, warnings: Vec<Warning>) -> Arc<CatalogView> {
    Arc::new(CatalogView::new(catalog, warnings))
}

/// A read that failed.
pub fn failed() -> ClientError {
    ClientError::Transport(TransportError::Timeout)
}

/// What somebody typed, with a mistake in it.
pub fn draft() -> OrderDraft {
    OrderDraft {
        service: Some(service().id),
        link: "https://www.tiktok.com/@studio/video/1?utm_source=app".to_owned(),
        quantity: "10".to_owned(),
        extras: vec![("runs".to_owned(), "3".to_owned())],
    }
}
