//! The client's ports over real sockets: no retry, one connection for each call. Storage and locks
//! are the client's own fakes; time is real.

use http_body_util::{BodyExt, Full};
use hyper::body::Bytes;
use hyper::{Method, Request};
use hyper_util::rt::TokioIo;
use panelboard_client::error::TransportError;
use panelboard_client::ports::{Clock, Destination, Moment, Pause, Transport, Write};
use panelboard_client::relay;
use panelboard_client::testing::{MemoryKeyValue, MemoryLocks, MemoryStore, Parts};
use panelboard_domain::account::{RelayId, Route};
use panelboard_domain::attempt::Mark;
use panelboard_domain::id::AttemptId;
use panelboard_domain::time::Timestamp;
use panelboard_panel_api::http::{Answer, FromRelay, HttpRequest, HttpResponse};
use std::cell::RefCell;
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use tokio::net::TcpStream;

/// Everything outside the client.
pub type Sockets = Parts<Network, MemoryStore, MemoryKeyValue, MemoryLocks, RealClock>;

/// The panels, and the relay at one address.
#[derive(Default)]
pub struct Network {
    relay: String,
    front: RefCell<Front>,
}

/// The machine's clock.
#[derive(Default)]
pub struct RealClock;

/// Behind one address may stand several relays: which of them gets what, where it is not the first.
#[derive(Clone, Default)]
struct Front {
    receipts: Option<String>,
    writes: Option<String>,
    /// Gets each write as well, after the first, as a browser repeats it; its answer is what is heard.
    repeats: Option<String>,
    last_write: Option<(String, String)>,
}

/// With the relay at this address, `http://127.0.0.1:1234`.
pub fn through(relay: String) -> Sockets {
    let mut sockets = Sockets::default();
    sockets.transport.relay = relay;
    sockets
}

impl Network {
    /// From now on receipts come from this relay.
    pub fn ask_at(&self, relay: String) {
        self.front.borrow_mut().receipts = Some(relay);
    }

    /// From now on writes reach this relay.
    pub fn write_at(&self, relay: String) {
        self.front.borrow_mut().writes = Some(relay);
    }

    /// From now on the first answer to a write is lost, and the browser's own repeat reaches this relay.
    pub fn repeat_writes_at(&self, relay: String) {
        self.front.borrow_mut().repeats = Some(relay);
    }

    /// A late copy of the last write arrives.
    pub async fn repeat_last_write(&self) -> Option<HttpResponse> {
        let Front { writes, last_write, .. } = self.front.borrow().clone();
        let (path, body) = last_write?;
        let url = format!("{}{path}", writes.unwrap_or(self.relay.clone()));
        Some(exchange(Method::POST, Route::Relay, &url, &body).await?.into())
    }

    async fn write(&self, path: String, body: &str) -> Result<Answer, TransportError> {
        let Front { writes, repeats, .. } = self.front.borrow().clone();
        self.front.borrow_mut().last_write = Some((path.clone(), body.to_owned()));
        let url = format!("{}{path}", writes.as_ref().unwrap_or(&self.relay));
        let first = self.call(Method::POST, Route::Relay, &url, body).await;
        match repeats {
            Some(relay) => {
                self.call(Method::POST, Route::Relay, &format!("{relay}{path}"), body).await
            }
            None => first,
        }
    }

    async fn call(
        &self,
        method: Method,
        asked: Route,
        url: &str,
        body: &str,
    ) -> Result<Answer, TransportError> {
        exchange(method, asked, url, body).await.ok_or(TransportError::Blocked)
    }

    async fn ask_relay(&self, method: Method, path: &str) -> Result<FromRelay, TransportError> {
        let front = self.front.borrow().clone();
        let url = format!("{}{path}", front.receipts.unwrap_or(self.relay.clone()));
        match self.call(method, Route::Relay, &url, "").await? {
            Answer::FromRelay(answer) => Ok(answer),
            Answer::FromPanel(_) => Err(TransportError::RelayUnreachable),
        }
    }
}

/// One request over a connection of its own; `None` when no whole answer came.
pub async fn exchange(method: Method, asked: Route, url: &str, body: &str) -> Option<Answer> {
    let (host, path) = url.strip_prefix("http://")?.split_once('/')?;
    let stream = TcpStream::connect(host).await.ok()?;
    let (mut sender, connection) =
        hyper::client::conn::http1::handshake(TokioIo::new(stream)).await.ok()?;
    let serving = tokio::spawn(connection);
    let request = Request::builder()
        .method(method)
        .uri(format!("/{path}"))
        .header("host", host)
        .header("origin", format!("http://{host}")) // as from a page that this server serves
        .header("content-type", "application/x-www-form-urlencoded")
        .body(Full::new(Bytes::from(body.to_owned())))
        .ok()?;
    let answer = sender.send_request(request).await.ok()?;
    let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
    let header = |name: &str| headers.get(name)?.to_str().ok().map(str::to_owned);
    let body = answer.into_body().collect().await.ok()?.to_bytes().to_vec();
    serving.abort();
    Some(relay::answer(asked, status, header, body))
}

impl Transport for Network {
    async fn send(
        &self,
        to: &Destination,
        request: &HttpRequest,
        write: Option<Write<'_>>,
    ) -> Result<Answer, TransportError> {
        let url = match to {
            Destination::Direct(endpoint) => endpoint.as_str().to_owned(),
            Destination::Relay { alias, .. } if write.is_some() => {
                return self.write(relay::path(alias, write)?, &request.body).await;
            }
            Destination::Relay { alias, .. } => {
                format!("{}{}", self.relay, relay::path(alias, None)?)
            }
        };
        self.call(Method::POST, to.route(), &url, &request.body).await
    }

    async fn relay_receipt(
        &self,
        _: &RelayId,
        attempt: &AttemptId,
    ) -> Result<FromRelay, TransportError> {
        self.ask_relay(Method::GET, &relay::receipt_path(attempt)).await
    }

    async fn relay_close(
        &self,
        _: &RelayId,
        attempt: &AttemptId,
        mark: Mark,
    ) -> Result<FromRelay, TransportError> {
        self.ask_relay(Method::POST, &relay::close_path(attempt, mark)).await
    }
}

impl Clock for RealClock {
    #[expect(clippy::disallowed_methods, reason = "the clock is the outside, and this is it")]
    fn now(&self) -> Timestamp {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).expect("the clock is set");
        Timestamp::from_millis(i64::try_from(since.as_millis()).expect("not in the far future"))
    }

    fn moment(&self) -> Moment {
        Moment::from_millis(self.now().millis())
    }
}

impl Pause for RealClock {
    async fn pause(&self, millis: u32) {
        // A twentieth of the wait: the servers are on this machine, and nothing here depends on how
        // long a real panel takes.
        tokio::time::sleep(Duration::from_millis(u64::from(millis / 20))).await;
    }
}
