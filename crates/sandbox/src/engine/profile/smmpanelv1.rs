//! SMMPANELV1 (Laravel 11, v2 in spite of its name): real HTTP codes, numbers instead of text,
//! `start_counter`, a quantity for every type, one order a second, unknown ids left out, a public
//! service list, neither refill nor cancel.

use super::perfect::{PERFECT, RULES};
use super::{
    Action, ActiveLink, Answer, Asked, CommentSplit, DripFeed, Extras, Ids, Many, Measure,
    PackageCharge, Profile, QuantityNeed, Reading, Recorded, Rules, StatusRow, SubscriptionCharge,
    Wire,
};
use crate::engine::json::Json;
use crate::engine::money::Amount;
use crate::engine::order::State;
use crate::engine::refusal::Refusal;
use crate::engine::service::{Service, ServiceKind};

pub(super) const SMMPANELV1: Profile = Profile {
    name: "smmpanelv1",
    title: "SMMPANELV1 (Laravel 11)",
    currency: "VND",
    price_factor: 25_000,
    opening_balance: "1234567.5",
    reading: Reading { public_services: true, ..PERFECT.reading },
    actions: &[Action::Services, Action::Balance, Action::Add, Action::Status],
    rules: Rules {
        extras: Extras::None,
        quantity: QuantityNeed::Always,
        counted: &[ServiceKind::CustomComments],
        comments: CommentSplit::FilledLines,
        limits: Measure::Posted,
        packages: PackageCharge::PerThousand,
        subscriptions: SubscriptionCharge::NotKnown,
        drip_feed: DripFeed::Ignored,
        charge_places: 4,
        active_link: ActiveLink::Allowed,
        link_limit: 255,
        add_gap: 1_000,
        ..RULES
    },
    ids: Ids::Rising(55),
    wire: Wire {
        content_type: "application/json",
        service,
        recorded: Recorded::Rewritten,
        balance,
        word,
        status,
        many: Many::MapOmitting,
        ..PERFECT.wire
    },
    refuse: |refusal, _: Asked| refuse(refusal),
    ..PERFECT
};

fn service(service: &Service) -> Json {
    Json::object([
        ("name", Json::text(&service.name)),
        ("rate", Json::number(service.rate)),
        ("min", Json::number(service.min)),
        ("max", Json::number(service.max)),
        ("type", Json::text(upper_first(&service.kind.snake_name()))),
        ("refill", Json::Bool(service.refill)),
        ("cancel", Json::Bool(service.cancel)),
        ("service", Json::id(&service.id)),
        ("category", Json::text(&service.category)),
    ])
}

fn upper_first(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().collect::<String>() + letters.as_str()
    })
}

/// The number, and beside it the same for people, rounded and with commas.
fn balance(balance: Amount, currency: &str) -> Json {
    Json::object([
        ("balance", Json::number(balance)),
        ("balancef", Json::text(with_commas(&balance.fixed(0)))),
        ("currency", Json::text(currency)),
    ])
}

fn with_commas(digits: &str) -> String {
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

const fn word(state: State) -> &'static str {
    match state {
        State::InProgress => "In_progress",
        State::Failed => "Error",
        _ => super::perfect::word(state),
    }
}

fn status(row: &StatusRow) -> Json {
    Json::object([
        ("charge", Json::number(row.charge)),
        ("status", Json::text(row.word)),
        ("remains", Json::number(row.remains)),
        ("currency", Json::text(row.currency)),
        ("start_counter", Json::number(row.start_count)),
    ])
}

fn refuse(refusal: &Refusal) -> Answer {
    let (status, text) = match refusal {
        Refusal::Key => (401, "Invalid API Key"),
        Refusal::Suspended => (401, "Your account is not active"),
        Refusal::NoData => (400, "The key field is required."),
        // These two pass the panel's own check of the action and then have no code behind them.
        Refusal::Action(action) if matches!(action.as_str(), "refill" | "refill_status") => {
            let body = Json::object([("message", Json::text("Server Error"))]);
            return Answer { status: 500, body };
        }
        Refusal::Action(_) => (400, "The selected action is invalid."),
        Refusal::NoService => (400, "The service field is required."),
        Refusal::Service => (400, "Invalid Service Id"),
        Refusal::Link => (400, "The link field is required."),
        Refusal::LinkLong { max } => {
            let text = format!("The link field must not be greater than {max} characters.");
            return Answer::error(400, text);
        }
        Refusal::Quantity => (400, "The quantity field is required."),
        Refusal::Below { min, .. } => {
            return Answer::error(400, format!("Minimum quantity is {min}"));
        }
        Refusal::Above { max, .. } => {
            return Answer::error(400, format!("Maximum quantity is {max}"));
        }
        Refusal::Comments => (400, "The comments field is required."),
        Refusal::Funds => (400, "Insufficient balance"),
        Refusal::RateLimit => (429, "Too many requests"),
        Refusal::TooManyIds => (400, "Maximum 100 orders"),
        Refusal::NoOrder => (400, "Invalid Order Ids"),
        Refusal::Order | Refusal::NotANumber(_) => (400, "Invalid Order Id"),
        _ => (400, "Failed to place order"),
    };
    Answer::error(status, text)
}

#[cfg(test)]
mod tests {
    use super::{upper_first, with_commas};

    #[test]
    fn the_display_twin_of_the_balance_has_commas() {
        assert_eq!(with_commas("1234568"), "1,234,568");
        assert_eq!(with_commas("123"), "123");
        assert_eq!(upper_first("custom_comments"), "Custom_comments");
    }
}
