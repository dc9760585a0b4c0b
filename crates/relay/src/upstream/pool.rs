//! A panel's kept-alive connections, for reads. Writes never see this module: each of them has a
//! fresh connection, because a reused one may die between two requests without anyone knowing
//! whether the second one arrived (F1, docs/reliability.md#facts).

use bytes::Bytes;
use http_body_util::Full;
use hyper::client::conn::http1::SendRequest;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// One connection to a panel.
pub(crate) type Connection = SendRequest<Full<Bytes>>;

/// Shorter than the five seconds after which common servers close an idle connection.
const IDLE: Duration = Duration::from_secs(4);
const MOST: usize = 16;

/// Idle connections, the last used one on top.
#[derive(Clone, Default)]
pub(crate) struct Pool(Arc<Mutex<Vec<(Connection, Instant)>>>);

/// A connection in use, which knows where it belongs.
pub(crate) struct Lease {
    pool: Pool,
    connection: Connection,
}

impl Pool {
    /// An idle connection that is still open, as far as anyone can tell.
    pub(crate) async fn take(&self) -> Option<Connection> {
        while let Some(mut connection) = self.pop() {
            if connection.ready().await.is_ok() {
                return Some(connection);
            }
        }
        None
    }

    /// Notes where the connection goes when its answer has been read to the end.
    pub(crate) fn lease(&self, connection: Connection) -> Lease {
        Lease { pool: self.clone(), connection }
    }

    fn pop(&self) -> Option<Connection> {
        let mut idle = self.lock();
        idle.retain(|(connection, since)| !connection.is_closed() && since.elapsed() < IDLE);
        idle.pop().map(|(connection, _)| connection)
    }

    fn lock(&self) -> MutexGuard<'_, Vec<(Connection, Instant)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Lease {
    /// The body was read to its end: the connection may serve again.
    pub(crate) fn give_back(self) {
        let mut idle = self.pool.lock();
        if idle.len() < MOST {
            idle.push((self.connection, Instant::now()));
        }
    }
}
