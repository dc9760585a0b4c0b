//! A new key for an account that stays: its id, its orders, what is open and what guards are untouched,
//! because all of that goes by the panel. The new key is tried once, with a question that costs nothing.

use crate::place::Credentials;
use crate::ports::Transport;
use crate::probe::{ProbeFailure, try_balance};
use panelboard_domain::account::{Account, Endpoint};
use panelboard_domain::balance::Balance;
use panelboard_domain::id::AccountId;
use panelboard_domain::panel::PanelId;
use panelboard_domain::secret::ApiKey;

/// Why a key was not taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyStop {
    /// It is the account's key already.
    #[error("the same key")]
    Same,
    /// Another account of this panel has it: two accounts with one key are one account.
    #[error("the key of another account")]
    OtherAccount(AccountId),
    /// The panel did not give a balance for it, over the account's own route.
    #[error(transparent)]
    Failed(#[from] ProbeFailure),
}

/// The account with its new key, as it is to be stored: the key first, then this.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewKey {
    /// The same account; only the end of its key is another.
    pub account: Account,
    /// What the panel said is left, for the user to see that it is the right key.
    pub balance: Balance,
}

/// Tries a new key. `existing` are the accounts that are here, with their keys. A panel that does not
/// answer is no reason to lose a key: [`KeyStop::Failed`] says why, and [`with_key`] takes it unseen.
pub async fn try_key(
    ports: &impl Transport,
    account: &Account,
    key: &ApiKey,
    existing: &[(AccountId, Endpoint, ApiKey)],
) -> Result<NewKey, KeyStop> {
    let panel = PanelId::of(&account.endpoint);
    for (id, endpoint, held) in existing {
        if held == key && PanelId::of(endpoint) == panel {
            return Err(match *id == account.id {
                true => KeyStop::Same,
                false => KeyStop::OtherAccount(id.clone()),
            });
        }
    }
    let balance = try_balance(ports, Credentials { account, key }).await?;
    Ok(NewKey { account: with_key(account, key), balance })
}

/// The account as it is shown with this key.
pub fn with_key(account: &Account, key: &ApiKey) -> Account {
    Account { key_tail: key.tail().to_owned(), ..account.clone() }
}
