//! A Flask panel (v2): prose beside the id, ids with a prefix, numbers as floats, every type by
//! link and quantity, and the extra actions `orders` and `categories`.

use super::perfect::{PERFECT, RULES};
use super::{
    Action, ActiveLink, Answer, Asked, DripFeed, Extras, History, Ids, PackageCharge, Profile,
    QuantityNeed, Recorded, Rules, StatusRow, SubscriptionCharge, Wire,
};
use crate::engine::json::{Json, JsonStyle};
use crate::engine::refusal::Refusal;
use crate::engine::service::Service;

pub(super) const FLASK: Profile = Profile {
    name: "flask",
    title: "Flask panel",
    currency: "INR",
    price_factor: 80,
    opening_balance: "15200.5",
    actions: &[
        Action::Services,
        Action::Balance,
        Action::Add,
        Action::Status,
        Action::Orders,
        Action::Categories,
    ],
    rules: Rules {
        extras: Extras::None,
        quantity: QuantityNeed::PackagesToo,
        counted: &[],
        packages: PackageCharge::PerThousand,
        subscriptions: SubscriptionCharge::NotKnown,
        drip_feed: DripFeed::Ignored,
        charge_places: 4,
        active_link: ActiveLink::Allowed,
        ..RULES
    },
    ids: Ids::Prefixed,
    wire: Wire {
        json: JsonStyle { pretty: false, escaped: false },
        content_type: "application/json",
        service,
        recorded: Recorded::Rewritten,
        balance: |balance, currency| {
            let balance = Json::number(balance.text(1));
            Json::object([("balance", balance), ("currency", Json::text(currency))])
        },
        placed: |id, _| {
            let status = Json::text("Order placed successfully");
            Answer::ok(Json::object([("order", id), ("status", status)]))
        },
        status,
        history: History::Counted,
        ..PERFECT.wire
    },
    refuse: |refusal, _: Asked| Answer::error(200, phrase(refusal)),
    ..PERFECT
};

fn service(service: &Service) -> Json {
    Json::object([
        ("service", Json::id(&service.id)),
        ("name", Json::text(&service.name)),
        ("category", Json::text(&service.category)),
        ("rate", Json::number(service.rate.text(1))),
        ("min", Json::number(service.min)),
        ("max", Json::number(service.max)),
        ("type", Json::text(service.kind.name())),
        ("description", Json::text(&service.description)),
    ])
}

fn status(row: &StatusRow) -> Json {
    Json::object([
        ("order", Json::text(row.id)),
        ("status", Json::text(row.word)),
        ("charge", Json::number(row.charge.text(1))),
        ("start_count", Json::number(row.start_count)),
        ("remains", Json::number(row.remains)),
        ("currency", Json::text(row.currency)),
    ])
}

fn phrase(refusal: &Refusal) -> String {
    match refusal {
        Refusal::NoData | Refusal::Key => "Invalid API key".into(),
        Refusal::Action(_) => "Invalid action".into(),
        Refusal::Service | Refusal::NoService => "Invalid Service Id".into(),
        Refusal::Link | Refusal::LinkLong { .. } => "Incorrect link".into(),
        Refusal::Below { min, max } | Refusal::Above { min, max } => {
            format!("Quantity must be between {min} and {max}")
        }
        Refusal::Funds => "Insufficient balance".into(),
        Refusal::Order | Refusal::NotANumber(_) => "Order not found.".into(),
        _ => super::perfect::phrase(refusal),
    }
}
