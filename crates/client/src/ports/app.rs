//! What the engine needs of the outside beyond the spending path: keys and accounts, messages to other
//! tabs, tasks that go on by themselves, records as they lie there.

use super::OrderPorts;
use super::{Snapshots, TransportError};
use crate::engine::message::Message;
use crate::error::StorageError;
use panelboard_domain::account::{Account, RelayAddress, RelayId};
use panelboard_domain::id::AccountId;
use panelboard_domain::secret::{ApiKey, RelayToken};
use panelboard_panel_api::http::FromRelay;
use serde::{Deserialize, Serialize};
use std::pin::Pin;

/// The accounts and which one is current.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredAccounts {
    /// The current one; `None` when there is none.
    pub current: Option<AccountId>,
    /// In the user's order.
    pub accounts: Vec<Account>,
}

/// Accounts and their keys, relays and their tokens (local storage). What is secret lies apart from the
/// rest.
pub trait Vault {
    /// An account's key; `None` when it is not on this device.
    fn key(&self, account: &AccountId) -> Option<ApiKey>;
    /// Stores an account's key; `None` forgets it.
    fn set_key(&self, account: &AccountId, key: Option<&ApiKey>) -> Result<(), StorageError>;
    /// The accounts; none when nothing is stored or the storage is off.
    fn accounts(&self) -> StoredAccounts;
    /// Stores the accounts, all of them.
    fn set_accounts(&self, accounts: &StoredAccounts) -> Result<(), StorageError>;
    /// The relays that the user added, in that order.
    fn relays(&self) -> Vec<RelayId>;
    /// Stores the relays, all of them.
    fn set_relays(&self, relays: &[RelayId]) -> Result<(), StorageError>;
    /// A relay's token; `None` when it has none here.
    fn token(&self, relay: &RelayId) -> Option<RelayToken>;
    /// Stores a relay's token; `None` forgets it.
    fn set_token(&self, relay: &RelayId, token: Option<&RelayToken>) -> Result<(), StorageError>;
}

/// The other tabs of this origin.
pub trait Broadcast {
    /// Tells them. Nobody may be there, and nothing may depend on it.
    fn broadcast(&self, message: &Message);
}

/// A task that goes on by itself.
pub type Task = Pin<Box<dyn Future<Output = ()>>>;

/// Tasks that go on while the page lives.
pub trait Spawn {
    /// Begins one; returns at once.
    fn spawn(&self, task: Task);
}

/// What relays say of themselves.
#[expect(async_fn_in_trait, reason = "single-threaded: the browser's futures are not Send")]
pub trait RelayPanels {
    /// Its answer to `GET /panels`. The token travels in a header and nowhere else.
    async fn relay_panels(
        &self,
        relay: &RelayId,
        token: Option<&RelayToken>,
    ) -> Result<FromRelay, TransportError>;
    /// Whether anything answers there, readable to this page or not. No token travels.
    async fn relay_answers(&self, relay: &RelayId) -> bool;
    /// Whether what served this page said that it is a relay. Nothing is asked for it.
    fn is_served_by_relay(&self) -> bool;
    /// The page's own origin; `None` where it could not be a relay's address.
    fn own_origin(&self) -> Option<RelayAddress>;
}

/// Records as they lie there, readable or not, all or some of them.
#[expect(async_fn_in_trait, reason = "single-threaded: the browser's futures are not Send")]
pub trait Archive {
    /// Whether the browser has promised to keep this site's data; `None` when it does not say.
    async fn is_kept(&self) -> Option<bool>;
    /// Everything in the journal and in quarantine, as (store, id, text).
    async fn raw_records(&self) -> Result<Vec<(&'static str, String, String)>, StorageError>;
    /// The ids of all records, in any order.
    async fn ids(&self) -> Result<Vec<String>, StorageError>;
    /// The records from one id to another, both included, as (id, record) in one view of the store.
    async fn between(&self, first: &str, last: &str)
    -> Result<Vec<(String, String)>, StorageError>;
    /// Deletes a record of the journal for ever: only when the user erases its account.
    async fn erase(&self, id: &str) -> Result<(), StorageError>;
}

/// Everything that the engine needs.
pub trait Ports:
    OrderPorts + Snapshots + Vault + Broadcast + Spawn + RelayPanels + Archive + 'static
{
}

impl<T: OrderPorts + Snapshots + Vault + Broadcast + Spawn + RelayPanels + Archive + 'static> Ports
    for T
{
}
