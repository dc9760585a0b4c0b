//! What an operator decides. Everything has a safe default; nothing is read from the environment.

use crate::attempts::journal::{AttemptsFile, AttemptsFileError};
use crate::downstream::folder::FolderError;
use crate::log::Log;
use crate::rules::origin::OriginError;
use crate::rules::panel::{Panel, presets};
use crate::rules::rate::Rates;
use crate::upstream::dial::{Resolve, SystemResolver};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use tokio_rustls::rustls::pki_types::CertificateDer;

/// How a relay is run.
#[derive(Clone)]
pub struct Config {
    /// Where to listen; 127.0.0.1:8787 unless told. Port 0 takes a free one.
    pub listen: SocketAddr,
    /// The allow-list.
    pub panels: Vec<Panel>,
    /// Origins of pages that may use the relay, besides its own on this machine.
    pub origins: Vec<String>,
    /// The address under which pages reach the relay, where that is not the one listened on: for its
    /// operator to read, nothing depends on it.
    pub public: Option<String>,
    /// For development: clients on this machine are not counted.
    pub development: bool,
    /// A folder with the built app.
    pub app: Option<PathBuf>,
    /// Required as `Authorization: Bearer …` when set.
    pub token: Option<String>,
    /// Where the token was read from, if it was: the app's folder must not hold it.
    pub token_file: Option<PathBuf>,
    /// `None` counts nothing.
    pub rates: Option<Rates>,
    /// Proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<IpAddr>,
    /// Remembers across restarts which attempts went out.
    pub attempts_file: AttemptsFile,
    /// What panels see.
    pub user_agent: String,
    /// Certificate chain and key files, to serve TLS.
    pub tls: Option<(PathBuf, PathBuf)>,
    /// Further certificate authorities for panels.
    pub extra_roots: Vec<CertificateDer<'static>>,
    /// Sizes and times.
    pub limits: Limits,
    /// Names to addresses.
    pub resolver: Arc<dyn Resolve>,
    /// Where log lines go.
    pub log: Log,
}

/// Sizes in bytes, and times.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// A request's body: comments are the longest.
    pub request: usize,
    /// For a request's body to arrive.
    pub request_time: Duration,
    /// For a request's head to arrive, and between two requests.
    pub head_time: Duration,
    /// For a client to take the next piece of an answer.
    pub stall_time: Duration,
    /// A service list.
    pub services: usize,
    /// Any other answer.
    pub answer: usize,
    /// For a read, all in all.
    pub read_time: Duration,
    /// For a service list, all in all.
    pub services_time: Duration,
    /// How long a client waits for a write; less than the app's 60 s.
    pub write_time: Duration,
    /// How long a late answer to a write is still listened for, to be asked for later.
    pub late_time: Duration,
    /// Client connections at once. One address has half of them, unless it is a trusted proxy.
    pub connections: usize,
    /// Of these, connections that wait for another request. One was measured to hold 29 KiB (TLS, after
    /// a head of 28 kB), so all together stay below 64 MiB (docs/reliability.md#load).
    pub idle: usize,
    /// Requests to panels at once.
    pub requests: usize,
    /// How long a stop waits for what is under way.
    pub drain: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            request: 64 * 1024,
            request_time: Duration::from_secs(10),
            head_time: Duration::from_secs(20),
            stall_time: Duration::from_secs(30),
            services: 16 * 1024 * 1024,
            answer: 256 * 1024,
            read_time: Duration::from_secs(30),
            services_time: Duration::from_mins(1),
            write_time: Duration::from_secs(45),
            late_time: Duration::from_mins(2),
            connections: 1024,
            idle: 2048,
            requests: 256,
            drain: Duration::from_secs(50),
        }
    }
}

impl Default for Config {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 8787)),
            panels: presets(),
            origins: Vec::new(),
            public: None,
            development: false,
            app: None,
            token: None,
            token_file: None,
            rates: Some(Rates::default()),
            trusted_proxies: Vec::new(),
            attempts_file: AttemptsFile::Nowhere,
            user_agent: concat!("panelboard-relay/", env!("CARGO_PKG_VERSION")).to_owned(),
            tls: None,
            extra_roots: Vec::new(),
            limits: Limits::default(),
            resolver: Arc::new(SystemResolver),
            log: Log::none(),
        }
    }
}

impl Config {
    /// Files of the operator's that nobody else may read.
    pub(crate) fn secrets(&self) -> Vec<PathBuf> {
        let key = self.tls.as_ref().map(|(_, key)| key);
        [key, self.token_file.as_ref(), self.attempts_file.path()]
            .into_iter()
            .flatten()
            .cloned()
            .collect()
    }
}

/// Why a relay does not start. Each says what to change.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// Free the port or choose another.
    #[error("cannot listen on {0}: {1}. Choose another with --listen, or port 0 for a free one")]
    Listen(SocketAddr, std::io::Error),
    /// The app's folder is not one that can be served.
    #[error(transparent)]
    App(#[from] FolderError),
    /// Check the file's place and rights, and that no other relay uses it.
    #[error("the attempts file cannot be used: {0}")]
    AttemptsFile(AttemptsFileError),
    /// Give each panel its own alias.
    #[error("the alias {0} is given twice")]
    AliasTwice(String),
    /// Write it as a browser does.
    #[error("{0:?}: {1}")]
    Origin(String, OriginError),
    /// Use printable ASCII.
    #[error("the user agent is not a header value")]
    UserAgent,
    /// Check the PEM files.
    #[error("a certificate or key file cannot be read: {0}")]
    Certificate(tokio_rustls::rustls::pki_types::pem::Error),
    /// Check that key and certificate belong together.
    #[error("TLS cannot be set up: {0}")]
    Tls(tokio_rustls::rustls::Error),
    /// The operating system has no randomness to give.
    #[error("the operating system gives no random numbers")]
    Random,
}
