//! The two ids of the fence: of an attempt, made by the app, and of a relay's memory, made by the relay.
//! Both have one text form only, so that no two texts name one thing.

use serde::{Deserialize, Serialize};
use std::fmt;

/// An attempt, as the app named it: a UUID. Never made here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AttemptId(u128);

/// One memory of a relay, from when it began. Random, so that two memories never share it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct MemoryId(u128);

impl AttemptId {
    /// Takes 128 bits as they are.
    pub const fn from_bits(bits: u128) -> Self {
        Self(bits)
    }

    /// Reads the canonical lower-case form of a UUID; `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let hyphens = [8, 13, 18, 23];
        let fits = text.len() == 36
            && text.bytes().enumerate().all(|(at, byte)| match byte {
                b'-' => hyphens.contains(&at),
                byte => is_lower_hex(byte) && !hyphens.contains(&at),
            });
        if !fits {
            return None;
        }
        u128::from_str_radix(&text.replace('-', ""), 16).ok().map(Self)
    }

    /// The first eight digits: enough to find a line in a log, useless to ask for the result.
    pub const fn prefix(self) -> u32 {
        (self.0 >> 96) as u32
    }
}

impl fmt::Display for AttemptId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let hex = format!("{:032x}", self.0);
        let parts = [&hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..]];
        f.write_str(&parts.join("-"))
    }
}

impl MemoryId {
    /// Takes 128 random bits.
    pub const fn from_bits(bits: u128) -> Self {
        Self(bits)
    }

    /// Reads 32 lower-case hexadecimal digits; `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let fits = text.len() == 32 && text.bytes().all(is_lower_hex);
        if fits { u128::from_str_radix(text, 16).ok().map(Self) } else { None }
    }
}

impl fmt::Display for MemoryId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}

impl From<MemoryId> for String {
    fn from(id: MemoryId) -> Self {
        id.to_string()
    }
}

impl TryFrom<String> for MemoryId {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).ok_or("a memory's id has 32 lower-case hexadecimal digits")
    }
}

const fn is_lower_hex(byte: u8) -> bool {
    matches!(byte, b'0'..=b'9' | b'a'..=b'f')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_canonical_form_is_an_attempt() {
        let text = "019a9d3e-0000-7000-8000-00000000abcd";
        let parsed = AttemptId::parse(text).expect("an id");
        assert_eq!(parsed.to_string(), text);
        assert_eq!(format!("{:08x}", parsed.prefix()), "019a9d3e");
        for text in [
            "",
            "019A9D3E-0000-7000-8000-00000000ABCD",
            "019a9d3e00007000800000000000abcd",
            "019a9d3e-0000-7000-8000-00000000abc",
            "019a9d3e-0000-7000-8000-00000000abcdd",
            "019a9d3e-0000-7000-8000-0000000-abcd",
            "+19a9d3e-0000-7000-8000-00000000abcd",
            "..%2f..%2f..%2f..%2f..%2f..%2f..%2f.",
        ] {
            assert_eq!(AttemptId::parse(text), None, "{text}");
        }
    }

    #[test]
    fn only_32_small_digits_are_a_memory() {
        let text = "00f00000000000000000000000000abc";
        assert_eq!(MemoryId::parse(text).expect("an id").to_string(), text);
        for text in
            ["", "abc", "00F00000000000000000000000000ABC", "+0f00000000000000000000000000abc"]
        {
            assert_eq!(MemoryId::parse(text), None, "{text}");
        }
    }
}
