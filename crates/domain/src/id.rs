//! Opaque identifiers. Panels answer ids as numbers, digits, hex or prefixed text
//! (docs/protocol.md#ids), so an id is text: never sorted as a number, never subtracted, never guessed.
//! Copies share the text: lists of ten thousand are copied while a page is drawn.

use crate::secret::ApiKey;
use crate::unseen::is_unseen;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::sync::Arc;

macro_rules! opaque_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Arc<str>);

        impl $name {
            /// Wraps a non-empty id as the panel wrote it; surrounding white space is dropped.
            /// `None` for an empty text.
            pub fn new(text: &str) -> Option<Self> {
                let text = text.trim_ascii();
                (!text.is_empty()).then(|| Self(text.into()))
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

/// The longest id that is taken from a panel, in characters.
pub const LONGEST: usize = 128;

/// An id that a panel gives to something that was made: it comes from outside, and stands later in
/// addresses, in the journal and on the page.
macro_rules! given_id {
    ($name:ident) => {
        impl $name {
            /// An id as a panel answered it. `None` for what may not be one: nothing, more than
            /// [`LONGEST`] characters, white space inside, a control character, a mark that is not
            /// seen or turns the direction of text, or the key that was sent (S14).
            pub fn given(text: &str, key: &ApiKey) -> Option<Self> {
                let text = text.trim_ascii();
                (is_showable(text) && !key.is_in(text)).then(|| Self::new(text))?
            }
        }
    };
}

given_id!(OrderId);
given_id!(RefillId);

fn is_showable(text: &str) -> bool {
    text.chars().count() <= LONGEST
        && !text.chars().any(|c| c.is_control() || c.is_whitespace() || is_unseen(c))
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
        Self(text.into())
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

    #[track_caller]
    fn check(text: &str, expected: bool) {
        let key = ApiKey::parse("CANARY-0123456789abcdef").expect("a key");
        let given = (OrderId::given(text, &key), RefillId::given(text, &key));
        assert_eq!((given.0.is_some(), given.1.is_some()), (expected, expected), "{text:?}");
    }

    #[test]
    fn s14_an_id_that_holds_the_key_is_none() {
        for text in [
            "CANARY-0123456789abcdef",
            " CANARY-0123456789abcdef\n",
            "canary-0123456789ABCDEF",
            "ord_CANARY-0123456789abcdef",
            "CANARY-0123456789",
            "23501#0123456789abcdef",
        ] {
            check(text, false);
        }
        for text in ["23501", "CANARY", "ord_9f", "0123456789abcde"] {
            check(text, true);
        }
    }

    #[test]
    fn s14_an_id_is_short_and_every_character_of_it_is_seen() {
        check(&"7".repeat(LONGEST), true);
        check(&"ж".repeat(LONGEST), true);
        check(&"7".repeat(LONGEST + 1), false);
        check("заказ-7", true);
        check("طلب7", true);
        for mark in [
            '\0',
            '\u{7}',
            '\u{1b}',
            '\u{7f}',
            '\u{85}',
            '\u{ad}',
            '\u{61c}',
            '\u{200b}',
            '\u{200d}',
            '\u{200e}',
            '\u{200f}',
            '\u{2028}',
            '\u{202a}',
            '\u{202e}',
            '\u{2060}',
            '\u{2066}',
            '\u{2069}',
            '\u{3164}',
            '\u{feff}',
            '\u{fe0f}',
            '\u{e0041}',
            '\u{a0}',
            ' ',
        ] {
            check(&format!("23{mark}501"), false);
        }
        for mark in ['\u{85}', '\u{2028}', '\u{200e}', '\u{202e}', '\u{feff}', '\u{a0}'] {
            check(&format!("{mark}23501"), false);
            check(&format!("23501{mark}"), false);
        }
    }

    #[test]
    fn an_empty_id_is_no_id() {
        assert_eq!(OrderId::new("  "), None);
        assert_eq!(OrderId::new(" 32 ").map(|id| id.to_string()), Some("32".to_owned()));
    }
}
