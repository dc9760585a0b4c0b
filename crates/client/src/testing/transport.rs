//! A transport that answers from a script and keeps what was sent.

use crate::error::TransportError;
use crate::ports::{Destination, Transport};
use panelboard_domain::id::AttemptId;
use panelboard_panel_api::action::ActionName;
use panelboard_panel_api::http::{HttpRequest, HttpResponse};
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;

type Answer = Result<HttpResponse, TransportError>;

/// Answers in order, whatever is asked. An empty script is a dead network.
#[derive(Debug, Default)]
pub struct ScriptedTransport {
    /// What comes back next.
    pub script: RefCell<VecDeque<Answer>>,
    /// What `GET /attempts/{id}` answers next.
    pub relay_log: RefCell<VecDeque<Answer>>,
    /// Beyond the script nothing comes back, ever, instead of a failure.
    pub hang_on_empty: Cell<bool>,
    /// What was sent: where, what, for which attempt.
    pub sent: RefCell<Vec<(Destination, HttpRequest, Option<AttemptId>)>>,
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

impl Transport for ScriptedTransport {
    async fn send(
        &self,
        to: &Destination,
        request: &HttpRequest,
        attempt: Option<&AttemptId>,
    ) -> Answer {
        self.sent.borrow_mut().push((to.clone(), request.clone(), attempt.cloned()));
        let next = self.script.borrow_mut().pop_front();
        if next.is_none() && self.hang_on_empty.get() {
            return std::future::pending().await;
        }
        next.unwrap_or(Err(TransportError::Blocked))
    }

    async fn relay_attempt(&self, _attempt: &AttemptId) -> Answer {
        self.relay_log.borrow_mut().pop_front().unwrap_or(Err(TransportError::RelayUnreachable))
    }
}
