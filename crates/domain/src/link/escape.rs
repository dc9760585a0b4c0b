//! Percent-coding with one spelling for one text, so that `%41`, `A` and a raw `é` beside `%C3%A9`
//! compare equal. It must never lose a byte: what is no UTF-8 comes back as it was.

use std::fmt::Write as _;

/// Bytes that are no UTF-8 travel through a `String` as these characters, of a range that nobody
/// may use.
const RAW_BYTE: u32 = 0x10_fe00;

/// Where a text stands, which decides what may stand there as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// One segment of a path.
    Path,
    /// A name or value of a query.
    Query,
    /// The fragment.
    Fragment,
}

impl Place {
    fn holds(self, byte: u8) -> bool {
        let others: &[u8] = match self {
            Self::Path => b"@:!$&'()*+,;=",
            Self::Query => b"@:/,",
            Self::Fragment => b"@:/?!$&'()*+,;=",
        };
        byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) || others.contains(&byte)
    }
}

/// The text behind `%XX`. A `%` that begins no such pair stands for itself.
pub(super) fn decode(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        rest = tail;
        match (first, tail) {
            (b'%', [high, low, tail @ ..])
                if high.is_ascii_hexdigit() && low.is_ascii_hexdigit() =>
            {
                bytes.push(hex(*high) << 4 | hex(*low));
                rest = tail;
            }
            _ => bytes.push(*first),
        }
    }
    let mut out = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        out.push_str(chunk.valid());
        out.extend(
            chunk.invalid().iter().filter_map(|byte| char::from_u32(RAW_BYTE + u32::from(*byte))),
        );
    }
    out
}

/// The one spelling of a decoded text.
pub(super) fn encode(text: &str, place: Place, out: &mut String) {
    let mut push = |byte: u8| {
        if place.holds(byte) {
            out.push(char::from(byte));
        } else {
            // Writing to a String cannot fail.
            let _ = write!(out, "%{byte:02X}");
        }
    };
    for c in text.chars() {
        match u32::from(c).checked_sub(RAW_BYTE).and_then(|byte| u8::try_from(byte).ok()) {
            // No byte of ASCII is ever invalid.
            Some(byte @ 0x80..) => push(byte),
            _ => c.encode_utf8(&mut [0; 4]).bytes().for_each(&mut push),
        }
    }
}

const fn hex(digit: u8) -> u8 {
    match digit {
        b'0'..=b'9' => digit - b'0',
        b'a'..=b'f' => digit - b'a' + 10,
        _ => digit - b'A' + 10,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn respelled(text: &str, place: Place) -> String {
        let mut out = String::new();
        encode(&decode(text), place, &mut out);
        out
    }

    #[test]
    fn one_text_has_one_spelling() {
        for (text, path, query) in [
            ("%41%2d~", "A-~", "A-~"),
            ("é", "%C3%A9", "%C3%A9"),
            ("%c3%a9", "%C3%A9", "%C3%A9"),
            ("a%2Fb", "a%2Fb", "a/b"),
            ("%40x+y", "@x+y", "@x%2By"),
            ("100%", "100%25", "100%25"),
            ("%ff%FE", "%FF%FE", "%FF%FE"),
            ("%zz", "%25zz", "%25zz"),
        ] {
            assert_eq!(respelled(text, Place::Path), path, "{text}");
            assert_eq!(respelled(text, Place::Query), query, "{text}");
            assert_eq!(respelled(path, Place::Path), path, "{text} again");
        }
    }
}
