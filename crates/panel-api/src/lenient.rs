//! Finds the JSON in a body that may have more in it: a BOM, PHP notices before, cache comments
//! after, or no JSON at all (docs/protocol.md#lenient-reading).
//!
//! A truncated value is an error, never a part of a value: reading goes on only behind the place
//! where it failed, so no inner fragment is taken for the whole, and no byte is read three times.

use crate::error::Unreadable;
use crate::json::{Cursor, Stop};

/// A value and what stood around it.
#[derive(Debug)]
pub(crate) struct Found<'a, T> {
    pub(crate) value: T,
    /// Anything but white space and a BOM before the value.
    pub(crate) before: &'a str,
    /// Anything but white space after it.
    pub(crate) after: &'a str,
}

impl<T> Found<'_, T> {
    /// Something stood around the value.
    pub(crate) fn is_noisy(&self) -> bool {
        !self.before.is_empty() || !self.after.is_empty()
    }
}

/// Reads the one value of `text` with `read`.
pub(crate) fn read<'a, T>(
    text: &'a str,
    read: impl Fn(&mut Cursor<'a>) -> Result<T, Stop>,
) -> Result<Found<'a, T>, Unreadable> {
    let text = text.trim_start_matches(is_blank);
    let Some(&first) = text.as_bytes().first() else { return Err(Unreadable::Empty) };
    let mut cursor = Cursor::new(text, 0);
    let stop = match read(&mut cursor) {
        Ok(value) => {
            let after = text[cursor.at()..].trim_matches(is_blank);
            // `5 errors` is a sentence, not the number five.
            if after.is_empty() || matches!(first, b'{' | b'[') {
                return Ok(Found { value, before: "", after });
            }
            Stop::Broken { at: cursor.at() }
        }
        Err(stop) => stop,
    };
    if !matches!(first, b'{' | b'[') {
        if let Some(page) = page(text) {
            return Err(page);
        }
        if let Some(found) = behind_noise(text, &read)? {
            return Ok(found);
        }
    }
    Err(unreadable(stop, text.len()))
}

/// The first value behind something else.
fn behind_noise<'a, T>(
    text: &'a str,
    read: &impl Fn(&mut Cursor<'a>) -> Result<T, Stop>,
) -> Result<Option<Found<'a, T>>, Unreadable> {
    let mut from = 0;
    while let Some(length) = text[from..].find(['{', '[']) {
        let start = from + length;
        #[cfg(test)]
        crate::json::work::count(length + 1);
        let opening = opening(&text[start..]);
        from = start + 1;
        if opening == Opening::Other {
            continue;
        }
        let mut cursor = Cursor::new(text, start);
        match read(&mut cursor) {
            Ok(value) => {
                from = cursor.at();
                let (before, after) = (&text[..start], text[from..].trim_start_matches(is_blank));
                if opening == Opening::Members || after.is_empty() {
                    let after = after.trim_end_matches(is_blank);
                    return Ok(Some(Found { value, before, after }));
                }
            }
            Err(Stop::Broken { at }) => from = next_char(text, at.max(from)),
            Err(stop) => return Err(unreadable(stop, text.len())),
        }
    }
    Ok(None)
}

/// What a bracket in the middle of other text may be.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Opening {
    /// `{"` or `[{`: an answer.
    Members,
    /// `{}` or `[]`: an answer only at the very end.
    Empty,
    /// Part of a message, as in `SQLSTATE[42S22]`.
    Other,
}

fn opening(text: &str) -> Opening {
    let mut bytes = text.bytes().filter(|byte| !byte.is_ascii_whitespace());
    match (bytes.next(), bytes.next()) {
        (Some(b'{'), Some(b'"')) | (Some(b'['), Some(b'{')) => Opening::Members,
        (Some(b'{'), Some(b'}')) | (Some(b'['), Some(b']')) => Opening::Empty,
        _ => Opening::Other,
    }
}

fn next_char(text: &str, from: usize) -> usize {
    (from..=text.len()).find(|&at| text.is_char_boundary(at)).unwrap_or(text.len())
}

fn is_blank(c: char) -> bool {
    c.is_whitespace() || c == '\u{feff}'
}

fn unreadable(stop: Stop, length: usize) -> Unreadable {
    match stop {
        Stop::Broken { at } => Unreadable::BrokenJson { at_byte: at },
        Stop::Truncated => Unreadable::BrokenJson { at_byte: length },
        Stop::TooMuch => Unreadable::TooLarge,
    }
}

/// Words of a page's first lines that say it is a page.
const PAGE: [&str; 5] = ["<!doctype", "<html", "<head", "<body", "<title"];

/// Words of the pages that anti-bot services put before a site.
const BOT_CHECK: [&str; 16] = [
    "just a moment",
    "cf-chl",
    "cf_chl",
    "challenge-platform",
    "attention required! | cloudflare",
    "checking if the site connection is secure",
    "checking your browser",
    "verify you are human",
    "enable javascript and cookies",
    "ddos-guard",
    "captcha",
    "imunify360",
    "incapsula",
    "sucuri website firewall",
    "bot verification",
    "one moment, please",
];

/// The kind of page that this is, if it is one. Only the first kilobytes are looked at, and a page's
/// own words must stand before any JSON: a description inside the JSON may hold them too.
fn page(text: &str) -> Option<Unreadable> {
    let start = &text[..next_char(text, text.len().min(16 * 1024))];
    let start = start.to_ascii_lowercase();
    let json = start.find("{\"").into_iter().chain(start.find("[{")).min();
    let head = &start[..json.unwrap_or(start.len())];
    if !PAGE.iter().any(|word| head.contains(word)) {
        return None;
    }
    let is_check = BOT_CHECK.iter().any(|word| start.contains(word));
    Some(if is_check { Unreadable::BotCheck } else { Unreadable::Html })
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::error::Unreadable;
    use crate::json::Node;

    #[test]
    fn an_empty_answer_behind_a_notice_is_an_answer_only_at_the_end() {
        let found = |text: &'static str| read(text, Node::read).map(|found| found.value);
        assert_eq!(found("Notice: Undefined index {}"), Ok(Node::Map(Vec::new())));
        assert_eq!(found("Notice: Undefined index []"), Ok(Node::List(Vec::new())));
        assert!(found("Notice: Undefined index {} in {file}").is_err());
    }

    #[test]
    fn a_page_is_known_behind_a_long_comment() {
        let page = format!("<!-- {} --><html>", "x".repeat(15_000));
        assert_eq!(read(&page, Node::read).map(|_| ()), Err(Unreadable::Html));
    }
}
