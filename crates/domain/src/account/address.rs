//! From what a user typed to a canonical endpoint: one spelling for one address, and the very spelling
//! that is sent. It must be a fixed point of what a browser makes of it (`tests/panel.rs` holds it
//! against the `url` crate), so that two texts that differ here are two addresses on the wire too.
//! Own code: the `url` crate brings the whole IDNA tables, and keys wait for every byte of the app.

use super::host::Host;
use serde::{Deserialize, Serialize};
use std::fmt::Write as _;

/// A full, checked address of one panel API, e.g. `https://smm.plus/api/v2`. https only; plain http
/// for loopback hosts. No credentials, query or fragment.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Endpoint(String);

impl Endpoint {
    /// The whole address.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Host and port, e.g. `smm.plus` or `127.0.0.1:8788`.
    pub fn host(&self) -> &str {
        let rest = self.0.split_once("://").map_or(self.0.as_str(), |(_, rest)| rest);
        rest.split('/').next().unwrap_or(rest)
    }
}

/// Why a typed address cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AddressError {
    /// Ask for an address.
    #[error("no address")]
    Empty,
    /// Say that browsers block plain http from a secure page, and that a relay can help.
    #[error("plain http")]
    PlainHttp,
    /// Ask for the address without user name and password.
    #[error("credentials in the address")]
    Credentials,
    /// Ask to check the spelling.
    #[error("not an address")]
    Malformed,
    /// Private and loopback hosts are refused outside development.
    #[error("a private host")]
    PrivateHost,
}

/// Whether private and loopback hosts may be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PrivateHosts {
    /// Development and the sandbox.
    Allow,
    /// Everything else.
    Refuse,
}

/// Turns what a user typed into the addresses to probe, best first (docs/protocol.md#routes), each in
/// its canonical form: a path that ends in `/v1` or `/v2` is used as it is; an empty path or one ending
/// in `/api` gives `…/api/v2`, then `…/api/v1`.
pub fn parse_address(text: &str, private: PrivateHosts) -> Result<Vec<Endpoint>, AddressError> {
    let Parts { scheme, host, port, path } = parts(text)?;
    if private == PrivateHosts::Refuse && (host.is_loopback() || host.is_private()) {
        return Err(AddressError::PrivateHost);
    }
    let base = join(scheme, &host.to_string(), port, &path);
    Ok(match path.rsplit('/').next().unwrap_or_default() {
        "" => vec![Endpoint(format!("{base}/api/v2")), Endpoint(format!("{base}/api/v1"))],
        "api" => vec![Endpoint(format!("{base}/v2")), Endpoint(format!("{base}/v1"))],
        _ => vec![Endpoint(base)],
    })
}

/// The usual address of an interface at the host of an address that looks like one of the panel's own
/// web pages: `https://smm.plus/login` may mean `https://smm.plus/api/v2`. `None` when the address is
/// of the usual form already, so that there is nothing better to try.
pub fn usual_address(tried: &Endpoint) -> Option<Endpoint> {
    let path = tried.0.split_once("://").and_then(|(_, rest)| rest.split_once('/'))?.1;
    let looks_usual = path.split('/').any(|part| matches!(part, "api" | "v1" | "v2"));
    let origin = &tried.0[..tried.0.len() - path.len() - 1];
    (!looks_usual).then(|| Endpoint(format!("{origin}/api/v2")))
}

/// The canonical form of a whole address, with this machine's names folded into one: what a panel is
/// told by. `None` when the text is no address of a panel.
pub(crate) fn canonical(text: &str) -> Option<String> {
    let Parts { scheme, host, port, path } = parts(text).ok()?;
    let host = if host.is_this_machine() { "localhost".to_owned() } else { host.to_string() };
    Some(join(scheme, &host, port, &path))
}

fn join(scheme: &str, host: &str, port: Option<u16>, path: &str) -> String {
    let mut text = format!("{scheme}://{host}");
    if let Some(port) = port {
        // Writing to a String cannot fail.
        let _ = write!(text, ":{port}");
    }
    text + path
}

