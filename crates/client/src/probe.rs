//! Adding an account: which address, route and dialect bring a readable balance
//! (docs/protocol.md#routes). Only a readable balance proves the key. Asks each address once; stops at
//! the first word against the key, because panels block addresses that send wrong keys.

#[cfg(test)]
mod tests;

use crate::error::{ClientError, TransportError};
use crate::place::Credentials;
use crate::ports::{Destination, Transport};
use crate::reads::answered;
use crate::reads::pages::read_in_pages;
use crate::relay::{Listing, NOT_ALLOWED, WANTS_TOKEN};
use panelboard_domain::account::{Account, Capabilities, Dialect, Endpoint, RelayId, Route};
use panelboard_domain::attempt::RefusalKind;
use panelboard_domain::balance::Balance;
use panelboard_domain::catalog::Catalog;
use panelboard_domain::id::AccountId;
use panelboard_domain::panel::PanelId;
use panelboard_domain::secret::ApiKey;
use panelboard_panel_api::action::Action;
use panelboard_panel_api::encode::encode;
use panelboard_panel_api::error::{ApiError, Decoded, Refusal, Unreadable};
use panelboard_panel_api::http::HttpResponse;
use panelboard_panel_api::{decode, dialect};

/// How the user wants requests to travel.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum RouteChoice {
    /// The first known relay that serves this panel, else direct.
    #[default]
    Auto,
    /// Only from the browser.
    Direct,
    /// Only through this relay.
    Relay(RelayId),
}

/// One entry of the relay's `GET /panels`.
#[derive(Clone, Debug, PartialEq, Eq, serde::Deserialize)]
pub struct RelayPanel {
    /// The alias in the relay's addresses.
    pub alias: String,
    /// The panel's address.
    pub endpoint: String,
}

/// What a known relay said when it was asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RelayOffer {
    /// Which one.
    pub relay: RelayId,
    /// Its answer.
    pub listing: Listing,
}

/// What to test.
#[derive(Clone, Debug)]
pub struct ProbeRequest<'a> {
    /// Addresses to try, best first ([`panelboard_domain::account::parse_address`]).
    pub candidates: &'a [Endpoint],
    /// The key.
    pub key: &'a ApiKey,
    /// How.
    pub choice: RouteChoice,
    /// What the relays of the choice offer, the preferred one first.
    pub relays: &'a [RelayOffer],
    /// The accounts that are already here, with their keys.
    pub existing: &'a [(AccountId, Endpoint, ApiKey)],
}

/// A step of the test, as it begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProbeStep {
    /// Asking for the balance.
    Balance {
        /// Where.
        endpoint: Endpoint,
        /// How.
        route: Route,
    },
    /// The balance was read: the key works. Reading the services.
    Services,
}

/// What the test found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProbeResult {
    /// The address that answered.
    pub endpoint: Endpoint,
    /// How requests travel.
    pub route: Route,
    /// Which relay, when `route` is `Relay`.
    pub relay: RelayId,
    /// Its alias of the panel when `route` is `Relay`.
    pub relay_alias: Option<String>,
    /// What it speaks.
    pub dialect: Dialect,
    /// What is left.
    pub balance: Balance,
    /// The services, or why the list could not be read. The account is usable either way.
    pub services: Result<Decoded<Catalog>, ClientError>,
    /// What it can do, as assumed from the dialect.
    pub capabilities: Capabilities,
}

/// Why the test found nothing usable.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProbeFailure {
    /// The panel does not accept the key: belongs under the key field.
    #[error("the key was refused")]
    BadKey(Refusal),
    /// The panel says no for another reason.
    #[error("the panel refused")]
    Refused(Refusal),
    /// Nothing came back. CORS, offline and DNS cannot be told apart.
    #[error("unreachable")]
    Unreachable {
        /// From the browser; `None` when it was not tried.
        direct: Option<TransportError>,
        /// Through a relay; `None` when none was tried or serves this panel.
        relay: Option<TransportError>,
        /// Relays that are there, but do not list this panel.
        lacking: Vec<RelayId>,
    },
    /// This relay is there, but it wants a token or another one, and nothing else brought an answer.
    #[error("the relay wants a token")]
    RelayWantsToken(RelayId),
    /// A web page came instead of an answer.
    #[error("a web page")]
    WebPage {
        /// It looks like a bot check.
        bot_check: bool,
    },
    /// Something came that is not this protocol.
    #[error("not this protocol")]
    NotThisProtocol,
    /// The same panel and key are already here, however the address was typed.
    #[error("already added")]
    AlreadyAdded(AccountId),
}

