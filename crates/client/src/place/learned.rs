//! What the answer to a write teaches about the panel. Only facts for the account: what was refused
//! for a parameter's name is never sent again by code, the user's next press uses the name.

use super::verdict::kept_answer;
use panelboard_domain::account::{Capabilities, Fact};
use panelboard_domain::attempt::{Attempt, AttemptState, RefusalKind, Request};
use panelboard_domain::secret::ApiKey;
use panelboard_panel_api::action::Action;
use panelboard_panel_api::decode::{self, AddOutcome};
use panelboard_panel_api::error::{ApiError, Refusal};
use panelboard_panel_api::learned;

/// The facts that an attempt's outcome shows; empty while there is no answer in words.
pub fn learned_from(attempt: &Attempt, can: &Capabilities, key: &ApiKey) -> Vec<Fact> {
    let answer = action_of(&attempt.request).zip(answer_of(attempt, key));
    answer.map(|(action, answer)| learned::facts(&action, can, &answer)).unwrap_or_default()
}

/// A repeat teaches nothing that the order itself did not.
fn action_of(request: &Request) -> Option<Action> {
    Some(match request {
        Request::Add { service, params, .. } => {
            Action::Add { service: service.id.clone(), params: params.clone() }
        }
        Request::Refill { order } => Action::Refill(vec![order.clone()]),
        Request::Cancel { order } => Action::Cancel(vec![order.clone()]),
        Request::Again { .. } => return None,
    })
}

/// A yes, or a no with its words. Words that settled nothing may still name a parameter.
fn answer_of(attempt: &Attempt, key: &ApiKey) -> Option<Result<(), ApiError>> {
    match attempt.state() {
        AttemptState::Placed { .. } if attempt.wire().is_some() => Some(Ok(())),
        AttemptState::Rejected { reason } if reason.kind != RefusalKind::NotSent => {
            Some(Err(refused(reason.kind, reason.text.clone())))
        }
        AttemptState::Unknown { .. } => unsettled(attempt, key),
        _ => None,
    }
}

/// The words of an answer that settled nothing.
fn unsettled(attempt: &Attempt, key: &ApiKey) -> Option<Result<(), ApiError>> {
    let answer = kept_answer(attempt)?;
    let said = match &attempt.request {
        Request::Add { .. } | Request::Again { .. } => match decode::add(&answer, key) {
            AddOutcome::Unknown { text, .. } => Err(refused(RefusalKind::Other, text)),
            AddOutcome::Placed { .. } | AddOutcome::Rejected(_) => return None,
        },
        Request::Refill { order } => {
            decode::refill(&answer, std::slice::from_ref(order), key).map(drop)
        }
        Request::Cancel { order } => {
            decode::cancel(&answer, std::slice::from_ref(order), key).map(drop)
        }
    };
    said.is_err().then_some(said)
}

fn refused(kind: RefusalKind, text: String) -> ApiError {
    ApiError::Refused(Refusal { kind, text, cooldown_minutes: None })
}
