//! Links: what one looks like against what a service is for (hints for the user, never a block:
//! panels sell odd things under odd names, docs/protocol.md#service-types), and the one form of each
//! target that orders are compared by. What is sent stays what the user wrote.

mod address;
mod canonical;
mod escape;
mod platform;
mod punycode;
mod route;
mod search;
mod tracking;

pub use canonical::{canonical_link, canonical_target};
pub use platform::Platform;
pub use search::{LinkSearch, is_link_or_handle};
pub use tracking::without_tracking;

use crate::service::Service;
use address::Address;

/// What the checker saw.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LinkCheck {
    /// Whose link it is.
    pub platform: Option<&'static Platform>,
    /// Whose service it is, when its name or category says so.
    pub expected: Option<&'static Platform>,
    /// Names of parameters that only track; [`without_tracking`] takes them out.
    pub tracking: Vec<String>,
    /// A handle instead of an address.
    pub is_handle: bool,
    /// Plain http.
    pub is_http: bool,
    /// More than one address.
    pub has_several: bool,
}

impl LinkCheck {
    /// The link belongs to another platform than the service.
    pub fn differs(&self) -> Option<(&'static Platform, &'static Platform)> {
        let (link, service) = (self.platform?, self.expected?);
        (link != service).then_some((link, service))
    }
}

/// Looks at a link as typed, for a service.
pub fn check_link(link: &str, service: &Service) -> LinkCheck {
    let link = link.trim();
    let expected = Platform::of_service(service);
    if link.is_empty() {
        return LinkCheck { expected, ..LinkCheck::default() };
    }
    let address = Address::read(link);
    let platform = address.as_ref().and_then(|address| Platform::of_host(&address.host));
    let may_be_handle = address.is_none_or(|address| address.is_bare);
    LinkCheck {
        platform,
        expected,
        tracking: tracking::tracking(link),
        is_handle: may_be_handle && platform.is_none() && !link.contains("://"),
        is_http: link.get(..7).is_some_and(|start| start.eq_ignore_ascii_case("http://")),
        has_several: canonical::has_several(link),
    }
}

/// The link without what every link has, for a narrow column: no scheme, no `www.`, no last slash.
pub fn short_link(link: &str) -> &str {
    let rest = link.split_once("://").map_or(link, |(_, rest)| rest);
    rest.strip_prefix("www.").unwrap_or(rest).trim_end_matches('/')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn service(name: &str, category: &str) -> Service {
        Service { name: name.into(), category: category.into(), ..crate::testing::service("1") }
    }

    fn names(link: &str, category: &str) -> (Option<&'static str>, Option<&'static str>) {
        let check = check_link(link, &service("", category));
        (check.platform.map(|p| p.name), check.expected.map(|p| p.name))
    }

    #[test]
    fn a_link_and_a_service_tell_their_platform() {
        let instagram = Some("Instagram");
        for (link, category, expected) in [
            ("https://www.instagram.com/a", "Instagram Likes", (instagram, instagram)),
            ("m.youtube.com/watch?v=1", "🔴 YOUTUBE Views", (Some("YouTube"), Some("YouTube"))),
            ("https://notinstagram.com/a", "Website Traffic", (None, None)),
            ("https://x.com/a", "Twitter [X]", (Some("X"), Some("X"))),
            ("@handle", "Instagram + Facebook", (None, None)),
            ("https://t.me/c", "TikTok", (Some("Telegram"), Some("TikTok"))),
            ("spotify:track:1", "Kwai Views", (Some("Spotify"), Some("Kwai"))),
            ("https://www.pinterest.co.uk/a", "VKontakte", (Some("Pinterest"), Some("VK"))),
        ] {
            assert_eq!(names(link, category), expected, "{link} {category}");
        }
    }

    #[test]
    fn only_tracking_parts_are_taken_out() {
        for (link, clean) in [
            ("https://i.com/p/1?igsh=abc", "https://i.com/p/1"),
            ("https://youtube.com/watch?v=1&si=x&t=2#c", "https://youtube.com/watch?v=1&t=2#c"),
            ("https://y.com/watch?v=1&si=x&t=2#c", "https://y.com/watch?v=1&si=x&t=2#c"),
            ("x.com/a/status/1?s=20&t=AbC", "x.com/a/status/1"),
            ("https://y.com/watch?utm_source=a&utm_medium=b", "https://y.com/watch"),
            ("https://y.com/a", "https://y.com/a"),
            ("@name", "@name"),
        ] {
            assert_eq!(without_tracking(link), clean);
        }
        let seen = check_link("https://youtu.be/1?feature=share&si=x", &service("", ""));
        assert_eq!(seen.tracking, ["feature", "si"]);
    }

    #[test]
    fn a_handle_is_no_address() {
        for (link, is_handle) in [
            ("@name", true),
            ("some.name", true),
            ("a.com/b", false),
            ("https://a.com", false),
            ("a.com", false),
            ("ftp://a.com", false),
            ("t.me", false),
        ] {
            assert_eq!(check_link(link, &service("", "")).is_handle, is_handle, "{link}");
        }
    }

    #[test]
    fn several_addresses_are_noticed() {
        let seen = check_link("https://a.com/1 https://a.com/2", &service("", ""));
        assert!(seen.has_several);
    }

    #[test]
    fn a_short_link_keeps_what_tells_links_apart() {
        assert_eq!(short_link("https://www.instagram.com/a/"), "instagram.com/a");
        assert_eq!(short_link("@name"), "@name");
    }
}
