//! The relay's state and its one function: a request in, an answer out.

use crate::attempts::attempt::{AttemptId, Attempts, Closing, Keep, Mark, Outcome};
use crate::attempts::journal::{Entry, Start};
use crate::attempts::receipt;
use crate::clock;
use crate::config::{Config, StartError};
use crate::downstream::answer::{MediaType, Refusal, Stage, respond};
use crate::downstream::cors;
use crate::downstream::files::{AppFiles, Wanted};
use crate::downstream::outgoing::Outgoing;
use crate::downstream::unbroken::unbroken;
use crate::forward::{Forward, Forwarding};
use crate::rules::hosts::Hosts;
use crate::rules::origin::{Origins, Page};
use crate::rules::panel::Panel;
use crate::rules::rate::{self, Kind, RateLimiter};
use crate::rules::route::{Route, RouteError, route};
use crate::rules::token::Token;
use crate::upstream::dial::Dialer;
use crate::upstream::list;
use crate::upstream::panel::Upstream;
use hyper::body::Incoming;
use hyper::header::{self, HeaderMap, HeaderName, HeaderValue};
use hyper::{Request, Response, StatusCode};
use std::collections::HashMap;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use tokio::sync::{Semaphore, watch};

/// 24 hours, 50,000 attempts, 64 KiB each, 16 MiB all together (docs/reliability.md#writes).
const KEEP: Keep =
    Keep { entries: 50_000, age: KEEP_AGE, bytes: 16 * 1024 * 1024, answer: 64 * 1024 };
const KEEP_MILLIS: u64 = 24 * 3_600_000;
const KEEP_AGE: Duration = Duration::from_millis(KEEP_MILLIS);
const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");

/// Everything that requests share.
pub(crate) struct Relay {
    /// What all requests to panels share.
    pub(crate) forwarding: Forwarding,
    upstreams: HashMap<String, Arc<Upstream>>,
    origins: Origins,
    token: Option<Token>,
    rates: Option<Mutex<RateLimiter>>,
    pub(crate) trusted_proxies: Vec<IpAddr>,
    development: bool,
    app: Option<AppFiles>,
    hosts: Hosts,
}

impl Relay {
    /// Checks the configuration once; `listening` is the bound address.
    pub(crate) fn new(config: Config, listening: SocketAddr) -> Result<Self, StartError> {
        let secure = config.tls.is_some();
        // A public relay must not take a visitor's own machine for its own.
        let is_public = !listening.ip().is_loopback() || !config.trusted_proxies.is_empty();
        let own = (!is_public || config.origins.is_empty()).then_some(listening);
        // Before the app's folder is read: the file must not lie in it.
        let start =
            Start::with(clock::now().saturating_sub(KEEP_MILLIS)).ok_or(StartError::Random)?;
        let opened = config.attempts_file.open(&start).map_err(StartError::AttemptsFile)?;
        let app = match &config.app {
            Some(root) => {
                Some(AppFiles::open(root, &config.secrets(), config.development, secure)?)
            }
            None => None,
        };
        let upstreams = upstreams(config.panels)?;
        let forwarding = Forwarding {
            dialer: Arc::new(Dialer::new(config.resolver, &config.extra_roots)?),
            attempts: Attempts::of(opened.memory, KEEP, Instant::now()),
            journal: opened.journal,
            user_agent: config.user_agent.try_into().map_err(|_| StartError::UserAgent)?,
            limits: config.limits,
            log: config.log,
            busy: Arc::new(Semaphore::new(config.limits.requests)),
            stopping: watch::Sender::new(false),
        };
        let relay = Self {
            upstreams,
            forwarding,
            origins: origins(&config.origins, secure, own)?,
            token: config.token.as_deref().map(Token::new),
            rates: config.rates.map(|rates| Mutex::new(RateLimiter::new(rates))),
            trusted_proxies: config.trusted_proxies,
            development: config.development,
            app,
            hosts: Hosts::new(listening, &config.origins),
        };
        relay.forwarding.log.write(&opened.words);
        Ok(relay)
    }

