//! Which relay: its address as it is typed, kept and sent to, and the one at the page's own origin. An
//! address is an origin and nothing more, so that no path, query or user name of somebody's text ever
//! reaches a relay, and a token kept for one address is never sent to another.

use super::address::{AddressError, parts};
use serde::{Deserialize, Serialize};
use std::fmt;

/// The address of a relay, e.g. `https://relay.example:8443`: https, or plain http on this machine; a
/// host in its one spelling, a port where it is not the scheme's own, no path.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct RelayAddress(String);

/// Whether plain http to this machine may be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LocalRelays {
    /// The page itself comes from this machine.
    Allow,
    /// A published page: browsers block it, and elsewhere this machine is another one.
    Refuse,
}

/// Why a typed text cannot be a relay's address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RelayAddressError {
    /// Ask for an address.
    #[error("no address")]
    Empty,
    /// Say that a relay needs https, but on this machine.
    #[error("plain http")]
    PlainHttp,
    /// Ask for the address without user name and password.
    #[error("credentials in the address")]
    Credentials,
    /// Ask for the address up to the host and port alone.
    #[error("a path, query or fragment")]
    Beyond,
    /// Ask to check the spelling.
    #[error("not an address")]
    Malformed,
}

impl From<AddressError> for RelayAddressError {
    fn from(error: AddressError) -> Self {
        match error {
            AddressError::Empty => Self::Empty,
            AddressError::PlainHttp => Self::PlainHttp,
            AddressError::Credentials => Self::Credentials,
            AddressError::Malformed | AddressError::PrivateHost => Self::Malformed,
        }
    }
}

impl RelayAddress {
    /// Reads what a user typed. Without a scheme it is https, on this machine http.
    pub fn parse(text: &str, local: LocalRelays) -> Result<Self, RelayAddressError> {
        let parts = parts(text)?;
        if !parts.path.is_empty() || text.contains(['?', '#']) {
            return Err(RelayAddressError::Beyond);
        }
        if parts.scheme == "http" && local == LocalRelays::Refuse {
            return Err(RelayAddressError::PlainHttp);
        }
        Ok(Self(parts.to_string()))
    }

    /// The whole address, without a slash at the end.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Host and port, for people to read.
    pub fn host(&self) -> &str {
        self.0.split_once("://").map_or(self.0.as_str(), |(_, host)| host)
    }
}

/// What is stored must be what would be stored now: nothing that a file or another program put there is
/// read more kindly than what a user types.
impl TryFrom<String> for RelayAddress {
    type Error = RelayAddressError;

    fn try_from(text: String) -> Result<Self, RelayAddressError> {
        let address = Self::parse(&text, LocalRelays::Allow)?;
        if address.0 == text { Ok(address) } else { Err(RelayAddressError::Malformed) }
    }
}

impl From<RelayAddress> for String {
    fn from(address: RelayAddress) -> Self {
        address.0
    }
}

/// One relay among those that the app knows.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(from = "Option<RelayAddress>", into = "Option<RelayAddress>")]
pub enum RelayId {
    /// The one that serves this page, at the page's own origin. All records of the first four versions
    /// that went over a relay mean this one.
    #[default]
    Own,
    /// One at an address that the user gave.
    At(RelayAddress),
}

impl RelayId {
    /// Whether it is the page's own: not written down then, as no version before did.
    pub fn is_own(&self) -> bool {
        *self == Self::Own
    }

    /// Its address; `None` for the page's own origin.
    pub fn address(&self) -> Option<&RelayAddress> {
        match self {
            Self::Own => None,
            Self::At(address) => Some(address),
        }
    }
}

impl From<Option<RelayAddress>> for RelayId {
    fn from(address: Option<RelayAddress>) -> Self {
        address.map_or(Self::Own, Self::At)
    }
}

impl From<RelayId> for Option<RelayAddress> {
    fn from(relay: RelayId) -> Self {
        match relay {
            RelayId::Own => None,
            RelayId::At(address) => Some(address),
        }
    }
}

