//! A panel account: where it is, which dialect it speaks, what it can do and how we know.

mod address;
mod capabilities;
mod documented;
mod edit;
mod host;
mod id_names;
mod names;
mod punycode;
mod relay;

pub use address::{AddressError, Endpoint, PrivateHosts, parse_address, usual_address};
pub use capabilities::{
    Ability, Capabilities, Capability, CommentsSplit, Fact, REQUEST_ID_MINUTES, Source,
};
pub use id_names::{IdName, IdSlot};

pub use edit::{AccountEdit, MAX_NAME};
pub use names::{display_names, free_name};
pub use relay::{LocalRelays, RelayAddress, RelayAddressError, RelayId};

pub(crate) use address::canonical;

use crate::id::AccountId;
use crate::money::Currency;
use serde::{Deserialize, Serialize};

/// The two families of servers (docs/protocol.md#dialects). The path is a hint, the reply decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Dialect {
    /// `SmartPanel` and its forks: string ids, bare-string batch errors, double url-decoding.
    V1,
    /// The Perfect Panel contract and its clones.
    V2,
}

/// How requests of an account travel. Fixed once by the `balance` probe; an attempt never changes
/// its route (docs/protocol.md#routes).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Route {
    /// From the browser straight to the panel. Needs CORS there.
    Direct,
    /// Through a relay that serves this panel under an alias.
    Relay,
}

/// One panel account. The key is not here: it lives behind the app's one key module.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// Made by the app.
    pub id: AccountId,
    /// What the user calls it; the host by default.
    pub name: String,
    /// Where it answers. Pinned: the key is never sent to another host.
    pub endpoint: Endpoint,
    /// What it speaks, as its `balance` answer showed.
    pub dialect: Dialect,
    /// How requests travel, as the probe found.
    pub route: Route,
    /// The relay's alias of this panel when `route` is `Relay`.
    pub relay_alias: Option<String>,
    /// Which relay, when `route` is `Relay`.
    #[serde(default, skip_serializing_if = "RelayId::is_own")]
    pub relay: RelayId,
    /// One of eight hues, 1 to 8.
    pub hue: u8,
    /// Never send add, refill or cancel.
    pub read_only: bool,
    /// Overrides the currency that the panel reports.
    pub currency_override: Option<Currency>,
    /// What it can do.
    pub capabilities: Capabilities,
    /// The last four characters of the key, to tell accounts apart.
    pub key_tail: String,
}
