//! What the relay's receipt says of one attempt (`GET /attempts/{id}`, and the answer to closing it).

use panelboard_fence::{Mark, Receipt, State};
use panelboard_panel_api::http::{FromRelay, HttpResponse, RelayStage};
use serde::Deserialize;

/// How an attempt ended at the relay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum End {
    /// The panel answered this.
    Done(HttpResponse),
    /// It went out, or may have; the relay does not know what became of it.
    InDoubt,
    /// The relay stopped it before any byte went to the panel, and will not send it.
    NotSent,
}

#[derive(Deserialize)]
struct Written {
    state: String,
    #[serde(flatten)]
    mark: Mark,
    forgotten: u64,
    result: Option<WrittenResult>,
}

#[derive(Deserialize)]
struct WrittenResult {
    status: u16,
    body: String,
}

/// Reads a receipt; `None` for anything else, and for the receipt of a relay so old that it has no
/// memory to name.
pub fn receipt(answer: &FromRelay) -> Option<Receipt<End>> {
    let is_relays_own = answer.status == 200 && answer.stage == Some(RelayStage::PreUpstream);
    let written = is_relays_own.then(|| serde_json::from_slice::<Written>(&answer.body));
    let Written { state, mark, forgotten, result } = written?.ok()?;
    let state = match (state.as_str(), result) {
        ("done", Some(WrittenResult { status, body })) => {
            let (stage, body) = (Some(RelayStage::Replayed), body.into_bytes());
            State::Settled(End::Done(HttpResponse { status, retry_after: None, stage, body }))
        }
        ("in_doubt", _) => State::Settled(End::InDoubt),
        ("not_sent", _) => State::Settled(End::NotSent),
        ("in_flight", _) => State::InFlight,
        ("not_seen", _) => State::NotSeen,
        _ => return None,
    };
    Some(Receipt { state, mark, forgotten })
}
