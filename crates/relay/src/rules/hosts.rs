//! The names under which the app may be asked for. Pure. A page of a foreign name that was made to
//! point here (DNS rebinding) must not be able to read anything, so a name counts only if it is one
//! of the relay's own (docs/reliability.md#load).

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

/// The relay's own names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Hosts {
    listening: IpAddr,
    names: Vec<String>,
}

impl Hosts {
    /// `origins` are written as browsers write them; each one's host is a name of the relay.
    pub(crate) fn new(listening: SocketAddr, origins: &[String]) -> Self {
        let names = origins.iter().filter_map(|origin| {
            let (_, host) = origin.split_once("://")?;
            Some(split(host)?.to_owned())
        });
        Self { listening: listening.ip().to_canonical(), names: names.collect() }
    }

    /// Whether the `Host` of a request is one of them. Its port does not count: a forwarded port
    /// differs from the one listened on, and whoever rebinds a name cannot choose the name.
    pub(crate) fn contain(&self, host: &str) -> bool {
        let Some(name) = split(host).map(str::to_ascii_lowercase) else { return false };
        match literal(&name) {
            Some(address) => self.has_address(address) || self.names.contains(&name),
            None => name == "localhost" || self.names.contains(&name),
        }
    }

    /// No name server stands behind an address, so on a listener of all addresses any of them will do:
    /// which ones lead here is not known (a container's, a router's).
    fn has_address(&self, address: IpAddr) -> bool {
        let own_loopbacks: [IpAddr; 2] = [Ipv4Addr::LOCALHOST.into(), Ipv6Addr::LOCALHOST.into()];
        self.listening.is_unspecified()
            || address == self.listening
            || (self.listening.is_loopback() && own_loopbacks.contains(&address))
    }
}

/// The host of `host`, `host:port`, `[v6]` or `[v6]:port`; nothing if it is anything else.
fn split(host: &str) -> Option<&str> {
    let (name, port) = match host.find(']') {
        Some(end) => host.split_at(end + 1),
        None => host.split_at(host.find(':').unwrap_or(host.len())),
    };
    let port = port.strip_prefix(':').unwrap_or(if port.is_empty() { "0" } else { "?" });
    let is_port = port.len() <= 5 && port.bytes().all(|byte| byte.is_ascii_digit());
    (is_port && !port.is_empty() && !name.is_empty()).then_some(name)
}

fn literal(name: &str) -> Option<IpAddr> {
    let address = match name.strip_prefix('[') {
        Some(rest) => rest.strip_suffix(']')?.parse::<Ipv6Addr>().ok()?.into(),
        None => name.parse::<Ipv4Addr>().ok()?.into(),
    };
    Some(IpAddr::to_canonical(&address))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(listening: &str, origins: &[&str], host: &str, expected: bool) {
        let origins: Vec<_> = origins.iter().map(|&origin| origin.to_owned()).collect();
        let hosts = Hosts::new(listening.parse().expect("an address"), &origins);
        assert_eq!(hosts.contain(host), expected, "{host} on {listening} with {origins:?}");
    }

    #[test]
    fn s01_addresses_listened_on_localhost_and_given_names_are_the_relays_own() {
        let local = "127.0.0.1:8787";
        for host in ["127.0.0.1:8787", "127.0.0.1", "localhost:8787", "LOCALHOST", "[::1]:8787"] {
            check(local, &[], host, true);
        }
        check("[::1]:8787", &[], "[::1]:8787", true);
        check("[::ffff:127.0.0.1]:8787", &[], "127.0.0.1:8787", true);
        check("192.168.1.5:8787", &[], "192.168.1.5:8787", true);
        check("192.168.1.5:8787", &[], "127.0.0.1:8787", false);
        check(local, &[], "127.0.0.2:8787", false);
        check(local, &[], "8.8.8.8:8787", false);
        check("0.0.0.0:8787", &[], "10.88.0.2:9999", true);
        check("[::]:8787", &[], "192.168.1.5", true);
        let names = ["https://relay.example:8443", "https://app.example", "http://[fd00::5]:99"];
        for host in ["relay.example:8443", "relay.example", "Relay.Example:1", "app.example"] {
            check(local, &names, host, true);
        }
        check(local, &names, "[fd00::5]:99", true);
        check(local, &names, "[fd00::6]:99", false);
    }

    #[test]
    fn s01_a_rebound_name_in_any_dress_is_foreign() {
        for host in [
            "",
            ":8787",
            "evil.example",
            "evil.example:8787",
            "rebind.evil.example:8787",
            "127.0.0.1.evil.example",
            "localhost.evil.example",
            "evil.localhost",
            "localhost.",
            "127.0.0.1.",
            "127.1",
            "127.0.1",
            "2130706433",
            "0x7f000001",
            "0177.0.0.1",
            "0.0.0.0",
            "relay.example.evil.example",
            "evilrelay.example",
            "relay.example.",
            "a@127.0.0.1:8787",
            "127.0.0.1@evil.example",
            "127.0.0.1:8787@evil.example",
            "127.0.0.1:8787:1",
            "127.0.0.1:",
            "127.0.0.1:x",
            "127.0.0.1/",
            "127.0.0.1 ",
            " 127.0.0.1",
            "http://127.0.0.1",
            "::1",
            "[::1",
            "[::1]x",
            "[::1]:x",
            "[127.0.0.1]",
            "[fe80::1%25eth0]",
            "localhost,evil.example",
            "?",
        ] {
            check("127.0.0.1:8787", &["https://relay.example"], host, false);
        }
    }
}
