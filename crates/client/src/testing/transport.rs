//! A transport that answers from a script and keeps what was sent.

use crate::error::TransportError;
use crate::ports::{Destination, Transport, Write};
use panelboard_domain::account::RelayId;
use panelboard_domain::attempt::Mark;
use panelboard_domain::id::AttemptId;
use panelboard_panel_api::action::ActionName;
use panelboard_panel_api::http::{
    self as wire, FromPanel, FromRelay, HttpRequest, HttpResponse, RelayStage,
};
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;

/// The memory of the fakes' relay.
pub const RELAY_MEMORY: &str = "00000000000000000000000000000007";

type Answer = Result<HttpResponse, TransportError>;

/// Answers in order, whatever is asked. An empty script is a dead network.
#[derive(Debug, Default)]
pub struct ScriptedTransport {
    /// What comes back next.
    pub script: RefCell<VecDeque<Answer>>,
    /// What the relay's receipts say next. Unscripted, an attempt that was not sent has not been seen,
    /// and for one that was sent the relay is out of reach.
    pub relay_log: RefCell<VecDeque<Answer>>,
    /// Beyond the script nothing comes back, ever, instead of a failure.
    pub hang_on_empty: Cell<bool>,
    /// What was sent: where, what, for which attempt.
    pub sent: RefCell<Vec<(Destination, HttpRequest, Option<AttemptId>)>>,
    /// The mark of each write that was sent.
    pub marks: RefCell<Vec<Option<Mark>>>,
    /// After so many answers something that knows no stages answers in the relay's place.
    pub loses_stage_after: Cell<Option<usize>>,
    /// Which relay was asked for each receipt.
    pub asked: RefCell<Vec<RelayId>>,
    /// What the relay was asked to close.
    pub closed: RefCell<Vec<(AttemptId, Mark)>>,
}

impl ScriptedTransport {
    /// Adds an answer.
    pub fn then(&self, answer: Answer) -> &Self {
        self.script.borrow_mut().push_back(answer);
        self
    }

    /// How often an action was sent.
    pub fn count(&self, action: ActionName) -> usize {
        self.sent.borrow().iter().filter(|(_, request, _)| request.action == action).count()
    }
}

/// A direct answer with status 200.
pub fn answer(body: &str) -> Answer {
    Ok(HttpResponse { status: 200, retry_after: None, stage: None, body: body.into() })
}

/// A receipt of the relay whose memory is the one of the fakes: it has taken `position` attempts and
/// forgotten those up to `forgotten`.
pub fn receipt(state: &str, position: u64, forgotten: u64) -> Answer {
    receipt_of(RELAY_MEMORY, state, position, forgotten)
}

/// A receipt of a relay with this memory.
pub fn receipt_of(memory: &str, state: &str, position: u64, forgotten: u64) -> Answer {
    answer(&format!(
        r#"{{"state":"{state}","memory":"{memory}","position":{position},"forgotten":{forgotten}}}"#
    ))
}

/// Who answers follows from where was asked, also here.
fn answer_of(to: &Destination, response: HttpResponse) -> wire::Answer {
    let HttpResponse { status, retry_after, stage, body } = response;
    match to {
        Destination::Direct(_) => wire::Answer::FromPanel(FromPanel { status, retry_after, body }),
        Destination::Relay { .. } => {
            let stage = stage.or(Some(RelayStage::Upstream));
            wire::Answer::FromRelay(FromRelay { status, retry_after, stage, body })
        }
    }
}

impl Transport for ScriptedTransport {
    async fn send(
        &self,
        to: &Destination,
        request: &HttpRequest,
        write: Option<Write<'_>>,
    ) -> Result<wire::Answer, TransportError> {
        let attempt = write.map(|write| write.attempt.clone());
        self.marks.borrow_mut().extend(write.map(|write| write.mark));
        self.sent.borrow_mut().push((to.clone(), request.clone(), attempt));
        let next = self.script.borrow_mut().pop_front();
        if next.is_none() && self.hang_on_empty.get() {
            return std::future::pending().await;
        }
        let response = next.unwrap_or(Err(TransportError::Blocked))?;
        let sent = self.sent.borrow().len();
        let loses_stage = self.loses_stage_after.get().is_some_and(|answers| sent > answers);
        Ok(match answer_of(to, response) {
            wire::Answer::FromRelay(answer) if loses_stage => {
                wire::Answer::FromRelay(FromRelay { stage: None, ..answer })
            }
            answer => answer,
        })
    }

    async fn relay_receipt(
        &self,
        relay: &RelayId,
        attempt: &AttemptId,
    ) -> Result<FromRelay, TransportError> {
        self.asked.borrow_mut().push(relay.clone());
        let was_sent = self.sent.borrow().iter().any(|(.., sent)| sent.as_ref() == Some(attempt));
        let next = self.relay_log.borrow_mut().pop_front();
        let unscripted = if was_sent {
            Err(TransportError::RelayUnreachable)
        } else {
            receipt("not_seen", 0, 0)
        };
        let HttpResponse { status, retry_after, body, .. } = next.unwrap_or(unscripted)?;
        Ok(FromRelay { status, retry_after, stage: Some(RelayStage::PreUpstream), body })
    }

    async fn relay_close(
        &self,
        relay: &RelayId,
        attempt: &AttemptId,
        mark: Mark,
    ) -> Result<FromRelay, TransportError> {
        self.closed.borrow_mut().push((attempt.clone(), mark));
        self.relay_receipt(relay, attempt).await
    }
}
