//! `SmartPanel` 4.0 (v1): reads six fields, decodes twice, charges orders whose extras it drops,
//! shows failures as Pending and every currency as USD. All answers have HTTP 200.

use super::perfect::{PERFECT, RULES, refill_wait};
use super::{
    Action, ActiveLink, Answer, Asked, Batch, CommentSplit, Dialect, DripFeed, Extras, Ids, Many,
    ParentRow, Profile, QuantityNeed, Query, Reading, Rules, StatusRow, SubscriptionCharge, Wire,
};
use crate::engine::json::{Json, JsonStyle};
use crate::engine::money::Amount;
use crate::engine::order::State;
use crate::engine::refusal::Refusal;
use crate::engine::service::{Service, ServiceKind};

pub(super) const SMARTPANEL: Profile = Profile {
    name: "smartpanel",
    title: "SmartPanel 4.0",
    dialect: Dialect::V1,
    currency: "USD",
    price_factor: 1,
    opening_balance: "180.5000",
    reading: Reading {
        double_decoding: true,
        only: Some(&["service", "link", "quantity", "comments", "runs", "interval"]),
        json: false,
        query: Query::All,
        query_only: &[],
        public_services: false,
    },
    actions: &[Action::Services, Action::Balance, Action::Add, Action::Status],
    rules: Rules {
        extras: Extras::None,
        quantity: QuantityNeed::PackagesToo,
        counted: &[ServiceKind::CustomComments],
        comments: CommentSplit::EveryLine,
        subscriptions: SubscriptionCharge::NotKnown,
        drip_feed: DripFeed::FlaggedAt(&[0, 5, 10, 15, 30, 60, 90]),
        charge_places: 4,
        active_link: ActiveLink::Allowed,
        link_limit: usize::MAX,
        batch: Batch::Unlimited,
        ..RULES
    },
    ids: Ids::Rising(32),
    wire: Wire {
        json: JsonStyle::PHP_PRETTY,
        content_type: "text/html; charset=UTF-8",
        service,
        no_services: || {
            Json::object([("status", Json::text("success")), ("data", Json::text("Empty Data"))])
        },
        balance,
        placed: |id, _| {
            Answer::ok(Json::object([("status", Json::text("success")), ("order", id)]))
        },
        word,
        status,
        many: Many::MapWithBareErrors,
        ..PERFECT.wire
    },
    refuse,
};

pub(super) fn service(service: &Service) -> Json {
    Json::object([
        ("service", Json::text(&service.id)),
        ("name", Json::text(&service.name)),
        ("category", Json::text(&service.category)),
        ("rate", Json::text(service.rate.fixed(4))),
        ("min", Json::text(service.min.to_string())),
        ("max", Json::text(service.max.to_string())),
        ("type", Json::text(service.kind.snake_name())),
        ("desc", Json::text(&service.description)),
        ("dripfeed", Json::text(if service.dripfeed { "1" } else { "0" })),
    ])
}

pub(super) fn balance(balance: Amount, currency: &str) -> Json {
    Json::object([
        ("status", Json::text("success")),
        ("balance", Json::text(balance.fixed(4))),
        ("currency", Json::text(currency)),
    ])
}

/// Whatever the panel's list of words does not know is shown as Pending, failures included.
pub(super) const fn word(state: State) -> &'static str {
    match state {
        State::Active => "Active",
        State::Completed => "Completed",
        State::Processing => "Processing",
        State::InProgress => "In progress",
        State::Partial => "Partial",
        State::Canceled => "Canceled",
        State::Refunded => "Refunded",
        State::Pending | State::Failed | State::Paused | State::Expired | State::Rejected => {
            "Pending"
        }
    }
}

