//! A link taken apart: host, path, query, fragment, each in one spelling. It knows no platform. It
//! must never fold two addresses that a server may tell apart.

use super::escape::{Place, decode, encode};
use super::punycode::ascii_host;

const SLASHES: [char; 2] = ['/', '\\'];

/// Endings that make a bare `name.ending` a site and not a handle with a dot in it.
const ENDINGS: [&str; 44] = [
    "com", "net", "org", "info", "biz", "io", "app", "dev", "xyz", "shop", "store", "online",
    "site", "website", "club", "top", "pro", "live", "ru", "su", "de", "fr", "uk", "br", "tr",
    "kr", "jp", "in", "it", "es", "nl", "pl", "ua", "kz", "id", "vn", "eu", "us", "ca", "au", "me",
    "tv", "ly", "edu",
];

/// An address of the web, or of an app's own scheme (`tg://…`, `spotify:…`), whose name then stands
/// before the host with a colon.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Address {
    /// Lower case, ASCII, no final dot, no `www.`.
    pub(super) host: String,
    /// As digits, when it is not the scheme's own.
    pub(super) port: Option<String>,
    /// Decoded; an empty one stands for a doubled slash. Never ends with an empty one.
    pub(super) segments: Vec<String>,
    /// Decoded pairs, as they came.
    pub(super) query: Vec<(String, String)>,
    /// Decoded.
    pub(super) fragment: String,
    /// It was written as `name.ending` alone, with an ending that hosts seldom have: a handle as well
    /// as a site.
    pub(super) is_bare: bool,
}

/// How an address begins, which decides what may follow.
enum Start {
    /// `https://` or `//`: what follows is an address, whatever it looks like.
    Web,
    /// No scheme: it must look like a host.
    Plain,
    /// `tg://`, Telegram's own.
    Telegram,
}

impl Address {
    /// Reads a trimmed text; `None` for a handle, an e-mail address, another scheme.
    pub(super) fn read(text: &str) -> Option<Self> {
        if let Some(uri) = strip_prefix(text, "spotify:") {
            return Self::read(&format!("https://open.spotify.com/{}", uri.replace(':', "/")));
        }
        let (start, rest) = start(text)?;
        let (rest, fragment) = rest.split_once('#').unwrap_or((rest, ""));
        let (rest, query) = rest.split_once('?').unwrap_or((rest, ""));
        // Browsers read `\` of a web address as `/`.
        let slashes = if matches!(start, Start::Web) { &SLASHES[..] } else { &SLASHES[..1] };
        let (authority, path) = match rest.find(slashes) {
            Some(at) => (&rest[..at], &rest[at + 1..]),
            None => (rest, ""),
        };
        let (host, port) = match start {
            Start::Telegram if matches!(authority, "resolve" | "join") => {
                (format!("tg:{authority}"), None)
            }
            Start::Telegram => return None,
            Start::Web => host(authority.rsplit('@').next()?),
            Start::Plain => host(authority),
        };
        let is_plain = matches!(start, Start::Plain);
        // A colon belongs to a port, to an IPv6 address or to Telegram's own scheme.
        let has_colon = matches!(start, Start::Web) && !host.starts_with('[');
        let is_odd = |c: char| c.is_whitespace() || c.is_control() || c == ':' && has_colon;
        if host.is_empty() || host.contains(is_odd) || is_plain && !is_host(&host) {
            return None;
        }
        let is_alone = is_plain && authority.len() == text.len() && !authority.contains(':');
        let is_site = |last: &str| ENDINGS.contains(&last) || last.starts_with("xn--");
        let is_site = strip_prefix(authority, "www.").is_some()
            || host.rsplit('.').next().is_some_and(is_site);
        let fragment = decode(fragment);
        let query = pairs(query).map(|(name, value)| (form(name), form(value)));
        Some(Self {
            host,
            port,
            segments: resolve(path.split(slashes).map(decode)),
            query: query.filter(|(name, _)| !name.is_empty()).collect(),
            fragment: fragment.split(":~:").next().unwrap_or_default().to_owned(),
            is_bare: is_alone && !is_site,
        })
    }

