//! The Perfect Panel contract (v2), as documented by panels and recorded in their lists. Its own
//! server is closed source; the other v2 profiles are written as differences from this one.

use super::{
    Action, ActiveLink, Answer, Asked, Batch, CommentSplit, Dialect, DripFeed, Extras, History,
    Ids, Many, Measure, Missing, PackageCharge, ParentRow, Profile, QuantityNeed, Query, Reading,
    Recorded, RefillId, RefillRule, RequestIds, RowErrors, Rules, StatusRow, SubscriptionCharge,
    Wire,
};
use crate::engine::json::{Json, JsonStyle};
use crate::engine::money::Amount;
use crate::engine::order::State;
use crate::engine::refusal::Refusal;
use crate::engine::service::{Service, ServiceKind};

pub(super) const PERFECT: Profile = Profile {
    name: "perfect",
    title: "Perfect Panel contract",
    dialect: Dialect::V2,
    currency: "USD",
    price_factor: 1,
    opening_balance: "250.84292",
    reading: Reading {
        double_decoding: false,
        only: None,
        json: true,
        query: Query::All,
        query_only: &[],
        public_services: false,
    },
    actions: &[
        Action::Services,
        Action::Balance,
        Action::Add,
        Action::Status,
        Action::Refill,
        Action::RefillStatus,
        Action::Cancel,
    ],
    rules: RULES,
    ids: Ids::Rising(23_501),
    wire: Wire {
        json: JsonStyle::PHP,
        content_type: "application/json; charset=UTF-8",
        service,
        recorded: Recorded::AsIs,
        no_services: || Json::List(Vec::new()),
        balance,
        placed: |id, _| Answer::ok(Json::object([("order", id)])),
        word,
        status,
        many: Many::Map,
        missing: Missing::Error,
        refilled: |id| Answer::ok(Json::object([("refill", Json::text(id))])),
        refills: RowErrors::Nested,
        refill_state_in_list: false,
        cancels: RowErrors::Nested,
        history: History::Bare,
    },
    refuse: |refusal, _: Asked| Answer::error(200, phrase(refusal)),
};

pub(super) const RULES: Rules = Rules {
    extras: Extras::All,
    quantity: QuantityNeed::ByType,
    counted: &[
        ServiceKind::CustomComments,
        ServiceKind::CommentReplies,
        ServiceKind::MentionsCustomList,
    ],
    comments: CommentSplit::FilledLines,
    limits: Measure::Lines,
    charges: Measure::Lines,
    packages: PackageCharge::Flat,
    subscriptions: SubscriptionCharge::PerPost,
    drip_feed: DripFeed::Flagged,
    charge_places: 10,
    active_link: ActiveLink::OncePerService,
    link_limit: 2_048,
    schedules: false,
    refill: RefillRule {
        waits_after_completion: false,
        once: false,
        id: RefillId::Own,
        batches: true,
    },
    add_gap: 0,
    batch: Batch::Refused,
    request_ids: RequestIds::Ignored,
};

pub(super) fn service(service: &Service) -> Json {
    Json::object([
        ("service", Json::text(&service.id)),
        ("name", Json::text(&service.name)),
        ("type", Json::text(service.kind.name())),
        ("rate", Json::text(service.rate.text(2))),
        ("min", Json::text(service.min.to_string())),
        ("max", Json::text(service.max.to_string())),
        ("dripfeed", Json::Bool(service.dripfeed)),
        ("refill", Json::Bool(service.refill)),
        ("cancel", Json::Bool(service.cancel)),
        ("category", Json::text(&service.category)),
    ])
}

pub(super) fn balance(balance: Amount, currency: &str) -> Json {
    Json::object([("balance", Json::text(balance.text(2))), ("currency", Json::text(currency))])
}

pub(super) const fn word(state: State) -> &'static str {
    match state {
        State::Pending => "Pending",
        State::Processing => "Processing",
        State::InProgress => "In progress",
        State::Completed => "Completed",
        State::Partial => "Partial",
        State::Canceled => "Canceled",
        State::Refunded => "Refunded",
        State::Failed => "Fail",
        State::Active => "Active",
        State::Paused => "Paused",
        State::Expired => "Expired",
        State::Rejected => "Rejected",
    }
}

pub(super) fn status(row: &StatusRow) -> Json {
    match &row.parent {
        Some(ParentRow::DripFeed { runs, .. }) => {
            Json::object([("status", Json::text(row.word)), ("runs", Json::text(runs.to_string()))])
        }
        Some(ParentRow::Subscription { posts, .. }) => Json::object([
            ("status", Json::text(row.word)),
            ("posts", Json::text(posts.to_string())),
        ]),
        None => Json::object([
            ("charge", Json::text(row.charge.text(0))),
            ("start_count", Json::text(row.start_count.to_string())),
            ("status", Json::text(row.word)),
            ("remains", Json::text(row.remains.to_string())),
            ("currency", Json::text(row.currency)),
        ]),
    }
}

pub(super) fn phrase(refusal: &Refusal) -> String {
    let text = match refusal {
        Refusal::NoData
        | Refusal::Action(_)
        | Refusal::NoOrder
        | Refusal::TooManyIds
        | Refusal::Field(_)
        | Refusal::DripFeedOff
        | Refusal::IntervalMissing
        | Refusal::RunsMissing
        | Refusal::Interval
        | Refusal::Delay => "Incorrect request",
        Refusal::Key => "Invalid API key",
        Refusal::Suspended => "Your account is inactive",
        Refusal::NoService | Refusal::Service => "Incorrect service ID",
        Refusal::Link => "neworder.error.link",
        Refusal::LinkLong { .. } => "neworder.error.invalid_link",
        Refusal::Quantity => "neworder.error.min_quantity",
        Refusal::Below { min, .. } => return format!("Quantity less than minimal {min}"),
        Refusal::Above { max, .. } => return format!("Quantity more than maximum {max}"),
        Refusal::Funds => "Not enough funds on balance",
        Refusal::ActiveLink => {
            "You have active order with this link. Please wait until order being completed."
        }
        Refusal::Comments => "neworder.error.comment",
        Refusal::Order | Refusal::NotANumber(_) => "Incorrect order ID",
        Refusal::RefillUnknown => "Refill not found",
        Refusal::RefillOff => "Refill not allowed",
        Refusal::RefillAgain => "Please wait 24 hours before requesting refill again",
        Refusal::RefillEarly => "Order not eligible for refill.",
        Refusal::RefillOver => "Refill days are over",
        Refusal::RefillWait { minutes } => return refill_wait(*minutes),
        Refusal::CancelOff => "Cancel not allowed",
        Refusal::CancelAgain => "Cancel already requested",
        Refusal::CancelLate => "Order can not be canceled",
        Refusal::RateLimit => "Rate limit exceeded. Slow down.",
    };
    text.to_owned()
}

pub(super) fn refill_wait(minutes: u64) -> String {
    format!("Refill will be available in {} hours {} minutes", minutes / 60, minutes % 60)
}
