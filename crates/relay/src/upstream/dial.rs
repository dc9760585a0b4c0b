//! Opens one HTTP/1.1 connection to a listed panel. The name is resolved once, its addresses are
//! judged, and the very address that was judged is connected to: a name that changes between check
//! and use gains nothing (docs/reliability.md#reach).

use crate::rules::panel::Endpoint;
use crate::upstream::pool::Connection;
use hyper::client::conn::http1;
use hyper::rt::{Read, Write};
use hyper_util::rt::TokioIo;
use std::future::Future;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName};
use tokio_rustls::rustls::{self, ClientConfig, RootCertStore};

/// For name, connection and TLS together.
const CONNECT: Duration = Duration::from_secs(5);
/// For one address, so that a dead one leaves time for the next.
const ONE_ADDRESS: Duration = Duration::from_secs(2);

/// Turns a host name into addresses. Tests bring their own.
pub trait Resolve: Send + Sync {
    /// The addresses of `host`, unjudged.
    fn resolve<'a>(&'a self, host: &'a str) -> Addresses<'a>;
}

/// The future of [`Resolve::resolve`].
pub type Addresses<'a> = Pin<Box<dyn Future<Output = io::Result<Vec<IpAddr>>> + Send + 'a>>;

/// The operating system's resolver.
pub struct SystemResolver;

/// Why there is no connection. Nothing was sent in any of these cases.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum DialError {
    /// The name does not resolve.
    #[error("upstream-dns")]
    Name,
    /// It resolves to addresses that are not allowed.
    #[error("upstream-address")]
    Address,
    /// Nobody accepts.
    #[error("upstream-unreachable")]
    Connect,
    /// The certificate or the handshake is not acceptable, or HTTP/1.1 is not spoken.
    #[error("upstream-tls")]
    Tls,
}

/// Opens connections.
pub(crate) struct Dialer {
    resolver: Arc<dyn Resolve>,
    tls: TlsConnector,
}

impl Resolve for SystemResolver {
    fn resolve<'a>(&'a self, host: &'a str) -> Addresses<'a> {
        Box::pin(async move {
            let found = tokio::net::lookup_host((host, 443)).await?;
            Ok(found.map(|address| address.ip()).collect())
        })
    }
}

impl DialError {
    /// The code for the client.
    pub(crate) const fn code(self) -> &'static str {
        match self {
            Self::Name => "upstream-dns",
            Self::Address => "upstream-address",
            Self::Connect => "upstream-unreachable",
            Self::Tls => "upstream-tls",
        }
    }
}

impl Dialer {
    /// Trusts Mozilla's roots and `extra_roots`.
    pub(crate) fn new(
        resolver: Arc<dyn Resolve>,
        extra_roots: &[CertificateDer<'static>],
    ) -> Result<Self, rustls::Error> {
        let mut roots = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
        for root in extra_roots {
            roots.add(root.clone())?;
        }
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let mut config = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()?
            .with_root_certificates(roots)
            .with_no_client_auth();
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(Self { resolver, tls: TlsConnector::from(Arc::new(config)) })
    }

    /// A fresh connection.
    pub(crate) async fn dial(&self, endpoint: &Endpoint) -> Result<Connection, DialError> {
        let opening = async {
            let tcp = self.connect(endpoint).await?;
            if endpoint.tls {
                let name =
                    ServerName::try_from(endpoint.host.clone()).map_err(|_| DialError::Tls)?;
                let tls = self.tls.connect(name, tcp).await.map_err(|_| DialError::Tls)?;
                speak(TokioIo::new(tls)).await
            } else {
                speak(TokioIo::new(tcp)).await
            }
        };
        timeout(CONNECT, opening).await.unwrap_or(Err(DialError::Connect))
    }

    async fn connect(&self, endpoint: &Endpoint) -> Result<TcpStream, DialError> {
        let addresses = match endpoint.host.parse() {
            Ok(literal) => vec![literal],
            Err(_) => self.resolver.resolve(&endpoint.host).await.map_err(|_| DialError::Name)?,
        };
        let allowed = addresses.into_iter().filter(|address| endpoint.reach.allows(*address));
        let mut error = DialError::Address;
        for address in allowed {
            let target = SocketAddr::new(address, endpoint.port);
            if let Ok(Ok(tcp)) = timeout(ONE_ADDRESS, TcpStream::connect(target)).await {
                // A failure to set an option only costs latency.
                let _ = tcp.set_nodelay(true);
                return Ok(tcp);
            }
            error = DialError::Connect;
        }
        Err(error)
    }
}

/// The connection runs on its own task and ends when its [`Connection`] is dropped.
async fn speak<S>(stream: S) -> Result<Connection, DialError>
where
    S: Read + Write + Unpin + Send + 'static,
{
    let handshake = http1::Builder::new().max_buf_size(64 * 1024).handshake(stream).await;
    let (sender, connection) = handshake.map_err(|_| DialError::Connect)?;
    tokio::spawn(async move {
        // Its errors reach whoever waits for the answer.
        let _ = connection.await;
    });
    Ok(sender)
}
