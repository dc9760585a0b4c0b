//! What the relay itself says, as opposed to the panel behind it (reliability.md 3.1). Its refusals
//! carry `relay_error`, a stable code.

use crate::probe::{RelayOffer, RelayPanel};
use panelboard_panel_api::http::{HttpResponse, RelayStage};
use serde::Deserialize;

/// The code of a relay that wants a token, which the app cannot give yet (HTTP 401).
pub const WANTS_TOKEN: &str = "token";

/// A refusal of the relay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RelayError {
    /// The stable code, e.g. `unknown_panel`; `http_503` when there is none.
    pub code: String,
}

#[derive(Deserialize)]
struct Refusal<'a> {
    #[serde(borrow)]
    relay_error: &'a str,
}

/// Reads a refusal.
pub fn error(response: &HttpResponse) -> RelayError {
    let code = serde_json::from_slice::<Refusal<'_>>(&response.body)
        .ok()
        .map(|refusal| refusal.relay_error.chars().take(64).collect::<String>())
        .filter(|code| !code.is_empty())
        .unwrap_or_else(|| format!("http_{}", response.status));
    RelayError { code }
}

/// What the relay answers to `GET /panels`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Listing {
    /// The panels that it passes requests on to.
    Panels(Vec<RelayPanel>),
    /// It is there, but private: it answers nothing without a token.
    WantsToken,
    /// Not a relay, or one that does not list its panels to this page.
    Nothing,
}

impl Listing {
    /// As the test of an account takes it.
    pub fn offer(&self) -> Option<RelayOffer<'_>> {
        match self {
            Self::Panels(panels) => Some(RelayOffer::Panels(panels)),
            Self::WantsToken => Some(RelayOffer::WantsToken),
            Self::Nothing => None,
        }
    }
}

#[derive(Deserialize)]
struct Panels {
    panels: Vec<RelayPanel>,
}

/// Reads the answer to `GET /panels`.
pub fn listing(response: &HttpResponse) -> Listing {
    if response.status == 401 && error(response).code == WANTS_TOKEN {
        return Listing::WantsToken;
    }
    match serde_json::from_slice::<Panels>(&response.body) {
        Ok(Panels { panels }) if response.status == 200 => Listing::Panels(panels),
        _ => Listing::Nothing,
    }
}

/// What the relay's attempt log says of one attempt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LogEntry {
    /// The panel answered this.
    Done(HttpResponse),
    /// The relay is still waiting for the panel.
    InFlight,
    /// It went out, or may have; the relay does not know what became of it.
    InDoubt,
    /// The relay stopped it before any byte went to the panel, and will not send it.
    NotSent,
    /// The relay has no such attempt in its memory.
    NotSeen {
        /// Its memory is whole since this moment of its clock (`boot_ts`).
        since: Option<i64>,
        /// Its clock now.
        now: Option<i64>,
    },
    /// Not an answer of a relay's log.
    Unreadable,
}

#[derive(Deserialize)]
struct Entry {
    state: String,
    result: Option<EntryResult>,
    boot_ts: Option<i64>,
    now: Option<i64>,
}

#[derive(Deserialize)]
struct EntryResult {
    status: u16,
    body: String,
}

/// Reads the answer to `GET /attempts/{id}`.
pub fn log_entry(response: &HttpResponse) -> LogEntry {
    let Ok(entry) = serde_json::from_slice::<Entry>(&response.body) else {
        return LogEntry::Unreadable;
    };
    match (entry.state.as_str(), entry.result) {
        ("done", Some(result)) => LogEntry::Done(HttpResponse {
            status: result.status,
            retry_after: None,
            stage: Some(RelayStage::Replayed),
            body: result.body.into_bytes(),
        }),
        ("in_flight", _) => LogEntry::InFlight,
        ("in_doubt", _) => LogEntry::InDoubt,
        ("not_sent", _) => LogEntry::NotSent,
        ("not_seen", _) => LogEntry::NotSeen { since: entry.boot_ts, now: entry.now },
        _ => LogEntry::Unreadable,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(status: u16, body: &str, expected: &Listing) {
        let body = body.as_bytes().to_vec();
        let answer = HttpResponse { status, retry_after: None, stage: None, body };
        assert_eq!(&listing(&answer), expected, "{status}");
    }

    #[test]
    fn s13_a_private_relay_is_told_from_no_relay() {
        let panel = RelayPanel { alias: "a".to_owned(), endpoint: "https://a.example".to_owned() };
        let list = r#"{"panels":[{"alias":"a","endpoint":"https://a.example"}]}"#;
        check(200, list, &Listing::Panels(vec![panel]));
        check(200, r#"{"panels":[]}"#, &Listing::Panels(Vec::new()));
        check(401, r#"{"relay_error":"token"}"#, &Listing::WantsToken);
        // Whatever else stands in front of a site may say 401 too.
        check(401, "Unauthorized", &Listing::Nothing);
        check(401, r#"{"relay_error":"other"}"#, &Listing::Nothing);
        check(403, r#"{"relay_error":"origin"}"#, &Listing::Nothing);
        check(200, r#"{"relay_error":"token"}"#, &Listing::Nothing);
        check(404, list, &Listing::Nothing);
        check(200, "<!doctype html>", &Listing::Nothing);
    }
}
