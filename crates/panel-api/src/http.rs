//! One HTTP exchange as plain data.

use crate::action::ActionName;
use std::fmt;

/// The body of one POST. The address is the account's endpoint or its relay alias: the transport's
/// business. `Debug` never prints the body: the key is in it.
#[derive(Clone, PartialEq, Eq)]
pub struct HttpRequest {
    /// What is asked; decides time limit, reply cap and whether it may be repeated.
    pub action: ActionName,
    /// `application/x-www-form-urlencoded`.
    pub body: String,
}

impl fmt::Debug for HttpRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "HttpRequest({:?}, {} bytes)", self.action, self.body.len())
    }
}

/// How far the relay got (reliability.md 3.1, 8).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RelayStage {
    /// Refused before any byte went to the panel.
    PreUpstream,
    /// The panel's own answer.
    Upstream,
    /// The stored answer of the same attempt.
    Replayed,
    /// The relay does not know what became of it.
    InDoubt,
}

/// An answer, whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HttpResponse {
    /// The HTTP status. It says nothing by itself (protocol.md 1.6).
    pub status: u16,
    /// `Retry-After`, as sent.
    pub retry_after: Option<String>,
    /// `X-Relay-Stage`; `None` on the direct route.
    pub stage: Option<RelayStage>,
    /// The body.
    pub body: Vec<u8>,
}