    /// The first value of a query parameter.
    pub(super) fn value(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// The address in one spelling, without its scheme; query pairs in the order of their names.
    pub(super) fn spell(&self) -> String {
        // Without its scheme a host such as `localhost` could not be told from a handle.
        let scheme = if is_host(&self.host) { "" } else { "http://" };
        let mut out = format!("{scheme}{}", self.host);
        if let Some(port) = &self.port {
            out.push(':');
            out.push_str(port);
        }
        out.push('/');
        for (index, segment) in self.segments.iter().enumerate() {
            if index > 0 {
                out.push('/');
            }
            encode(segment, Place::Path, &mut out);
        }
        let mut query: Vec<_> = self.query.iter().collect();
        query.sort_by(|one, other| one.0.cmp(&other.0));
        for (index, (name, value)) in query.into_iter().enumerate() {
            out.push(if index == 0 { '?' } else { '&' });
            spell_pair(name, value, &mut out);
        }
        if !self.fragment.is_empty() {
            out.push('#');
            encode(&self.fragment, Place::Fragment, &mut out);
        }
        out
    }
}

/// One pair of a query in one spelling.
pub(super) fn spell_pair(name: &str, value: &str, out: &mut String) {
    encode(name, Place::Query, out);
    if !value.is_empty() {
        out.push('=');
        encode(value, Place::Query, out);
    }
}

/// The pairs of a query as written, without empty ones.
pub(super) fn pairs(query: &str) -> impl Iterator<Item = (&str, &str)> {
    let pairs = query.split('&').filter(|pair| !pair.is_empty());
    pairs.map(|pair| pair.split_once('=').unwrap_or((pair, "")))
}

/// A name or value of a query, decoded: there `+` is a space.
pub(super) fn form(text: &str) -> String {
    decode(&text.replace('+', " "))
}

fn start(text: &str) -> Option<(Start, &str)> {
    for (scheme, start) in [("https:", Start::Web), ("http:", Start::Web), ("tg:", Start::Telegram)]
    {
        if let Some(rest) = strip_prefix(text, scheme) {
            return Some((start, rest.trim_start_matches(SLASHES)));
        }
    }
    match text.strip_prefix("//") {
        Some(rest) => Some((Start::Web, rest.trim_start_matches(SLASHES))),
        None if text.split(['/', '?', '#']).next()?.ends_with(':') => None,
        None => Some((Start::Plain, text)),
    }
}

fn strip_prefix<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    let head = text.get(..prefix.len())?;
    head.eq_ignore_ascii_case(prefix).then(|| &text[prefix.len()..])
}

/// Host and port; a port that the web has of itself is none.
fn host(authority: &str) -> (String, Option<String>) {
    const ENDS: [char; 2] = ['.', ':'];
    let authority = ascii_host(authority);
    let authority = authority.trim_end_matches(ENDS);
    let (host, port) = match authority.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => (host, port),
        _ => (authority, ""),
    };
    let port = port.trim_start_matches('0');
    let mut host = host.trim_end_matches(ENDS);
    while let Some(rest) = host.strip_prefix("www.").filter(|rest| rest.contains('.')) {
        host = rest;
    }
    (host.to_owned(), (!matches!(port, "" | "80" | "443")).then(|| port.to_owned()))
}

/// Whether a text without a scheme is a host: labels of host characters, at least two, and an ending
/// that is no number unless all are.
fn is_host(host: &str) -> bool {
    let labels: Vec<&str> = host.split('.').collect();
    let is_label = |label: &&str| {
        !label.is_empty() && label.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b))
    };
    let is_number = |label: &&str| label.bytes().all(|byte| byte.is_ascii_digit());
    let ends_well = match labels.last() {
        Some(last) if is_number(last) => labels.len() == 4 && labels.iter().all(is_number),
        Some(last) => last.len() >= 2,
        None => false,
    };
    labels.len() >= 2 && labels.iter().all(is_label) && ends_well
}

/// A path's decoded segments without `.`, with `..` carried out and without empty ones at the end.
pub(super) fn resolve(parts: impl Iterator<Item = String>) -> Vec<String> {
    let mut segments = Vec::new();
    for part in parts {
        match part.as_str() {
            "." => {}
            ".." => drop(segments.pop()),
            _ => segments.push(part),
        }
    }
    while segments.last().is_some_and(String::is_empty) {
        segments.pop();
    }
    segments
}
