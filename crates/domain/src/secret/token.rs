//! The token of a private relay: who has it may use the relay, and with it whatever keys pass there. It
//! travels in one header, to the one address that it was given for, and stands nowhere else.

use std::fmt;

/// A relay's bearer token. `Debug` and `Display` print `***`.
#[derive(Clone, PartialEq, Eq)]
pub struct RelayToken(String);

/// Why a text is no token of a relay.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RelayTokenError {
    /// Ask to copy it again: relays want 16 characters at least.
    #[error("the token has an impossible length")]
    Length,
    /// Ask to copy it again: white space or a character that no header carries crept in.
    #[error("the token holds a character that no token has")]
    Character,
}

impl RelayToken {
    /// Trims and checks a typed token: 16 to 256 printable ASCII characters, as `panelboard-relay`
    /// takes it from its `--token-file`. `None` for a blank text: most relays want none.
    pub fn parse(text: &str) -> Result<Option<Self>, RelayTokenError> {
        let text = text.trim();
        match text.len() {
            0 => Ok(None),
            16..=256 if text.bytes().all(|byte| byte.is_ascii_graphic()) => {
                Ok(Some(Self(text.to_owned())))
            }
            16..=256 => Err(RelayTokenError::Character),
            _ => Err(RelayTokenError::Length),
        }
    }

    /// The token itself, for the request's header and for storage. Nowhere else (`cargo xtask tidy`
    /// checks).
    pub fn expose_token(&self) -> &str {
        &self.0
    }

    /// The last four characters, for the user to tell tokens apart.
    pub fn tail(&self) -> &str {
        &self.0[self.0.len().saturating_sub(4)..]
    }
}

impl fmt::Debug for RelayToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

impl fmt::Display for RelayToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_never_prints_itself() {
        let token = RelayToken::parse(" CANARY-0123456789 ").expect("fits").expect("a token");
        assert_eq!(format!("{token} {token:?} {:?}", Some(&token)), "*** *** Some(***)");
        assert_eq!((token.expose_token(), token.tail()), ("CANARY-0123456789", "6789"));
    }

    #[test]
    fn what_no_relay_takes_is_refused() {
        assert_eq!(RelayToken::parse(" \t "), Ok(None));
        for (text, error) in [
            ("0123456789abcde", RelayTokenError::Length),
            (&"x".repeat(257), RelayTokenError::Length),
            ("0123456789 abcdef", RelayTokenError::Character),
            ("0123456789\nabcdefg", RelayTokenError::Character),
            ("0123456789abcdéf", RelayTokenError::Character),
        ] {
            assert_eq!(RelayToken::parse(text), Err(error), "{text}");
        }
    }
}
