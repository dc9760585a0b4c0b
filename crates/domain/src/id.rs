//! Opaque identifiers. Panels answer ids as numbers, digits, hex or prefixed text (protocol.md 1.10),
//! so an id is text: never sorted as a number, never subtracted, never guessed.

use serde::{Deserialize, Serialize};
use std::fmt;

macro_rules! opaque_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// Wraps a non-empty id as the panel wrote it; surrounding white space is dropped.
            /// `None` for an empty text.
            pub fn new(text: &str) -> Option<Self> {
                let text = text.trim_ascii();
                (!text.is_empty()).then(|| Self(text.to_owned()))
            }

            /// The id as the panel wrote it.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

opaque_id!(
    /// A service of one panel, e.g. `1174`.
    ServiceId
);
opaque_id!(
    /// An order as the panel numbered it, e.g. `23501` or `ord_9f`.
    OrderId
);
opaque_id!(
    /// A refill as the panel numbered it.
    RefillId
);
opaque_id!(
    /// One panel account of this user. Made by the app, never sent.
    AccountId
);
opaque_id!(
    /// One attempt to spend money: a `UUIDv7`, made by the app before anything is sent.
    AttemptId
);

impl AttemptId {
    /// Builds a `UUIDv7` from a clock reading and ten random bytes (RFC 9562, section 5.7).
    pub fn from_parts(now: crate::time::Timestamp, random: [u8; 10]) -> Self {
        let millis = now.millis().to_be_bytes();
        let mut bytes = [0_u8; 16];
        bytes[..6].copy_from_slice(&millis[2..]);
        bytes[6..].copy_from_slice(&random);
        bytes[6] = (bytes[6] & 0x0f) | 0x70;
        bytes[8] = (bytes[8] & 0x3f) | 0x80;
        let mut text = String::with_capacity(36);
        for (index, byte) in bytes.iter().enumerate() {
            if matches!(index, 4 | 6 | 8 | 10) {
                text.push('-');
            }
            for nibble in [byte >> 4, byte & 0x0f] {
                text.push(char::from_digit(u32::from(nibble), 16).unwrap_or('0'));
            }
        }
        Self(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::Timestamp;

    #[test]
    fn attempt_id_is_a_version_7_uuid_that_sorts_by_time() {
        let early = AttemptId::from_parts(Timestamp::from_millis(1_700_000_000_000), [0xff; 10]);
        let late = AttemptId::from_parts(Timestamp::from_millis(1_700_000_000_001), [0; 10]);
        assert_eq!(early.as_str(), "018bcfe5-6800-7fff-bfff-ffffffffffff");
        assert!(early < late);
    }

    #[test]
    fn an_empty_id_is_no_id() {
        assert_eq!(OrderId::new("  "), None);
        assert_eq!(OrderId::new(" 32 ").map(|id| id.to_string()), Some("32".to_owned()));
    }
}