    /// Answers one request.
    pub(crate) async fn answer(
        self: &Arc<Self>,
        peer: IpAddr,
        request: Request<Incoming>,
    ) -> Response<Outgoing> {
        let (head, body) = request.into_parts();
        let path = head.uri.path();
        let route = match route(&head.method, path, head.uri.query()) {
            // A proxy's request form (`GET http://…`) is never for us.
            Ok(_) if head.uri.authority().is_some() => {
                Err(Refusal::early(StatusCode::BAD_REQUEST, "request-form"))
            }
            Ok(Route::App(path)) => {
                return self
                    .file(Wanted { method: &head.method, path, headers: &head.headers })
                    .await;
            }
            Ok(route) => Ok(route),
            Err(error) => return self.no_route(error, &head.headers),
        };
        let answer = match route {
            Ok(route) => unbroken(self.routed(route, peer, &head.headers, body)).await,
            Err(refusal) => Err(refusal),
        };
        let mut response = answer.unwrap_or_else(Refusal::into_response);
        cors::allow(&self.origins, &head.headers, response.headers_mut());
        response
    }

    async fn routed(
        self: &Arc<Self>,
        route: Route<'_>,
        peer: IpAddr,
        headers: &HeaderMap,
        body: Incoming,
    ) -> Result<Response<Outgoing>, Refusal> {
        let (alias, attempt) = match route {
            Route::Ask(alias) => (alias, None),
            Route::Attempt(alias, id, mark) => (alias, Some((id, mark))),
            Route::Unmarked(_) => {
                return Err(Refusal::early(StatusCode::BAD_REQUEST, "mark-required"));
            }
            Route::Close(id, mark) => return self.close(id, mark, peer, headers).await,
            Route::Preflight => return Ok(cors::preflight(&self.origins, headers)),
            Route::Health | Route::App(_) => return Ok(self.health()),
            Route::Panels | Route::Receipt(_) => return self.look_up(route, peer, headers),
        };
        let upstream = self
            .upstreams
            .get(alias)
            .ok_or(Refusal::early(StatusCode::NOT_FOUND, "unknown-panel"))?;
        self.admit(headers, Origins::may_post)?;
        let kind = if attempt.is_some() { Kind::Write } else { Kind::Read };
        self.count(peer, headers, kind)?;
        Forward { shared: &self.forwarding, upstream, attempt, headers }.answer(body).await
    }

    fn look_up(
        &self,
        route: Route<'_>,
        peer: IpAddr,
        headers: &HeaderMap,
    ) -> Result<Response<Outgoing>, Refusal> {
        self.admit(headers, Origins::may_read)?;
        self.count(peer, headers, Kind::Read)?;
        let text = match route {
            Route::Receipt(id) => self.receipt(id),
            _ => list::panels(self.upstreams.values().map(Arc::as_ref)),
        };
        Ok(own_answer(text))
    }

    fn receipt(&self, id: AttemptId) -> String {
        receipt::receipt(id, &self.forwarding.attempts.receipt(id, Instant::now()))
    }

    /// Answers with the receipt as it is when the attempt has been closed, or could not be.
    async fn close(
        &self,
        id: AttemptId,
        named: Mark,
        peer: IpAddr,
        headers: &HeaderMap,
    ) -> Result<Response<Outgoing>, Refusal> {
        self.admit(headers, Origins::may_post)?;
        self.count(peer, headers, Kind::Write)?;
        if let Closing::First(ticket) = self.forwarding.attempts.close(id, named, Instant::now()) {
            let close = Entry::Close { id, position: ticket.position(), at: clock::now() };
            // What is not on the disk cannot be promised for the time after a restart.
            let written = self.forwarding.journal.add(close).await;
            ticket.settle(match written {
                Ok(()) => Outcome::NotSent("closed"),
                Err(_) => Outcome::InDoubt("attempts-file"),
            });
        }
        Ok(own_answer(self.receipt(id)))
    }