/// Runs the test. `on_step` is told of each step as it begins; dropping the future cancels.
pub async fn probe_account(
    ports: &impl Transport,
    request: &ProbeRequest<'_>,
    mut on_step: impl FnMut(ProbeStep),
) -> Result<ProbeResult, ProbeFailure> {
    if let Some(existing) = already_added(request) {
        return Err(ProbeFailure::AlreadyAdded(existing));
    }
    let mut seen = Seen::default();
    for (endpoint, destination) in ways(request, &mut seen) {
        on_step(ProbeStep::Balance { endpoint: endpoint.clone(), route: destination.route() });
        let account = trial_account(endpoint, &destination);
        let credentials = Credentials { account: &account, key: request.key };
        match ask_balance(ports, &destination, credentials).await {
            Ok((balance, dialect)) => {
                on_step(ProbeStep::Services);
                return Ok(found(ports, credentials, &destination, balance, dialect).await);
            }
            Err(error) => seen.note(&destination, error)?,
        }
    }
    Err(seen.failure())
}

fn already_added(request: &ProbeRequest<'_>) -> Option<AccountId> {
    // By panel, not by text: another spelling of the address is the same account.
    let panels: Vec<PanelId> = request.candidates.iter().map(PanelId::of).collect();
    let same = |endpoint: &Endpoint, key: &ApiKey| {
        key == request.key && panels.contains(&PanelId::of(endpoint))
    };
    let found = request.existing.iter().find(|(_, endpoint, key)| same(endpoint, key));
    found.map(|(id, ..)| id.clone())
}

/// The addresses and routes to try, best first. A relay that knows the panel comes before the direct
/// route: over it a broken connection cannot become a second order (the browser itself re-sends a POST
/// whose connection broke, and nothing in the page can stop that).
fn ways<'a>(request: &ProbeRequest<'a>, seen: &mut Seen) -> Vec<(&'a Endpoint, Destination)> {
    let mut ways = Vec::new();
    let is_chosen = matches!(request.choice, RouteChoice::Relay(_));
    for RelayOffer { relay, listing } in request.relays {
        match listing {
            Listing::Panels { panels, .. } => {
                let known = ways.len();
                for endpoint in request.candidates {
                    let served = panels.iter().find(|panel| serves(panel, endpoint));
                    ways.extend(served.map(|panel| {
                        let (relay, alias) = (relay.clone(), panel.alias.clone());
                        (endpoint, Destination::Relay { relay, alias })
                    }));
                }
                if ways.len() == known {
                    seen.lacking.push(relay.clone());
                }
            }
            Listing::WantsToken => seen.relay_wants_token = Some(relay.clone()),
            // Of several it is no news that one is away; the one that was chosen is said to be.
            Listing::NotAllowed if is_chosen => {
                seen.relay = Some(TransportError::RelayRefused(NOT_ALLOWED.to_owned()));
            }
            Listing::Nothing if is_chosen => seen.relay = Some(TransportError::RelayUnreachable),
            Listing::NotAllowed | Listing::Nothing => {}
        }
    }
    if !is_chosen {
        let direct = |endpoint: &'a Endpoint| (endpoint, Destination::Direct(endpoint.clone()));
        ways.extend(request.candidates.iter().map(direct));
    }
    ways
}

/// Whether a relay's row is about this address.
pub(crate) fn serves(panel: &RelayPanel, endpoint: &Endpoint) -> bool {
    PanelId::named_by(&panel.endpoint) == Some(PanelId::of(endpoint))
}

/// The balance over the account's own route, in one try.
pub(crate) async fn try_balance(
    ports: &impl Transport,
    credentials: Credentials<'_>,
) -> Result<Balance, ProbeFailure> {
    let mut seen = Seen::default();
    let to = Destination::of(credentials.account).map_err(|error| ProbeFailure::Unreachable {
        direct: None,
        relay: Some(error),
        lacking: vec![credentials.account.relay.clone()],
    })?;
    match ask_balance(ports, &to, credentials).await {
        Ok((balance, _)) => Ok(balance),
        Err(error) => {
            seen.note(&to, error)?;
            Err(seen.failure())
        }
    }
}

async fn ask_balance(
    ports: &impl Transport,
    to: &Destination,
    credentials: Credentials<'_>,
) -> Result<(Balance, Option<Dialect>), ClientError> {
    let request = encode(&Action::Balance, &credentials.account.capabilities, credentials.key);
    let response = answered(ports.send(to, &request, None).await)?;
    Ok(decode::balance(&response, credentials.key)?.value)
}

