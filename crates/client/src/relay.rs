//! The relay as its clients see it: its paths, its headers, its refusals, its receipts. Everything of
//! this wire form that a client needs stands here, once (crates/relay/README.md has the whole).
//!
//! Must never take a panel's word for the relay's: who answered follows from where was asked.

mod look;
mod panels;
mod receipt;
#[cfg(test)]
mod tests;

pub use look::{RelayLook, look_at};
pub use panels::{Listing, listing, origin_line, panel_line};
pub use receipt::{End, receipt};

use crate::error::TransportError;
use crate::ports::Write;
use panelboard_domain::account::Route;
use panelboard_domain::attempt::Mark;
use panelboard_domain::id::AttemptId;
use panelboard_panel_api::http::{Answer, FromPanel, FromRelay, HttpResponse, RelayStage};
use serde::Deserialize;

/// The code of a relay that wants a token or another one (HTTP 401).
pub const WANTS_TOKEN: &str = "token";
/// The code of a relay that this page may not use (HTTP 403).
pub const NOT_ALLOWED: &str = "origin";

/// `GET`: the panels that the relay serves.
pub const PANELS_PATH: &str = "/panels";
/// `GET`: whether it is there at all. Answered to anybody, token or not.
pub const HEALTH_PATH: &str = "/healthz";

const STAGE_HEADER: &str = "x-relay-stage";
const RETRY_HEADER: &str = "retry-after";

/// `POST`: where a request for a panel goes. A write must have a mark: without one the relay would
/// refuse it, so nothing is sent.
pub fn path(alias: &str, write: Option<Write<'_>>) -> Result<String, TransportError> {
    match write {
        None => Ok(format!("/p/{alias}")),
        Some(Write { attempt, mark: Some(Mark { memory, position }) }) => {
            Ok(format!("/p/{alias}/attempts/{attempt}/{memory}/{position}"))
        }
        Some(Write { mark: None, .. }) => Err(TransportError::RelayRefused("no-mark".to_owned())),
    }
}

/// `GET`: the receipt of an attempt.
pub fn receipt_path(attempt: &AttemptId) -> String {
    format!("/attempts/{attempt}")
}

/// `POST`: where an attempt is closed, so that no late copy of it is sent.
pub fn close_path(attempt: &AttemptId, Mark { memory, position }: Mark) -> String {
    format!("/attempts/{attempt}/{memory}/{position}/close")
}

/// Reads what came back. `asked` is where the request went; `header` finds a header by its name in
/// lower case.
pub fn answer(
    asked: Route,
    status: u16,
    header: impl Fn(&str) -> Option<String>,
    body: Vec<u8>,
) -> Answer {
    let retry_after = header(RETRY_HEADER);
    match asked {
        Route::Direct => Answer::FromPanel(FromPanel { status, retry_after, body }),
        Route::Relay => {
            let stage = header(STAGE_HEADER).as_deref().and_then(RelayStage::parse);
            Answer::FromRelay(FromRelay { status, retry_after, stage, body })
        }
    }
}

/// A refusal of the relay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RelayError {
    /// The stable code, e.g. `unknown-panel`; `http_503` when there is none.
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
