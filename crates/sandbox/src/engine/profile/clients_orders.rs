//! The "clients/orders" PHP panels (`BoostedSMM` and relatives, v2): numeric codes beside the error,
//! five types and everything else called Subscriptions, no batches, no cancel, `null` for an
//! unknown action, and refills whose state is never found again.

use super::perfect::{PERFECT, RULES};
use super::{
    Action, ActiveLink, Answer, Asked, DripFeed, Extras, Ids, Many, Measure, PackageCharge,
    ParentRow, Profile, Query, Reading, Recorded, RefillId, RefillRule, Rules, StatusRow,
    SubscriptionCharge, Wire,
};
use crate::engine::json::Json;
use crate::engine::order::State;
use crate::engine::refusal::Refusal;
use crate::engine::service::{Service, ServiceKind};

pub(super) const CLIENTS_ORDERS: Profile = Profile {
    name: "clients-orders",
    title: "\"clients/orders\" PHP panel",
    currency: "TRY",
    price_factor: 40,
    opening_balance: "4200.0000",
    reading: Reading { json: false, query: Query::KeyAndAction, ..PERFECT.reading },
    actions: &[
        Action::Services,
        Action::Balance,
        Action::Add,
        Action::Status,
        Action::Refill,
        Action::RefillStatus,
    ],
    rules: Rules {
        extras: Extras::PackageComments,
        counted: &[ServiceKind::CustomComments],
        charges: Measure::Posted,
        packages: PackageCharge::PerThousand,
        subscriptions: SubscriptionCharge::Free,
        drip_feed: DripFeed::Any,
        charge_places: 4,
        active_link: ActiveLink::Once,
        link_limit: usize::MAX,
        refill: RefillRule { id: RefillId::Lost, batches: false, ..RULES.refill },
        ..RULES
    },
    ids: Ids::RisingText(1_204),
    wire: Wire {
        service,
        recorded: Recorded::Rewritten,
        balance: |balance, currency| {
            let balance = Json::text(balance.fixed(4));
            Json::object([("balance", balance), ("currency", Json::text(currency))])
        },
        placed: |id, _| Answer::ok(Json::object([("status", Json::number(100)), ("order", id)])),
        word,
        status,
        many: Many::None,
        ..PERFECT.wire
    },
    refuse,
    ..PERFECT
};

fn service(service: &Service) -> Json {
    Json::object([
        ("rate", Json::text(service.rate.fixed(4))),
        ("service", Json::text(&service.id)),
        ("category", Json::text(&service.category)),
        ("name", Json::text(&service.name)),
        ("type", Json::text(type_name(service.kind))),
        ("min", Json::text(service.min.to_string())),
        ("max", Json::text(service.max.to_string())),
    ])
}

const fn type_name(kind: ServiceKind) -> &'static str {
    match kind {
        ServiceKind::Default
        | ServiceKind::Package
        | ServiceKind::CustomComments
        | ServiceKind::CustomCommentsPackage => kind.name(),
        _ => ServiceKind::Subscriptions.name(),
    }
}

/// `ucfirst` of the stored word, which has no space in it.
const fn word(state: State) -> &'static str {
    match state {
        State::InProgress => "Inprogress",
        _ => super::perfect::word(state),
    }
}

fn status(row: &StatusRow) -> Json {
    match &row.parent {
        Some(ParentRow::DripFeed { .. } | ParentRow::Subscription { .. }) => {
            super::perfect::status(row)
        }
        None => Json::object([
            ("charge", Json::text(row.charge.fixed(4))),
            ("start_count", Json::text(row.start_count.to_string())),
            ("status", Json::text(row.word)),
            ("remains", Json::text(row.remains.to_string())),
            ("currency", Json::text(row.currency)),
        ]),
    }
}

/// Codes of the account are text, codes of an order are numbers, and 113 means two things.
fn refuse(refusal: &Refusal, _: Asked) -> Answer {
    let account = |text: &str, code: &str| Answer::coded(text, Json::text(code));
    let order = |text: &str, code: u32| Answer::coded(text, Json::number(code));
    match refusal {
        Refusal::NoData => account("Missing data", "101"),
        Refusal::Key => account("API key invalid", "102"),
        Refusal::Suspended => account("Your account is inactive", "103"),
        Refusal::Action(_) => Answer::ok(Json::Null),
        Refusal::Order | Refusal::NotANumber(_) | Refusal::NoOrder | Refusal::TooManyIds => {
            account("Order not found.", "104")
        }
        Refusal::NoService | Refusal::Service => order("Service not found or inactive", 105),
        Refusal::Below { .. } => order("Enter a value above the minimum number.", 108),
        Refusal::Above { .. } => order("Maximum number exceed.", 109),
        Refusal::Funds => order("Your balance is insufficient.", 113),
        Refusal::ActiveLink => order(
            "You cannot start a new order with the same link that is active processing order.",
            113,
        ),
        Refusal::RefillUnknown => Answer::error(200, "Refill not found"),
        Refusal::RefillOff
        | Refusal::RefillEarly
        | Refusal::RefillAgain
        | Refusal::RefillOver
        | Refusal::RefillWait { .. } => Answer::error(200, "Order not eligible for refill."),
        _ => order("You must fill in the required fields.", 107),
    }
}
