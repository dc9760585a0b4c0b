//! One test's world: a sandbox panel, a relay that lists it, and the client's ports.

use crate::ports::{Sockets, exchange, through};
use hyper::Method;
use panelboard_client::gesture::with_trusted_event;
use panelboard_client::place::{
    ConfirmedOrder, Credentials, OrderProposal, Session, Sheet, confirm_order,
};
use panelboard_client::ports::Clock;
use panelboard_client::probe::{
    ProbeFailure, ProbeRequest, ProbeResult, RelayOffer, RelayPanel, RouteChoice, probe_account,
};
use panelboard_client::relay::Listing;
use panelboard_domain::account::{Account, Endpoint, PrivateHosts, RelayId, Route, parse_address};
use panelboard_domain::id::AccountId;
use panelboard_domain::order::{OrderDraft, validate};
use panelboard_domain::secret::ApiKey;
use panelboard_domain::service::{Service, ServiceKind};
use panelboard_panel_api::http::HttpResponse;
use panelboard_relay::Running;
use panelboard_relay::panel::Panel;
use panelboard_sandbox::server::{Account as SandboxAccount, Options};

/// The servers run until the test's runtime ends.
pub struct World {
    /// The ports.
    pub sockets: Sockets,
    sandbox: panelboard_sandbox::server::Running,
    panels: Vec<Panel>,
    relay: Running,
}

/// An account that the probe found usable.
pub struct Found {
    /// As the app would store it.
    pub account: Account,
    /// Its key.
    pub key: ApiKey,
    /// What the probe saw.
    pub probe: ProbeResult,
}

impl Found {
    /// Account and key together.
    pub fn credentials(&self) -> Credentials<'_> {
        Credentials { account: &self.account, key: &self.key }
    }
}

impl World {
    /// A world whose panel was started with these options.
    pub async fn new(options: Options) -> Self {
        let sandbox = panelboard_sandbox::server::spawn(options).await.expect("loopback is free");
        let panels = sandbox.accounts.iter().map(|account| {
            Panel::parse(&format!("{}={}", account.name, account.address), true).expect("a panel")
        });
        let panels: Vec<_> = panels.collect();
        let relay = relay(panels.clone()).await;
        let sockets = through(relay.url());
        Self { sockets, sandbox, panels, relay }
    }

    /// Where the relay is.
    pub fn relay_url(&self) -> String {
        self.relay.url()
    }

    /// One more relay that lists the same panels, with a memory of its own: a replica, or the same one
    /// after a restart.
    pub async fn another_relay(&self) -> Running {
        relay(self.panels.clone()).await
    }

    /// Options as the sandbox's command line takes them.
    pub fn options(arguments: &[&str]) -> Options {
        let arguments = arguments.iter().map(|argument| (*argument).to_owned());
        Options::parse(arguments, |path| std::fs::read_to_string(path)).expect("known flags")
    }

    /// The sandbox's account at `/api/v1` or `/api/v2`.
    pub fn sandbox_account(&self, dialect: &str) -> &SandboxAccount {
        let address = format!("http://{}/api/{dialect}", self.sandbox.addr);
        let default = self.sandbox.accounts.iter().find(|account| account.address == address);
        default.expect("the sandbox has both dialects")
    }

    /// From now on every account is added with a key that the panel does not know.
    pub fn use_wrong_keys(&mut self) {
        for account in &mut self.sandbox.accounts {
            account.key = "no-such-key-0000000000".to_owned();
        }
    }

    /// Adds an account as the app does: the address, the key, the wanted route.
    pub async fn add(&self, dialect: &str, choice: RouteChoice) -> Result<Found, ProbeFailure> {
        self.probe(self.sandbox_account(dialect), choice).await
    }

    /// The same for the panel of that name.
    pub async fn add_at(&self, name: &str, choice: RouteChoice) -> Result<Found, ProbeFailure> {
        let account = self.sandbox.accounts.iter().find(|account| account.name == name);
        self.probe(account.expect("the sandbox has this panel"), choice).await
    }

