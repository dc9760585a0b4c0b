//! What `GET /attempts/{id}` and `GET /panels` say.

use crate::attempt::{AttemptId, Known, Outcome};
use crate::upstream::Upstream;
use serde::Serialize;

/// One run of the relay, and from when on its memory is complete.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Run {
    /// Changes with every start.
    pub(crate) instance: String,
    /// Every attempt that reached this relay since then is remembered (milliseconds since 1970). Not
    /// simply the start: forgetting old attempts moves it on, an attempts file moves it back.
    pub(crate) boot_ts: u64,
    /// The relay's clock now, to be compared with one's own.
    pub(crate) now: u64,
}

#[derive(Serialize)]
struct Receipt<'a> {
    attempt: String,
    state: &'static str,
    #[serde(flatten)]
    run: &'a Run,
    #[serde(skip_serializing_if = "Option::is_none")]
    result: Option<ReceiptResult>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'static str>,
}

#[derive(Serialize)]
struct ReceiptResult {
    status: u16,
    body: String,
}

#[derive(Serialize)]
struct Panels<'a> {
    #[serde(flatten)]
    run: &'a Run,
    panels: Vec<PanelRow<'a>>,
}

#[derive(Serialize)]
struct PanelRow<'a> {
    alias: &'a str,
    endpoint: String,
}

/// The receipt of one attempt: `done`, `in_flight`, `in_doubt`, `not_sent` or `not_seen`.
pub(crate) fn receipt(id: AttemptId, known: Known, run: &Run) -> String {
    let (state, result, reason) = match known {
        Known::InFlight => ("in_flight", None, None),
        Known::NotSeen => ("not_seen", None, None),
        Known::Settled(Outcome::NotSent(reason)) => ("not_sent", None, Some(reason)),
        Known::Settled(Outcome::InDoubt(reason)) => ("in_doubt", None, Some(reason)),
        Known::Settled(Outcome::Answered(answer)) => {
            let body = String::from_utf8_lossy(&answer.body).into_owned();
            ("done", Some(ReceiptResult { status: answer.status, body }), None)
        }
    };
    json(&Receipt { attempt: id.to_string(), state, run, result, reason })
}

/// The allow-list, so that the app can tell which accounts this relay serves.
pub(crate) fn panels<'a>(upstreams: impl Iterator<Item = &'a Upstream>, run: &Run) -> String {
    let mut panels: Vec<_> = upstreams
        .map(|upstream| PanelRow {
            alias: &upstream.alias,
            endpoint: upstream.endpoint.to_string(),
        })
        .collect();
    panels.sort_by_key(|row| row.alias);
    json(&Panels { run, panels })
}

fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("texts and numbers are JSON")
}
