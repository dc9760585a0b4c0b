//! From the bytes of a file to text: UTF-8 with or without its mark, UTF-16 in both orders. What is none
//! of these says so and how to save it; it is never read as something that it may not be.

use super::MOST_BYTES;

/// Why a file is no text that can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextError {
    /// Larger than [`MOST_BYTES`].
    TooLarge,
    /// A spreadsheet or another kind of file: save it as CSV.
    NotText,
    /// An older encoding (Windows-1251, EUC-KR and the like), noticed first in this line: save it as
    /// UTF-8.
    NotUtf8 {
        /// Counted from 1.
        line: usize,
    },
}

/// The text of a file, with `\n` as its only line end.
///
/// # Errors
/// Why it is no text.
pub fn decode(bytes: &[u8]) -> Result<String, TextError> {
    // UTF-16 takes two bytes for what the bound counts as one.
    let bound = if is_utf16(bytes).is_some() { 2 * MOST_BYTES } else { MOST_BYTES };
    if bytes.len() > bound {
        return Err(TextError::TooLarge);
    }
    // Spreadsheets are archives ("PK"), old ones compound files.
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
        return Err(TextError::NotText);
    }
    let text = match (bytes, is_utf16(bytes)) {
        ([0xff, 0xfe, rest @ ..], _) => utf16(rest, u16::from_le_bytes)?,
        ([0xfe, 0xff, rest @ ..], _) => utf16(rest, u16::from_be_bytes)?,
        (bytes, Some(Order::Little)) => utf16(bytes, u16::from_le_bytes)?,
        (bytes, Some(Order::Big)) => utf16(bytes, u16::from_be_bytes)?,
        ([0xef, 0xbb, 0xbf, rest @ ..], None) => utf8(rest)?,
        (bytes, None) => utf8(bytes)?,
    };
    if text.contains('\0') {
        return Err(TextError::NotText);
    }
    Ok(one_line_end(&text))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Order {
    Little,
    Big,
}

/// By its mark, or by zero bytes in every other place, as digits and addresses have them.
fn is_utf16(bytes: &[u8]) -> Option<Order> {
    match bytes {
        [0xff, 0xfe, ..] => return Some(Order::Little),
        [0xfe, 0xff, ..] => return Some(Order::Big),
        _ => {}
    }
    let start = &bytes[..bytes.len().min(512)];
    let zeros = |odd: usize| start.iter().skip(odd).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd, pairs) = (zeros(0), zeros(1), start.len() / 2);
    match () {
        () if pairs == 0 || bytes.len() % 2 == 1 => None,
        () if even == 0 && odd * 3 > pairs => Some(Order::Little),
        () if odd == 0 && even * 3 > pairs => Some(Order::Big),
        () => None,
    }
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<String, TextError> {
    let (pairs, rest) = bytes.as_chunks::<2>();
    let units = pairs.iter().map(|pair| unit(*pair));
    let text: Result<String, _> = char::decode_utf16(units).collect();
    match text {
        Ok(text) if rest.is_empty() => Ok(text),
        _ => Err(TextError::NotText),
    }
}

fn utf8(bytes: &[u8]) -> Result<String, TextError> {
    std::str::from_utf8(bytes).map(str::to_owned).map_err(|error| {
        let before = &bytes[..error.valid_up_to()];
        if before.contains(&0) {
            return TextError::NotText;
        }
        let ends = before.iter().enumerate().filter(|(at, byte)| {
            **byte == b'\n' || **byte == b'\r' && before.get(at + 1) != Some(&b'\n')
        });
        TextError::NotUtf8 { line: 1 + ends.count() }
    })
}

/// Windows and old Macs end lines otherwise.
pub(super) fn one_line_end(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n")
}
