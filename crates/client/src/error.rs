//! Why a call did not bring an answer.

use panelboard_panel_api::error::ApiError;

/// The request did not bring an answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TransportError {
    /// The browser says that there is no network. Wait for it.
    #[error("offline")]
    Offline,
    /// No answer within the action's time limit.
    #[error("no answer in time")]
    Timeout,
    /// The browser refused or the connection failed; CORS, DNS and a dead host cannot be told apart.
    #[error("blocked or unreachable")]
    Blocked,
    /// The relay could not be reached.
    #[error("the relay is unreachable")]
    RelayUnreachable,
    /// The relay refused, before any byte went to the panel.
    #[error("the relay refused: {0}")]
    RelayRefused(String),
    /// The answer is larger than the action's cap.
    #[error("the answer is too large")]
    TooLarge,
    /// The panel failed again and again and is left alone for a while; nothing was sent.
    #[error("resting after repeated failures")]
    Resting,
    /// The app gave up on purpose.
    #[error("cancelled")]
    Cancelled,
}

/// The browser's storage did not do what was asked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StorageError {
    /// Free space or export; no order may be sent meanwhile.
    #[error("no space left")]
    Quota,
    /// Storage is off or blocked in this browser; no order may be sent.
    #[error("storage is not available")]
    Unavailable,
    /// A record cannot be read; it was set aside.
    #[error("a record is damaged")]
    Corrupt,
    /// A newer app version has changed the store: this page must be reloaded.
    #[error("a newer version of the app has changed the store")]
    Newer,
    /// The browser does not answer: often another tab of this app is in the way.
    #[error("storage does not answer")]
    Stuck,
}

impl TransportError {
    /// Asking again a little later may help. Only for reads.
    pub fn is_retryable(&self) -> bool {
        matches!(self, Self::Timeout | Self::Blocked | Self::RelayUnreachable)
    }
}

/// The browser gave no lock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LockError {
    /// This browser has no Web Locks: no order may be sent, since a second tab could not be seen.
    #[error("no locks in this browser")]
    Unavailable,
}

/// Why a use case failed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ClientError {
    /// No answer.
    #[error(transparent)]
    Transport(#[from] TransportError),
    /// An answer that says no or nothing.
    #[error(transparent)]
    Api(#[from] ApiError),
    /// Storage.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// The account's key is not on this device: nothing was asked.
    #[error("the account's key is not here")]
    NoKey,
}