pub(super) fn status(row: &StatusRow) -> Json {
    let children = |orders: &[&str]| Json::List(orders.iter().map(|id| Json::text(*id)).collect());
    match &row.parent {
        Some(ParentRow::DripFeed { runs, orders }) => Json::object([
            ("status", Json::text(if row.word == "Active" { "In progress" } else { row.word })),
            ("runs", Json::text(runs.to_string())),
            ("orders", children(orders)),
        ]),
        Some(ParentRow::Subscription { unexpired, posts, orders }) => Json::object([
            ("status", Json::text(row.word)),
            ("expiry", Json::Bool(*unexpired)),
            ("posts", Json::text(posts.to_string())),
            ("orders", children(orders)),
        ]),
        None => Json::object([
            ("order", Json::text(row.id)),
            ("status", Json::text(row.word)),
            ("charge", Json::text(row.charge.fixed(4))),
            ("start_count", Json::text(row.start_count.to_string())),
            ("remains", Json::text(remains(row.remains))),
            ("currency", Json::text(row.currency)),
        ]),
    }
}

/// Over-delivery is stored as `+N`.
fn remains(remains: i64) -> String {
    if remains < 0 { format!("+{}", remains.unsigned_abs()) } else { remains.to_string() }
}

pub(super) fn refuse(refusal: &Refusal, asked: Asked) -> Answer {
    if (refusal, asked) == (&Refusal::NoOrder, Asked::Read) {
        // `status` without ids falls out of the code with nothing said.
        return Answer::ok(Json::Raw(String::new()));
    }
    if matches!(refusal, Refusal::Interval) {
        let text = Json::text("Invalid Interval in minutes");
        let body = Json::object([("status", Json::text("error")), ("message", text)]);
        // This one answer comes from another helper of the panel and is not pretty-printed.
        return Answer { status: 200, body: Json::Raw(body.write(JsonStyle::PHP)) };
    }
    Answer::error(200, phrase(refusal))
}

fn phrase(refusal: &Refusal) -> String {
    let text = match refusal {
        Refusal::NoData | Refusal::Key | Refusal::Suspended => {
            "API is Disable for this user or User Not Found! Contact the Support"
        }
        Refusal::Action(_) | Refusal::CancelOff | Refusal::CancelAgain | Refusal::CancelLate => {
            "This action is Invalid"
        }
        Refusal::Field(_) | Refusal::NoService => {
            "There are missing required parameters. Please check your API Manual"
        }
        Refusal::Service => "Service ID does not exists",
        Refusal::Link | Refusal::LinkLong { .. } => "Bad Link",
        Refusal::Quantity => "Quantity is required",
        Refusal::Below { min, .. } => {
            return format!("Quantity must to be greater than or equal to minimum amount {min}");
        }
        Refusal::Above { max, .. } => {
            return format!("Quantity must to be less than or equal to maximum amount {max}");
        }
        Refusal::Funds => "Not enough funds on balance",
        Refusal::ActiveLink => ACTIVE_LINK,
        Refusal::Comments => "Comments field is required",
        Refusal::DripFeedOff => "This services does not support Dripfeed feature!",
        Refusal::IntervalMissing => "Interval time is required",
        Refusal::RunsMissing => "Runs is required",
        Refusal::Interval | Refusal::Delay => "Invalid Interval in minutes",
        Refusal::Order | Refusal::NotANumber(_) | Refusal::NoOrder | Refusal::TooManyIds => {
            "Incorrect order ID"
        }
        Refusal::RefillUnknown => "Refill not found",
        Refusal::RefillOff | Refusal::RefillEarly | Refusal::RefillAgain => {
            "Order not eligible for refill."
        }
        Refusal::RefillOver => "Refill days are over",
        Refusal::RefillWait { minutes } => return refill_wait(*minutes),
        Refusal::RateLimit => "Too many requests",
    };
    text.to_owned()
}

const ACTIVE_LINK: &str = "You have already an active order for this link on this service id, \
     wait until it is completed or cancelled, you can still order other services types for this \
     link but not this kind of service type or id.";