/// A whole address in its parts.
pub(super) struct Parts {
    pub(super) scheme: &'static str,
    host: Host,
    /// `None` for the scheme's own.
    port: Option<u16>,
    /// Empty, or with a leading and without a trailing slash.
    pub(super) path: String,
}

impl std::fmt::Display for Parts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&join(self.scheme, &self.host.to_string(), self.port, &self.path))
    }
}

/// Reads a whole address, however it was typed. Query and fragment are dropped.
pub(super) fn parts(text: &str) -> Result<Parts, AddressError> {
    let text = text.trim();
    if text.is_empty() {
        return Err(AddressError::Empty);
    }
    if text.chars().any(|c| c.is_whitespace() || c.is_control()) {
        return Err(AddressError::Malformed);
    }
    // Browsers read both slashes alike, and as many as there are.
    let text = text.replace('\\', "/");
    let (typed, rest) = split_scheme(&text)?;
    let rest = rest.split(['?', '#']).next().unwrap_or_default();
    let (authority, path) = rest.split_once('/').unwrap_or((rest, ""));
    if authority.contains('@') {
        return Err(AddressError::Credentials);
    }
    let (name, port) = split_port(authority).ok_or(AddressError::Malformed)?;
    let host = Host::parse(name).ok_or(AddressError::Malformed)?;
    let local = host.is_loopback();
    if !local && host.is_bare_name() {
        return Err(AddressError::Malformed);
    }
    let scheme = match typed {
        Some("https") => "https",
        None if !local => "https",
        _ if local => "http",
        _ => return Err(AddressError::PlainHttp),
    };
    let default = if scheme == "https" { 443 } else { 80 };
    let port = port.filter(|port| *port != default);
    let path = canonical_path(path).ok_or(AddressError::Malformed)?;
    Ok(Parts { scheme, host, port, path })
}

/// The scheme, if one was typed, and what follows it.
fn split_scheme(text: &str) -> Result<(Option<&'static str>, &str), AddressError> {
    for scheme in ["https", "http"] {
        let typed = text.get(..scheme.len()).is_some_and(|head| head.eq_ignore_ascii_case(scheme));
        if let Some(rest) = text.get(scheme.len()..).filter(|_| typed)
            && let Some(rest) = rest.strip_prefix(':')
        {
            return Ok((Some(scheme), rest.trim_start_matches('/')));
        }
    }
    match text.split_once("://") {
        Some((scheme, _)) if !scheme.contains(['/', '?', '#']) => Err(AddressError::Malformed),
        _ => Ok((None, text)),
    }
}

/// Host and port. An empty port is the scheme's own; port 0 is none.
fn split_port(authority: &str) -> Option<(&str, Option<u16>)> {
    let end = authority.rfind(']').map_or(0, |at| at + 1);
    let Some(colon) = authority[end..].find(':').map(|at| at + end) else {
        return Some((authority, None));
    };
    let (name, port) = (&authority[..colon], &authority[colon + 1..]);
    if port.is_empty() {
        return Some((name, None));
    }
    let is_number = port.bytes().all(|byte| byte.is_ascii_digit());
    let number = port.parse().ok().filter(|number| is_number && *number != 0)?;
    Some((name, Some(number)))
}

/// The path with its dot segments resolved, as a browser does before it sends, then without empty
/// segments, as servers read it. Percent-encoding: what needs none has none, hex in upper case.
/// `None` when a `%` is not followed by two hex digits.
fn canonical_path(path: &str) -> Option<String> {
    let mut segments: Vec<String> = Vec::new();
    for segment in path.split('/') {
        match canonical_segment(segment)?.as_str() {
            "." => {}
            ".." => drop(segments.pop()),
            other => segments.push(other.to_owned()),
        }
    }
    let mut text = String::with_capacity(path.len() + 1);
    for segment in segments.iter().filter(|segment| !segment.is_empty()) {
        text.push('/');
        text.push_str(segment);
    }
    Some(text)
}

