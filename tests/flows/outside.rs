//! The client's ports over real sockets: no retry, one connection for each call. Storage and locks
//! are the client's own fakes; time is real.

use http_body_util::{BodyExt, Full};
use hyper::body::Bytes;
use hyper::{Method, Request};
use hyper_util::rt::TokioIo;
use panelboard_client::error::{LockError, StorageError, TransportError};
use panelboard_client::ports::{
    AccountMirror, AttemptStore, Clock, Destination, KeyValue, Locks, Pause, Random, Transport,
};
use panelboard_client::testing::{MemoryKeyValue, MemoryLocks, MemoryStore};
use panelboard_domain::id::AttemptId;
use panelboard_domain::time::Timestamp;
use panelboard_panel_api::http::{HttpRequest, HttpResponse, RelayStage};
use std::cell::Cell;
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use tokio::net::TcpStream;

/// Everything outside the client.
#[derive(Default)]
pub struct Sockets {
    relay: String,
    /// The journal's store.
    pub store: MemoryStore,
    storage: MemoryKeyValue,
    locks: MemoryLocks,
    drawn: Cell<u8>,
}

impl Sockets {
    /// With the relay at this address, `http://127.0.0.1:1234`.
    pub fn through(relay: String) -> Self {
        Self { relay, ..Self::default() }
    }

    async fn call(
        &self,
        method: Method,
        url: &str,
        body: &str,
    ) -> Result<HttpResponse, TransportError> {
        exchange(method, url, body).await.ok_or(TransportError::Blocked)
    }
}

/// One request over a connection of its own; `None` when no whole answer came.
pub async fn exchange(method: Method, url: &str, body: &str) -> Option<HttpResponse> {
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
    let stage = header("x-relay-stage").as_deref().and_then(stage);
    Some(HttpResponse { status, retry_after: header("retry-after"), stage, body })
}

fn stage(word: &str) -> Option<RelayStage> {
    match word {
        "pre-upstream" => Some(RelayStage::PreUpstream),
        "upstream" => Some(RelayStage::Upstream),
        "replayed" => Some(RelayStage::Replayed),
        "in_doubt" => Some(RelayStage::InDoubt),
        _ => None,
    }
}

impl Transport for Sockets {
    async fn send(
        &self,
        to: &Destination,
        request: &HttpRequest,
        attempt: Option<&AttemptId>,
    ) -> Result<HttpResponse, TransportError> {
        let url = match (to, attempt) {
            (Destination::Direct(endpoint), _) => endpoint.as_str().to_owned(),
            (Destination::Relay { alias }, None) => format!("{}/p/{alias}", self.relay),
            (Destination::Relay { alias }, Some(id)) => {
                format!("{}/p/{alias}/attempts/{}", self.relay, id.as_str())
            }
        };
        self.call(Method::POST, &url, &request.body).await
    }

    async fn relay_attempt(&self, attempt: &AttemptId) -> Result<HttpResponse, TransportError> {
        let url = format!("{}/attempts/{}", self.relay, attempt.as_str());
        self.call(Method::GET, &url, "").await
    }
}

impl AttemptStore for Sockets {
    async fn put(&self, id: &str, record: &str) -> Result<(), StorageError> {
        self.store.put(id, record).await
    }

    async fn get(&self, id: &str) -> Result<Option<String>, StorageError> {
        self.store.get(id).await
    }

    async fn all(&self) -> Result<Vec<(String, String)>, StorageError> {
        self.store.all().await
    }

    async fn set_aside(&self, id: &str, record: &str) -> Result<(), StorageError> {
        self.store.set_aside(id, record).await
    }

    async fn lay_ballast(&self) -> Result<(), StorageError> {
        self.store.lay_ballast().await
    }

    async fn free_ballast(&self) -> Result<(), StorageError> {
        self.store.free_ballast().await
    }
}

impl AccountMirror for Sockets {
    async fn mirrored(&self) -> Result<Vec<(String, String)>, StorageError> {
        self.store.mirrored().await
    }

    async fn mirror(&self, id: &str, entry: &str) -> Result<(), StorageError> {
        self.store.mirror(id, entry).await
    }

    async fn unmirror(&self, id: &str) -> Result<(), StorageError> {
        self.store.unmirror(id).await
    }
}

impl KeyValue for Sockets {
    fn read(&self, name: &str) -> Option<String> {
        self.storage.read(name)
    }

    fn write(&self, name: &str, value: &str) -> Result<(), StorageError> {
        self.storage.write(name, value)
    }
}

impl Locks for Sockets {
    type Guard = <MemoryLocks as Locks>::Guard;

    async fn lock(&self, name: &str) -> Result<Self::Guard, LockError> {
        self.locks.lock(name).await
    }

    async fn try_lock(&self, name: &str) -> Result<Option<Self::Guard>, LockError> {
        self.locks.try_lock(name).await
    }
}

impl Clock for Sockets {
    #[expect(clippy::disallowed_methods, reason = "the clock is the outside, and this is it")]
    fn now(&self) -> Timestamp {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).expect("the clock is set");
        Timestamp::from_millis(i64::try_from(since.as_millis()).expect("not in the far future"))
    }
}

impl Pause for Sockets {
    async fn pause(&self, millis: u32) {
        // A twentieth of the wait: the servers are on this machine, and nothing here depends on how
        // long a real panel takes.
        tokio::time::sleep(Duration::from_millis(u64::from(millis / 20))).await;
    }
}

impl Random for Sockets {
    fn ten_bytes(&self) -> [u8; 10] {
        self.drawn.set(self.drawn.get().wrapping_add(1));
        [self.drawn.get(); 10]
    }
}
