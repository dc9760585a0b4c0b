//! One request to a panel: find the panel, note the request, let the engine or a fault answer.

use super::body::Payload;
use super::bomb::bomb;
use super::clock::unix_ms;
use super::connection::Connection;
use super::faults::FaultKind;
use super::mishap::{Mishap, with_wrong_types, without_first};
use super::orders_page::orders_page;
use super::state::{Received, Shared};
use crate::engine::{Dice, Method, Profile, Reply, Request as PanelRequest};
use http_body_util::{BodyExt, Limited};
use hyper::body::Incoming;
use hyper::header::{self, HeaderValue};
use hyper::{Request, Response, StatusCode};
use std::time::Duration;

/// More than any honest order; beyond it the request is refused.
const BODY_LIMIT: usize = 4 << 20;

pub(crate) async fn respond(
    shared: &Shared,
    connection: &Connection,
    request: Request<Incoming>,
) -> Response<Payload> {
    let on_connection = connection.count_request();
    let Some(profile) = shared.profile_at(request.uri().path()) else {
        return orders_page(shared, request.uri()).unwrap_or_else(|| page(404, NOT_FOUND));
    };
    if request.method() == hyper::Method::OPTIONS {
        return preflight(shared.lock().cors);
    }
    let Ok(arrived) = Arrived::read(request).await else {
        return page(413, "<html><body><h1>413 Request Entity Too Large</h1></body></html>");
    };
    let verdict = arrived.decide(shared, profile, connection, on_connection);
    tokio::time::sleep(Duration::from_millis(verdict.mishap.latency_ms)).await;
    let with_cors = verdict.cors && !verdict.mishap.no_cors;
    let mut response = verdict.act(connection).await;
    if with_cors {
        allow_any_origin(&mut response);
    }
    response
}

/// A request with its body.
struct Arrived {
    method: hyper::Method,
    user_agent: String,
    request: PanelRequest,
}

impl Arrived {
    async fn read(request: Request<Incoming>) -> Result<Self, ()> {
        let (parts, body) = request.into_parts();
        let bytes = Limited::new(body, BODY_LIMIT).collect().await.map_err(|_| ())?.to_bytes();
        let text = |name| {
            let value = parts.headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok());
            value.unwrap_or_default().to_owned()
        };
        let is_get = parts.method == hyper::Method::GET;
        let method = if is_get { Method::Get } else { Method::Post };
        let query = parts.uri.query().unwrap_or_default();
        let content_type = text(header::CONTENT_TYPE);
        Ok(Self {
            request: PanelRequest::from_http(method, query, &content_type, &bytes),
            user_agent: text(header::USER_AGENT),
            method: parts.method,
        })
    }

    /// Everything that needs the lock: faults, the engine, the record.
    fn decide(
        &self,
        shared: &Shared,
        profile: &'static Profile,
        connection: &Connection,
        on_connection: u64,
    ) -> Verdict {
        let mut guard = shared.lock();
        let state = &mut *guard;
        let action = self.request.sent("action").unwrap_or_default().to_owned();
        let mut dice = Dice::new(shared.seed(), state.received.len() as u64);
        let mishap =
            Mishap::choose(&mut state.faults, profile.name, &action, on_connection > 1, || {
                dice.below(100)
            });
        let now = state.clock.now();
        let mut accepted = false;
        let reply =
            state.worlds.get_mut(profile.name).filter(|_| !mishap.unprocessed).map(|world| {
                let before = world.accepted();
                let reply = world.step(now, &self.request);
                accepted = world.accepted() > before;
                reply
            });
        state.received.push(Received {
            at_ms: unix_ms(),
            world_ms: now,
            connection: connection.number,
            on_connection,
            profile: profile.name,
            method: self.method.to_string(),
            action,
            user_agent: self.user_agent.clone(),
            fields: self.request.fields_without_key(),
            fault: mishap.kind.as_ref().map(FaultKind::name),
            processed: reply.is_some(),
            accepted,
            status: reply.as_ref().map(|reply| reply.status),
        });
        Verdict { mishap, reply, cors: state.cors }
    }
}

/// What was decided about one request.
struct Verdict {
    mishap: Mishap,
    reply: Option<Reply>,
    cors: bool,
}

impl Verdict {
    async fn act(self, connection: &Connection) -> Response<Payload> {
        let reply = self.reply.unwrap_or_else(|| Reply {
            status: 200,
            content_type: "application/json",
            body: String::new(),
        });
        match self.mishap.kind {
            None => answer(reply),
            Some(FaultKind::Hang) => std::future::pending().await,
            Some(FaultKind::Fin) => cut(connection, false).await,
            Some(FaultKind::Reset) => cut(connection, true).await,
            Some(kind) => spoiled(&kind, reply),
        }
    }
}

