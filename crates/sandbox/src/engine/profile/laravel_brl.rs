//! A Laravel panel in BRL (v2): 201 for success, 422 for refusals, two types, batches of statuses
//! as a list without ids, one order per link, refills one by one, no cancel.

use super::perfect::{PERFECT, RULES};
use super::{
    Action, ActiveLink, Answer, Asked, CommentSplit, DripFeed, Extras, Ids, Many, Missing,
    PackageCharge, Profile, QuantityNeed, Recorded, RefillRule, Rules, StatusRow,
    SubscriptionCharge, Wire,
};
use crate::engine::json::Json;
use crate::engine::refusal::Refusal;
use crate::engine::service::{Service, ServiceKind};

pub(super) const LARAVEL_BRL: Profile = Profile {
    name: "laravel-brl",
    title: "Laravel panel in BRL",
    currency: "BRL",
    price_factor: 5,
    opening_balance: "812.40",
    actions: &[
        Action::Services,
        Action::Balance,
        Action::Add,
        Action::Status,
        Action::Refill,
        Action::RefillStatus,
    ],
    rules: Rules {
        extras: Extras::None,
        quantity: QuantityNeed::PackagesToo,
        counted: &[ServiceKind::CustomComments],
        comments: CommentSplit::TrimmedLines,
        packages: PackageCharge::PerThousand,
        subscriptions: SubscriptionCharge::NotKnown,
        drip_feed: DripFeed::Ignored,
        charge_places: 5,
        active_link: ActiveLink::Once,
        refill: RefillRule { waits_after_completion: true, batches: false, ..RULES.refill },
        ..RULES
    },
    ids: Ids::Rising(7_310),
    wire: Wire {
        content_type: "application/json",
        service,
        recorded: Recorded::Rewritten,
        placed: |id, _| Answer { status: 201, body: Json::object([("order", id)]) },
        status,
        many: Many::ListWithoutIds,
        missing: Missing::ErrorInList,
        refilled: |id| Answer { status: 201, body: Json::object([("refill", Json::number(id))]) },
        ..PERFECT.wire
    },
    refuse: |refusal, _: Asked| refuse(refusal),
    ..PERFECT
};

fn service(service: &Service) -> Json {
    let is_comments = service.kind == ServiceKind::CustomComments;
    let kind = if is_comments { ServiceKind::CustomComments } else { ServiceKind::Default };
    Json::object([
        ("service", Json::id(&service.id)),
        ("name", Json::text(&service.name)),
        ("type", Json::text(kind.name())),
        ("rate", Json::number(service.rate)),
        ("min", Json::number(service.min)),
        ("max", Json::number(service.max)),
        ("dripfeed", Json::Bool(false)),
        ("refill", Json::Bool(service.refill)),
        ("cancel", Json::Bool(false)),
        ("category", Json::text(&service.category)),
    ])
}

fn status(row: &StatusRow) -> Json {
    Json::object([
        ("charge", Json::text(row.charge.fixed(5))),
        ("start_count", Json::number(row.start_count)),
        ("status", Json::text(row.word)),
        ("remains", Json::number(row.remains)),
        ("currency", Json::text(row.currency)),
    ])
}

fn refuse(refusal: &Refusal) -> Answer {
    let (status, text) = match refusal {
        Refusal::NoData | Refusal::Key => (401, "Invalid API key"),
        Refusal::Suspended => (401, "Your account has been suspended."),
        // The switch over the actions has no default: nothing is sent at all.
        Refusal::Action(_) => return Answer::ok(Json::Raw(String::new())),
        Refusal::NoService | Refusal::Service => (422, "Incorrect service ID"),
        Refusal::Link | Refusal::LinkLong { .. } => (422, "Bad link"),
        // A missing comment or quantity counts as zero.
        Refusal::Below { min, .. } => {
            return Answer::error(422, format!("Quantity less than minimal {min}"));
        }
        Refusal::Above { max, .. } => {
            return Answer::error(422, format!("Quantity more than maximum {max}"));
        }
        Refusal::Quantity | Refusal::Comments => (422, "Quantity less than minimal 1"),
        Refusal::Funds => (422, "Not enough funds on balance"),
        Refusal::ActiveLink => {
            (422, "You have active order with this link. Please wait until order being completed.")
        }
        // In `status` this is an entry of the list and the HTTP status stays 200.
        Refusal::Order | Refusal::NotANumber(_) | Refusal::NoOrder | Refusal::TooManyIds => {
            (422, "Incorrect order ID")
        }
        Refusal::RefillUnknown => (422, "Refill not found"),
        Refusal::RefillOff => (422, "Refill is disabled for this service"),
        Refusal::RefillEarly => (422, "The order is not completed"),
        Refusal::RefillOver => (422, "Refill days are over"),
        _ => (422, "The order was completed or refill was requested less than 24 hours ago"),
    };
    Answer::error(status, text)
}
