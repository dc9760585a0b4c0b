//! The allow-list: an alias and the one address it stands for. Pure. The grammar is far narrower
//! than a URL's, so that this parser, DNS, TLS and the `Host` header can never read one text in two
//! ways. A client can name an alias, never an address (docs/reliability.md#reach).

use crate::rules::address::Reach;
use std::fmt;

/// The panels whose documents Panelboard was made from.
const PRESETS: [&str; 5] = [
    "smmsnap.com=https://smmsnap.com/api/v2",
    "smm.plus=https://smm.plus/api/v2",
    "snsmarket.net=https://snsmarket.net/api/v1",
    "smmpanel.ru=https://smmpanel.ru/api/v1",
    "smmpans.com=https://smmpans.com/api/v1",
];

/// One panel of the allow-list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Panel {
    /// What a client calls it.
    pub alias: String,
    /// Where it is.
    pub endpoint: Endpoint,
}

/// A panel's address, taken apart once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Endpoint {
    /// Whether TLS is spoken. Only a loopback address may go without.
    pub tls: bool,
    /// A lower-case DNS name, or a loopback address.
    pub host: String,
    /// The port; 443 for every public panel.
    pub port: u16,
    /// The absolute path.
    pub path: String,
    /// Where its name may resolve to.
    pub reach: Reach,
}

/// Why `alias=URL` is not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PanelError {
    /// Write `alias=https://host/path`.
    #[error("a panel is written alias=https://host/path")]
    Form,
    /// Use letters, digits, dots and hyphens.
    #[error("an alias has 1 to 64 of a-z, 0-9, '.', '-', '_' and starts with a letter or digit")]
    Alias,
    /// Use https.
    #[error("a panel's address starts with https://")]
    Scheme,
    /// Write the plain public name; an international name in its xn-- form.
    #[error("the host is not a plain public DNS name")]
    Host,
    /// Only 443 is allowed.
    #[error("a panel is reached on port 443")]
    Port,
    /// Use letters, digits and `/ . - _ ~`.
    #[error("the path has other characters than a-z, A-Z, 0-9, '/', '.', '-', '_', '~'")]
    Path,
    /// Start the relay with `--allow-loopback`.
    #[error("addresses of this machine need --allow-loopback")]
    Loopback,
}

/// The five preset panels.
pub fn presets() -> Vec<Panel> {
    PRESETS.iter().filter_map(|preset| Panel::parse(preset, false).ok()).collect()
}

impl Panel {
    /// Reads `alias=URL`. `allow_loopback` admits addresses of this machine.
    pub fn parse(text: &str, allow_loopback: bool) -> Result<Self, PanelError> {
        let (alias, url) = text.split_once('=').ok_or(PanelError::Form)?;
        if !is_alias(alias) {
            return Err(PanelError::Alias);
        }
        let endpoint = Endpoint::parse(url, allow_loopback)?;
        Ok(Self { alias: alias.to_owned(), endpoint })
    }
}

impl Endpoint {
    /// Reads an address of the narrow grammar.
    pub fn parse(url: &str, allow_loopback: bool) -> Result<Self, PanelError> {
        let (tls, rest) = match (url.strip_prefix("https://"), url.strip_prefix("http://")) {
            (Some(rest), _) => (true, rest),
            (_, Some(rest)) => (false, rest),
            _ => return Err(PanelError::Scheme),
        };
        let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        let (host, port) = split_port(authority)?;
        let path = if path.is_empty() { "/" } else { path };
        if !is_plain_path(path) {
            return Err(PanelError::Path);
        }
        let reach = judge(tls, host, port, allow_loopback)?;
        let port = port.unwrap_or(if tls { 443 } else { 80 });
        Ok(Self { tls, host: host.to_owned(), port, path: path.to_owned(), reach })
    }

