//! Accepts connections, speaks HTTP/1.1 on them, and stops without cutting anything that was sent to
//! a panel. HTTP/2 is left out on purpose: a browser re-sends a POST on a reset stream (F2,
//! docs/reliability.md#facts), and one user's requests gain nothing from it.

use crate::config::{Config, StartError};
use crate::downstream::outgoing::Outgoing;
use crate::downstream::steady::Steady;
use crate::relay::Relay;
use crate::rules::places::{Entry, GRACE, Place, Places, Room};
use crate::tls;
use bytes::Bytes;
use hyper::body::{Body, Frame, SizeHint};
use hyper::rt::{Read, Write};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use std::convert::Infallible;
use std::future::pending;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::{Duration, Instant};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::time::{sleep, timeout};
use tokio_rustls::TlsAcceptor;

/// For a TLS handshake.
const HANDSHAKE: Duration = Duration::from_secs(10);

/// A relay that is running. Dropping it closes the listener; [`Running::stop`] also waits.
pub struct Running {
    address: SocketAddr,
    secure: bool,
    relay: Arc<Relay>,
    accepting: JoinHandle<()>,
}

/// Binds, checks the configuration and starts on the current tokio runtime.
pub async fn spawn(config: Config) -> Result<Running, StartError> {
    let listener = TcpListener::bind(config.listen)
        .await
        .map_err(|error| StartError::Listen(config.listen, error))?;
    let address =
        listener.local_addr().map_err(|error| StartError::Listen(config.listen, error))?;
    let acceptor = config.tls.as_ref().map(tls::acceptor).transpose()?;
    let secure = acceptor.is_some();
    let relay = Arc::new(Relay::new(config, address)?);
    let accepting = tokio::spawn(accept(listener, acceptor, relay.clone()));
    Ok(Running { address, secure, relay, accepting })
}

impl Running {
    /// The bound address.
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// The address as a browser writes it.
    pub fn url(&self) -> String {
        format!("{}://{}", if self.secure { "https" } else { "http" }, self.address)
    }

    /// Stops accepting, lets everything under way end, and returns; at the latest after the drain
    /// limit. True if nothing had to be cut.
    pub async fn stop(self) -> bool {
        self.accepting.abort();
        let stopping = &self.relay.forwarding.stopping;
        stopping.send_replace(true);
        timeout(self.relay.forwarding.limits.drain, stopping.closed()).await.is_ok()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

async fn accept(listener: TcpListener, acceptor: Option<TlsAcceptor>, relay: Arc<Relay>) {
    let (all, idle) = (relay.forwarding.limits.connections, relay.forwarding.limits.idle);
    let room = Room { all, of_one: all.div_ceil(2), idle };
    let places = Places::new(room, &relay.trusted_proxies);
    loop {
        let Ok((stream, peer)) = listener.accept().await else {
            // Out of file descriptors, most likely: let some connections end first.
            sleep(Duration::from_millis(100)).await;
            continue;
        };
        let Some(place) = enter(&places, peer.ip()).await else { continue };
        let _ = stream.set_nodelay(true);
        let client = Client { peer: peer.ip(), place: Arc::new(place), relay: relay.clone() };
        let (acceptor, stopping) = (acceptor.clone(), relay.forwarding.stopping.subscribe());
        tokio::spawn(async move {
            let place = client.place.clone();
            tokio::select! {
                () = connection(stream, acceptor, client, stopping) => {}
                () = place.ended() => {}
            }
        });
    }
}

/// Waits for a place as long as requests are under way, or may be, on all of them.
async fn enter(places: &Arc<Places>, address: IpAddr) -> Option<Place> {
    loop {
        match places.enter(address, Instant::now()) {
            Entry::Place(place) => return Some(place),
            Entry::Refused => return None,
            // Too late is no matter: it only looks again.
            Entry::Full => drop(timeout(GRACE, places.one_left()).await),
        }
    }
}

/// Whom a connection serves.
struct Client {
    peer: IpAddr,
    place: Arc<Place>,
    relay: Arc<Relay>,
}

async fn connection(
    stream: TcpStream,
    acceptor: Option<TlsAcceptor>,
    client: Client,
    mut stopping: watch::Receiver<bool>,
) {
    // A connection on which nothing was ever said costs no buffers.
    let mut first = [0];
    let begun = tokio::select! {
        begun = timeout(client.relay.forwarding.limits.head_time, stream.peek(&mut first)) => {
            matches!(begun, Ok(Ok(1)))
        }
        _ = stopping.wait_for(|stopping| *stopping) => false,
    };
    if !begun {
        return;
    }
    Box::pin(begin(stream, acceptor, client, stopping)).await;
}

async fn begin(
    stream: TcpStream,
    acceptor: Option<TlsAcceptor>,
    client: Client,
    stopping: watch::Receiver<bool>,
) {
    let stream =
        Steady::new(stream, client.relay.forwarding.limits.stall_time, client.place.clone());
    match acceptor {
        None => speak(TokioIo::new(stream), client, stopping).await,
        Some(acceptor) => {
            if let Ok(Ok(stream)) = timeout(HANDSHAKE, acceptor.accept(stream)).await {
                speak(TokioIo::new(stream), client, stopping).await;
            }
        }
    }
}

async fn speak<S>(stream: S, client: Client, mut stopping: watch::Receiver<bool>)
where
    S: Read + Write + Unpin + 'static,
{
    let Client { peer, place, relay } = client;
    let head_time = relay.forwarding.limits.head_time;
    let service = service_fn(move |request| {
        let (relay, place) = (relay.clone(), place.clone());
        // Boxed: a kept-alive connection between two requests does not hold room for the next.
        Box::pin(async move {
            if !place.begin() {
                pending::<()>().await; // it is being closed for another
            }
            let answer = relay.answer(peer, request).await;
            Ok::<_, Infallible>(answer.map(|body| Answering { body, place }))
        })
    });
    let mut connection = pin!(
        http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(head_time)
            .max_buf_size(32 * 1024)
            .max_headers(64)
            .serve_connection(stream, service)
    );
    tokio::select! {
        // A client that went away is no news.
        _ = connection.as_mut() => return,
        _ = stopping.wait_for(|stopping| *stopping) => connection.as_mut().graceful_shutdown(),
    }
    let _ = connection.await;
}

/// An answer's body, until it is complete.
struct Answering {
    body: Outgoing,
    place: Arc<Place>,
}

impl Body for Answering {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        Pin::new(&mut self.body).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

impl Drop for Answering {
    fn drop(&mut self) {
        self.place.complete();
    }
}
