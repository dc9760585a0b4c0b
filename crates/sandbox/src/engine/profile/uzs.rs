//! A PHP panel in UZS (v2): `status` reads its ids from the query string only, so a POST always
//! gets "Invalid order ID"; `add` tells the charge; `orders` lists everything; one limit is
//! worded the wrong way round.

use super::perfect::{PERFECT, RULES};
use super::{
    Action, ActiveLink, Answer, Asked, DripFeed, Extras, History, Ids, PackageCharge, Profile,
    QuantityNeed, Reading, Recorded, Rules, StatusRow, SubscriptionCharge, Wire,
};
use crate::engine::json::{Json, JsonStyle};
use crate::engine::refusal::Refusal;
use crate::engine::service::Service;

pub(super) const UZS: Profile = Profile {
    name: "uzs",
    title: "PHP panel in UZS",
    currency: "UZS",
    price_factor: 12_500,
    opening_balance: "3500000",
    reading: Reading { json: false, query_only: &["order", "orders"], ..PERFECT.reading },
    actions: &[Action::Services, Action::Balance, Action::Add, Action::Status, Action::Orders],
    rules: Rules {
        extras: Extras::None,
        quantity: QuantityNeed::PackagesToo,
        counted: &[],
        packages: PackageCharge::PerThousand,
        subscriptions: SubscriptionCharge::NotKnown,
        drip_feed: DripFeed::Ignored,
        charge_places: 4,
        active_link: ActiveLink::Allowed,
        link_limit: usize::MAX,
        ..RULES
    },
    ids: Ids::Rising(1_204),
    wire: Wire {
        json: JsonStyle::PLAIN,
        content_type: "application/json",
        service,
        recorded: Recorded::Rewritten,
        no_services: || Json::Null,
        placed: |id, charge| {
            Answer::ok(Json::object([
                ("order", id),
                ("charge", Json::number(charge)),
                ("currency", Json::text("UZS")),
            ]))
        },
        status,
        history: History::Bare,
        ..PERFECT.wire
    },
    refuse,
    ..PERFECT
};

fn service(service: &Service) -> Json {
    Json::object([
        ("service", Json::text(&service.id)),
        ("category", Json::text(&service.category)),
        ("name", Json::text(&service.name)),
        ("rate", Json::text(service.rate.text(0))),
        ("min", Json::text(service.min.to_string())),
        ("max", Json::text(service.max.to_string())),
        ("type", Json::text(service.kind.name())),
        ("refill", Json::Bool(service.refill)),
        ("cancel", Json::Bool(service.cancel)),
        ("dripfeed", Json::Bool(service.dripfeed)),
    ])
}

fn status(row: &StatusRow) -> Json {
    Json::object([
        ("order", Json::text(row.id)),
        ("status", Json::text(row.word)),
        ("start_count", Json::text(row.start_count.to_string())),
        ("remains", Json::text(row.remains.to_string())),
        ("charge", Json::text(row.charge.text(0))),
        ("currency", Json::text(row.currency)),
    ])
}

fn refuse(refusal: &Refusal, asked: Asked) -> Answer {
    let text = match refusal {
        Refusal::Key if asked == Asked::Write => "invalid API key",
        Refusal::Key => "Incorrect API key",
        Refusal::NoData | Refusal::Action(_) => "Incorrect request",
        Refusal::NoOrder | Refusal::TooManyIds => "Invalid order ID",
        Refusal::Order => "Incorrect order ID",
        Refusal::NotANumber(id) => return Answer::error(200, format!("{id} is not a number")),
        Refusal::NoService | Refusal::Service => "Incorrect service ID",
        Refusal::Link | Refusal::LinkLong { .. } => "Bad link",
        Refusal::Funds => "Not enough funds on balance",
        // A missing quantity counts as zero.
        Refusal::Below { min, .. } => {
            return Answer::error(200, format!("Quantity less than minimal {min}"));
        }
        Refusal::Above { max, .. } => {
            return Answer::error(200, format!("Quantity less than maximum {max}"));
        }
        Refusal::Quantity => "Quantity less than minimal 1",
        _ => "Unknown error, please try again later",
    };
    Answer::error(200, text)
}
