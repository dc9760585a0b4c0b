//! The API key. It spends the balance, so nothing prints it: only `panel-api`'s encoder and the
//! app's one storage module may call [`ApiKey::expose`] (`cargo xtask tidy` checks). And the token of a
//! relay, which is kept as a key is.

mod token;

pub use token::{RelayToken, RelayTokenError};

use sha2::{Digest, Sha256};
use std::fmt;

/// A panel's API key. `Debug` and `Display` print `***`.
#[derive(Clone, PartialEq, Eq)]
pub struct ApiKey(String);

/// Why a text is no API key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ApiKeyError {
    /// Ask for a key.
    #[error("the key is empty")]
    Empty,
    /// Ask to copy the key again: panels' keys have 8 to 256 printable characters.
    #[error("the key has an impossible length")]
    Length,
    /// Ask to copy the key again: white space or control characters crept in.
    #[error("the key holds a character that no key has")]
    Character,
}

/// What no two texts share by chance, and what is of no use for guessing the rest of a key.
const RUN: usize = 16;

impl ApiKey {
    /// Trims and checks a typed key: 8 to 256 printable ASCII characters.
    pub fn parse(text: &str) -> Result<Self, ApiKeyError> {
        let text = text.trim();
        match text.len() {
            0 => Err(ApiKeyError::Empty),
            8..=256 if text.bytes().all(|byte| byte.is_ascii_graphic()) => {
                Ok(Self(text.to_owned()))
            }
            8..=256 => Err(ApiKeyError::Character),
            _ => Err(ApiKeyError::Length),
        }
    }

    /// The key itself, for the request body and for storage. Nowhere else.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Feeds the key into a hash, for its print alone ([`crate::panel::KeyPrint`]).
    pub(crate) fn feed(&self, hasher: &mut Sha256) {
        hasher.update(self.0.as_bytes());
    }

    /// The last four characters, for the user to tell keys apart.
    pub fn tail(&self) -> &str {
        &self.0[self.0.len().saturating_sub(4)..]
    }

    /// Whether `text` holds the key, or so long a run of it that it may not be shown: sixteen
    /// characters, in either case.
    pub fn is_in(&self, text: &str) -> bool {
        let run = self.0.len().min(RUN);
        // Ids are short and keys long: most texts are done here.
        if text.len() < run {
            return false;
        }
        let text = text.to_ascii_lowercase();
        let key = self.0.to_ascii_lowercase();
        (0..=key.len() - run).any(|from| text.contains(&key[from..from + run]))
    }

    /// `text` with every occurrence of the key replaced by `***`: as it is, in other case,
    /// percent-encoded, or with `/` escaped as JSON does. For texts that a server sent back.
    #[must_use]
    pub fn mask(&self, text: &str) -> String {
        let mut masked = replace_ignoring_case(text, &self.0);
        if !self.0.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            masked = replace_ignoring_case(&masked, &percent_encoded(&self.0));
            masked = replace_ignoring_case(&masked, &self.0.replace('/', "\\/"));
        }
        masked
    }
}

fn replace_ignoring_case(text: &str, needle: &str) -> String {
    let mut replaced = String::with_capacity(text.len());
    // ASCII case folding keeps every byte's place; the needle is ASCII, so cuts are at characters.
    let (folded, needle) = (text.to_ascii_lowercase(), needle.to_ascii_lowercase());
    let mut from = 0;
    while let Some(length) = folded[from..].find(&needle) {
        replaced.push_str(&text[from..from + length]);
        replaced.push_str("***");
        from += length + needle.len();
    }
    replaced.push_str(&text[from..]);
    replaced
}

fn percent_encoded(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len() * 3);
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~') {
            encoded.push(char::from(byte));
        } else {
            encoded.push('%');
            for nibble in [byte >> 4, byte & 15] {
                encoded.push(char::from_digit(nibble.into(), 16).unwrap_or('0'));
            }
        }
    }
    encoded
}

impl fmt::Debug for ApiKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

impl fmt::Display for ApiKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_never_prints_itself() {
        let key = ApiKey::parse(" CANARY-0123456789 ").expect("a valid key");
        assert_eq!(format!("{key} {key:?}"), "*** ***");
        assert_eq!(key.expose(), "CANARY-0123456789");
        assert_eq!(key.tail(), "6789");
    }

    #[test]
    fn an_echoed_key_is_masked_in_every_form() {
        let key = ApiKey::parse("Secret/key+1").expect("a valid key");
        for (text, masked) in [
            ("Bad key Secret/key+1 given", "Bad key *** given"),
            ("SECRET/KEY+1", "***"),
            ("?key=Secret%2fkey%2B1&", "?key=***&"),
            (r#""Secret\/key+1""#, "\"***\""),
            ("İSecret/key+1İ", "İ***İ"),
            ("Secret/key", "Secret/key"),
        ] {
            assert_eq!(key.mask(text), masked, "{text}");
        }
    }

    #[test]
    fn a_key_is_seen_whole_or_in_long_runs() {
        let key = ApiKey::parse("0123456789abcdefFEDCBA9876543210").expect("a valid key");
        for text in [
            "0123456789abcdefFEDCBA9876543210",
            "ord_0123456789ABCDEFfedcba9876543210_1",
            "0123456789abcdef",
            "x9abcdefFEDCBA9876",
        ] {
            assert!(key.is_in(text), "{text}");
        }
        for text in ["", "23501", "0123456789abcde", "edcba98765432100123456789abcde"] {
            assert!(!key.is_in(text), "{text}");
        }
        let short = ApiKey::parse("12345678").expect("a valid key");
        assert!(short.is_in("0123456789") && !short.is_in("1234567"));
    }

    #[test]
    fn impossible_keys_are_named() {
        assert_eq!(ApiKey::parse("  "), Err(ApiKeyError::Empty));
        assert_eq!(ApiKey::parse("short"), Err(ApiKeyError::Length));
        assert_eq!(ApiKey::parse("two words inside"), Err(ApiKeyError::Character));
    }
}
