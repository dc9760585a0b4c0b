//! Adding an account: what the form gives, where the test stands, what it found.

use panelboard_client::error::TransportError;
use panelboard_domain::account::{AddressError, Capabilities, Dialect, Endpoint, Route};
use panelboard_domain::balance::Balance;
use panelboard_domain::id::AccountId;
use panelboard_domain::secret::ApiKeyError;
use panelboard_panel_api::error::Refusal;

/// How the user wants requests to travel.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RouteChoice {
    /// Direct, else the relay when one is there.
    #[default]
    Auto,
    /// Only from the browser.
    Direct,
    /// Only through the relay.
    Relay,
}

/// The form, as typed.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct ProbeInput {
    /// The panel's address.
    pub address: String,
    /// The API key.
    pub key: String,
    /// Route choice of the advanced part.
    pub route: RouteChoice,
}

/// What stops the test before anything is sent; each belongs to its field.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ProbeInputErrors {
    /// Wrong with the address.
    pub address: Option<AddressError>,
    /// Wrong with the key.
    pub key: Option<ApiKeyError>,
}

/// The rows of the stepper.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ProbeStep {
    /// Ask for the balance from the browser.
    Direct,
    /// Ask for the balance through the relay.
    Relay,
    /// Read the services.
    Services,
}

/// Where a row stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum StepState {
    /// Not begun.
    #[default]
    Waiting,
    /// Under way.
    Running,
    /// Worked.
    Done,
    /// Did not work; the next row may still.
    Failed,
    /// Not needed, or not there.
    Skipped,
}

/// What the test found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProbeReport {
    /// The address that answered.
    pub endpoint: Endpoint,
    /// How requests travel.
    pub route: Route,
    /// The relay's alias when `route` is `Relay`.
    pub relay_alias: Option<String>,
    /// What it speaks.
    pub dialect: Dialect,
    /// What is left.
    pub balance: Balance,
    /// How many services it lists; `None` when the list could not be read.
    pub services: Option<usize>,
    /// What it can do.
    pub capabilities: Capabilities,
    /// The suggested name.
    pub name: String,
    /// The suggested hue, 1 to 8.
    pub hue: u8,
}

/// Why the test found nothing usable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProbeFailure {
    /// The panel does not accept the key: belongs under the key field.
    BadKey(Refusal),
    /// The panel says no for another reason.
    Refused(Refusal),
    /// Nothing came back. CORS, offline and DNS cannot be told apart.
    Unreachable {
        /// From the browser; `None` when it was not tried.
        direct: Option<TransportError>,
        /// Through the relay; `None` when it was not tried or does not serve this panel.
        relay: Option<TransportError>,
        /// A relay answers here, but it does not list this panel.
        relay_lacks_panel: bool,
    },
    /// A web page came instead of an answer.
    WebPage {
        /// It looks like a bot check.
        bot_check: bool,
    },
    /// Something came that is not this protocol.
    NotThisProtocol,
    /// The same endpoint and key are already here.
    AlreadyAdded(AccountId),
}

/// The test.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Probe {
    /// Not begun, or cancelled.
    #[default]
    Idle,
    /// Under way.
    Testing([(ProbeStep, StepState); 3]),
    /// It worked.
    Found([(ProbeStep, StepState); 3], ProbeReport),
    /// It did not.
    Failed([(ProbeStep, StepState); 3], ProbeFailure),
}
