//! Accepts connections, speaks HTTP/1.1 on them, and stops without cutting anything that was sent to
//! a panel. HTTP/2 is left out on purpose: a browser re-sends a POST on a reset stream (reliability.md
//! F2), and one user's requests gain nothing from it.

use crate::config::{Config, StartError};
use crate::relay::Relay;
use crate::steady::Steady;
use crate::tls;
use hyper::rt::{Read, Write};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use std::convert::Infallible;
use std::net::{IpAddr, SocketAddr};
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};
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
        let stopping = &self.relay.stopping;
        stopping.send_replace(true);
        timeout(self.relay.limits.drain, stopping.closed()).await.is_ok()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

async fn accept(listener: TcpListener, acceptor: Option<TlsAcceptor>, relay: Arc<Relay>) {
    let places = Arc::new(Semaphore::new(relay.limits.connections));
    loop {
        let Ok(place) = places.clone().acquire_owned().await else { return };
        let Ok((stream, peer)) = listener.accept().await else {
            // Out of file descriptors, most likely: let some connections end first.
            sleep(Duration::from_millis(100)).await;
            continue;
        };
        let _ = stream.set_nodelay(true);
        let (relay, acceptor) = (relay.clone(), acceptor.clone());
        let stopping = relay.stopping.subscribe();
        tokio::spawn(async move {
            connection(stream, acceptor, peer.ip(), relay, stopping).await;
            drop(place);
        });
    }
}

async fn connection(
    stream: TcpStream,
    acceptor: Option<TlsAcceptor>,
    peer: IpAddr,
    relay: Arc<Relay>,
    mut stopping: watch::Receiver<bool>,
) {
    // A connection on which nothing was ever said costs no buffers.
    let mut first = [0];
    let begun = tokio::select! {
        begun = timeout(relay.limits.head_time, stream.peek(&mut first)) => {
            matches!(begun, Ok(Ok(1)))
        }
        _ = stopping.wait_for(|stopping| *stopping) => false,
    };
    if !begun {
        return;
    }
    Box::pin(begin(stream, acceptor, peer, relay, stopping)).await;
}

async fn begin(
    stream: TcpStream,
    acceptor: Option<TlsAcceptor>,
    peer: IpAddr,
    relay: Arc<Relay>,
    stopping: watch::Receiver<bool>,
) {
    let stream = Steady::new(stream, relay.limits.stall_time);
    match acceptor {
        None => speak(TokioIo::new(stream), peer, relay, stopping).await,
        Some(acceptor) => {
            if let Ok(Ok(stream)) = timeout(HANDSHAKE, acceptor.accept(stream)).await {
                speak(TokioIo::new(stream), peer, relay, stopping).await;
            }
        }
    }
}

async fn speak<S>(stream: S, peer: IpAddr, relay: Arc<Relay>, mut stopping: watch::Receiver<bool>)
where
    S: Read + Write + Unpin + 'static,
{
    let service = service_fn(|request| {
        let relay = relay.clone();
        // Boxed: a kept-alive connection between two requests does not hold room for the next.
        async move { Ok::<_, Infallible>(Box::pin(relay.answer(peer, request)).await) }
    });
    let mut connection = pin!(
        http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(relay.limits.head_time)
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
