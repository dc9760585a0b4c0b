//! Errors as words: what happened, what it means for the user's money, what to do. Every match is
//! exhaustive, so a new error does not compile without words. `Display` is never shown.

use super::Msg;
use panelboard_client::error::{ClientError, StorageError, TransportError};
use panelboard_client::probe::ProbeFailure;
use panelboard_client::relay::WANTS_TOKEN;
use panelboard_client::stop::Stop;
use panelboard_domain::account::{AddressError, RelayAddressError};
use panelboard_domain::attempt::RefusalKind;
use panelboard_domain::order::DraftError;
use panelboard_domain::secret::ApiKeyError;
use panelboard_domain::service::NotOrderable;
use panelboard_panel_api::error::{ApiError, Unreadable};

/// The words for an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ErrorText {
    /// What happened.
    pub what: Msg,
    /// What it means for the money.
    pub money: Msg,
    /// What to do.
    pub todo: Msg,
}

const fn read(what: Msg, todo: Msg) -> ErrorText {
    ErrorText { what, money: Msg::ERRORS_MONEY_READ, todo }
}

const fn not_sent(what: Msg, todo: Msg) -> ErrorText {
    ErrorText { what, money: Msg::ERRORS_MONEY_SAFE, todo }
}

/// A read that failed. Never for the outcome of a write: those are states (`status_text`).
pub fn client_error(error: &ClientError) -> ErrorText {
    match error {
        ClientError::Transport(error) => transport_error(error),
        ClientError::Api(ApiError::Refused(refusal)) => refusal_read(refusal.kind),
        ClientError::Api(ApiError::Unreadable { what, .. }) => unreadable(*what),
        ClientError::Storage(error) => storage_error(error),
        ClientError::NoKey => read(Msg::ERRORS_NO_KEY, Msg::ERRORS_DO_ENTER_KEY),
    }
}

/// The panel's own words behind an error, to be shown beside ours; already masked and bounded.
pub fn panel_words(error: &ClientError) -> Option<&str> {
    match error {
        ClientError::Api(ApiError::Refused(refusal)) => Some(refusal.text.as_str()),
        ClientError::Api(ApiError::Unreadable { excerpt, .. }) => Some(excerpt.as_str()),
        ClientError::Transport(_) | ClientError::Storage(_) | ClientError::NoKey => None,
    }
    .filter(|text| !text.is_empty())
}

/// A request that brought no answer.
pub fn transport_error(error: &TransportError) -> ErrorText {
    match error {
        TransportError::Offline => read(Msg::ERRORS_OFFLINE, Msg::ERRORS_DO_WAIT_NETWORK),
        TransportError::Timeout | TransportError::Resting => {
            read(Msg::ERRORS_TIMEOUT, Msg::ERRORS_DO_RETRY_LATER)
        }
        TransportError::Blocked => read(Msg::ERRORS_BLOCKED, Msg::ERRORS_DO_USE_RELAY),
        TransportError::RelayUnreachable => {
            read(Msg::ERRORS_RELAY_UNREACHABLE, Msg::ERRORS_DO_CHECK_RELAY)
        }
        TransportError::RelayRefused(code) => relay_refused(code),
        TransportError::TooLarge => read(Msg::ERRORS_TOO_LARGE, Msg::ERRORS_DO_CONTACT_PANEL),
        TransportError::Cancelled => read(Msg::ERRORS_CANCELLED, Msg::ERRORS_DO_RETRY),
    }
}

/// By the relay's own code (its README lists them). One that is not known is said without a guess.
fn relay_refused(code: &str) -> ErrorText {
    match code {
        WANTS_TOKEN => read(Msg::ERRORS_RELAY_WANTS_TOKEN, Msg::ERRORS_DO_RELAY_TOKEN),
        "unknown-panel" => read(Msg::ERRORS_RELAY_LACKS_PANEL, Msg::ERRORS_DO_ALLOW_PANEL),
        "origin" => read(Msg::ERRORS_RELAY_REFUSED, Msg::ERRORS_DO_CHECK_RELAY),
        _ => read(Msg::ERRORS_RELAY_REFUSED, Msg::ERRORS_DO_RETRY_LATER),
    }
}