    /// The `Host` header.
    pub fn authority(&self) -> String {
        let host =
            if self.host.contains(':') { format!("[{}]", self.host) } else { self.host.clone() };
        if self.port == if self.tls { 443 } else { 80 } {
            host
        } else {
            format!("{host}:{}", self.port)
        }
    }
}

impl fmt::Display for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scheme = if self.tls { "https" } else { "http" };
        write!(f, "{scheme}://{}{}", self.authority(), self.path)
    }
}

/// Whether `text` may stand for a panel in a path.
pub fn is_alias(text: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    (1..=64).contains(&text.len())
        && text.bytes().next().is_some_and(plain)
        && text.bytes().all(|byte| plain(byte) || b".-_".contains(&byte))
}

fn judge(tls: bool, host: &str, port: Option<u16>, allow: bool) -> Result<Reach, PanelError> {
    if matches!(host, "localhost" | "127.0.0.1" | "::1") {
        return if allow { Ok(Reach::Loopback) } else { Err(PanelError::Loopback) };
    }
    if !tls {
        return Err(PanelError::Scheme);
    }
    if !is_public_name(host) {
        return Err(PanelError::Host);
    }
    if port.is_some_and(|port| port != 443) {
        return Err(PanelError::Port);
    }
    Ok(Reach::Public)
}

fn split_port(authority: &str) -> Result<(&str, Option<u16>), PanelError> {
    let (host, port) = match authority.strip_prefix("[::1]") {
        Some(rest) => {
            ("::1", rest.strip_prefix(':').or(if rest.is_empty() { None } else { Some("") }))
        }
        None => match authority.split_once(':') {
            Some((host, port)) => (host, Some(port)),
            None => (authority, None),
        },
    };
    let Some(port) = port else { return Ok((host, None)) };
    let digits = !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit());
    match port.parse() {
        Ok(number) if digits && number != 0 => Ok((host, Some(number))),
        _ => Err(PanelError::Port),
    }
}

/// Two labels or more, letters-digits-hyphen, and a last label that starts with a letter: this rules
/// out IP literals in every notation (dotted, decimal, octal, hexadecimal).
fn is_public_name(host: &str) -> bool {
    let labels: Vec<&str> = host.split('.').collect();
    let last = labels.last().copied().unwrap_or_default();
    host.len() <= 253
        && labels.len() >= 2
        && labels.iter().all(|label| is_label(label))
        && last.bytes().next().is_some_and(|byte| byte.is_ascii_lowercase())
        && !matches!(
            last,
            "localhost"
                | "localdomain"
                | "local"
                | "internal"
                | "lan"
                | "home"
                | "corp"
                | "arpa"
                | "onion"
        )
}

fn is_label(label: &str) -> bool {
    (1..=63).contains(&label.len())
        && !label.starts_with('-')
        && !label.ends_with('-')
        && label
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}

fn is_plain_path(path: &str) -> bool {
    path.len() <= 256
        && path.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"/.-_~".contains(&byte))
        && path.split('/').all(|segment| segment != "." && segment != "..")
        && !path.contains("//")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_presets_are_public_https() {
        assert_eq!(presets().len(), PRESETS.len());
        for panel in presets() {
            assert_eq!(panel.endpoint.reach, Reach::Public);
            assert_eq!((panel.endpoint.tls, panel.endpoint.port), (true, 443));
        }
    }

    #[test]
    fn an_endpoint_prints_as_it_was_written() {
        for url in [
            "https://panel.example/api/v2",
            "https://xn--e1afmkfd.example/adminapi/v1",
            "http://127.0.0.1:8080/api/v2",
            "http://[::1]:8080/api",
            "https://localhost:8443/",
        ] {
            assert_eq!(Endpoint::parse(url, true).expect(url).to_string(), url);
        }
    }

    #[test]
    fn this_machine_needs_the_operators_word() {
        for url in ["http://127.0.0.1:1/", "http://localhost:1/", "https://[::1]/"] {
            assert_eq!(Endpoint::parse(url, false), Err(PanelError::Loopback));
        }
    }
}
