//! The mirror of the accounts, as durable as the journal. It is written before the first order of an
//! account may leave, tells which panel a first-version record belongs to, and brings the accounts back
//! when local storage is gone or lags behind a crash. It never holds a key.

use crate::error::StorageError;
use crate::place::Credentials;
use crate::ports::AccountMirror;
use panelboard_domain::account::Account;
use panelboard_domain::attempt::Attempt;
use panelboard_domain::id::AccountId;
use panelboard_domain::panel::{KeyPrint, PanelId};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

const VERSION: u32 = 1;

/// One account as the mirror knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mirrored {
    /// Its id.
    pub id: AccountId,
    /// Its panel.
    pub panel: PanelId,
    /// The print of its latest key; `None` when no key was there.
    pub key: Option<KeyPrint>,
    /// The user removed it. Its orders may still be there.
    pub is_removed: bool,
    /// All of it; `None` when another version of the app wrote it in a form that this one cannot read.
    pub account: Option<Account>,
}

impl Mirrored {
    /// The entry of an account that is here; `key` is the print of its key.
    pub fn present(account: &Account, key: Option<KeyPrint>) -> Self {
        Self {
            id: account.id.clone(),
            panel: PanelId::of(&account.endpoint),
            key,
            is_removed: false,
            account: Some(account.clone()),
        }
    }
}

#[derive(Serialize, Deserialize)]
struct Stored {
    v: u32,
    panel: PanelId,
    key: Option<KeyPrint>,
    removed: bool,
    /// Apart from the rest, so that the panel stays readable whatever an account becomes.
    account: Option<Box<RawValue>>,
}

/// Everything in the mirror. An entry that cannot be read is as none: what depends on it is then
/// treated with more care, not with less.
pub async fn all(ports: &impl AccountMirror) -> Result<Vec<Mirrored>, StorageError> {
    let entries = ports.mirrored().await?;
    Ok(entries.iter().filter_map(|(id, text)| decode(id, text)).collect())
}

fn decode(id: &str, text: &str) -> Option<Mirrored> {
    let stored: Stored = serde_json::from_str(text).ok()?;
    let account: Option<Account> =
        stored.account.and_then(|raw| serde_json::from_str(raw.get()).ok());
    Some(Mirrored {
        id: AccountId::new(id)?,
        panel: stored.panel,
        key: stored.key,
        is_removed: stored.removed,
        account: account.filter(|account| account.id.as_str() == id),
    })
}

fn encode(entry: &Mirrored) -> Result<String, StorageError> {
    let raw = |account| serde_json::value::to_raw_value(account);
    let stored = Stored {
        v: VERSION,
        panel: entry.panel.clone(),
        key: entry.key.clone(),
        removed: entry.is_removed,
        account: entry.account.as_ref().map(raw).transpose().map_err(|_| StorageError::Corrupt)?,
    };
    serde_json::to_string(&stored).map_err(|_| StorageError::Corrupt)
}

/// Writes the entries that are not there already. Returns when they are durable.
pub async fn keep(ports: &impl AccountMirror, entries: &[Mirrored]) -> Result<(), StorageError> {
    let there = ports.mirrored().await?;
    for entry in entries {
        let (id, text) = (entry.id.as_str(), encode(entry)?);
        if !there.iter().any(|(known, kept)| known == id && *kept == text) {
            ports.mirror(id, &text).await?;
        }
    }
    Ok(())
}

/// Notes that the user removed an account. Its panel stays known, for the orders that stay.
pub async fn removed(ports: &impl AccountMirror, account: &Account) -> Result<(), StorageError> {
    let known = all(ports).await?.into_iter().find(|entry| entry.id == account.id);
    let mut entry = known.unwrap_or_else(|| Mirrored::present(account, None));
    entry.is_removed = true;
    keep(ports, &[entry]).await
}

/// What must be durable before an order of this account may leave.
pub async fn keep_for_order(
    ports: &impl AccountMirror,
    credentials: Credentials<'_>,
) -> Result<(), StorageError> {
    let print = KeyPrint::of(&PanelId::of(&credentials.account.endpoint), credentials.key);
    keep(ports, &[Mirrored::present(credentials.account, Some(print))]).await
}

/// Names the panels of first-version records, as the mirror of their accounts tells them.
pub(crate) async fn name_panels(
    ports: &impl AccountMirror,
    attempts: Vec<Attempt>,
) -> Result<Vec<Attempt>, StorageError> {
    if attempts.iter().all(|attempt| attempt.panel.is_some()) {
        return Ok(attempts);
    }
    let known = all(ports).await?;
    let panel_of = |account: &AccountId| {
        known.iter().find(|entry| entry.id == *account).map(|entry| &entry.panel)
    };
    let named = attempts.into_iter().map(|attempt| {
        let panel = panel_of(&attempt.account);
        attempt.known_at(panel)
    });
    Ok(named.collect())
}
