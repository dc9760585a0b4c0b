//! The bearer token of a private relay. An origin check does not stop a program that is no browser;
//! this does.

use hyper::header::{self, HeaderMap};
use ring::digest::{SHA256, digest};

/// The hash of the token: comparing hashes takes the same time wherever two tokens differ.
#[derive(Clone)]
pub(crate) struct Token([u8; 32]);

impl Token {
    /// Of the operator's choice.
    pub(crate) fn new(text: &str) -> Self {
        Self(hash(text))
    }

    /// Whether a request carries it.
    pub(crate) fn is_in(&self, headers: &HeaderMap) -> bool {
        let said = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
        said.and_then(bearer).is_some_and(|text| hash(text) == self.0)
    }
}

/// The token of `Bearer token`; the scheme's name has no case (RFC 9110, 11.1).
fn bearer(value: &str) -> Option<&str> {
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim_matches(' '))
}

fn hash(text: &str) -> [u8; 32] {
    digest(&SHA256, text.as_bytes()).as_ref().try_into().expect("SHA-256 has 32 bytes")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn s14_the_scheme_is_read_in_any_case() {
        let token = Token::new("0123456789abcdef");
        let check = |value: &str| {
            let value = value.parse().expect("a header's value");
            token.is_in(&HeaderMap::from_iter([(header::AUTHORIZATION, value)]))
        };
        for scheme in ["Bearer", "bearer", "BEARER", "bEaReR", "Bearer "] {
            assert!(check(&format!("{scheme} 0123456789abcdef")), "{scheme}");
        }
        for value in [
            "",
            "0123456789abcdef",
            "Bearer",
            "Bearer ",
            "Bearer 0123456789ABCDEF",
            "Bearer 0123456789abcde",
            "Bearer 0123456789abcdef0",
            "Basic 0123456789abcdef",
            "Bearer0123456789abcdef",
            "XBearer 0123456789abcdef",
        ] {
            assert!(!check(value), "{value}");
        }
        assert!(!token.is_in(&HeaderMap::new()));
    }
}
