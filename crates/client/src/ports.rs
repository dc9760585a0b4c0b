//! What the outside must offer. Each port is small, so that a fake is a page.

use crate::error::{StorageError, TransportError};
use panelboard_domain::account::Account;
use panelboard_domain::attempt::Attempt;
use panelboard_domain::id::AttemptId;
use panelboard_domain::time::Timestamp;
use panelboard_panel_api::http::{HttpRequest, HttpResponse};

/// Sends one request over the account's route. Exactly once: no retry in here.
#[expect(async_fn_in_trait, reason = "single-threaded: the browser's futures are not Send")]
pub trait Transport {
    /// `attempt` is given for writes and stands in the relay's path.
    async fn send(
        &self,
        account: &Account,
        request: &HttpRequest,
        attempt: Option<&AttemptId>,
    ) -> Result<HttpResponse, TransportError>;
}

/// The strict journal of attempts. `put` returns only when the record is durable.
#[expect(async_fn_in_trait, reason = "single-threaded: the browser's futures are not Send")]
pub trait Journal {
    /// Stores a new or changed attempt durably.
    async fn put(&self, attempt: &Attempt) -> Result<(), StorageError>;
    /// All attempts, oldest first.
    async fn all(&self) -> Result<Vec<Attempt>, StorageError>;
}

/// The time.
pub trait Clock {
    /// Now.
    fn now(&self) -> Timestamp;
}
