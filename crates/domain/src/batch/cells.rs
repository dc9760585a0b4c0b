//! What a single field looks like: a link, a handle, a number, a service's number. By its content alone.

use crate::order::{is_url, parse_quantity};
use crate::unseen::is_unseen;

/// A field without the blanks and the unseen characters around it.
pub(super) fn trimmed(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || is_unseen(c))
}

/// An address, with or without its scheme, or a handle with its `@`. A bare word is none: it may be
/// anything.
pub(super) fn is_link(cell: &str) -> bool {
    if cell.contains(char::is_whitespace) || cell.contains(['|', '\t', ';']) {
        return false;
    }
    if is_url(cell) {
        return true;
    }
    if let Some(handle) = cell.strip_prefix('@') {
        return !handle.is_empty() && !handle.contains('@');
    }
    let (host, path) = cell.split_once('/').unwrap_or((cell, ""));
    let is_host = host.contains('.')
        && host
            .split('.')
            .all(|part| !part.is_empty() && part.chars().all(|c| c.is_alphanumeric() || c == '-'))
        && host.rsplit('.').next().is_some_and(|last| last.chars().all(char::is_alphabetic));
    is_host && (!path.is_empty() || host.starts_with("www."))
}

/// A whole number as people write it.
pub(super) fn is_number(cell: &str) -> bool {
    parse_quantity(cell).is_some()
}

/// The number of a service: digits of any script become plain ones; everything else stays.
pub(super) fn service_number(cell: &str) -> String {
    let plain = |c: char| match parse_quantity(c.encode_utf8(&mut [0; 4])) {
        Some(digit) if c.is_numeric() => {
            u32::try_from(digit).ok().and_then(|digit| char::from_digit(digit, 10)).unwrap_or(c)
        }
        _ => c,
    };
    trimmed(cell).chars().map(plain).collect()
}