/// Storage that did not do what was asked. Without it nothing is sent.
pub fn storage_error(error: &StorageError) -> ErrorText {
    match error {
        StorageError::Quota => not_sent(Msg::ERRORS_QUOTA, Msg::ERRORS_DO_FREE_SPACE),
        StorageError::Unavailable => {
            not_sent(Msg::ERRORS_STORAGE_OFF, Msg::ERRORS_DO_ALLOW_STORAGE)
        }
        StorageError::Corrupt => read(Msg::ERRORS_CORRUPT, Msg::ERRORS_DO_NOTHING),
        StorageError::Newer => not_sent(Msg::ERRORS_STORAGE_NEWER, Msg::ERRORS_DO_RELOAD),
        StorageError::Stuck => not_sent(Msg::ERRORS_STORAGE_STUCK, Msg::ERRORS_DO_CLOSE_TABS),
    }
}

fn unreadable(what: Unreadable) -> ErrorText {
    match what {
        Unreadable::Empty => read(Msg::ERRORS_EMPTY_ANSWER, Msg::ERRORS_DO_RETRY_LATER),
        Unreadable::Html => read(Msg::ERRORS_WEB_PAGE, Msg::ERRORS_DO_CHECK_ADDRESS),
        Unreadable::BotCheck => read(Msg::ERRORS_BOT_CHECK, Msg::ERRORS_DO_CHECK_ADDRESS),
        Unreadable::BrokenJson { .. } => {
            read(Msg::ERRORS_BROKEN_ANSWER, Msg::ERRORS_DO_RETRY_LATER)
        }
        Unreadable::UnexpectedShape => read(Msg::ERRORS_OTHER_SHAPE, Msg::ERRORS_DO_CHECK_ADDRESS),
        Unreadable::TooLarge => read(Msg::ERRORS_TOO_LARGE, Msg::ERRORS_DO_CONTACT_PANEL),
    }
}

fn refusal_read(kind: RefusalKind) -> ErrorText {
    ErrorText { money: Msg::ERRORS_MONEY_READ, ..refusal(kind) }
}

/// A definite no to a write (`AttemptState::Rejected`): nothing was ordered.
pub fn refusal(kind: RefusalKind) -> ErrorText {
    match kind {
        RefusalKind::Auth => not_sent(Msg::ERRORS_AUTH, Msg::ERRORS_DO_CHECK_KEY),
        RefusalKind::Account => not_sent(Msg::ERRORS_ACCOUNT, Msg::ERRORS_DO_CONTACT_PANEL),
        RefusalKind::Request => not_sent(Msg::ERRORS_REQUEST, Msg::ERRORS_DO_CHECK_FIELDS),
        RefusalKind::Action => not_sent(Msg::ERRORS_ACTION, Msg::ERRORS_DO_CONTACT_PANEL),
        RefusalKind::Funds => not_sent(Msg::ERRORS_FUNDS, Msg::ERRORS_DO_TOP_UP),
        RefusalKind::Service => not_sent(Msg::ERRORS_SERVICE, Msg::ERRORS_DO_OTHER_SERVICE),
        RefusalKind::Link => not_sent(Msg::ERRORS_LINK, Msg::ERRORS_DO_CHECK_LINK),
        RefusalKind::QuantityHigh => {
            not_sent(Msg::ERRORS_QUANTITY_HIGH, Msg::ERRORS_DO_CHECK_QUANTITY)
        }
        RefusalKind::QuantityLow => {
            not_sent(Msg::ERRORS_QUANTITY_LOW, Msg::ERRORS_DO_CHECK_QUANTITY)
        }
        RefusalKind::Quantity => not_sent(Msg::ERRORS_QUANTITY, Msg::ERRORS_DO_CHECK_QUANTITY),
        RefusalKind::ActiveLink => not_sent(Msg::ERRORS_ACTIVE_LINK, Msg::ERRORS_DO_WAIT_ORDER),
        RefusalKind::Comments => not_sent(Msg::ERRORS_COMMENTS, Msg::ERRORS_DO_CHECK_FIELDS),
        RefusalKind::Dripfeed => not_sent(Msg::ERRORS_DRIPFEED, Msg::ERRORS_DO_CHECK_FIELDS),
        RefusalKind::Order => not_sent(Msg::ERRORS_ORDER, Msg::ERRORS_DO_CONTACT_PANEL),
        RefusalKind::Refill => not_sent(Msg::ERRORS_REFILL, Msg::ERRORS_DO_CONTACT_PANEL),
        RefusalKind::Cooldown => not_sent(Msg::ERRORS_COOLDOWN, Msg::ERRORS_DO_RETRY_LATER),
        RefusalKind::Cancel => not_sent(Msg::ERRORS_CANCEL, Msg::ERRORS_DO_CONTACT_PANEL),
        RefusalKind::RateLimit => not_sent(Msg::ERRORS_RATE_LIMIT, Msg::ERRORS_DO_RETRY_LATER),
        RefusalKind::Maintenance => not_sent(Msg::ERRORS_MAINTENANCE, Msg::ERRORS_DO_RETRY_LATER),
        RefusalKind::EmptyList => not_sent(Msg::ERRORS_EMPTY_LIST, Msg::ERRORS_DO_NOTHING),
        RefusalKind::Other => not_sent(Msg::ERRORS_OTHER, Msg::ERRORS_DO_CONTACT_PANEL),
        RefusalKind::NotSent => not_sent(Msg::ERRORS_NOT_SENT, Msg::ERRORS_DO_RETRY),
    }
}

