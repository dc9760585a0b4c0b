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
        headers
            .get(header::AUTHORIZATION)
            .and_then(|value| value.to_str().ok()?.strip_prefix("Bearer "))
            .is_some_and(|text| hash(text) == self.0)
    }
}

fn hash(text: &str) -> [u8; 32] {
    digest(&SHA256, text.as_bytes()).as_ref().try_into().expect("SHA-256 has 32 bytes")
}
