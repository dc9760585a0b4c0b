//! One request for a panel: read once, judged, logged, and handed to the read or the write side.

use crate::attempts::attempt::{
    self, AttemptId, Attempts, Claim, Fingerprint, Mark, Outcome, Ticket, Waiter,
};
use crate::attempts::journal::Journal;
use crate::config::Limits;
use crate::downstream::answer::{Refusal, STAGE, Stage};
use crate::downstream::body;
use crate::downstream::coding::Accepts;
use crate::downstream::outgoing::Outgoing;
use crate::log::{Line, Log};
use crate::rules::form::{self, Action, FormError};
use crate::upstream::dial::Dialer;
use crate::upstream::panel::Upstream;
use crate::upstream::read::Read;
use crate::upstream::write::Write;
use bytes::Bytes;
use hyper::body::Incoming;
use hyper::header::{HeaderMap, HeaderValue};
use hyper::{Response, StatusCode};
use ring::digest::{Context, SHA256};
use std::sync::Arc;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio::time::{Instant, timeout};

/// What all requests to panels share.
pub(crate) struct Forwarding {
    /// Opens connections.
    pub(crate) dialer: Arc<Dialer>,
    /// The memory of writes.
    pub(crate) attempts: Attempts,
    /// What survives a restart.
    pub(crate) journal: Journal,
    /// What panels see.
    pub(crate) user_agent: HeaderValue,
    /// Sizes and times.
    pub(crate) limits: Limits,
    /// Where each request's line goes.
    pub(crate) log: Log,
    /// One permit for each request to a panel.
    pub(crate) busy: Arc<Semaphore>,
    /// Turns true when the relay stops; whoever must not be cut holds a receiver until done.
    pub(crate) stopping: watch::Sender<bool>,
}

/// One request, from a client that may make it.
pub(crate) struct Forward<'a> {
    /// What it shares with all others.
    pub(crate) shared: &'a Forwarding,
    /// To which panel.
    pub(crate) upstream: &'a Arc<Upstream>,
    /// The attempt that a write is, and the memory it was told to expect.
    pub(crate) attempt: Option<(AttemptId, Mark)>,
    /// The client's head.
    pub(crate) headers: &'a HeaderMap,
}

