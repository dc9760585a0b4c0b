//! What a client gets: status, media type, body and stage, and nothing else of what a panel sent
//! (docs/reliability.md#heads). A refusal of the relay is JSON with `relay_error`, so that no one takes
//! it for a panel's `error`.

use crate::downstream::outgoing::Outgoing;
use bytes::Bytes;
use hyper::header::{self, HeaderMap, HeaderName, HeaderValue};
use hyper::{Response, StatusCode};

/// The header that says how far a request got.
pub(crate) const STAGE: HeaderName = HeaderName::from_static("x-relay-stage");
/// The origin a panel wanted to redirect to; never followed, never the whole address.
pub(crate) const REDIRECT: HeaderName = HeaderName::from_static("x-relay-redirect");

/// How far a request got (docs/reliability.md#writes).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stage {
    /// No byte of it went to the panel.
    PreUpstream,
    /// The panel's own answer.
    Upstream,
    /// The remembered answer of the same attempt.
    Replayed,
    /// It went out, or may have; the answer is not known.
    InDoubt,
}

/// The media types a client can get. A panel's HTML stays text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum MediaType {
    /// `application/json`.
    Json,
    /// `text/plain`.
    Text,
}

/// A panel's answer, whole, and cleaned of everything but these.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Answer {
    /// As sent.
    pub(crate) status: u16,
    /// JSON if it said so, else text.
    pub(crate) media_type: MediaType,
    /// As sent.
    pub(crate) retry_after: Option<HeaderValue>,
    /// Where it wanted to redirect to: scheme and host.
    pub(crate) redirect: Option<HeaderValue>,
    /// As sent, decoded.
    pub(crate) body: Bytes,
}

/// A refusal: the status, the code, and how far it got.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Refusal {
    /// HTTP status.
    pub(crate) status: StatusCode,
    /// A stable code, for the app to put into words.
    pub(crate) code: &'static str,
    /// How far it got.
    pub(crate) stage: Stage,
    /// Seconds to wait.
    pub(crate) retry_after: Option<u32>,
}

impl Stage {
    /// The header's value.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::PreUpstream => "pre-upstream",
            Self::Upstream => "upstream",
            Self::Replayed => "replayed",
            Self::InDoubt => "in_doubt",
        }
    }
}

impl MediaType {
    /// By what the panel said; a page of HTML or anything else becomes text.
    pub(crate) fn of(headers: &HeaderMap) -> Self {
        let said = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
        if said.is_some_and(|said| said.to_ascii_lowercase().contains("json")) {
            Self::Json
        } else {
            Self::Text
        }
    }

    const fn header(self) -> HeaderValue {
        HeaderValue::from_static(match self {
            Self::Json => "application/json",
            Self::Text => "text/plain; charset=utf-8",
        })
    }
}

impl Refusal {
    /// This relay is private: the request carries no token, or another one. The app knows this code.
    pub(crate) const WANTS_TOKEN: Self = Self::early(StatusCode::UNAUTHORIZED, "token");

    /// Before any byte went to a panel.
    pub(crate) const fn early(status: StatusCode, code: &'static str) -> Self {
        Self { status, code, stage: Stage::PreUpstream, retry_after: None }
    }

    /// The panel did not answer in a way that settles anything.
    pub(crate) const fn in_doubt(status: StatusCode, code: &'static str) -> Self {
        Self { status, code, stage: Stage::InDoubt, retry_after: None }
    }

    /// As an answer.
    pub(crate) fn into_response(self) -> Response<Outgoing> {
        let body = format!("{{\"relay_error\":\"{}\"}}", self.code);
        let mut response = respond(self.status, MediaType::Json, self.stage, body.into());
        if let Some(seconds) = self.retry_after {
            response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
        }
        if self.status == StatusCode::UNAUTHORIZED {
            let scheme = HeaderValue::from_static("Bearer");
            response.headers_mut().insert(header::WWW_AUTHENTICATE, scheme);
        }
        response
    }
}

impl Answer {
    /// As an answer.
    pub(crate) fn to_response(&self, stage: Stage) -> Response<Outgoing> {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::BAD_GATEWAY);
        let mut response = respond(status, self.media_type, stage, self.body.clone().into());
        let headers = response.headers_mut();
        if let Some(value) = &self.retry_after {
            headers.insert(header::RETRY_AFTER, value.clone());
        }
        if let Some(value) = &self.redirect {
            headers.insert(REDIRECT, value.clone());
        }
        response
    }
}

/// An answer with the fixed headers.
pub(crate) fn respond(
    status: StatusCode,
    media_type: MediaType,
    stage: Stage,
    body: Outgoing,
) -> Response<Outgoing> {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, media_type.header());
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(STAGE, HeaderValue::from_static(stage.as_str()));
    // Chromium sends a 408 on a reused connection again by itself: let it have a fresh one.
    if status == StatusCode::REQUEST_TIMEOUT {
        headers.insert(header::CONNECTION, HeaderValue::from_static("close"));
    }
    response
}

/// The parts of a panel's head that may pass.
pub(crate) fn passing(headers: &HeaderMap) -> (Option<HeaderValue>, Option<HeaderValue>) {
    let retry_after = headers.get(header::RETRY_AFTER).filter(|value| value.len() <= 64).cloned();
    (retry_after, headers.get(header::LOCATION).and_then(redirect_origin))
}

/// Scheme and host of a `Location`; its path and query could repeat what was sent.
fn redirect_origin(location: &HeaderValue) -> Option<HeaderValue> {
    let text = location.to_str().ok()?;
    let (scheme, rest) = text.split_once("://")?;
    let host = rest.split(['/', '?', '#', '\\']).next()?;
    let plain = host.len() <= 255 && !host.contains('@');
    if plain && matches!(scheme, "http" | "https") {
        HeaderValue::from_str(&format!("{scheme}://{host}")).ok()
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_redirect_shows_its_origin_only() {
        let check = |text: &str| {
            redirect_origin(&HeaderValue::from_str(text).expect("a value"))
                .map(|value| value.to_str().expect("text").to_owned())
        };
        assert_eq!(check("https://b.example/x?key=secret").as_deref(), Some("https://b.example"));
        assert_eq!(check("http://169.254.169.254/").as_deref(), Some("http://169.254.169.254"));
        assert_eq!(check("/login?key=secret"), None);
        assert_eq!(check("https://key@b.example/"), None);
        assert_eq!(check("javascript://x"), None);
    }

    #[test]
    fn html_becomes_text() {
        let of = |value: &'static str| {
            MediaType::of(&HeaderMap::from_iter([(
                header::CONTENT_TYPE,
                HeaderValue::from_static(value),
            )]))
        };
        assert_eq!(of("application/json; charset=utf-8"), MediaType::Json);
        assert_eq!(of("application/problem+JSON"), MediaType::Json);
        assert_eq!(of("text/html"), MediaType::Text);
        assert_eq!(MediaType::of(&HeaderMap::new()), MediaType::Text);
    }
}
