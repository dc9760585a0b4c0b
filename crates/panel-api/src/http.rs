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

/// What a transport brings: an answer together with who gave it. That follows from where the request
/// went, never from what came back: a panel may send any header it likes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// From the panel itself, on the direct route.
    FromPanel(FromPanel),
    /// From the relay.
    FromRelay(FromRelay),
}

/// An answer that came straight from a panel. It has no stage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FromPanel {
    /// The HTTP status.
    pub status: u16,
    /// `Retry-After`, as sent.
    pub retry_after: Option<String>,
    /// The body.
    pub body: Vec<u8>,
}

/// An answer that came from a relay: its own, or a panel's that it passes on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FromRelay {
    /// The HTTP status.
    pub status: u16,
    /// `Retry-After`, as sent.
    pub retry_after: Option<String>,
    /// What the relay says it is; `None` when it says nothing, so that something before the relay may
    /// have answered in its place.
    pub stage: Option<RelayStage>,
    /// The body.
    pub body: Vec<u8>,
}

/// How far the relay got (docs/reliability.md#writes).
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

/// An answer, whole, for the decoders. Outside of tests it is made from an [`Answer`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HttpResponse {
    /// The HTTP status. It says nothing by itself (docs/protocol.md#http-status).
    pub status: u16,
    /// `Retry-After`, as sent.
    pub retry_after: Option<String>,
    /// How far the relay got; `None` when the panel answered itself, on the direct route.
    pub stage: Option<RelayStage>,
    /// The body.
    pub body: Vec<u8>,
}

impl RelayStage {
    /// Reads the value of the relay's stage header.
    pub fn parse(word: &str) -> Option<Self> {
        match word {
            "pre-upstream" => Some(Self::PreUpstream),
            "upstream" => Some(Self::Upstream),
            "replayed" => Some(Self::Replayed),
            "in_doubt" => Some(Self::InDoubt),
            _ => None,
        }
    }
}

impl From<Answer> for HttpResponse {
    fn from(answer: Answer) -> Self {
        match answer {
            Answer::FromPanel(FromPanel { status, retry_after, body }) => {
                Self { status, retry_after, stage: None, body }
            }
            Answer::FromRelay(FromRelay { status, retry_after, stage, body }) => {
                // Without its word it is not known how far the request got.
                let stage = Some(stage.unwrap_or(RelayStage::InDoubt));
                Self { status, retry_after, stage, body }
            }
        }
    }
}
