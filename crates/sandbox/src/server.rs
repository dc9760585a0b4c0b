//! The HTTP shell: sockets, the clock, faults and the control API around the pure engine.
//!
//! [`spawn`] serves on loopback from within a test; the binary does the same from flags.
//! It binds loopback unless told otherwise and never stores a key with a received request.

mod body;
mod bomb;
mod clock;
mod connection;
mod control;
mod faults;
mod mishap;
mod options;
mod orders_page;
mod panel;
mod state;

pub use faults::{FaultKind, FaultRule};
pub use options::{HELP, Options, OptionsError};
pub use state::Account;

use connection::{Connection, Socket};
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use state::Shared;
use std::convert::Infallible;
use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use tokio::net::TcpListener;
use tokio::sync::watch;

/// A sandbox that serves until it is dropped or shut down.
#[derive(Debug)]
pub struct Running {
    /// Where the panels are.
    pub addr: SocketAddr,
    /// Where the control API is.
    pub control_addr: SocketAddr,
    /// One account per profile, the two defaults first.
    pub accounts: Vec<Account>,
    /// Send `true` to stop; dropping it stops as well.
    pub shutdown: watch::Sender<bool>,
    shared: Arc<Shared>,
}

impl Running {
    /// The line that the binary prints when it is ready, as JSON.
    #[must_use]
    pub fn announcement(&self) -> String {
        state::announcement(self.addr, self.control_addr, &self.accounts, &self.shared)
    }
}

/// Binds both ports and serves in background tasks.
pub async fn spawn(options: Options) -> io::Result<Running> {
    let panel = TcpListener::bind((options.bind, options.port)).await?;
    let control = TcpListener::bind((options.bind, options.control_port)).await?;
    let (addr, control_addr) = (panel.local_addr()?, control.local_addr()?);
    let shared = Arc::new(Shared::new(options));
    let accounts = shared.accounts(addr);
    let (shutdown, stopped) = watch::channel(false);
    let state = Arc::clone(&shared);
    tokio::spawn(accept(panel, stopped.clone(), move |connection, request| {
        let state = Arc::clone(&state);
        async move { panel::respond(&state, &connection, request).await }
    }));
    let state = Arc::clone(&shared);
    tokio::spawn(accept(control, stopped, move |_, request| {
        let state = Arc::clone(&state);
        async move { control::respond(&state, request).await }
    }));
    Ok(Running { addr, control_addr, accounts, shutdown, shared })
}

/// Accepts until stopped. Every connection is a task that ends when it is cut or all is stopped.
async fn accept<Handler, Answering>(
    listener: TcpListener,
    stopped: watch::Receiver<bool>,
    handler: Handler,
) where
    Handler: Fn(Arc<Connection>, Request<Incoming>) -> Answering + Clone + Send + 'static,
    Answering: Future<Output = Response<body::Payload>> + Send + 'static,
{
    let mut number = 0;
    let mut stop = stopped.clone();
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = until_stopped(&mut stop) => return,
        };
        let Ok((stream, _)) = accepted else { continue };
        let _ = stream.set_nodelay(true); // only latency depends on it
        number += 1;
        let connection = Connection::new(number);
        let (handler, mut stop) = (handler.clone(), stopped.clone());
        tokio::spawn(async move {
            let socket = TokioIo::new(Socket::new(stream, Arc::clone(&connection)));
            let own = Arc::clone(&connection);
            let service = service_fn(move |request| {
                let answering = handler(Arc::clone(&own), request);
                async { Ok::<_, Infallible>(answering.await) }
            });
            let http = hyper::server::conn::http1::Builder::new()
                .half_close(true) // netcat and its like stop writing before they read
                .serve_connection(socket, service);
            tokio::select! {
                _ = http => {} // a client that goes away is no event for a sandbox
                () = connection.until_cut() => {}
                () = until_stopped(&mut stop) => {}
            }
        });
    }
}

async fn until_stopped(stop: &mut watch::Receiver<bool>) {
    let _ = stop.wait_for(|stopped| *stopped).await; // an error means that the sender is gone
}
