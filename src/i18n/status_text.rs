//! Statuses, states and reasons as words. Every match is exhaustive. A panel's own word that is in
//! no table has no message here: the view shows it as given, marked as the panel's.

use super::Msg;
use panelboard_domain::account::Source;
use panelboard_domain::attempt::evidence::Fall;
use panelboard_domain::attempt::{Alarm, AttemptState, Evidence, UnknownHint, WriteKind};
use panelboard_domain::order::{NotEligible, OrderStatus, RefillStatus};

/// Every word of [`order_status`] and [`attempt_state`].
pub const ORDER_WORDS: [Msg; 16] = [
    Msg::STATUS_QUEUED,
    Msg::STATUS_PREPARING,
    Msg::STATUS_RUNNING,
    Msg::STATUS_COMPLETED,
    Msg::STATUS_PARTIAL,
    Msg::STATUS_CANCELED,
    Msg::STATUS_REFUNDED,
    Msg::STATUS_FAILED,
    Msg::STATUS_PAUSED,
    Msg::STATUS_EXPIRED,
    Msg::STATUS_DRAFTED,
    Msg::STATUS_SENDING,
    Msg::STATUS_PLACED,
    Msg::STATUS_REJECTED,
    Msg::STATUS_UNKNOWN,
    Msg::STATUS_NOT_PLACED,
];

/// An order's status; `None` for a word outside the table.
pub const fn order_status(status: &OrderStatus) -> Option<Msg> {
    Some(match status {
        OrderStatus::Queued => Msg::STATUS_QUEUED,
        OrderStatus::Preparing => Msg::STATUS_PREPARING,
        OrderStatus::Running => Msg::STATUS_RUNNING,
        OrderStatus::Completed => Msg::STATUS_COMPLETED,
        OrderStatus::Partial => Msg::STATUS_PARTIAL,
        OrderStatus::Canceled => Msg::STATUS_CANCELED,
        OrderStatus::Refunded => Msg::STATUS_REFUNDED,
        OrderStatus::Failed => Msg::STATUS_FAILED,
        OrderStatus::Paused => Msg::STATUS_PAUSED,
        OrderStatus::Expired => Msg::STATUS_EXPIRED,
        OrderStatus::Other(_) => return None,
    })
}

/// A refill's status; `None` for a word outside the table.
pub const fn refill_status(status: &RefillStatus) -> Option<Msg> {
    Some(match status {
        RefillStatus::Pending => Msg::STATUS_REFILL_PENDING,
        RefillStatus::Running => Msg::STATUS_REFILL_RUNNING,
        RefillStatus::Completed => Msg::STATUS_REFILL_COMPLETED,
        RefillStatus::Rejected => Msg::STATUS_REFILL_REJECTED,
        RefillStatus::Failed => Msg::STATUS_REFILL_FAILED,
        RefillStatus::Other(_) => return None,
    })
}

/// Where an attempt stands.
pub const fn attempt_state(state: &AttemptState) -> Msg {
    match state {
        AttemptState::Drafted => Msg::STATUS_DRAFTED,
        AttemptState::Sending => Msg::STATUS_SENDING,
        AttemptState::Placed { .. } => Msg::STATUS_PLACED,
        AttemptState::Rejected { .. } => Msg::STATUS_REJECTED,
        AttemptState::Unknown { .. } => Msg::STATUS_UNKNOWN,
        AttemptState::NotPlaced => Msg::STATUS_NOT_PLACED,
    }
}

/// Why an outcome is not known.
pub const fn unknown_hint(hint: UnknownHint) -> Msg {
    match hint {
        UnknownHint::Timeout => Msg::STATUS_HINT_TIMEOUT,
        UnknownHint::Connection => Msg::STATUS_HINT_CONNECTION,
        UnknownHint::Interrupted => Msg::STATUS_HINT_INTERRUPTED,
        UnknownHint::Unreadable => Msg::STATUS_HINT_UNREADABLE,
        UnknownHint::ServerError => Msg::STATUS_HINT_SERVER_ERROR,
        UnknownHint::BotCheck => Msg::STATUS_HINT_BOT_CHECK,
        UnknownHint::LikelyNotPlaced => Msg::STATUS_HINT_LIKELY_NOT_PLACED,
        UnknownHint::ActiveLink => Msg::STATUS_HINT_ACTIVE_LINK,
        UnknownHint::RelayInDoubt => Msg::STATUS_HINT_RELAY_IN_DOUBT,
        UnknownHint::ChargedThoughRefused => Msg::STATUS_ALARM_REFUSED,
        UnknownHint::NumberTaken => Msg::STATUS_HINT_NUMBER_TAKEN,
    }
}

/// What the balance shows against a recorded outcome.
pub const fn alarm(alarm: Alarm) -> Msg {
    match alarm {
        Alarm::DoubleCharge => Msg::STATUS_ALARM_DOUBLE,
        Alarm::ChargedThoughRefused => Msg::STATUS_ALARM_REFUSED,
        Alarm::OtherCharge { .. } => Msg::STATUS_ALARM_OTHER,
    }
}

/// What speaks for or against an unknown order. `None` for evidence whose words depend on more: a
/// balance ([`fall`]) or a cooldown.
pub const fn evidence(evidence: Evidence) -> Option<Msg> {
    match evidence {
        Evidence::RelayInFlight => Some(Msg::STATUS_HINT_RELAY_IN_FLIGHT),
        Evidence::RelayNotSeen => Some(Msg::STATUS_HINT_RELAY_NOT_SEEN),
        Evidence::ActiveLinkRefusal => Some(Msg::STATUS_HINT_ACTIVE_LINK),
        Evidence::LaterSuccess => Some(Msg::STATUS_HINT_LATER_SUCCESS),
        Evidence::Balance { .. } | Evidence::Cooldown { .. } => None,
    }
}

/// What the balance says of an unknown order.
pub const fn fall(fall: Fall) -> Msg {
    match fall {
        Fall::None => Msg::STATUS_HINT_BALANCE_NONE,
        Fall::Once => Msg::STATUS_HINT_BALANCE_ONCE,
        Fall::Twice => Msg::STATUS_ALARM_DOUBLE,
        Fall::Unclear => Msg::STATUS_HINT_BALANCE_UNCLEAR,
    }
}

/// Why a refill or cancel cannot be asked for. `STATUS_NO_COOLING` has a `{time}`.
pub const fn not_eligible(reason: NotEligible, kind: WriteKind) -> Msg {
    match (reason, kind) {
        (NotEligible::ReadOnly, _) => Msg::STATUS_NO_READ_ONLY,
        (NotEligible::PanelCannot, _) => Msg::STATUS_NO_PANEL,
        (NotEligible::ServiceCannot, _) => Msg::STATUS_NO_SERVICE,
        (NotEligible::WrongStatus, WriteKind::Refill) => Msg::STATUS_NO_REFILL_STATUS,
        (NotEligible::WrongStatus, WriteKind::Cancel) => Msg::STATUS_NO_CANCEL_STATUS,
        (NotEligible::AlreadyAsked, _) => Msg::STATUS_NO_ASKED,
        (NotEligible::CoolingDown { .. }, _) => Msg::STATUS_NO_COOLING,
    }
}

/// How a capability is known.
pub const fn source(source: Source) -> Msg {
    match source {
        Source::Assumed => Msg::STATUS_SOURCE_ASSUMED,
        Source::Documented => Msg::STATUS_SOURCE_DOCUMENTED,
        Source::Observed => Msg::STATUS_SOURCE_OBSERVED,
        Source::SetByUser => Msg::STATUS_SOURCE_SET_BY_USER,
    }
}