    fn admit(
        &self,
        headers: &HeaderMap,
        may: fn(&Origins, Page<'_>) -> bool,
    ) -> Result<(), Refusal> {
        if !may(&self.origins, page(headers)) {
            return Err(Refusal::early(StatusCode::FORBIDDEN, "origin"));
        }
        match &self.token {
            Some(token) if !token.is_in(headers) => Err(Refusal::WANTS_TOKEN),
            _ => Ok(()),
        }
    }

    fn count(&self, peer: IpAddr, headers: &HeaderMap, kind: Kind) -> Result<(), Refusal> {
        let Some(rates) = &self.rates else { return Ok(()) };
        if self.development && peer.is_loopback() {
            return Ok(());
        }
        // A line that is no text is no address either.
        let lines = headers.get_all(FORWARDED_FOR).iter().map(|line| line.to_str().unwrap_or("?"));
        let client = rate::client(peer, lines, &self.trusted_proxies);
        let mut rates = rates.lock().unwrap_or_else(PoisonError::into_inner);
        rates.take(client, kind, Instant::now()).map_err(|seconds| Refusal {
            retry_after: Some(seconds),
            ..Refusal::early(StatusCode::TOO_MANY_REQUESTS, "rate")
        })
    }

    fn health(&self) -> Response<Outgoing> {
        let (status, text) = if *self.forwarding.stopping.borrow() {
            (StatusCode::SERVICE_UNAVAILABLE, "stopping")
        } else {
            (StatusCode::OK, "ok")
        };
        respond(status, MediaType::Text, Stage::PreUpstream, text.to_owned().into())
    }

    async fn file(&self, wanted: Wanted<'_>) -> Response<Outgoing> {
        let Some(app) = &self.app else {
            return Refusal::early(StatusCode::NOT_FOUND, "not-found").into_response();
        };
        if page(wanted.headers).host.is_some_and(|host| self.hosts.contain(host)) {
            app.serve(wanted).await
        } else {
            app.refuse()
        }
    }

    fn no_route(&self, error: RouteError, request: &HeaderMap) -> Response<Outgoing> {
        let (status, code) = match error {
            RouteError::NotFound => (StatusCode::NOT_FOUND, "not-found"),
            RouteError::Method(_) => (StatusCode::METHOD_NOT_ALLOWED, "method"),
            RouteError::Query => (StatusCode::BAD_REQUEST, "query"),
        };
        let mut response = Refusal::early(status, code).into_response();
        if let RouteError::Method(allow) = error {
            response.headers_mut().insert(header::ALLOW, HeaderValue::from_static(allow));
        }
        cors::allow(&self.origins, request, response.headers_mut());
        response
    }
}

fn page(headers: &HeaderMap) -> Page<'_> {
    // A header that comes twice says nothing that could be relied on.
    let text = |name: &str| match headers.get_all(name).iter().collect::<Vec<_>>()[..] {
        [] => None,
        [value] => Some(value.to_str().unwrap_or("?")),
        _ => Some("?"),
    };
    Page {
        origin: text("origin"),
        host: text("host"),
        site: text("sec-fetch-site"),
        mode: text("sec-fetch-mode"),
    }
}

fn upstreams(panels: Vec<Panel>) -> Result<HashMap<String, Arc<Upstream>>, StartError> {
    let mut upstreams = HashMap::new();
    for panel in panels {
        let alias = panel.alias.clone();
        if upstreams.insert(alias.clone(), Arc::new(Upstream::new(panel))).is_some() {
            return Err(StartError::AliasTwice(alias));
        }
    }
    Ok(upstreams)
}

/// The listed ones, and, where that makes sense, those of the address listened on.
fn origins(
    listed: &[String],
    secure: bool,
    own: Option<SocketAddr>,
) -> Result<Origins, StartError> {
    let mut origins = Origins::default();
    if let Some(listening) = own {
        origins.add_own(secure, listening);
    }
    for origin in listed {
        origins.add(origin).map_err(|error| StartError::Origin(origin.clone(), error))?;
    }
    Ok(origins)
}

/// The relay's own word, about nothing that is on its way.
fn own_answer(text: String) -> Response<Outgoing> {
    respond(StatusCode::OK, MediaType::Json, Stage::PreUpstream, text.into())
}
