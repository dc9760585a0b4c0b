//! A host as browsers read it: a name in lower case and in its ASCII form, or an address in its one
//! form, however it was written.

use super::punycode;
use core::net::{Ipv4Addr, Ipv6Addr};
use std::fmt;

/// The longest name that DNS carries.
const MAX_NAME: usize = 253;

/// One host.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Host {
    /// Labels with single dots between them.
    Name(String),
    V4(Ipv4Addr),
    V6(Ipv6Addr),
}

impl Host {
    pub(super) fn parse(text: &str) -> Option<Self> {
        if let Some(text) = text.strip_prefix('[') {
            let address: Ipv6Addr = text.strip_suffix(']')?.parse().ok()?;
            // The same machine as the address inside.
            return Some(address.to_ipv4_mapped().map_or(Self::V6(address), Self::V4));
        }
        let name = ascii_name(text)?;
        if ends_in_a_number(&name) {
            return ipv4(&name).map(Self::V4);
        }
        Some(Self::Name(name))
    }

    /// A name without a dot that is not this machine's.
    pub(super) fn is_bare_name(&self) -> bool {
        matches!(self, Self::Name(name) if !name.contains('.'))
    }

    /// Browsers take it for this machine and allow plain http.
    pub(super) fn is_loopback(&self) -> bool {
        match self {
            Self::Name(name) => name == "localhost" || name.ends_with(".localhost"),
            Self::V4(address) => address.is_loopback(),
            Self::V6(address) => address.is_loopback(),
        }
    }

    /// One of the names of this machine. Subdomains of `localhost` are not: they may be several sites
    /// behind one port.
    pub(super) fn is_this_machine(&self) -> bool {
        match self {
            Self::Name(name) => name == "localhost",
            Self::V4(address) => address.is_loopback() || address.is_unspecified(),
            Self::V6(address) => address.is_loopback() || address.is_unspecified(),
        }
    }

    /// Not of the public internet; loopback is asked for apart.
    pub(super) fn is_private(&self) -> bool {
        match self {
            Self::Name(name) => {
                matches!(name.rsplit('.').next(), Some("local" | "internal"))
            }
            Self::V4(address) => match address.octets() {
                [0 | 10, ..] | [192, 168, ..] | [169, 254, ..] => true,
                [172, second, ..] => (16..32).contains(&second),
                [100, second, ..] => (64..128).contains(&second),
                _ => false,
            },
            Self::V6(address) => address.is_unspecified() || address.octets()[0] >= 0xfc,
        }
    }
}

impl fmt::Display for Host {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name(name) => f.write_str(name),
            Self::V4(address) => write!(f, "{address}"),
            Self::V6(address) => write!(f, "[{address}]"),
        }
    }
}

/// The name in lower case, in ASCII, without a trailing dot. `None` when it holds anything that is not
/// a letter, a digit, a dash or a single dot. Characters that browsers would compose or drop first
/// (loose accents and jamo, invisible ones) are refused: they are how two spellings of one name hide.
fn ascii_name(text: &str) -> Option<String> {
    let folded: String = text.chars().map(fold_width).flat_map(char::to_lowercase).collect();
    let folded = folded.strip_suffix('.').unwrap_or(&folded);
    let mut name = String::with_capacity(folded.len());
    for (index, label) in folded.split('.').enumerate() {
        let is_shaped = |c: char| (c.is_alphanumeric() || c == '-') && !is_loose_jamo(c);
        if label.is_empty() || !label.chars().all(is_shaped) {
            return None;
        }
        if index > 0 {
            name.push('.');
        }
        let label = punycode::label(label)?;
        if !label.bytes().any(|byte| byte.is_ascii_alphanumeric()) {
            return None;
        }
        name.push_str(&label);
    }
    (name.len() <= MAX_NAME).then_some(name)
}

/// East Asian full-width forms of ASCII, and the ideographic full stops.
fn fold_width(c: char) -> char {
    match c {
        '\u{3002}' | '\u{ff61}' => '.',
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        _ => c,
    }
}

fn is_loose_jamo(c: char) -> bool {
    matches!(c, '\u{1100}'..='\u{11ff}' | '\u{a960}'..='\u{a97f}' | '\u{d7b0}'..='\u{d7ff}')
}

fn ends_in_a_number(name: &str) -> bool {
    let last = name.rsplit('.').next().unwrap_or_default();
    !last.is_empty() && (last.bytes().all(|byte| byte.is_ascii_digit()) || number(last).is_some())
}

/// `127.0.0.1` in any of its forms: fewer parts, octal, hexadecimal.
fn ipv4(name: &str) -> Option<Ipv4Addr> {
    let parts: Vec<u32> = name.split('.').map(number).collect::<Option<_>>()?;
    let (last, first) = parts.split_last()?;
    if first.len() > 3 || first.iter().any(|part| *part > 255) {
        return None;
    }
    let free = 8 * (4 - u32::try_from(first.len()).ok()?);
    if u64::from(*last) >= 1_u64 << free {
        return None;
    }
    let mut bits = *last;
    for (index, part) in first.iter().enumerate() {
        bits |= part << (24 - 8 * index);
    }
    Some(Ipv4Addr::from(bits))
}

/// One part: decimal, octal after a 0, hexadecimal after 0x.
fn number(part: &str) -> Option<u32> {
    let (digits, radix) = match part.strip_prefix("0x") {
        Some(hex) => (hex, 16),
        None if part.len() > 1 && part.starts_with('0') => (&part[1..], 8),
        None => (part, 10),
    };
    if digits.is_empty() {
        return (radix == 16).then_some(0);
    }
    digits.chars().all(|c| c.is_digit(radix)).then(|| u32::from_str_radix(digits, radix).ok())?
}