    async fn probe(
        &self,
        held: &SandboxAccount,
        choice: RouteChoice,
    ) -> Result<Found, ProbeFailure> {
        let SandboxAccount { address, key, name, .. } = held;
        let key = ApiKey::parse(key).expect("the sandbox's keys are keys");
        let listed = RelayPanel { alias: (*name).to_owned(), endpoint: address.clone() };
        let candidates = endpoints(address);
        let listing = Listing::Panels { version: None, panels: vec![listed] };
        let offer = RelayOffer { relay: RelayId::Own, listing };
        let offers = if choice == RouteChoice::Direct { Vec::new() } else { vec![offer] };
        let request = ProbeRequest {
            candidates: &candidates,
            key: &key,
            choice,
            relays: &offers,
            existing: &[],
        };
        let probe = probe_account(&self.sockets, &request, |_| ()).await?;
        Ok(Found { account: account(&probe), key, probe })
    }

    /// Confirms an order for 100 of the first plain service.
    pub fn confirm(&self, found: &Found) -> ConfirmedOrder {
        let service = plain_service(found);
        let draft = OrderDraft {
            service: Some(service.id.clone()),
            link: "https://example.com/post".to_owned(),
            quantity: service.min.unwrap_or(100).max(100).to_string(),
            extras: Vec::new(),
        };
        let order = validate(&draft, &service, &found.account.capabilities).expect("a whole draft");
        let proposal = OrderProposal {
            service,
            order,
            currency: None,
            retry_of: None,
            acknowledged: Vec::new(),
            typed_quantity: None,
        };
        let sheet = Sheet { priced_at: self.sockets.now(), ..Sheet::default() };
        let confirmed = with_trusted_event(true, |gesture| {
            confirm_order(
                gesture,
                found.credentials(),
                &proposal,
                &sheet,
                &session(),
                &self.sockets,
            )
        });
        confirmed.expect("the event is trusted").expect("the proposal is fresh")
    }

    /// What the panel of that name counted: `adds_received`, `orders`, …
    pub async fn count(&self, name: &str, what: &str) -> u64 {
        let url = format!("http://{}/counts", self.sandbox.control_addr);
        let answer = control(Method::GET, &url, "").await;
        let counts: serde_json::Value = serde_json::from_slice(&answer.body).expect("JSON");
        counts[name][what].as_u64().expect("a number")
    }

    /// The next request that this fault is for meets it.
    pub async fn break_next(&self, fault: &str) {
        let url = format!("http://{}/faults", self.sandbox.control_addr);
        let answer = control(Method::POST, &url, fault).await;
        assert_eq!(answer.status, 200, "{}", String::from_utf8_lossy(&answer.body));
    }

    /// Sets the sandbox's clock forward.
    pub async fn advance_hours(&self, hours: u64) {
        let url = format!("http://{}/world", self.sandbox.control_addr);
        let body = format!("{{\"advance_ms\": {}}}", hours * 3_600_000);
        let answer = control(Method::POST, &url, &body).await;
        assert_eq!(answer.status, 200);
    }
}

async fn relay(panels: Vec<Panel>) -> Running {
    let config = panelboard_relay::Config {
        listen: ([127, 0, 0, 1], 0).into(),
        panels,
        development: true,
        log: panelboard_relay::Log::none(),
        ..Default::default()
    };
    panelboard_relay::spawn(config).await.expect("loopback is free")
}

async fn control(method: Method, url: &str, body: &str) -> HttpResponse {
    let answer = exchange(method, Route::Direct, url, body).await;
    answer.expect("the control API answers").into()
}

/// This run of the app.
pub fn session() -> Session {
    Session { id: "flows".to_owned(), app_version: "0.1.0".to_owned() }
}

fn endpoints(address: &str) -> Vec<Endpoint> {
    parse_address(address, PrivateHosts::Allow).expect("the sandbox's address is one")
}

fn account(probe: &ProbeResult) -> Account {
    Account {
        id: AccountId::new("flows").expect("not empty"),
        name: "Sandbox".to_owned(),
        endpoint: probe.endpoint.clone(),
        dialect: probe.dialect,
        route: probe.route,
        relay_alias: probe.relay_alias.clone().filter(|_| probe.route == Route::Relay),
        relay: probe.relay.clone(),
        hue: 1,
        read_only: false,
        currency_override: None,
        capabilities: probe.capabilities.clone(),
        key_tail: String::new(),
    }
}

fn plain_service(found: &Found) -> Service {
    let catalog = &found.probe.services.as_ref().expect("the list was read").value;
    let plain = catalog.services().iter().find(|service| {
        service.kind == ServiceKind::Default
            && service.orderable().is_ok()
            && service.refill != Some(false)
            && service.min.is_some_and(|min| min <= 100)
    });
    plain.expect("the list has a plain service").clone()
}
