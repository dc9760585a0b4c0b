//! A look at one relay: is it there, may this page use it, is the token right, which version, which
//! panels. Only questions; no key of a panel travels with them.

use super::{Listing, listing};
use crate::ports::RelayPanels;
use crate::probe::RelayPanel;
use panelboard_domain::account::RelayId;
use panelboard_domain::secret::RelayToken;

/// What a look found. Each begins where the one before it ends well.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RelayLook {
    /// Nothing answers there: a wrong address, a relay that is not running, no network.
    Unreachable,
    /// Something answers, but it lets this page read nothing: a relay that does not list this page's
    /// origin, or no relay.
    NotAllowed,
    /// What answers is no relay.
    NotARelay,
    /// It is private, and no token was given.
    WantsToken,
    /// It is private, and the token is not its own.
    WrongToken,
    /// It works.
    Works {
        /// Of the relay's program; `None` from one that is too old to say.
        version: Option<String>,
        /// The panels that it serves.
        panels: Vec<RelayPanel>,
    },
}

impl RelayLook {
    /// What only the relay's operator can change, so that looking again a little later may help.
    pub fn may_change(&self) -> bool {
        matches!(self, Self::Unreachable | Self::NotAllowed)
    }
}

/// Looks at a relay, with this token or none.
pub async fn look_at(
    ports: &impl RelayPanels,
    relay: &RelayId,
    token: Option<&RelayToken>,
) -> RelayLook {
    match ports.relay_panels(relay, token).await {
        Ok(answer) => match listing(&answer) {
            Listing::Panels { version, panels } => RelayLook::Works { version, panels },
            Listing::WantsToken if token.is_some() => RelayLook::WrongToken,
            Listing::WantsToken => RelayLook::WantsToken,
            Listing::NotAllowed => RelayLook::NotAllowed,
            Listing::Nothing => RelayLook::NotARelay,
        },
        // A browser says no more than that it may not read an answer.
        Err(_) if ports.relay_answers(relay).await => RelayLook::NotAllowed,
        Err(_) => RelayLook::Unreachable,
    }
}
