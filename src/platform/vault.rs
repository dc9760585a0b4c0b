//! Accounts, keys, relays, tokens and settings in local storage. The only file of the app that takes a key
//! out of its `ApiKey`.
//!
//! ```json
//! panelboard.accounts  {"v":1,"data":{"current":"a1","accounts":[{"id":"a1","endpoint":"https://…",…}]}}
//! panelboard.keys      {"v":1,"data":{"a1":"the key"}}
//! panelboard.relays    {"v":1,"data":["https://relay.example",null]}
//! panelboard.tokens    {"v":1,"data":{"https://relay.example":"the token"}}
//! panelboard.settings  {"v":1,"data":{"locale":"ko","theme":"dark","density":"compact"}}
//! ```
//!
//! `null` among the relays, and `own` among the tokens, is the one at the page's own origin. The boot script
//! reads every http(s) address in `panelboard.accounts` and `panelboard.relays` to narrow the page's
//! connections; it never reads `panelboard.keys` or `panelboard.tokens`. A document of a newer version is left alone.

use super::json::quote;
use super::local_storage::{read, write};
use super::{Browser, Json};
use panelboard_client::error::StorageError;
use panelboard_client::ports::{StoredAccounts, Vault};
use panelboard_domain::account::{RelayAddress, RelayId};
use panelboard_domain::id::AccountId;
use panelboard_domain::secret::{ApiKey, RelayToken};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The name of the accounts in local storage.
pub const ACCOUNTS: &str = "panelboard.accounts";
const KEYS: &str = "panelboard.keys";
const RELAYS: &str = "panelboard.relays";
const TOKENS: &str = "panelboard.tokens";
/// The name of the settings in local storage.
pub const SETTINGS: &str = "panelboard.settings";
const VERSION: u32 = 1;

#[derive(Serialize, Deserialize)]
struct Versioned<T> {
    v: u32,
    data: T,
}

/// The first look at a document: its form beyond the version may be unknown.
#[derive(Deserialize)]
struct Version {
    v: u32,
}

type StoredKeys = BTreeMap<AccountId, String>;
type StoredTokens = BTreeMap<String, String>;

/// What the user chose, as words. Unknown words fall back to the default.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StoredSettings {
    /// A language tag; `None` follows the browser.
    pub locale: Option<String>,
    /// `auto`, `light` or `dark`.
    pub theme: String,
    /// `comfortable` or `compact`.
    pub density: String,
    /// Single keys do nothing.
    pub no_shortcuts: bool,
}

/// Whether any account is stored: enough to know which screen is first. The reader proper is
/// [`Vault::accounts`].
pub fn has_accounts() -> bool {
    let stored = read(ACCOUNTS).as_deref().and_then(Json::parse);
    let list = stored.and_then(|stored| stored.get("data")?.get("accounts"));
    list.is_some_and(|list| !list.items().is_empty())
}

/// The settings. Read by the browser, because the first screen needs them.
pub fn settings() -> StoredSettings {
    let stored = read(SETTINGS).as_deref().and_then(Json::parse);
    let Some(data) = stored.filter(|stored| !is_newer(stored)).and_then(|json| json.get("data"))
    else {
        return StoredSettings::default();
    };
    let text = |name| data.get(name).and_then(|value| value.text());
    StoredSettings {
        locale: text("locale"),
        theme: text("theme").unwrap_or_default(),
        density: text("density").unwrap_or_default(),
        no_shortcuts: data.get("no_shortcuts").is_some_and(|value| value.is_true()),
    }
}

/// Stores the settings.
pub fn set_settings(settings: &StoredSettings) -> Result<(), StorageError> {
    if read(SETTINGS).as_deref().and_then(Json::parse).as_ref().is_some_and(is_newer) {
        return Err(StorageError::Unavailable);
    }
    let StoredSettings { locale, theme, density, no_shortcuts } = settings;
    let locale = locale.as_deref().map_or_else(|| "null".to_owned(), quote);
    let (theme, density) = (quote(theme), quote(density));
    write(
        SETTINGS,
        &format!(
            "{{\"v\":{VERSION},\"data\":{{\"locale\":{locale},\"theme\":{theme},\"density\":{density},\"no_shortcuts\":{no_shortcuts}}}}}"
        ),
    )
}

fn is_newer(stored: &Json) -> bool {
    stored.get("v").and_then(|version| version.number()).is_some_and(|v| v > f64::from(VERSION))
}

impl Vault for Browser {
    fn key(&self, account: &AccountId) -> Option<ApiKey> {
        let keys: StoredKeys = load(KEYS)?;
        ApiKey::parse(keys.get(account)?).ok()
    }

    fn set_key(&self, account: &AccountId, key: Option<&ApiKey>) -> Result<(), StorageError> {
        let mut keys: StoredKeys = load(KEYS).unwrap_or_default();
        match key {
            Some(key) => keys.insert(account.clone(), key.expose().to_owned()),
            None => keys.remove(account),
        };
        save(KEYS, &keys)
    }

    fn accounts(&self) -> StoredAccounts {
        load(ACCOUNTS).unwrap_or_default()
    }

    fn set_accounts(&self, accounts: &StoredAccounts) -> Result<(), StorageError> {
        save(ACCOUNTS, accounts)
    }

    fn relays(&self) -> Vec<RelayId> {
        load(RELAYS).unwrap_or_default()
    }

    fn set_relays(&self, relays: &[RelayId]) -> Result<(), StorageError> {
        save(RELAYS, relays)
    }

    fn token(&self, relay: &RelayId) -> Option<RelayToken> {
        let tokens: StoredTokens = load(TOKENS)?;
        RelayToken::parse(tokens.get(name_of(relay))?).ok().flatten()
    }

    fn set_token(&self, relay: &RelayId, token: Option<&RelayToken>) -> Result<(), StorageError> {
        let mut tokens: StoredTokens = load(TOKENS).unwrap_or_default();
        let name = name_of(relay);
        let is_news = match token {
            Some(token) => {
                let text = token.expose_token().to_owned();
                tokens.insert(name.to_owned(), text.clone()) != Some(text)
            }
            None => tokens.remove(name).is_some(),
        };
        if is_news { save(TOKENS, &tokens) } else { Ok(()) }
    }
}

fn name_of(relay: &RelayId) -> &str {
    relay.address().map_or("own", RelayAddress::as_str)
}

fn load<T: DeserializeOwned>(name: &str) -> Option<T> {
    let text = read(name)?;
    let Version { v } = serde_json::from_str(&text).ok()?;
    let stored: Versioned<T> = (v <= VERSION).then(|| serde_json::from_str(&text).ok())??;
    Some(stored.data)
}

fn save<T: Serialize + ?Sized>(name: &str, data: &T) -> Result<(), StorageError> {
    let newer = |text: String| serde_json::from_str(&text).is_ok_and(|Version { v }| v > VERSION);
    if read(name).is_some_and(newer) {
        return Err(StorageError::Unavailable);
    }
    let stored = Versioned { v: VERSION, data };
    let text = serde_json::to_string(&stored).map_err(|_| StorageError::Corrupt)?;
    write(name, &text)
}
