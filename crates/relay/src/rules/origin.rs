//! Which pages may use the relay. Pure. The list is exact; nothing is ever reflected or wildcarded
//! (docs/reliability.md#heads).

use std::net::{IpAddr, SocketAddr};

/// The exact origins that may call.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Origins(Vec<String>);

/// What a request says about the page that made it.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Page<'a> {
    /// `Origin`.
    pub(crate) origin: Option<&'a str>,
    /// `Host`.
    pub(crate) host: Option<&'a str>,
    /// `Sec-Fetch-Site`.
    pub(crate) site: Option<&'a str>,
    /// `Sec-Fetch-Mode`.
    pub(crate) mode: Option<&'a str>,
}

/// The text is not `scheme://host` or `scheme://host:port`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("an origin is written https://host or https://host:port, in lower case, without a path")]
pub struct OriginError;

/// Checks that a text is an origin, exactly as a browser writes it.
pub fn check(text: &str) -> Result<(), OriginError> {
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    let is_host =
        |host: &str| !host.is_empty() && host.bytes().all(|b| plain(b) || b".-:[]".contains(&b));
    if host.is_some_and(is_host) { Ok(()) } else { Err(OriginError) }
}

impl Origins {
    /// Adds the relay's own origins: for a browser on the same machine, and under the address that
    /// is listened on. Not for a public relay that has names: `localhost` is each visitor's own.
    pub(crate) fn add_own(&mut self, tls: bool, listening: SocketAddr) {
        let (scheme, usual) = if tls { ("https", 443) } else { ("http", 80) };
        let port = listening.port();
        let port = if port == usual { String::new() } else { format!(":{port}") };
        let mut hosts = ["127.0.0.1", "localhost", "[::1]"].map(str::to_owned).to_vec();
        match listening.ip().to_canonical() {
            ip if ip.is_unspecified() || ip.is_loopback() => {}
            IpAddr::V4(v4) => hosts.push(v4.to_string()),
            IpAddr::V6(v6) => hosts.push(format!("[{v6}]")),
        }
        self.0.extend(hosts.iter().map(|host| format!("{scheme}://{host}{port}")));
    }

    /// Adds one origin, exactly as a browser writes it.
    pub(crate) fn add(&mut self, text: &str) -> Result<(), OriginError> {
        check(text)?;
        self.0.push(text.to_owned());
        Ok(())
    }

    /// Whether this exact origin is in the list.
    pub(crate) fn contains(&self, origin: &str) -> bool {
        self.0.iter().any(|known| known == origin)
    }

    /// May this page send a POST? A browser always states the origin of one; a navigation or a
    /// `no-cors` request could not read the answer and is never ours.
    pub(crate) fn may_post(&self, page: Page<'_>) -> bool {
        page.origin.is_some_and(|origin| self.contains(origin))
            && matches!(page.site, None | Some("same-origin" | "same-site" | "cross-site"))
            && matches!(page.mode, None | Some("cors" | "same-origin"))
    }

    /// May this page read? A same-origin GET carries no `Origin`; then the `Host` must be one of
    /// ours (a rebound name is not) and the browser must not say that another site asks.
    pub(crate) fn may_read(&self, page: Page<'_>) -> bool {
        match page.origin {
            Some(origin) => self.contains(origin),
            None => {
                matches!(page.site, None | Some("same-origin" | "none"))
                    && page.host.is_some_and(|host| self.has_host(host))
            }
        }
    }

    fn has_host(&self, host: &str) -> bool {
        self.0.iter().any(|known| known.split_once("://").is_some_and(|(_, known)| known == host))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn origins() -> Origins {
        let mut origins = Origins::default();
        origins.add_own(false, "127.0.0.1:8787".parse().expect("an address"));
        origins.add("https://app.example").expect("an origin");
        origins
    }

    #[test]
    fn a_post_needs_a_listed_origin() {
        let may = |origin| origins().may_post(Page { origin, ..Page::default() });
        assert!(may(Some("https://app.example")));
        assert!(may(Some("http://127.0.0.1:8787")));
        assert!(may(Some("http://localhost:8787")));
        for origin in [
            None,
            Some("null"),
            Some(""),
            Some("https://APP.example"),
            Some("https://app.example/"),
            Some("http://app.example"),
            Some("https://app.example.evil.example"),
            Some("https://evilapp.example"),
            Some("https://app.example:8443"),
            Some("http://127.0.0.1"),
            Some("http://127.0.0.1:8788"),
            Some("*"),
        ] {
            assert!(!may(origin), "{origin:?}");
        }
    }

    #[test]
    fn fetch_metadata_that_does_not_fit_is_refused() {
        let may = |site, mode| {
            let origin = Some("https://app.example");
            origins().may_post(Page { origin, site, mode, host: None })
        };
        assert!(may(Some("cross-site"), Some("cors")));
        assert!(!may(Some("none"), None));
        assert!(!may(None, Some("navigate")));
        assert!(!may(None, Some("no-cors")));
        assert!(!may(Some("odd"), None));
    }

    #[test]
    fn a_rebound_name_cannot_read() {
        let may =
            |host, site| origins().may_read(Page { host: Some(host), site, ..Page::default() });
        assert!(may("127.0.0.1:8787", Some("same-origin")));
        assert!(may("app.example", None));
        assert!(!may("evil.example:8787", Some("same-origin")));
        assert!(!may("127.0.0.1:8787", Some("cross-site")));
    }

    #[test]
    fn an_origin_is_written_exactly() {
        for text in ["*", "app.example", "https://", "https://a/b", "https://A.example", "null"] {
            assert_eq!(origins().add(text), Err(OriginError), "{text}");
        }
    }
}