fn canonical_segment(segment: &str) -> Option<String> {
    let mut text = String::with_capacity(segment.len());
    let mut bytes = segment.bytes();
    while let Some(byte) = bytes.next() {
        let (byte, was_encoded) = match byte {
            b'%' => (hex(bytes.next()?)? << 4 | hex(bytes.next()?)?, true),
            other => (other, false),
        };
        let is_plain = byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
        // These mean something else when they are encoded.
        let is_mark = !was_encoded && b"!$&'()*+,;=:@".contains(&byte);
        if is_plain || is_mark {
            text.push(char::from(byte));
        } else {
            // Writing to a String cannot fail.
            let _ = write!(text, "%{byte:02X}");
        }
    }
    Some(text)
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn addresses(text: &str) -> Result<Vec<String>, AddressError> {
        parse_address(text, PrivateHosts::Allow)
            .map(|list| list.into_iter().map(|endpoint| endpoint.0).collect())
    }

    #[test]
    fn d19_a_web_page_of_a_panel_leads_to_its_usual_interface() {
        let usual = |text| {
            let tried = parse_address(text, PrivateHosts::Allow).expect("an address").remove(0);
            usual_address(&tried).map(|endpoint| endpoint.0)
        };
        let there = Some("https://smm.plus/api/v2".to_owned());
        for page in ["smm.plus/login", "https://smm.plus/services?x=1", "smm.plus/en/dashboard/"] {
            assert_eq!(usual(page), there, "{page}");
        }
        for interface in ["smm.plus", "smm.plus/api/v1", "smm.plus/smart/api/v2", "smm.plus/v2"] {
            assert_eq!(usual(interface), None, "{interface}");
        }
        assert_eq!(usual("localhost:9/x"), Some("http://localhost:9/api/v2".to_owned()));
    }

    #[test]
    fn a_bare_domain_is_probed_in_both_dialects() {
        let both = Ok(vec!["https://smm.plus/api/v2".into(), "https://smm.plus/api/v1".into()]);
        assert_eq!(addresses(" SMM.plus "), both);
        assert_eq!(addresses("https://smm.plus/api/"), both);
        assert_eq!(addresses("https://smm.plus/?ref=1#top"), both);
        assert_eq!(addresses("smm.plus?next=https://other.example"), both);
    }

    #[test]
    fn a_full_address_is_used_as_it_is() {
        assert_eq!(
            addresses("https://a.example/smart/api/v1/"),
            Ok(vec!["https://a.example/smart/api/v1".into()])
        );
        assert_eq!(addresses("localhost:9/v2"), Ok(vec!["http://localhost:9/v2".into()]));
    }

    #[test]
    fn unusable_addresses_say_why() {
        assert_eq!(addresses(""), Err(AddressError::Empty));
        assert_eq!(addresses("http://smm.plus"), Err(AddressError::PlainHttp));
        assert_eq!(addresses("https://u:p@smm.plus"), Err(AddressError::Credentials));
        for text in [
            "ftp://smm.plus",
            "panel",
            "https://",
            "smm..plus",
            "smm.plus:0",
            "smm.plus:99999",
            "smm.plus:8o",
            "smm .plus",
            "smm.plus/a b",
            "smm.plus/%zz",
            "smm.plus/%2",
            "1.2.3.4.5",
            "1.2.3.256",
            "[::1",
            "[1::2::3]",
            "smm%2eplus",
            "-.",
        ] {
            assert_eq!(addresses(text), Err(AddressError::Malformed), "{text}");
        }
    }

    #[test]
    fn private_hosts_are_refused_in_every_spelling() {
        for host in [
            "127.0.0.1:1",
            "127.1",
            "0x7f.1",
            "2130706433",
            "localhost.",
            "panel.localhost",
            "[::1]",
            "[::ffff:127.0.0.1]",
            "[::ffff:192.168.1.4]",
            "192.168.1.4",
            "192.168.260",
            "10.1",
            "0",
            "172.20.1.1",
            "100.64.0.1",
            "169.254.169.254",
            "[fe80::1]",
            "[fd00::1]",
            "[::]",
            "nas.local",
            "db.INTERNAL.",
        ] {
            let found = parse_address(host, PrivateHosts::Refuse);
            assert_eq!(found, Err(AddressError::PrivateHost), "{host}");
        }
        assert!(parse_address("172.32.1.1", PrivateHosts::Refuse).is_ok());
    }
}