async fn cut(connection: &Connection, by_reset: bool) -> Response<Payload> {
    connection.cut(by_reset);
    std::future::pending().await
}

fn spoiled(kind: &FaultKind, reply: Reply) -> Response<Payload> {
    match kind {
        FaultKind::TimeoutOnReuse => {
            let mut response = build(408, "text/plain", Payload::whole("Request Timeout"));
            response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
            response
        }
        FaultKind::Status(status) => build(*status, "text/plain", Payload::whole(reason(*status))),
        FaultKind::Html(status) => page(*status, CHALLENGE),
        FaultKind::Truncate => {
            build(reply.status, reply.content_type, Payload::truncated(reply.body))
        }
        FaultKind::RateLimit { retry_after } => {
            let body = Payload::whole(r#"{"error":"Too many requests"}"#);
            with_header(build(429, "application/json", body), header::RETRY_AFTER, retry_after)
        }
        FaultKind::Redirect { status, location } => {
            with_header(build(*status, "text/html", Payload::whole("")), header::LOCATION, location)
        }
        FaultKind::GzipBomb { megabytes } => {
            let body = Payload::whole(bomb(*megabytes));
            let response = build(reply.status, "application/json", body);
            with_header(response, header::CONTENT_ENCODING, "gzip")
        }
        FaultKind::Answer { status, content_type, body } => {
            build(*status, content_type, Payload::whole(body.clone()))
        }
        _ => {
            let body = Payload::whole(spoiled_body(kind, reply.body));
            build(reply.status, reply.content_type, body)
        }
    }
}

fn spoiled_body(kind: &FaultKind, body: String) -> Vec<u8> {
    let text = match kind {
        FaultKind::Utf16 => return body.encode_utf16().flat_map(u16::to_be_bytes).collect(),
        FaultKind::BadUtf8 => return [body.as_bytes(), b"\xC3\x28"].concat(),
        FaultKind::Bom => format!("\u{feff}{body}"),
        FaultKind::Notice => format!("{NOTICE}{body}"),
        FaultKind::Noise => format!("{body}\n<!-- Page cached in 0.012 s -->"),
        FaultKind::Empty => String::new(),
        FaultKind::WrongTypes => with_wrong_types(&body),
        FaultKind::MissingIds => without_first(&body),
        _ => body,
    };
    text.into_bytes()
}

fn answer(reply: Reply) -> Response<Payload> {
    build(reply.status, reply.content_type, Payload::whole(reply.body))
}

pub(crate) fn page(status: u16, body: &'static str) -> Response<Payload> {
    build(status, "text/html; charset=UTF-8", Payload::whole(body))
}

pub(crate) fn build(status: u16, content_type: &str, body: Payload) -> Response<Payload> {
    let mut response = Response::new(body);
    *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::OK);
    with_header(response, header::CONTENT_TYPE, content_type)
}

/// A value that HTTP cannot carry is left out.
fn with_header(
    mut response: Response<Payload>,
    name: header::HeaderName,
    value: &str,
) -> Response<Payload> {
    if let Ok(value) = HeaderValue::from_str(value) {
        response.headers_mut().insert(name, value);
    }
    response
}

fn preflight(cors: bool) -> Response<Payload> {
    if !cors {
        return page(405, "<html><body><h1>405 Not Allowed</h1></body></html>");
    }
    let mut response = Response::new(Payload::whole(""));
    *response.status_mut() = StatusCode::NO_CONTENT;
    allow_any_origin(&mut response);
    let response = with_header(response, header::ACCESS_CONTROL_ALLOW_METHODS, "GET, POST");
    with_header(response, header::ACCESS_CONTROL_ALLOW_HEADERS, "*")
}

fn allow_any_origin(response: &mut Response<Payload>) {
    let any = HeaderValue::from_static("*");
    response.headers_mut().insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, any);
}

fn reason(status: u16) -> &'static str {
    StatusCode::from_u16(status)
        .ok()
        .and_then(|status| status.canonical_reason())
        .unwrap_or("Error")
}

const NOT_FOUND: &str = "<!DOCTYPE html><html><head><title>404 Not Found</title></head>\
    <body><h1>Not Found</h1><p>No panel lives at this address.</p></body></html>";

const CHALLENGE: &str = "<!DOCTYPE html><html lang=\"en\"><head><title>One moment, please...\
    </title><meta name=\"robots\" content=\"noindex,nofollow\"></head>\
    <body><h1>One moment, please...</h1><p>Your browser is being checked.</p></body></html>";

const NOTICE: &str = "<br />\n<b>Notice</b>:  Undefined index: expiry in \
    <b>/home/panel/public_html/app/controller/api.php</b> on line <b>45</b><br />\n";
