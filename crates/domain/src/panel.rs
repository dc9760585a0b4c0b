//! Which panel, and which of its keys. Guard, lock, turn and balance evidence go by the panel; the
//! key's print only decides whose account an attempt belongs to (docs/reliability.md#who-guards). An
//! account is a name, a key and settings on top: it comes and goes, the panel and its money stay.

use crate::account::{Endpoint, canonical};
use crate::secret::ApiKey;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fmt;

/// One panel: its canonical endpoint. The same for every spelling of the address and on every route.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PanelId(String);

impl PanelId {
    /// The panel at this address. An address that an older version stored in a form that is no address
    /// any more is told by its text.
    pub fn of(endpoint: &Endpoint) -> Self {
        let text = endpoint.as_str();
        Self(canonical(text).unwrap_or_else(|| text.trim_end_matches('/').to_ascii_lowercase()))
    }

    /// The panel that a whole address names, as a relay's list does; `None` when it is no address.
    pub fn named_by(address: &str) -> Option<Self> {
        canonical(address).map(Self)
    }

    /// Host and port, for people.
    pub fn host(&self) -> &str {
        let rest = self.0.split_once("://").map_or(self.0.as_str(), |(_, rest)| rest);
        rest.split('/').next().unwrap_or(rest)
    }

    /// The canonical endpoint.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for PanelId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The print of a key at a panel: the first 16 bytes of a SHA-256, as 32 hex digits. It tells equal keys
/// from different ones and gives none away.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct KeyPrint(String);

impl KeyPrint {
    /// The print of this key at this panel.
    pub fn of(panel: &PanelId, key: &ApiKey) -> Self {
        let mut hasher = Sha256::new();
        hasher.update(b"panelboard-key-v1\n");
        hasher.update(panel.0.as_bytes());
        hasher.update(b"\n");
        key.feed(&mut hasher);
        let mut hex = String::with_capacity(32);
        for byte in &hasher.finalize()[..16] {
            for nibble in [byte >> 4, byte & 15] {
                hex.push(char::from_digit(u32::from(nibble), 16).unwrap_or('0'));
            }
        }
        Self(hex)
    }

    /// 32 hex digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_print_is_fixed_for_ever() {
        // printf 'panelboard-key-v1\nhttps://smm.plus/api/v2\nCANARY-key-0001' | sha256sum | head -c 32
        let panel = PanelId::named_by("SMM.plus./api//v2/").expect("an address");
        let key = ApiKey::parse("CANARY-key-0001").expect("a key");
        assert_eq!(panel.as_str(), "https://smm.plus/api/v2");
        assert_eq!(KeyPrint::of(&panel, &key).as_str(), "47259b75ebed17f640d1f53009b9279c");
    }

    #[test]
    fn another_key_or_another_panel_is_another_print() {
        let key = |text| ApiKey::parse(text).expect("a key");
        let panel = |text| PanelId::named_by(text).expect("an address");
        let print = KeyPrint::of(&panel("a.example/api/v2"), &key("key-0001"));
        assert_ne!(print, KeyPrint::of(&panel("a.example/api/v2"), &key("key-0002")));
        assert_ne!(print, KeyPrint::of(&panel("b.example/api/v2"), &key("key-0001")));
    }
}