/// An order that was stopped before anything was sent.
pub fn place_stop(stop: &Stop) -> ErrorText {
    match stop {
        Stop::BalanceUnreadable(error) => ErrorText {
            what: Msg::ERRORS_NO_BASELINE,
            money: Msg::ERRORS_MONEY_SAFE,
            ..client_error(error)
        },
        // No word of a relay of this version.
        Stop::ReceiptUnreadable(TransportError::RelayRefused(code))
            if code.starts_with("http_") =>
        {
            not_sent(Msg::ERRORS_NO_RECORD, Msg::ERRORS_DO_UPDATE_RELAY)
        }
        Stop::ReceiptUnreadable(error) => {
            not_sent(Msg::ERRORS_NO_RECORD, transport_error(error).todo)
        }
        Stop::Failed(error) => ErrorText { money: Msg::ERRORS_MONEY_SAFE, ..client_error(error) },
        Stop::ReadOnly => not_sent(Msg::ERRORS_READ_ONLY, Msg::ERRORS_DO_SWITCH_READ_ONLY),
        Stop::NoAccount => not_sent(Msg::STATUS_NO_ACCOUNT, Msg::ERRORS_DO_NOTHING),
        Stop::NotOffered => not_sent(Msg::ERRORS_ACTION, Msg::ERRORS_DO_NOTHING),
        Stop::NotSafeAgain(_) | Stop::OtherBytes => {
            not_sent(Msg::ERRORS_NOT_SAFE_AGAIN, Msg::ERRORS_DO_LOOK)
        }
        Stop::Duplicate(_) => not_sent(Msg::ERRORS_DUPLICATE, Msg::ERRORS_DO_LOOK),
        Stop::OtherCurrency(Some(_)) => {
            not_sent(Msg::ERRORS_OTHER_CURRENCY, Msg::ERRORS_DO_CONFIRM_PRICE)
        }
        Stop::OtherCurrency(None) => {
            not_sent(Msg::ERRORS_NO_CURRENCY, Msg::ERRORS_DO_CONFIRM_PRICE)
        }
        Stop::RecordsMissing(_) => {
            not_sent(Msg::ERRORS_RECORDS_MISSING, Msg::ERRORS_DO_TYPE_QUANTITY)
        }
        Stop::PriceChanged => not_sent(Msg::ERRORS_PRICE_CHANGED, Msg::ERRORS_DO_CONFIRM_PRICE),
        Stop::NoKey => not_sent(Msg::ERRORS_NO_KEY, Msg::ERRORS_DO_ENTER_KEY),
        Stop::NoLocks => not_sent(Msg::ERRORS_NO_LOCKS, Msg::ERRORS_DO_NEW_BROWSER),
        Stop::NotReady => not_sent(Msg::ERRORS_NOT_READY, Msg::ERRORS_DO_RETRY),
        Stop::ReloadFirst => not_sent(Msg::ERRORS_STORAGE_NEWER, Msg::ERRORS_DO_RELOAD),
    }
}

