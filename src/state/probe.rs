//! Adding an account: what the form gives, where the test stands, what it found.

use panelboard_client::probe::{self, ProbeFailure, ProbeResult, RouteChoice};
use panelboard_domain::account::{
    Account, AddressError, Capabilities, Dialect, Endpoint, RelayId, Route, free_name,
};
use panelboard_domain::balance::Balance;
use panelboard_domain::secret::ApiKeyError;

/// The form, as typed.
/// `Debug` leaves the key out.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct ProbeInput {
    /// The panel's address.
    pub address: String,
    /// The API key.
    pub key: String,
    /// Route choice of the advanced part.
    pub route: RouteChoice,
}

impl std::fmt::Debug for ProbeInput {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ProbeInput({}, {:?})", self.address, self.route)
    }
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
    /// Ask for the balance through the relay.
    Relay,
    /// Ask for the balance from the browser.
    Direct,
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
    /// Which relay, when `route` is `Relay`.
    pub relay: RelayId,
    /// Its alias of the panel when `route` is `Relay`.
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

impl ProbeReport {
    /// `others` are the accounts that are here already: their names and hues are taken.
    pub(super) fn of(result: &ProbeResult, key_tail: &str, others: &[Account]) -> Self {
        let host = result.endpoint.host();
        let wanted = host.strip_prefix("www.").unwrap_or(host);
        let taken: Vec<u8> = others.iter().map(|account| account.hue).collect();
        let names = others.iter().map(|account| account.name.as_str());
        Self {
            endpoint: result.endpoint.clone(),
            route: result.route,
            relay: result.relay.clone(),
            relay_alias: result.relay_alias.clone(),
            dialect: result.dialect,
            balance: result.balance.clone(),
            services: result.services.as_ref().ok().map(|list| list.value.services().len()),
            capabilities: result.capabilities.clone(),
            name: free_name(wanted, key_tail, names),
            hue: free_hue(hue(host), &taken),
        }
    }
}

/// One of eight hues, the same for the same host.
fn hue(host: &str) -> u8 {
    host.bytes().fold(7_u8, |hash, byte| hash.wrapping_mul(31).wrapping_add(byte)) % 8 + 1
}

/// The wanted hue, or the next one that no other account has, so that two accounts are told apart.
fn free_hue(wanted: u8, taken: &[u8]) -> u8 {
    let mut hues = (0..8).map(|step| (wanted - 1 + step) % 8 + 1);
    hues.find(|hue| !taken.contains(hue)).unwrap_or(wanted)
}

/// The rows of the stepper and where each stands.
pub type Steps = [(ProbeStep, StepState); 3];

/// The test.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Probe {
    /// Not begun, or cancelled.
    #[default]
    Idle,
    /// Under way.
    Testing(Steps),
    /// It worked.
    Found(Steps, ProbeReport),
    /// It did not.
    Failed(Steps, ProbeFailure),
}

impl Probe {
    pub(super) fn begin(choice: &RouteChoice) -> Self {
        let unless = |skipped| if skipped { StepState::Skipped } else { StepState::Waiting };
        Self::Testing([
            (ProbeStep::Relay, unless(*choice == RouteChoice::Direct)),
            (ProbeStep::Direct, unless(matches!(choice, RouteChoice::Relay(_)))),
            (ProbeStep::Services, StepState::Waiting),
        ])
    }

    /// A step begins: the one before it did not work, or, before the services, did.
    #[must_use]
    pub(super) fn step(self, begun: &probe::ProbeStep) -> Self {
        let Self::Testing(mut steps) = self else { return self };
        let (running, before) = match begun {
            probe::ProbeStep::Balance { route: Route::Relay, .. } => (0, StepState::Failed),
            probe::ProbeStep::Balance { route: Route::Direct, .. } => (1, StepState::Failed),
            probe::ProbeStep::Services => (2, StepState::Done),
        };
        for (index, (_, state)) in steps.iter_mut().enumerate().take(running + 1) {
            *state = match *state {
                _ if index == running => StepState::Running,
                StepState::Running => before,
                StepState::Waiting => StepState::Skipped,
                state => state,
            };
        }
        Self::Testing(steps)
    }

    /// The test ended.
    #[must_use]
    pub(super) fn end(self, result: Result<ProbeReport, ProbeFailure>) -> Self {
        let Self::Testing(mut steps) = self else { return self };
        let worked = matches!(&result, Ok(report) if report.services.is_some());
        for (_, state) in &mut steps {
            *state = match *state {
                StepState::Running if worked => StepState::Done,
                StepState::Running => StepState::Failed,
                StepState::Waiting => StepState::Skipped,
                state => state,
            };
        }
        match result {
            Ok(report) => Self::Found(steps, report),
            Err(failure) => Self::Failed(steps, failure),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_gets_its_hosts_hue_unless_another_account_has_it() {
        assert_eq!(super::free_hue(3, &[]), 3);
        assert_eq!(super::free_hue(8, &[8, 1]), 2);
        assert_eq!(super::free_hue(5, &[1, 2, 3, 4, 5, 6, 7, 8]), 5);
    }

    #[test]
    fn the_direct_row_runs_after_the_relay_one_failed() {
        let endpoint = panelboard_domain::account::parse_address(
            "a.example/api/v2",
            panelboard_domain::account::PrivateHosts::Refuse,
        )
        .expect("an address")
        .remove(0);
        let request = |route| probe::ProbeStep::Balance { endpoint: endpoint.clone(), route };
        let probe = Probe::begin(&RouteChoice::Auto)
            .step(&request(Route::Relay))
            .step(&request(Route::Direct))
            .step(&probe::ProbeStep::Services);
        let Probe::Testing(steps) = probe else { panic!("{probe:?}") };
        assert_eq!(
            steps.map(|(_, state)| state),
            [StepState::Failed, StepState::Done, StepState::Running]
        );
    }
}
