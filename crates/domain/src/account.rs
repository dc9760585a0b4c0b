//! A panel account: where it is, which dialect it speaks, what it can do and how we know.

mod capabilities;

pub use capabilities::{Ability, Capabilities, Capability, CommentsSplit, Source};

use crate::id::AccountId;
use crate::money::Currency;
use serde::{Deserialize, Serialize};

/// The two families of servers (protocol.md 1.1). The path is a hint, the reply decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Dialect {
    /// `SmartPanel` and its forks: string ids, bare-string batch errors, double url-decoding.
    V1,
    /// The Perfect Panel contract and its clones.
    V2,
}

/// How requests of an account travel. Fixed once by the `balance` probe; an attempt never changes
/// its route (protocol.md 11).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Route {
    /// From the browser straight to the panel. Needs CORS there.
    Direct,
    /// Through a relay that serves this panel under an alias.
    Relay,
}

/// A full, checked address of one panel API, e.g. `https://smm.plus/api/v2`. https only; plain http
/// for loopback hosts. No credentials, query or fragment.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Endpoint(String);

impl Endpoint {
    /// Wraps an address that [`parse_address`] produced.
    fn new(url: String) -> Self {
        Self(url)
    }

    /// The whole address.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Host and port, e.g. `smm.plus` or `127.0.0.1:8788`.
    pub fn host(&self) -> &str {
        let rest = self.0.split_once("://").map_or(self.0.as_str(), |(_, rest)| rest);
        rest.split('/').next().unwrap_or(rest)
    }
}

/// Why a typed address cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AddressError {
    /// Ask for an address.
    #[error("no address")]
    Empty,
    /// Say that browsers block plain http from a secure page, and that a relay can help.
    #[error("plain http")]
    PlainHttp,
    /// Ask for the address without user name and password.
    #[error("credentials in the address")]
    Credentials,
    /// Ask to check the spelling.
    #[error("not an address")]
    Malformed,
    /// Private and loopback hosts are refused outside development.
    #[error("a private host")]
    PrivateHost,
}

/// Whether private and loopback hosts may be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PrivateHosts {
    /// Development and the sandbox.
    Allow,
    /// Everything else.
    Refuse,
}

/// Turns what a user typed into the addresses to probe, best first (product.md M-1): a path that
/// ends in `/v1` or `/v2` is used as it is; an empty path or one ending in `/api` gives
/// `…/api/v2`, then `…/api/v1`.
pub fn parse_address(text: &str, private: PrivateHosts) -> Result<Vec<Endpoint>, AddressError> {
    let text = text.trim();
    if text.is_empty() {
        return Err(AddressError::Empty);
    }
    let (scheme, rest) = match text.split_once("://") {
        Some((scheme, rest)) => (scheme.to_ascii_lowercase(), rest),
        None => (String::new(), text),
    };
    let rest = rest.split(['?', '#']).next().unwrap_or_default();
    let (authority, path) = rest.split_once('/').unwrap_or((rest, ""));
    if authority.contains('@') {
        return Err(AddressError::Credentials);
    }
    let host = authority.to_ascii_lowercase();
    let name = host.rsplit_once(':').map_or(host.as_str(), |(name, _)| name);
    let shaped = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | ':' | '[' | ']');
    if name.is_empty() || !host.chars().all(shaped) {
        return Err(AddressError::Malformed);
    }
    let local = is_loopback(name);
    if !local && !name.contains('.') && !name.starts_with('[') {
        return Err(AddressError::Malformed);
    }
    if private == PrivateHosts::Refuse && (local || is_private(name)) {
        return Err(AddressError::PrivateHost);
    }
    let scheme = match scheme.as_str() {
        "https" => "https",
        "" if !local => "https",
        "http" | "" if local => "http",
        "http" => return Err(AddressError::PlainHttp),
        _ => return Err(AddressError::Malformed),
    };
    let path = path.trim_end_matches('/');
    let base = if path.is_empty() {
        format!("{scheme}://{host}")
    } else {
        format!("{scheme}://{host}/{path}")
    };
    let last = path.rsplit('/').next().unwrap_or_default();
    Ok(match last {
        "" => {
            vec![Endpoint::new(format!("{base}/api/v2")), Endpoint::new(format!("{base}/api/v1"))]
        }
        "api" => vec![Endpoint::new(format!("{base}/v2")), Endpoint::new(format!("{base}/v1"))],
        _ => vec![Endpoint::new(base)],
    })
}

fn is_loopback(name: &str) -> bool {
    name == "localhost" || name.starts_with("127.") || name == "[::1]"
}

fn is_private(name: &str) -> bool {
    let octets: Vec<u8> = name.split('.').filter_map(|part| part.parse().ok()).collect();
    match octets[..] {
        [10 | 0, ..] | [192, 168, ..] | [169, 254, ..] if octets.len() == 4 => true,
        [172, second, _, _] => (16..32).contains(&second),
        [100, second, _, _] => (64..128).contains(&second),
        _ => {
            name.starts_with("[f") || matches!(name.rsplit('.').next(), Some("local" | "internal"))
        }
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    fn addresses(text: &str) -> Result<Vec<String>, AddressError> {
        parse_address(text, PrivateHosts::Allow)
            .map(|list| list.into_iter().map(|endpoint| endpoint.as_str().to_owned()).collect())
    }

    #[test]
    fn a_bare_domain_is_probed_in_both_dialects() {
        let both = Ok(vec!["https://smm.plus/api/v2".into(), "https://smm.plus/api/v1".into()]);
        assert_eq!(addresses(" SMM.plus "), both);
        assert_eq!(addresses("https://smm.plus/api/"), both);
        assert_eq!(addresses("https://smm.plus/?ref=1#top"), both);
    }

    #[test]
    fn a_full_address_is_used_as_it_is() {
        assert_eq!(
            addresses("https://a.example/smart/api/v1/"),
            Ok(vec!["https://a.example/smart/api/v1".into()])
        );
        assert_eq!(addresses("localhost:9/v2"), Ok(vec!["http://localhost:9/v2".into()]));
    }

    #[test]
    fn unusable_addresses_say_why() {
        assert_eq!(addresses(""), Err(AddressError::Empty));
        assert_eq!(addresses("http://smm.plus"), Err(AddressError::PlainHttp));
        assert_eq!(addresses("https://u:p@smm.plus"), Err(AddressError::Credentials));
        assert_eq!(addresses("ftp://smm.plus"), Err(AddressError::Malformed));
        assert_eq!(addresses("panel"), Err(AddressError::Malformed));
        let refuse = |text| parse_address(text, PrivateHosts::Refuse);
        for host in ["127.0.0.1:1", "192.168.1.4", "10.0.0.1", "172.20.1.1", "nas.local"] {
            assert_eq!(refuse(host), Err(AddressError::PrivateHost), "{host}");
        }
    }
}
