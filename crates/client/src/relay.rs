//! What the relay itself says, as opposed to the panel behind it (reliability.md 3.1). Its refusals
//! carry `relay_error`, a stable code.

use panelboard_panel_api::http::{HttpResponse, RelayStage};
use serde::Deserialize;

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
