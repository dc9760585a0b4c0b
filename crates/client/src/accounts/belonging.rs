//! Whose an attempt is when accounts come and go: which removed account comes back under its own id,
//! which accounts are missing, which attempts have none. Pure; the key's print decides here and nowhere
//! else.

use super::mirror::Mirrored;
use panelboard_domain::account::Account;
use panelboard_domain::attempt::Attempt;
use panelboard_domain::id::AccountId;
use panelboard_domain::panel::{KeyPrint, PanelId};

/// The id that an account of this panel and key had before, so that adding it again finds its orders:
/// by the mirror, else by the attempts that were sent with this key. `None` for a new account. An
/// account that is here with its key is never given away: `keyed` are the ids of those.
pub fn returning_id<'a>(
    panel: &PanelId,
    key: &KeyPrint,
    credentials: &[AccountId],
    mirrored: &[Mirrored],
    attempts: impl IntoIterator<Item = &'a Attempt>,
) -> Option<AccountId> {
    let is_free = |id: &AccountId| !credentials.contains(id);
    let mut of_mirror = mirrored
        .iter()
        .filter(|entry| entry.panel == *panel && entry.key.as_ref() == Some(key))
        .map(|entry| &entry.id);
    let sent_with = |attempt: &&Attempt| {
        attempt.panel.as_ref() == Some(panel) && attempt.key.as_ref() == Some(key)
    };
    let of_attempts = attempts.into_iter().filter(sent_with).map(|attempt| &attempt.account);
    let latest = || of_attempts.filter(|id| is_free(id)).last();
    of_mirror.rfind(|id| is_free(id)).or_else(latest).cloned()
}

/// Accounts that the mirror has and this device's list has not, though nobody removed them: local
/// storage was cleared, or lags behind a crash. Their keys must be entered again.
pub fn missing(present: &[Account], mirrored: &[Mirrored]) -> Vec<Account> {
    let is_present = |id: &AccountId| present.iter().any(|account| account.id == *id);
    mirrored
        .iter()
        .filter(|entry| !entry.is_removed && !is_present(&entry.id))
        .filter_map(|entry| entry.account.clone())
        .collect()
}

/// The attempts of one account that is gone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Orphans {
    /// Whose they were.
    pub account: AccountId,
    /// What it was called; `None` when nothing is left of it.
    pub name: Option<String>,
    /// Their panel; `None` when nobody knows it: then they guard every panel.
    pub panel: Option<PanelId>,
    /// How many.
    pub count: usize,
}

impl Orphans {
    /// The accounts that may take them over: those of the same panel; any, when nobody knows theirs.
    pub fn heirs<'a>(&'a self, accounts: &'a [Account]) -> impl Iterator<Item = &'a Account> {
        let may = move |account: &&Account| {
            self.panel.as_ref().is_none_or(|panel| *panel == PanelId::of(&account.endpoint))
        };
        accounts.iter().filter(may)
    }
}

/// The attempts without an account, by the account that they had.
pub fn orphans<'a>(
    attempts: impl IntoIterator<Item = &'a Attempt>,
    present: &[Account],
    mirrored: &[Mirrored],
) -> Vec<Orphans> {
    let mut groups: Vec<Orphans> = Vec::new();
    for attempt in attempts {
        if present.iter().any(|account| account.id == attempt.account) {
            continue;
        }
        if let Some(group) = groups
            .iter_mut()
            .find(|group| group.account == attempt.account && group.panel == attempt.panel)
        {
            group.count += 1;
            continue;
        }
        let entry = mirrored.iter().find(|entry| entry.id == attempt.account);
        groups.push(Orphans {
            account: attempt.account.clone(),
            name: entry.and_then(|entry| entry.account.as_ref()).map(|gone| gone.name.clone()),
            panel: attempt.panel.clone(),
            count: 1,
        });
    }
    groups
}
