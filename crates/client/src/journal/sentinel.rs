//! A tiny witness in local storage that a journal exists and how long it is. `IndexedDB` can be
//! evicted while local storage stays; then the app must say so instead of showing an empty list
//! (docs/reliability.md#storage).

use crate::ports::KeyValue;

/// The name in local storage.
pub const NAME: &str = "panelboard.journal.count";

/// The name of the number of records that were set aside and not yet seen by the user.
const SET_ASIDE: &str = "panelboard.journal.damaged";

/// Fewer records than there were.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct JournalLoss {
    /// How many there were.
    pub expected: usize,
    /// How many there are, the damaged ones among them.
    pub found: usize,
}

/// How many records there were, if that was ever noted.
pub fn count(storage: &impl KeyValue) -> Option<usize> {
    storage.read(NAME)?.parse().ok()
}

/// What the second witness knows, where the browser has one: it counts when the first one knows less, or
/// is gone together with the journal (finding K17).
pub fn second(storage: &impl KeyValue, witnessed: Option<usize>) {
    if let Some(witnessed) = witnessed.filter(|witnessed| count(storage) < Some(*witnessed)) {
        note(storage, witnessed);
    }
}

/// Compares the witness with what was found. No witness, no alarm.
pub fn check(storage: &impl KeyValue, found: usize) -> Option<JournalLoss> {
    let expected = count(storage)?;
    (found < expected).then_some(JournalLoss { expected, found })
}

/// One record more than there were. A loss that the user has not seen yet stays a loss.
pub(crate) fn one_more(storage: &impl KeyValue, found: usize) {
    note(storage, count(storage).map_or(found, |before| before.max(found)) + 1);
}

/// So many records were set aside: they are not lost, and the user is told until they have seen it.
pub(crate) fn set_aside(storage: &impl KeyValue, records: usize) {
    if let Some(before) = count(storage) {
        note(storage, before.saturating_sub(records));
    }
    let _ = storage.write(SET_ASIDE, &(unseen(storage) + records).to_string());
}

/// How many records were set aside since the user last took note.
pub fn unseen(storage: &impl KeyValue) -> usize {
    storage.read(SET_ASIDE).and_then(|count| count.parse().ok()).unwrap_or(0)
}

/// The user has taken note: what is there is all there is, what was set aside is known.
pub fn seen(storage: &impl KeyValue, count: usize) {
    note(storage, count);
    let _ = storage.write(SET_ASIDE, "0");
}

/// Sets the witness: after each new record, and after the user has seen a loss or erased an account.
/// A full local storage is no reason to stop: the witness only warns.
pub fn note(storage: &impl KeyValue, count: usize) {
    let _ = storage.write(NAME, &count.to_string());
}
