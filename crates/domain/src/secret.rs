//! The API key. It spends the balance, so nothing prints it: only `panel-api`'s encoder and the
//! app's one storage module may call [`ApiKey::expose`] (`cargo xtask tidy` checks).

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

impl ApiKey {
    /// Trims and checks a typed key: 8 to 256 printable ASCII characters (product.md M-1).
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

    /// The last four characters, for the user to tell keys apart.
    pub fn tail(&self) -> &str {
        &self.0[self.0.len().saturating_sub(4)..]
    }
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
    fn impossible_keys_are_named() {
        assert_eq!(ApiKey::parse("  "), Err(ApiKeyError::Empty));
        assert_eq!(ApiKey::parse("short"), Err(ApiKeyError::Length));
        assert_eq!(ApiKey::parse("two words inside"), Err(ApiKeyError::Character));
    }
}