/// An account test that found nothing usable.
pub fn probe_failure(failure: &ProbeFailure) -> ErrorText {
    match failure {
        ProbeFailure::BadKey(_) => read(Msg::ERRORS_AUTH, Msg::ERRORS_DO_CHECK_KEY),
        ProbeFailure::Refused(refusal) => refusal_read(refusal.kind),
        ProbeFailure::Unreachable { direct, lacking, .. } if !lacking.is_empty() => {
            match direct.is_some() {
                true => read(Msg::ERRORS_UNREACHABLE_AND_UNLISTED, Msg::ERRORS_DO_CHECK_OR_ALLOW),
                false => read(Msg::ERRORS_RELAY_LACKS_PANEL, Msg::ERRORS_DO_ALLOW_PANEL),
            }
        }
        ProbeFailure::Unreachable { direct: None, relay: Some(error), .. } => {
            transport_error(error)
        }
        ProbeFailure::RelayWantsToken(_) => relay_refused(WANTS_TOKEN),
        ProbeFailure::Unreachable { .. } => read(Msg::ERRORS_UNREACHABLE, Msg::ERRORS_DO_USE_RELAY),
        ProbeFailure::WebPage { bot_check: false } => {
            read(Msg::ERRORS_WEB_PAGE, Msg::ERRORS_DO_CHECK_ADDRESS)
        }
        ProbeFailure::WebPage { bot_check: true } => {
            read(Msg::ERRORS_BOT_CHECK, Msg::ERRORS_DO_CHECK_ADDRESS)
        }
        ProbeFailure::NotThisProtocol => {
            read(Msg::ERRORS_OTHER_SHAPE, Msg::ERRORS_DO_CHECK_ADDRESS)
        }
        ProbeFailure::AlreadyAdded(_) => read(Msg::ERRORS_ALREADY_ADDED, Msg::ERRORS_DO_NOTHING),
    }
}

/// Under the address field.
pub const fn address_error(error: AddressError) -> Msg {
    match error {
        AddressError::Empty => Msg::ERRORS_ADDRESS_EMPTY,
        AddressError::PlainHttp => Msg::ERRORS_ADDRESS_HTTP,
        AddressError::Credentials => Msg::ERRORS_ADDRESS_CREDENTIALS,
        AddressError::Malformed => Msg::ERRORS_ADDRESS_MALFORMED,
        AddressError::PrivateHost => Msg::ERRORS_ADDRESS_PRIVATE,
    }
}

/// Under the address field of a relay.
pub const fn relay_address_error(error: RelayAddressError) -> Msg {
    match error {
        RelayAddressError::PlainHttp => Msg::RELAYS_ADDRESS_HTTP,
        RelayAddressError::Credentials => Msg::ERRORS_ADDRESS_CREDENTIALS,
        RelayAddressError::Beyond => Msg::RELAYS_ADDRESS_BEYOND,
        RelayAddressError::Empty | RelayAddressError::Malformed => Msg::ERRORS_ADDRESS_MALFORMED,
    }
}

/// Under the key field.
pub const fn key_error(error: ApiKeyError) -> Msg {
    match error {
        ApiKeyError::Empty => Msg::ERRORS_KEY_EMPTY,
        ApiKeyError::Length => Msg::ERRORS_KEY_LENGTH,
        ApiKeyError::Character => Msg::ERRORS_KEY_CHARACTER,
    }
}

