//! Orders of a removed account become those of another account of the same panel: an event in each
//! record, so that every tab and every later start knows it.

use super::belonging::Orphans;
use crate::journal::{self, AppendError};
use crate::ports::{AccountMirror, AttemptStore, Clock, KeyValue, Locks};
use panelboard_domain::account::Account;
use panelboard_domain::attempt::{Attempt, Happening};
use panelboard_domain::panel::{KeyPrint, PanelId};
use panelboard_domain::secret::ApiKey;

/// Takes over what is left of these attempts; `key` is the account's when it is on this device.
/// Returns those that moved. One that is still being sent, or that another tab has moved meanwhile,
/// stays as it is.
pub async fn take_over(
    ports: &(impl AttemptStore + AccountMirror + KeyValue + Locks + Clock),
    orphans: &Orphans,
    by: &Account,
    key: Option<&ApiKey>,
) -> Result<Vec<Attempt>, AppendError> {
    let panel = PanelId::of(&by.endpoint);
    let key = key.map(|key| KeyPrint::of(&panel, key));
    let attempts = journal::load(ports).await?.attempts;
    let is_one =
        |attempt: &&Attempt| attempt.account == orphans.account && attempt.panel == orphans.panel;
    let mut moved = Vec::new();
    for attempt in attempts.iter().map(AsRef::as_ref).filter(is_one) {
        let fact = Happening::TakenOver {
            from: orphans.account.clone(),
            by: by.id.clone(),
            panel: panel.clone(),
            key: key.clone(),
        };
        match journal::append(ports, &attempt.id, vec![fact]).await {
            Ok(attempt) => moved.push(attempt),
            Err(AppendError::NotAllowed(_) | AppendError::Missing) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(moved)
}
