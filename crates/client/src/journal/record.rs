//! The stored form of an attempt: schema version, the record's own hash, and the events chained by
//! hash so that a changed or missing one shows. Reads every version ever released; one golden file
//! for each stands in `tests/golden`. A record that an older version wrote keeps its bytes until
//! something happens to the attempt.
//!
//! - 1: the first.
//! - 2: panel and key print stand in the confirmation; settlements have grounds; `withdrawn`, `looked`,
//!   `seen`, `taken_over`. An older app must not touch such a record: it would compare accounts, not
//!   panels, and let an order be repeated.
//! - 3: the named request, the repeat with `parted`, and what a repeat settled. Only attempts that were
//!   sent with a request id: an older app would take a repeat for another order. All others are still
//!   written as 2.
//! - 4: the panel named another order's number. Only attempts that were answered so: an older app knows no
//!   such doubt.
//! - 5: the relay stands beside the route. Only attempts that went over another relay than the page's
//!   own: an older app would ask the wrong one what became of them.

use super::hash::{Hex, hex_of};
use panelboard_domain::attempt::{Attempt, Event, Happening, UnknownHint, Verdict};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

/// The newest version that this build writes.
pub const SCHEMA: u32 = 5;

/// Why a stored text is no attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RecordError {
    /// Changed or cut since it was written: quarantine it.
    #[error("the record is damaged")]
    Damaged,
    /// Written by a newer app: leave it alone, read-only until this tab is reloaded.
    #[error("the record was written by a newer version")]
    Newer,
}

#[derive(Serialize, Deserialize)]
struct Stored {
    schema: u32,
    hash: String,
    attempt: Box<RawValue>,
    events: Vec<StoredEvent>,
}

#[derive(Serialize, Deserialize)]
struct StoredEvent {
    prev_hash: String,
    event: Box<RawValue>,
}

#[derive(Deserialize)]
struct Schema {
    schema: u32,
}

/// The text to store. `None` never happens for an attempt built by the domain; it is a typed way
/// out instead of a panic in front of somebody's money.
pub fn encode(attempt: &Attempt) -> Option<String> {
    let raw = serde_json::value::to_raw_value(attempt).ok()?;
    let mut prev_hash = first_hash(attempt.id.as_str());
    let mut events = Vec::with_capacity(attempt.events().len());
    for event in attempt.events() {
        let event = serde_json::value::to_raw_value(event).ok()?;
        let next = next_hash(&prev_hash, &event);
        events.push(StoredEvent { prev_hash: text_of(&prev_hash), event });
        prev_hash = next;
    }
    let hash = text_of(&next_hash(&prev_hash, &raw));
    serde_json::to_string(&Stored { schema: schema_of(attempt), hash, attempt: raw, events }).ok()
}

/// The oldest version that can hold this attempt.
fn schema_of(attempt: &Attempt) -> u32 {
    let is_doubt = |event: &Event| {
        let verdict = Verdict::Unknown(UnknownHint::NumberTaken);
        event.what == Happening::Judged { verdict }
    };
    match () {
        () if !attempt.relay.is_own() => SCHEMA,
        () if attempt.events().iter().any(is_doubt) => 4,
        () if attempt.named.is_some() => 3,
        () => 2,
    }
}

/// Reads a stored text of any released version and checks every hash in it.
pub fn decode(id: &str, text: &str) -> Result<Attempt, RecordError> {
    // A newer version may have another form altogether: then its number alone is read.
    match serde_json::from_str::<Stored>(text) {
        Ok(stored) if (1..=SCHEMA).contains(&stored.schema) => {
            decode_chain(id, &stored).ok_or(RecordError::Damaged)
        }
        _ => match serde_json::from_str(text) {
            Ok(Schema { schema }) if schema > SCHEMA => Err(RecordError::Newer),
            _ => Err(RecordError::Damaged),
        },
    }
}

fn decode_chain(id: &str, stored: &Stored) -> Option<Attempt> {
    let mut prev_hash = first_hash(id);
    let mut events: Vec<Event> = Vec::with_capacity(stored.events.len());
    for StoredEvent { prev_hash: claimed, event } in &stored.events {
        if claimed.as_bytes() != prev_hash {
            return None;
        }
        prev_hash = next_hash(&prev_hash, event);
        events.push(serde_json::from_str(event.get()).ok()?);
    }
    if stored.hash.as_bytes() != next_hash(&prev_hash, &stored.attempt) {
        return None;
    }
    let attempt: Attempt = serde_json::from_str(stored.attempt.get()).ok()?;
    (attempt.id.as_str() == id).then(|| attempt.with_events(events))
}

fn first_hash(id: &str) -> Hex {
    hex_of(&[id.as_bytes()])
}

fn next_hash(prev_hash: &[u8], raw: &RawValue) -> Hex {
    hex_of(&[prev_hash, raw.get().as_bytes()])
}

fn text_of(hash: &Hex) -> String {
    String::from_utf8_lossy(hash).into_owned()
}

/// Puts right the hash of a record that a test has changed outside its events.
#[cfg(test)]
pub(crate) fn seal_again_for_test(text: &str) -> String {
    let mut stored: Stored = serde_json::from_str(text).expect("a record");
    let last = stored.events.last().expect("an event");
    let last = next_hash(last.prev_hash.as_bytes(), &last.event);
    stored.hash = text_of(&next_hash(&last, &stored.attempt));
    serde_json::to_string(&stored).expect("encodes")
}
