//! Requests that spend or change something. One goes out once, on a fresh HTTP/1.1 connection, and
//! nothing in here can send anything a second time. Runs on a task of its own: the client's leaving
//! cancels nothing (docs/reliability.md#writes).

use crate::attempts::attempt::{Fingerprint, Outcome, Ticket};
use crate::attempts::journal::{Entry, Journal};
use crate::clock::now;
use crate::downstream::answer::{Answer, MediaType, passing};
use crate::downstream::coding::{Accepts, Coding, Gauge};
use crate::upstream::dial::Dialer;
use crate::upstream::gather::gather;
use crate::upstream::panel::Upstream;
use crate::upstream::pool::Connection;
use bytes::Bytes;
use http_body_util::Full;
use hyper::Request;
use hyper::header::HeaderValue;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::timeout;

/// One write on its way.
pub(crate) struct Write {
    /// Opens connections.
    pub(crate) dialer: Arc<Dialer>,
    /// To whom.
    pub(crate) upstream: Arc<Upstream>,
    /// What it asks, for the journal.
    pub(crate) fingerprint: Fingerprint,
    /// What the panel sees.
    pub(crate) user_agent: HeaderValue,
    /// What survives a restart.
    pub(crate) journal: Journal,
    /// An answer that comes later than this is not waited for.
    pub(crate) patience: Duration,
    /// The most bytes of the answer, raw and decoded.
    pub(crate) cap: usize,
}

impl Write {
    /// Sends it and settles its attempt, whatever happens.
    pub(crate) async fn run(self, body: Bytes, mut ticket: Ticket) {
        let outcome = self.outcome(body, &mut ticket).await;
        ticket.settle(outcome);
    }

    async fn outcome(&self, body: Bytes, ticket: &mut Ticket) -> Outcome {
        let (id, fingerprint, position) = (ticket.id(), self.fingerprint, ticket.position());
        let take = Entry::Take { id, fingerprint, position, at: now() };
        if self.journal.add(take).await.is_err() {
            return Outcome::NotSent("attempts-file");
        }
        let connection = match self.dialer.dial(&self.upstream.endpoint).await {
            Ok(connection) => connection,
            Err(error) => {
                // Without this line the next run says `in_doubt`, which is true as well.
                let _ = self.journal.add(Entry::Unsent { id }).await;
                return Outcome::NotSent(error.code());
            }
        };
        let request = self.upstream.request(&self.user_agent, Accepts::default(), body);
        ticket.mark_sent();
        timeout(self.patience, self.exchange(connection, request))
            .await
            .unwrap_or(Outcome::InDoubt("upstream-timeout"))
    }

    async fn exchange(&self, mut connection: Connection, request: Request<Full<Bytes>>) -> Outcome {
        let Ok(response) = connection.send_request(request).await else {
            return Outcome::InDoubt("upstream-closed");
        };
        let (head, incoming) = response.into_parts();
        let Ok(coding) = Coding::of(&head.headers) else {
            return Outcome::InDoubt("upstream-coding");
        };
        let gauge = match gather(incoming, Gauge::new(coding, self.cap, true)).await {
            Ok((_, gauge)) => gauge,
            Err(code) => return Outcome::InDoubt(code),
        };
        let Ok(body) = gauge.finish() else { return Outcome::InDoubt("upstream-coding") };
        let (retry_after, redirect) = passing(&head.headers);
        Outcome::Answered(Arc::new(Answer {
            status: head.status.as_u16(),
            media_type: MediaType::of(&head.headers),
            retry_after,
            redirect,
            body: body.into(),
        }))
    }
}