/// What to show where there is no better word for the page's own.
impl fmt::Display for RelayId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.address().map_or("/", RelayAddress::as_str))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Result<&str, RelayAddressError>) {
        let found = RelayAddress::parse(text, LocalRelays::Allow);
        assert_eq!(found.as_ref().map(RelayAddress::as_str), expected.as_ref().copied(), "{text}");
    }

    #[test]
    fn an_address_is_kept_in_one_spelling() {
        for (text, kept) in [
            ("relay.example", "https://relay.example"),
            (" https://Relay.Example/ ", "https://relay.example"),
            ("HTTPS://relay.example.:443", "https://relay.example"),
            ("relay.example:8443", "https://relay.example:8443"),
            ("https:\\\\relay.example", "https://relay.example"),
            ("https://relay.example/./", "https://relay.example"),
            ("bücher.example", "https://xn--bcher-kva.example"),
            ("192.168.1.4:8443", "https://192.168.1.4:8443"),
            ("127.1:8787", "http://127.0.0.1:8787"),
            ("localhost:8787/", "http://localhost:8787"),
            ("https://localhost:8787", "https://localhost:8787"),
            ("[::1]:8787", "http://[::1]:8787"),
        ] {
            check(text, Ok(kept));
        }
    }

    #[test]
    fn what_is_more_or_less_than_an_origin_is_refused() {
        use RelayAddressError::{Beyond, Credentials, Empty, Malformed, PlainHttp};
        for (text, error) in [
            ("", Empty),
            ("   ", Empty),
            ("http://relay.example", PlainHttp),
            ("http://192.168.1.4", PlainHttp),
            ("https://user@relay.example", Credentials),
            ("https://user:pass@relay.example", Credentials),
            ("https://relay.example@evil.example", Credentials),
            ("https://relay.example/panels", Beyond),
            ("https://relay.example/p/..//x", Beyond),
            ("https://relay.example?token=abc", Beyond),
            ("https://relay.example#token=abc", Beyond),
            ("https://relay.example\\@evil.example", Beyond),
            ("ftp://relay.example", Malformed),
            ("javascript:alert(1)", Malformed),
            ("data:text/html,x", Malformed),
            ("file:///etc/passwd", Malformed),
            ("https://", Malformed),
            ("https://relay..example", Malformed),
            ("https://relay.example:0", Malformed),
            ("https://relay.example:99999", Malformed),
            ("https://relay.example:80:90", Malformed),
            ("https://relay .example", Malformed),
            ("https://relay\n.example", Malformed),
            ("https://re\u{202e}lay.example", Malformed),
            ("https://relay%2eexample", Malformed),
            ("https://re*lay.example", Malformed),
            ("https://relay.example;script-src", Malformed),
            ("https://'self'", Malformed),
            ("relay", Malformed),
            ("https://1.2.3.4.5", Malformed),
        ] {
            check(text, Err(error));
        }
    }

    #[test]
    fn a_published_page_takes_no_plain_http() {
        for text in ["localhost:8787", "127.0.0.1", "http://[::1]:1"] {
            let found = RelayAddress::parse(text, LocalRelays::Refuse);
            assert_eq!(found, Err(RelayAddressError::PlainHttp), "{text}");
        }
        assert!(RelayAddress::parse("https://localhost:8787", LocalRelays::Refuse).is_ok());
    }

    #[test]
    fn what_is_stored_is_read_only_in_its_one_form() {
        let read = |text: &str| serde_json::from_str::<RelayId>(text).ok();
        let at = RelayAddress::parse("relay.example", LocalRelays::Refuse).expect("an address");
        assert_eq!(read("\"https://relay.example\""), Some(RelayId::At(at.clone())));
        assert_eq!(read("null"), Some(RelayId::Own));
        for text in ["\"https://relay.example/\"", "\"relay.example\"", "\"\"", "5"] {
            assert_eq!(read(text), None, "{text}");
        }
        let written = serde_json::to_string(&RelayId::At(at)).expect("writes");
        assert_eq!(written, "\"https://relay.example\"");
        assert_eq!(serde_json::to_string(&RelayId::Own).expect("writes"), "null");
    }
}
