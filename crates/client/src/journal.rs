//! The write-ahead journal over its store: loads, sets damaged records aside, appends facts. All
//! changes of a record go through [`append`], under one short lock over all tabs.

mod hash;
mod known;
mod opening;
pub mod record;
pub mod sentinel;
#[cfg(test)]
mod tests;

pub(crate) use hash::sha256_hex;
pub use opening::open;
pub use sentinel::JournalLoss;

use crate::accounts::mirror;
use crate::error::StorageError;
use crate::ports::{AccountMirror, AttemptStore, Clock, KeyValue, Locks};
use panelboard_domain::attempt::{Attempt, AttemptState, Happening};
use panelboard_domain::id::AttemptId;
use panelboard_domain::panel::PanelId;
use record::RecordError;
use std::borrow::Borrow;
use std::sync::Arc;

/// The journal's content.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Loaded {
    /// Every readable attempt, oldest first.
    pub attempts: Vec<Arc<Attempt>>,
    /// Ids of the records found damaged just now; they are in quarantine, for export.
    pub damaged: Vec<String>,
    /// Records in quarantine that the user has not taken note of, those of earlier starts too.
    pub set_aside: usize,
    /// Records of a newer app version: left alone. Orders must wait for a reload.
    pub newer: usize,
    /// Records are missing.
    pub loss: Option<JournalLoss>,
}

/// Why a fact could not be appended.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AppendError {
    /// The storage failed; the fact is not kept.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// There is no readable record with this id.
    #[error("no such attempt")]
    Missing,
    /// The fact does not fit what the record says by now: here it is, unchanged.
    #[error("this cannot happen to the attempt any more")]
    NotAllowed(Box<Attempt>),
}

/// The lock of spending at one panel: who holds it is the only one who may send there, under whatever
/// account.
pub fn panel_lock(panel: &PanelId) -> String {
    format!("add:{panel}")
}

/// The lock that the sender of this attempt holds while it waits for the answer.
pub fn lock_of(attempt: &Attempt) -> String {
    match (&attempt.panel, &attempt.key) {
        (Some(panel), Some(_)) => panel_lock(panel),
        // A first-version record: only a tab of that version can be sending it.
        _ => format!("add:{}", attempt.account),
    }
}

pub(crate) const JOURNAL_LOCK: &str = "journal";

/// Reads everything that may be another way than this page knows it. Damaged records are moved to
/// quarantine, never dropped.
pub async fn load(
    ports: &(impl AttemptStore + AccountMirror + KeyValue),
) -> Result<Loaded, StorageError> {
    let (known, records) = match known::and_new(ports).await? {
        Some(read) => read,
        None => (Vec::new(), ports.all().await?),
    };
    let count = known.len() + records.len();
    let mut loaded = Loaded { loss: sentinel::check(ports, count), ..Loaded::default() };
    let attempts = read(ports, records, &mut loaded).await?;
    loaded.take_note(ports);
    let attempts = mirror::name_panels(ports, attempts).await?;
    loaded.attempts = known;
    loaded.attempts.extend(attempts.into_iter().map(Arc::new));
    loaded.attempts.sort_by(|a, b| a.id.cmp(&b.id));
    Ok(loaded)
}

/// Verifies and sorts out records; what is read.
async fn read(
    ports: &impl AttemptStore,
    records: Vec<(String, String)>,
    loaded: &mut Loaded,
) -> Result<Vec<Attempt>, StorageError> {
    let mut attempts = Vec::with_capacity(records.len());
    for (id, text) in records {
        match record::decode(&id, &text) {
            Ok(attempt) => attempts.push(attempt),
            Err(RecordError::Newer) => loaded.newer += 1,
            Err(RecordError::Damaged) => {
                ports.set_aside(&id, &text).await?;
                loaded.damaged.push(id);
            }
        }
    }
    Ok(attempts)
}

impl Loaded {
    /// Notes what was set aside, for the starts to come.
    fn take_note(&mut self, ports: &impl KeyValue) {
        if !self.damaged.is_empty() {
            sentinel::set_aside(ports, self.damaged.len());
        }
        // With a full local storage nothing is remembered, but what was just found is known.
        self.set_aside = sentinel::unseen(ports).max(self.damaged.len());
    }
}