/// Under a field of the order form: the message and the number for its `{limit}`.
pub fn draft_error(error: &DraftError) -> (Msg, Option<u64>) {
    match error {
        DraftError::Empty => (Msg::ERRORS_FIELD_EMPTY, None),
        DraftError::TooLong { max } => (Msg::ERRORS_FIELD_TOO_LONG, Some(*max as u64)),
        DraftError::WhiteSpace => (Msg::ERRORS_FIELD_WHITE_SPACE, None),
        DraftError::NotANumber => (Msg::ERRORS_FIELD_NUMBER, None),
        DraftError::BelowMin { min } => (Msg::ERRORS_FIELD_BELOW_MIN, Some(*min)),
        DraftError::AboveMax { max } => (Msg::ERRORS_FIELD_ABOVE_MAX, Some(*max)),
        DraftError::NotAUrl => (Msg::ERRORS_FIELD_URL, None),
        DraftError::NotADate => (Msg::ERRORS_FIELD_DATE, None),
        DraftError::NotAhead => (Msg::ERRORS_FIELD_AHEAD, None),
        DraftError::NotListed(_) => (Msg::ERRORS_FIELD_LISTED, None),
        DraftError::BadName => (Msg::ERRORS_FIELD_NAME, None),
        DraftError::NotSupported => (Msg::ERRORS_FIELD_DRIPFEED, None),
        DraftError::TooMuch => (Msg::ERRORS_FIELD_TOO_MUCH, None),
        DraftError::NotOrderable(reason) => (not_orderable(*reason), None),
    }
}

/// Why a listed service cannot be ordered.
pub const fn not_orderable(reason: NotOrderable) -> Msg {
    match reason {
        NotOrderable::SentinelRate => Msg::ERRORS_RATE_SENTINEL,
        NotOrderable::UnknownRate => Msg::ERRORS_RATE_UNKNOWN,
        NotOrderable::ImpossibleLimits => Msg::ERRORS_LIMITS_IMPOSSIBLE,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use panelboard_domain::account::RelayId;

    #[test]
    fn s13_a_private_relay_is_called_one_in_a_test_and_in_a_read() {
        let refused = |code: &str| TransportError::RelayRefused(code.to_owned());
        let expected = read(Msg::ERRORS_RELAY_WANTS_TOKEN, Msg::ERRORS_DO_RELAY_TOKEN);
        assert_eq!(probe_failure(&ProbeFailure::RelayWantsToken(RelayId::Own)), expected);
        assert_eq!(transport_error(&refused("token")), expected);
        let through_relay = ProbeFailure::Unreachable {
            direct: None,
            relay: Some(refused("unknown-panel")),
            lacking: Vec::new(),
        };
        let unlisted = read(Msg::ERRORS_RELAY_LACKS_PANEL, Msg::ERRORS_DO_ALLOW_PANEL);
        assert_eq!(probe_failure(&through_relay), unlisted);
        // A panel that the relay cannot reach is on its list: nothing is to be added to it.
        for code in ["upstream-timeout", "upstream-address", "rate", "stopping", "http_502"] {
            let later = read(Msg::ERRORS_RELAY_REFUSED, Msg::ERRORS_DO_RETRY_LATER);
            assert_eq!(transport_error(&refused(code)), later, "{code}");
        }
    }

    /// Both were other errors' words before: "a stored record is damaged" and "written by a newer version".
    #[test]
    fn a_missing_key_and_an_app_that_still_loads_have_sentences_of_their_own() {
        let key = client_error(&ClientError::NoKey);
        assert_eq!((key.what, key.todo), (Msg::ERRORS_NO_KEY, Msg::ERRORS_DO_ENTER_KEY));
        assert_eq!(place_stop(&Stop::NoKey).what, key.what);
        let loading = place_stop(&Stop::NotReady);
        assert_eq!(loading.money, Msg::ERRORS_MONEY_SAFE);
        assert_ne!(loading.what, place_stop(&Stop::ReloadFirst).what);
    }
}
