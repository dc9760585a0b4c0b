//! The CORS headers. A listed origin gets its own name back; any other gets nothing at all.

use crate::downstream::answer::{MediaType, Refusal, Stage, respond};
use crate::downstream::outgoing::Outgoing;
use crate::rules::origin::Origins;
use hyper::header::{self, HeaderMap, HeaderName, HeaderValue};
use hyper::{Response, StatusCode};

const EXPOSED: &str = "X-Relay-Stage, X-Relay-Redirect, Retry-After";
const PRIVATE_NETWORK: HeaderName =
    HeaderName::from_static("access-control-request-private-network");
const ALLOW_PRIVATE_NETWORK: HeaderName =
    HeaderName::from_static("access-control-allow-private-network");

/// Lets the page of a listed origin read this answer, its stage included.
pub(crate) fn allow(origins: &Origins, request: &HeaderMap, response: &mut HeaderMap) {
    response.append(header::VARY, HeaderValue::from_static("Origin"));
    if let Some(origin) = listed(origins, request) {
        response.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin.clone());
        response.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static(EXPOSED));
    }
}

/// Answers a preflight. Only the bearer token of a private relay ever needs one.
pub(crate) fn preflight(origins: &Origins, request: &HeaderMap) -> Response<Outgoing> {
    if listed(origins, request).is_none() {
        return Refusal::early(StatusCode::FORBIDDEN, "origin").into_response();
    }
    let empty = Outgoing::Whole(None);
    let mut response = respond(StatusCode::NO_CONTENT, MediaType::Text, Stage::PreUpstream, empty);
    let headers = response.headers_mut();
    let fixed = [
        (header::ACCESS_CONTROL_ALLOW_METHODS, "GET, POST"),
        (header::ACCESS_CONTROL_ALLOW_HEADERS, "authorization, content-type"),
        (header::ACCESS_CONTROL_MAX_AGE, "7200"),
    ];
    for (name, value) in fixed {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if request.contains_key(PRIVATE_NETWORK) {
        headers.insert(ALLOW_PRIVATE_NETWORK, HeaderValue::from_static("true"));
    }
    response
}

fn listed<'a>(origins: &Origins, request: &'a HeaderMap) -> Option<&'a HeaderValue> {
    let origin = request.get(header::ORIGIN)?;
    origins.contains(origin.to_str().ok()?).then_some(origin)
}
