//! What a relay is called, and where it stands in a word.

use crate::components::ChipState;
use crate::i18n::{I18n, Msg};
use crate::state::RelayLook;
use panelboard_domain::account::{RelayAddress, RelayId, Route};

/// Host and port; in words for the page's own.
pub(super) fn name(i18n: I18n, relay: &RelayId) -> String {
    let host = relay.address().map(RelayAddress::host);
    host.map_or_else(|| i18n.text(Msg::RELAYS_OWN), str::to_owned)
}

/// How an account's requests travel, with the relay's name where there is one to say.
pub(super) fn route(i18n: I18n, route: Route, relay: &RelayId) -> String {
    match (route, relay.address()) {
        (Route::Direct, _) => i18n.text(Msg::ACCOUNTS_ROUTE_DIRECT),
        (Route::Relay, None) => i18n.text(Msg::ACCOUNTS_RELAY_ROUTE),
        (Route::Relay, Some(address)) => {
            i18n.fill(Msg::ACCOUNTS_RELAY_VIA, &[("relay", address.host())])
        }
    }
}

/// Shape and word of a look.
pub(super) const fn state(look: &RelayLook) -> (ChipState, Msg) {
    match look {
        RelayLook::Unreachable => (ChipState::Failed, Msg::RELAYS_UNREACHABLE),
        RelayLook::NotAllowed => (ChipState::Failed, Msg::RELAYS_NOT_ALLOWED),
        RelayLook::NotARelay => (ChipState::Failed, Msg::RELAYS_NOT_A_RELAY),
        RelayLook::WantsToken => (ChipState::Partial, Msg::RELAYS_WANTS_TOKEN),
        RelayLook::WrongToken => (ChipState::Failed, Msg::RELAYS_WRONG_TOKEN),
        RelayLook::Works { .. } => (ChipState::Completed, Msg::RELAYS_WORKS),
    }
}

/// What happened, and what to do where the place itself does not say it; nothing when it works. What the
/// relay's operator adds to its command stands beside it.
pub(super) const fn problem(look: &RelayLook) -> Option<(Msg, Option<Msg>)> {
    Some(match look {
        RelayLook::Unreachable => (Msg::RELAYS_UNREACHABLE_TEXT, Some(Msg::ERRORS_DO_CHECK_RELAY)),
        RelayLook::NotAllowed => (Msg::RELAYS_NOT_ALLOWED_TEXT, None),
        RelayLook::NotARelay => (Msg::RELAYS_NOT_A_RELAY_TEXT, Some(Msg::ERRORS_DO_CHECK_ADDRESS)),
        RelayLook::WantsToken => (Msg::ERRORS_RELAY_WANTS_TOKEN, None),
        RelayLook::WrongToken => (Msg::RELAYS_WRONG_TOKEN_TEXT, Some(Msg::RELAYS_TOKEN_BAD)),
        RelayLook::Works { .. } => return None,
    })
}