async fn found(
    ports: &impl Transport,
    credentials: Credentials<'_>,
    destination: &Destination,
    balance: Balance,
    shown: Option<Dialect>,
) -> ProbeResult {
    let request = async |action| {
        let request = encode(&action, &credentials.account.capabilities, credentials.key);
        Ok(answered(ports.send(destination, &request, None).await)?)
    };
    let read = async |response: &HttpResponse| Ok(decode::services(response, credentials.key)?);
    let services = read_in_pages(request, read, |_| ()).await.map(|list| list.services);
    let path = credentials.account.endpoint.as_str();
    let listed = services.as_ref().ok().map(|services| &services.value);
    let (dialect, _) = dialect::settle(path, shown, listed);
    ProbeResult {
        endpoint: credentials.account.endpoint.clone(),
        route: destination.route(),
        relay: credentials.account.relay.clone(),
        relay_alias: credentials.account.relay_alias.clone(),
        dialect,
        balance,
        services,
        capabilities: Capabilities::of(&credentials.account.endpoint, dialect),
    }
}

/// An account that exists for one question.
fn trial_account(endpoint: &Endpoint, destination: &Destination) -> Account {
    let (dialect, _) = dialect::settle(endpoint.as_str(), None, None); // what the path says
    let (relay, relay_alias) = match destination {
        Destination::Direct(_) => (RelayId::Own, None),
        Destination::Relay { relay, alias } => (relay.clone(), Some(alias.clone())),
    };
    Account {
        id: AccountId::new("probe").expect("not empty"),
        name: String::new(),
        endpoint: endpoint.clone(),
        dialect,
        route: destination.route(),
        relay,
        relay_alias,
        hue: 1,
        read_only: true,
        currency_override: None,
        capabilities: Capabilities::assumed(dialect),
        key_tail: String::new(),
    }
}

/// What came back so far instead of a balance.
#[derive(Debug, Default)]
struct Seen {
    direct: Option<TransportError>,
    relay: Option<TransportError>,
    lacking: Vec<RelayId>,
    relay_wants_token: Option<RelayId>,
    page: Option<bool>,
    other: bool,
    refusal: Option<Refusal>,
}

impl Seen {
    /// Keeps what came; `Err` when it ends the test.
    fn note(&mut self, destination: &Destination, error: ClientError) -> Result<(), ProbeFailure> {
        match error {
            ClientError::Api(ApiError::Refused(refusal)) => match refusal.kind {
                RefusalKind::Auth | RefusalKind::Account => {
                    return Err(ProbeFailure::BadKey(refusal));
                }
                // The same words again: another address will not know better, and they may be against
                // the key in a language that nobody here reads.
                _ if self.refusal.as_ref() == Some(&refusal) => {
                    return Err(ProbeFailure::Refused(refusal));
                }
                _ => self.refusal = Some(refusal),
            },
            ClientError::Api(ApiError::Unreadable { what, status, .. }) => match what {
                Unreadable::BotCheck => self.page = Some(true),
                Unreadable::Html => {
                    self.page.get_or_insert(false);
                }
                _ if matches!(status, 401 | 403) => return Err(ProbeFailure::BadKey(denied())),
                _ => self.other = true,
            },
            ClientError::Transport(TransportError::RelayRefused(code)) if code == WANTS_TOKEN => {
                self.relay_wants_token = destination.relay().cloned();
            }
            ClientError::Transport(error) => match destination {
                Destination::Direct(_) => self.direct = Some(error),
                Destination::Relay { .. } => self.relay = Some(error),
            },
            ClientError::Storage(_) | ClientError::NoKey => self.other = true,
        }
        Ok(())
    }

    /// The most telling thing that came.
    fn failure(self) -> ProbeFailure {
        if let Some(refusal) = self.refusal {
            return ProbeFailure::Refused(refusal);
        }
        match (self.page, self.relay_wants_token) {
            (Some(bot_check), _) => ProbeFailure::WebPage { bot_check },
            _ if self.other => ProbeFailure::NotThisProtocol,
            (None, Some(relay)) => ProbeFailure::RelayWantsToken(relay),
            (None, None) => ProbeFailure::Unreachable {
                direct: self.direct,
                relay: self.relay,
                lacking: self.lacking,
            },
        }
    }
}

/// A bare 401 or 403 is the key's fault, in no words.
fn denied() -> Refusal {
    Refusal { kind: RefusalKind::Auth, text: String::new(), cooldown_minutes: None }
}
