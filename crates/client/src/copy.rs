//! A copy of the journal in a file of the user's: when to remind of one, and what of it can be brought
//! back. A record counts by its own hashes and by nothing that the file says of it.
//!
//! Must never overwrite or delete a record that is here, and never send anything.

use crate::error::StorageError;
use crate::journal::record::{self, RecordError};
use crate::journal::{JOURNAL_LOCK, sentinel};
use crate::ports::{AttemptStore, KeyValue, Locks};
use panelboard_domain::attempt::Attempt;
use panelboard_domain::id::AttemptId;
use panelboard_domain::time::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What the file calls itself.
const KIND: &str = "raw journal";
/// The names in local storage: the last copy, and until when nobody is reminded.
const LAST: &str = "panelboard.copy";
const LATER: &str = "panelboard.copy.later";

const WEEK_MILLIS: i64 = 7 * 24 * 60 * 60 * 1000;
/// So many orders are worth a copy; fewer where the browser may erase them by itself.
const WORTH: usize = 10;
const WORTH_UNKEPT: usize = 3;

/// The file: every record as it lies there.
#[derive(Debug, Serialize, Deserialize)]
pub struct CopyFile {
    panelboard: String,
    /// How many records there should be.
    expected: Option<usize>,
    /// Store, id and text of each.
    records: Vec<(String, String, String)>,
    /// What the app still knew when it saved, whatever lay there.
    #[serde(default)]
    seen: Vec<String>,
}

impl CopyFile {
    /// Of what lies there: store, id and text of each record.
    pub fn of(
        expected: Option<usize>,
        records: impl IntoIterator<Item = (String, String, String)>,
        seen: Vec<String>,
    ) -> Self {
        let records = records.into_iter().collect();
        Self { panelboard: KIND.to_owned(), expected, records, seen }
    }

    /// The file that this text is; `None` when it is another one.
    pub fn read(text: &str) -> Option<Self> {
        let file: Self = serde_json::from_str(text).ok()?;
        (file.panelboard == KIND).then_some(file)
    }

    /// The texts of each record: what lay in the journal, then what the app remembered.
    fn texts(&self) -> BTreeMap<&str, Vec<&str>> {
        let stored = self.records.iter().map(|(_, id, text)| (id.as_str(), text.as_str()));
        let seen = self.seen.iter().filter_map(|text| Some((id_in(text)?, text.as_str())));
        let mut texts: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (id, text) in stored.chain(seen) {
            texts.entry(id).or_default().push(text);
        }
        texts
    }
}

/// The id that a record's text gives itself. The hashes tell whether it is right.
fn id_in(text: &str) -> Option<&str> {
    #[derive(Deserialize)]
    struct Own<'a> {
        #[serde(borrow)]
        attempt: OwnAttempt<'a>,
    }
    #[derive(Deserialize)]
    struct OwnAttempt<'a> {
        #[serde(borrow)]
        confirmation: OwnId<'a>,
    }
    #[derive(Deserialize)]
    struct OwnId<'a> {
        id: &'a str,
    }
    Some(serde_json::from_str::<Own<'_>>(text).ok()?.attempt.confirmation.id)
}

/// What became of the records of a copy.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Brought {
    /// Those that were not here.
    pub added: Vec<Attempt>,
    /// How many were here already; they are as they were.
    pub here: usize,
    /// How many were changed or cut since they were written; left out.
    pub damaged: usize,
    /// How many a newer version of the app wrote; left out.
    pub newer: usize,
}

/// Adds the records of a copy that are not here. One that says `sending` has no sender any more:
/// [`crate::journal::recover`] is to be called afterwards.
///
/// # Errors
/// The storage failed; what was added before stays, and the same copy can be brought back again.
pub async fn bring_back(
    ports: &(impl AttemptStore + KeyValue + Locks),
    file: &CopyFile,
) -> Result<Brought, StorageError> {
    // Between the look and the write nobody else may write the record.
    let _guard = ports.lock(JOURNAL_LOCK).await.map_err(|_| StorageError::Unavailable)?;
    let mut brought = Brought::default();
    for (id, texts) in file.texts() {
        let mut read = texts.into_iter().map(|text| (record::decode(id, text), text));
        let first = read.next();
        let whole = first.iter().cloned().chain(read).find(|(read, _)| read.is_ok());
        match whole.or(first) {
            Some((Ok(_), _)) if ports.get(id).await?.is_some() => brought.here += 1,
            Some((Ok(attempt), text)) => {
                ports.put(id, text).await?;
                brought.added.push(attempt);
            }
            Some((Err(RecordError::Newer), _)) => brought.newer += 1,
            Some((Err(RecordError::Damaged), _)) => brought.damaged += 1,
            None => {}
        }
    }
    let found = ports.all().await?.len();
    if sentinel::count(ports) < Some(found) {
        sentinel::note(ports, found);
    }
    Ok(brought)
}

/// The last copy that was saved here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LastCopy {
    /// When.
    pub at: Timestamp,
    /// The newest attempt in it; `None` when there was none.
    pub newest: Option<AttemptId>,
}

/// The last copy; `None` when none was ever saved here, or nobody knows any more.
pub fn last(storage: &impl KeyValue) -> Option<LastCopy> {
    let text = storage.read(LAST)?;
    let (millis, newest) = text.split_once(' ')?;
    Some(LastCopy {
        at: Timestamp::from_millis(millis.parse().ok()?),
        newest: AttemptId::new(newest),
    })
}

/// A copy was saved. What cannot be kept is reminded of again.
pub fn was_saved(storage: &impl KeyValue, copy: &LastCopy) {
    let newest = copy.newest.as_ref().map_or("", AttemptId::as_str);
    let _ = storage.write(LAST, &format!("{} {newest}", copy.at.millis()));
}

/// When the user last said "not now".
pub fn put_off_at(storage: &impl KeyValue) -> Option<Timestamp> {
    storage.read(LATER)?.parse().ok().map(Timestamp::from_millis)
}

/// The user does not want to be reminded now.
pub fn put_off(storage: &impl KeyValue, now: Timestamp) {
    let _ = storage.write(LATER, &now.millis().to_string());
}

/// What a reminder goes by.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Known {
    /// The last copy.
    pub last: Option<LastCopy>,
    /// When the user last put it off.
    pub put_off_at: Option<Timestamp>,
    /// The browser has promised to keep the data.
    pub is_kept: bool,
}

/// Whether to remind of a copy: there are orders that are in none, the last one is a week old or there
/// are enough orders for a first one, and a week has passed since the user put it off. `newest` is the
/// newest order's attempt, `orders` how many there are. A clock that was set back reminds too often.
pub fn is_due(known: &Known, newest: Option<&AttemptId>, orders: usize, now: Timestamp) -> bool {
    let is_past = |at: Timestamp| !(0..WEEK_MILLIS).contains(&now.millis_since(at));
    let worth = if known.is_kept { WORTH } else { WORTH_UNKEPT };
    let is_due = match (&known.last, newest) {
        (_, None) => false,
        (None, Some(_)) => orders > worth,
        (Some(last), Some(newest)) => last.newest.as_ref() < Some(newest) && is_past(last.at),
    };
    is_due && known.put_off_at.is_none_or(is_past)
}

#[cfg(test)]
mod tests;
