//! A Next.js panel (v2): reads every encoding, writes flags as text, statuses in snake case,
//! real HTTP codes, flat errors, and one id of a batch without its map.

use super::perfect::{PERFECT, RULES, refill_wait};
use super::{
    ActiveLink, Answer, Asked, Ids, Many, Missing, Profile, Recorded, RowErrors, Rules, Wire,
};
use crate::engine::json::{Json, JsonStyle};
use crate::engine::order::State;
use crate::engine::refusal::Refusal;
use crate::engine::service::Service;

pub(super) const NEXTJS: Profile = Profile {
    name: "nextjs",
    title: "Next.js panel",
    opening_balance: "75.5",
    rules: Rules { active_link: ActiveLink::Allowed, charge_places: 6, ..RULES },
    ids: Ids::Rising(4_001),
    wire: Wire {
        json: JsonStyle::PLAIN,
        content_type: "application/json",
        service,
        recorded: Recorded::Rewritten,
        word,
        many: Many::MapOrSingle,
        missing: Missing::ErrorInMap,
        refilled: |id| Answer::ok(Json::object([("refill", Json::number(id))])),
        refills: RowErrors::Flat,
        cancels: RowErrors::Flat,
        ..PERFECT.wire
    },
    refuse: |refusal, _: Asked| refuse(refusal),
    ..PERFECT
};

fn service(service: &Service) -> Json {
    let flag = |flag| Json::text(if flag { "1" } else { "0" });
    Json::object([
        ("service", Json::id(&service.id)),
        ("name", Json::text(&service.name)),
        ("type", Json::text(service.kind.name())),
        ("category", Json::text(&service.category)),
        ("rate", Json::text(service.rate.text(2))),
        ("min", Json::text(service.min.to_string())),
        ("max", Json::text(service.max.to_string())),
        ("dripfeed", flag(service.dripfeed)),
        ("refill", flag(service.refill)),
        ("cancel", flag(service.cancel)),
    ])
}

const fn word(state: State) -> &'static str {
    match state {
        State::Pending => "pending",
        State::Processing => "processing",
        State::InProgress => "in_progress",
        State::Completed => "completed",
        State::Partial => "partial",
        State::Canceled => "canceled",
        State::Refunded => "refunded",
        State::Failed => "failed",
        State::Active => "active",
        State::Paused => "paused",
        State::Expired => "expired",
        State::Rejected => "rejected",
    }
}

fn refuse(refusal: &Refusal) -> Answer {
    let (status, text) = match refusal {
        Refusal::NoData | Refusal::Key => (401, "Invalid API Key"),
        Refusal::Suspended => (403, "Account suspended"),
        Refusal::Action(action) => return Answer::error(400, format!("Unknown action: {action}")),
        Refusal::Field(name) => {
            return Answer::error(400, format!("Missing required parameter: {name}"));
        }
        Refusal::NoService => (400, "Missing required parameter: service"),
        Refusal::Service => (400, "Incorrect service ID"),
        Refusal::Link => (400, "Missing required parameter: link"),
        Refusal::LinkLong { .. } => (400, "Incorrect link"),
        Refusal::Quantity => (400, "Missing required parameter: quantity"),
        Refusal::Below { min, max } | Refusal::Above { min, max } => {
            return Answer::error(400, format!("Quantity must be between {min} and {max}"));
        }
        Refusal::Funds => (400, "Not enough funds on balance"),
        Refusal::ActiveLink => (400, "neworder.error.link_duplicate"),
        Refusal::Comments => (400, "Missing required parameter: comments"),
        Refusal::IntervalMissing => (400, "Missing required parameter: interval"),
        Refusal::RunsMissing => (400, "Missing required parameter: runs"),
        Refusal::DripFeedOff | Refusal::Interval | Refusal::Delay => (400, "Incorrect request"),
        Refusal::NoOrder => (400, "Missing order parameter"),
        Refusal::TooManyIds => (400, "Invalid Order Id(s)"),
        Refusal::Order | Refusal::NotANumber(_) => (200, "Incorrect order ID"),
        Refusal::RefillUnknown => (200, "Refill not found"),
        Refusal::RefillOff => (400, "Refill not allowed"),
        Refusal::RefillEarly | Refusal::RefillAgain => (400, "Order not eligible for refill."),
        Refusal::RefillOver => (400, "Refill days are over"),
        Refusal::RefillWait { minutes } => return Answer::error(400, refill_wait(*minutes)),
        Refusal::CancelOff => (400, "Cancel not allowed"),
        Refusal::CancelAgain => (400, "Cancel already requested"),
        Refusal::CancelLate => (400, "Order already finished"),
        Refusal::RateLimit => (429, "Too many requests"),
    };
    Answer::error(status, text)
}
