//! Requests that change nothing: they may share connections, and they end when the client leaves.
//! Not even these are repeated here; the app does that, with its own patience
//! (docs/reliability.md#reads).

use crate::downstream::answer::{MediaType, REDIRECT, Refusal, Stage, passing, respond};
use crate::downstream::coding::{Accepts, Coding, Gauge};
use crate::downstream::outgoing::{Outgoing, Passing, encoder};
use crate::upstream::dial::Dialer;
use crate::upstream::gather::gather;
use crate::upstream::panel::Upstream;
use crate::upstream::pool::{Connection, Lease};
use bytes::Bytes;
use http_body_util::Full;
use hyper::body::{Body, Incoming};
use hyper::header::{self, HeaderValue};
use hyper::http::response;
use hyper::{Request, Response, StatusCode};
use std::io::Write;
use tokio::sync::OwnedSemaphorePermit;
use tokio::time::{Instant, sleep_until, timeout_at};

/// Bodies below this size are not worth compressing.
const WORTH_COMPRESSING: usize = 1024;

/// One read on its way.
pub(crate) struct Read<'a> {
    /// Opens connections.
    pub(crate) dialer: &'a Dialer,
    /// To whom.
    pub(crate) upstream: &'a Upstream,
    /// What the client can decode.
    pub(crate) accepts: Accepts,
    /// When to give up.
    pub(crate) deadline: Instant,
    /// The most bytes of the answer, raw and decoded.
    pub(crate) cap: usize,
}

impl Read<'_> {
    /// Passes the answer on while it arrives. For large answers.
    /// `permit` counts until the last byte has passed.
    pub(crate) async fn pass(
        self,
        request: Request<Full<Bytes>>,
        permit: OwnedSemaphorePermit,
    ) -> Result<Response<Outgoing>, Refusal> {
        let (head, incoming, lease) = self.send(request).await?;
        let coding = coding(&head)?;
        let gauge = Gauge::new(coding, self.cap, false);
        gauge
            .announce(incoming.size_hint().lower())
            .map_err(|_| bad_gateway("upstream-too-large"))?;
        let compress = coding == Coding::Plain
            && self.accepts.gzip
            && incoming.size_hint().exact().is_none_or(|size| size >= WORTH_COMPRESSING as u64);
        let body = Outgoing::Passing(Box::new(Passing {
            incoming,
            gauge,
            encoder: compress.then(encoder),
            deadline: Box::pin(sleep_until(self.deadline)),
            on_end: Some(Box::new(|| lease.give_back())),
            _permit: permit,
        }));
        Ok(answer(&head, if compress { Coding::Gzip } else { coding }, body))
    }

    /// Waits for the whole answer. For small ones: a cut answer then has a stage that says so.
    pub(crate) async fn whole(
        self,
        request: Request<Full<Bytes>>,
    ) -> Result<Response<Outgoing>, Refusal> {
        let (head, incoming, lease) = self.send(request).await?;
        let coding = coding(&head)?;
        let decode = !self.accepts.reads(coding);
        let gauge = Gauge::new(coding, self.cap, decode);
        let (raw, gauge) = timeout_at(self.deadline, gather(incoming, gauge))
            .await
            .map_err(|_| timed_out())?
            .map_err(bad_gateway)?;
        lease.give_back();
        let (body, coding) = if decode {
            let body = gauge.finish().map_err(|_| bad_gateway("upstream-coding"))?;
            (body.into(), Coding::Plain)
        } else if coding == Coding::Plain && self.accepts.gzip && raw.len() >= WORTH_COMPRESSING {
            (compressed(&raw), Coding::Gzip)
        } else {
            (raw, coding)
        };
        Ok(answer(&head, coding, body.into()))
    }

    async fn send(
        &self,
        request: Request<Full<Bytes>>,
    ) -> Result<(response::Parts, Incoming, Lease), Refusal> {
        let mut connection = self.connection().await?;
        let response = timeout_at(self.deadline, connection.send_request(request))
            .await
            .map_err(|_| timed_out())?
            .map_err(|_| bad_gateway("upstream-closed"))?;
        let (head, incoming) = response.into_parts();
        Ok((head, incoming, self.upstream.pool.lease(connection)))
    }

    async fn connection(&self) -> Result<Connection, Refusal> {
        match self.upstream.pool.take().await {
            Some(connection) => Ok(connection),
            None => self
                .dialer
                .dial(&self.upstream.endpoint)
                .await
                .map_err(|error| Refusal::early(StatusCode::BAD_GATEWAY, error.code())),
        }
    }
}

fn answer(head: &response::Parts, coding: Coding, body: Outgoing) -> Response<Outgoing> {
    let mut response = respond(head.status, MediaType::of(&head.headers), Stage::Upstream, body);
    let (retry_after, redirect) = passing(&head.headers);
    let fixed = coding.as_str().map(HeaderValue::from_static);
    let pairs = [
        (header::RETRY_AFTER, retry_after),
        (REDIRECT, redirect),
        (header::CONTENT_ENCODING, fixed),
    ];
    for (name, value) in pairs {
        if let Some(value) = value {
            response.headers_mut().insert(name, value);
        }
    }
    response
}

fn compressed(plain: &[u8]) -> Bytes {
    let mut encoder = encoder();
    encoder.write_all(plain).and_then(|()| encoder.finish()).expect("into memory").into()
}

fn coding(head: &response::Parts) -> Result<Coding, Refusal> {
    Coding::of(&head.headers).map_err(|_| bad_gateway("upstream-coding"))
}

fn bad_gateway(code: &'static str) -> Refusal {
    Refusal::in_doubt(StatusCode::BAD_GATEWAY, code)
}

fn timed_out() -> Refusal {
    Refusal::in_doubt(StatusCode::GATEWAY_TIMEOUT, "upstream-timeout")
}