/// One attempt as it is stored now; `None` when there is no readable one.
pub async fn get(
    ports: &(impl AttemptStore + AccountMirror),
    id: &AttemptId,
) -> Result<Option<Attempt>, StorageError> {
    let text = ports.get(id.as_str()).await?;
    let attempt = text.and_then(|text| record::decode(id.as_str(), &text).ok());
    Ok(mirror::name_panels(ports, attempt.into_iter().collect()).await?.pop())
}

/// Appends facts to a stored attempt and returns it as it stands now.
pub async fn append(
    ports: &(impl AttemptStore + AccountMirror + Locks + Clock),
    id: &AttemptId,
    facts: Vec<Happening>,
) -> Result<Attempt, AppendError> {
    append_if(ports, id, |_| facts).await
}

/// Appends what `decide` finds right for the attempt as it is stored at this moment: nobody can write
/// between its look and the append. Nothing is stored when it finds nothing.
pub(crate) async fn append_if(
    ports: &(impl AttemptStore + AccountMirror + Locks + Clock),
    id: &AttemptId,
    decide: impl FnOnce(&Attempt) -> Vec<Happening>,
) -> Result<Attempt, AppendError> {
    let _guard = ports.lock(JOURNAL_LOCK).await;
    let attempt = get(ports, id).await?.ok_or(AppendError::Missing)?;
    let facts = decide(&attempt);
    apply(ports, attempt, facts).await
}

/// [`append_if`] where the other records decide as well, as they are stored at this moment.
pub(crate) async fn append_among<E: From<AppendError>>(
    ports: &(impl AttemptStore + AccountMirror + KeyValue + Locks + Clock),
    id: &AttemptId,
    decide: impl FnOnce(&Attempt, &[Arc<Attempt>]) -> Result<Vec<Happening>, E>,
) -> Result<Attempt, E> {
    let _guard = ports.lock(JOURNAL_LOCK).await;
    let attempts = load(ports).await.map_err(AppendError::Storage)?.attempts;
    // Read by itself: what is appended to is never what was only known.
    let attempt = get(ports, id).await.map_err(AppendError::Storage)?;
    let attempt = attempt.ok_or(AppendError::Missing)?;
    let facts = decide(&attempt, &attempts)?;
    Ok(apply(ports, attempt, facts).await?)
}

/// To be called under the journal's lock.
async fn apply(
    ports: &(impl AttemptStore + Clock),
    mut attempt: Attempt,
    facts: Vec<Happening>,
) -> Result<Attempt, AppendError> {
    if facts.is_empty() {
        return Ok(attempt);
    }
    for fact in facts {
        if attempt.apply(ports.now(), fact).is_err() {
            return Err(AppendError::NotAllowed(Box::new(attempt)));
        }
    }
    store(ports, &attempt).await?;
    Ok(attempt)
}

/// Stores an attempt that must reach its end: when space ran out, the ballast makes room.
pub(crate) async fn store(
    ports: &impl AttemptStore,
    attempt: &Attempt,
) -> Result<(), StorageError> {
    let text = record::encode(attempt).ok_or(StorageError::Corrupt)?;
    match ports.put(attempt.id.as_str(), &text).await {
        Err(StorageError::Quota) => {
            ports.free_ballast().await?;
            ports.put(attempt.id.as_str(), &text).await
        }
        result => result,
    }
}

/// Turns every `sending` whose owner is gone into `unknown` (I3). To be called at the start of the
/// app and while another tab's attempt is under way. Returns what changed.
pub async fn recover<A: Borrow<Attempt>>(
    ports: &(impl AttemptStore + AccountMirror + KeyValue + Locks + Clock),
    attempts: &[A],
) -> Result<Vec<Attempt>, AppendError> {
    let mut recovered = Vec::new();
    let sending = |attempt: &&Attempt| matches!(attempt.state(), AttemptState::Sending);
    for attempt in attempts.iter().map(Borrow::borrow).filter(sending) {
        let lock = ports.try_lock(&lock_of(attempt)).await;
        // While its lock is held, somebody is still waiting for the answer. Without locks nobody
        // can be: nothing is ever sent.
        if matches!(lock, Ok(None)) {
            continue;
        }
        match append(ports, &attempt.id, vec![Happening::Recovered]).await {
            Ok(attempt) => recovered.push(attempt),
            // Its owner finished it in between.
            Err(AppendError::NotAllowed(_)) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(recovered)
}
