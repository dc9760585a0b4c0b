//! What `GET /attempts/{id}` says.

use crate::attempts::attempt::{AttemptId, Outcome, State};
use panelboard_fence::{Mark, Receipt};
use serde::Serialize;

#[derive(Serialize)]
struct Written {
    attempt: String,
    state: &'static str,
    #[serde(flatten)]
    mark: Mark,
    forgotten: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    result: Option<WrittenResult>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'static str>,
}

#[derive(Serialize)]
struct WrittenResult {
    status: u16,
    body: String,
}

/// The receipt of one attempt: `done`, `in_flight`, `in_doubt`, `not_sent` or `not_seen`, and the
/// memory that says so.
pub(crate) fn receipt(id: AttemptId, receipt: &Receipt<Outcome>) -> String {
    let (state, result, reason) = match &receipt.state {
        State::InFlight => ("in_flight", None, None),
        State::NotSeen => ("not_seen", None, None),
        State::Settled(Outcome::NotSent(reason)) => ("not_sent", None, Some(*reason)),
        State::Settled(Outcome::InDoubt(reason)) => ("in_doubt", None, Some(*reason)),
        State::Settled(Outcome::Answered(answer)) => {
            let body = String::from_utf8_lossy(&answer.body).into_owned();
            ("done", Some(WrittenResult { status: answer.status, body }), None)
        }
    };
    let (attempt, mark, forgotten) = (id.to_string(), receipt.mark, receipt.forgotten);
    let written = Written { attempt, state, mark, forgotten, result, reason };
    serde_json::to_string(&written).expect("texts and numbers are JSON")
}