impl Forward<'_> {
    /// Answers it and writes its line.
    pub(crate) async fn answer(self, body: Incoming) -> Result<Response<Outgoing>, Refusal> {
        let start = Instant::now();
        let mut action = None;
        let answer = self.forward(body, &mut action).await;
        let (status, stage, code) = match &answer {
            Ok(response) => (response.status().as_u16(), stage_of(response), None),
            Err(refusal) => (refusal.status.as_u16(), refusal.stage, Some(refusal.code)),
        };
        self.shared.log.write(&Line {
            alias: &self.upstream.alias,
            action,
            status,
            stage,
            code,
            milliseconds: start.elapsed().as_millis(),
            attempt: self.attempt.map(|(id, _)| id),
        });
        answer
    }

    async fn forward(
        &self,
        body: Incoming,
        action: &mut Option<Action>,
    ) -> Result<Response<Outgoing>, Refusal> {
        let Limits { request, request_time, .. } = self.shared.limits;
        let body = body::take_in(self.headers, body, request, request_time).await?;
        let asked = form::action(&body).map_err(bad_form)?;
        *action = Some(asked);
        let permit = self.permit()?;
        match (asked.is_write(), self.attempt) {
            (true, Some((id, named))) => self.write(id, named, body, permit).await,
            (false, None) => self.read(asked, body, permit).await,
            (true, None) => Err(Refusal::early(StatusCode::BAD_REQUEST, "attempt-required")),
            (false, Some(_)) => Err(Refusal::early(StatusCode::BAD_REQUEST, "attempt-on-read")),
        }
    }

    fn permit(&self) -> Result<OwnedSemaphorePermit, Refusal> {
        let unavailable = |code| Refusal {
            retry_after: Some(1),
            ..Refusal::early(StatusCode::SERVICE_UNAVAILABLE, code)
        };
        if *self.shared.stopping.borrow() {
            return Err(unavailable("stopping"));
        }
        self.shared.busy.clone().try_acquire_owned().map_err(|_| unavailable("busy"))
    }

    async fn read(
        &self,
        action: Action,
        body: Bytes,
        permit: OwnedSemaphorePermit,
    ) -> Result<Response<Outgoing>, Refusal> {
        let limits = &self.shared.limits;
        let is_list = action == Action::Services;
        let accepts = Accepts::of(self.headers);
        let time = if is_list { limits.services_time } else { limits.read_time };
        let read = Read {
            dialer: &self.shared.dialer,
            upstream: self.upstream,
            accepts,
            deadline: Instant::now() + time,
            cap: if is_list { limits.services } else { limits.answer },
        };
        let request = self.upstream.request(&self.shared.user_agent, accepts, body);
        if is_list { read.pass(request, permit).await } else { read.whole(request).await }
    }

    async fn write(
        &self,
        id: AttemptId,
        named: Mark,
        body: Bytes,
        permit: OwnedSemaphorePermit,
    ) -> Result<Response<Outgoing>, Refusal> {
        let print = fingerprint(&self.upstream.alias, &body);
        match self.shared.attempts.claim(id, print, named, std::time::Instant::now()) {
            Claim::First(ticket) => {
                let waiter = ticket.waiter();
                self.send(body, print, ticket, permit);
                self.wait(waiter, Stage::Upstream).await
            }
            Claim::Join(waiter) => self.wait(waiter, Stage::Replayed).await,
            Claim::Settled(outcome) => told(&outcome, Stage::Replayed),
            // The id's first request may have reached the panel: this is no proof of "not sent".
            Claim::Conflict => Err(Refusal::in_doubt(StatusCode::CONFLICT, "attempt-reused")),
            Claim::InDoubt(doubt) => {
                Err(Refusal::in_doubt(StatusCode::CONFLICT, attempt::code(doubt)))
            }
        }
    }

    fn send(
        &self,
        body: Bytes,
        fingerprint: Fingerprint,
        ticket: Ticket,
        permit: OwnedSemaphorePermit,
    ) {
        let write = Write {
            dialer: self.shared.dialer.clone(),
            upstream: self.upstream.clone(),
            fingerprint,
            user_agent: self.shared.user_agent.clone(),
            journal: self.shared.journal.clone(),
            patience: self.shared.limits.late_time,
            cap: self.shared.limits.answer,
        };
        let running = self.shared.stopping.subscribe();
        tokio::spawn(async move {
            write.run(body, ticket).await;
            drop((permit, running));
        });
    }

    async fn wait(&self, mut waiter: Waiter, stage: Stage) -> Result<Response<Outgoing>, Refusal> {
        let ended = timeout(self.shared.limits.write_time, waiter.wait_for(Option::is_some)).await;
        match ended {
            Ok(Ok(outcome)) => match outcome.as_ref() {
                Some(outcome) => told(outcome, stage),
                None => Err(Refusal::in_doubt(StatusCode::BAD_GATEWAY, "relay-failure")),
            },
            Ok(Err(_)) => Err(Refusal::in_doubt(StatusCode::BAD_GATEWAY, "relay-failure")),
            Err(_) => Err(Refusal::in_doubt(StatusCode::GATEWAY_TIMEOUT, "upstream-timeout")),
        }
    }
}

/// An outcome, told to one who asked. "Not sent" stays true however often it is told.
fn told(outcome: &Outcome, stage: Stage) -> Result<Response<Outgoing>, Refusal> {
    match outcome {
        Outcome::Answered(answer) => Ok(answer.to_response(stage)),
        Outcome::NotSent(code) => Err(Refusal::early(StatusCode::BAD_GATEWAY, code)),
        Outcome::InDoubt(code) => Err(Refusal::in_doubt(StatusCode::BAD_GATEWAY, code)),
    }
}

/// The alias has no NUL, so two different questions never have one form.
fn fingerprint(alias: &str, body: &[u8]) -> Fingerprint {
    let mut context = Context::new(&SHA256);
    context.update(alias.as_bytes());
    context.update(&[0]);
    context.update(body);
    let hash = context.finish();
    let (half, _) = hash.as_ref().split_at(16);
    half.try_into().expect("half of 32 bytes")
}

fn bad_form(error: FormError) -> Refusal {
    let code = match error {
        FormError::NoAction => "no-action",
        FormError::ManyActions => "many-actions",
        FormError::OtherAction => "other-action",
    };
    Refusal::early(StatusCode::BAD_REQUEST, code)
}

fn stage_of(response: &Response<Outgoing>) -> Stage {
    match response.headers().get(STAGE).map(HeaderValue::as_bytes) {
        Some(b"replayed") => Stage::Replayed,
        _ => Stage::Upstream,
    }
}
