//! When two orders are the same order (product.md M-8): the text that is hashed, and the canonical
//! form of a link in it. The link that is sent is never changed.

use super::Ask;
use crate::order::OrderParams;
use crate::panel::PanelId;
use std::fmt::Write as _;

/// Query parameters that only track where a visitor came from.
const TRACKING: [&str; 6] = ["igsh", "igshid", "si", "fbclid", "gclid", "ref_src"];

/// The link as the duplicate guard compares it: host in lower case, no scheme, no `www.`, no
/// trailing slash, no tracking parameters; a handle without `@`, in lower case.
pub fn canonical_link(link: &str) -> String {
    let link = link.trim();
    let rest = match link.split_once("://") {
        Some((scheme, rest))
            if matches!(scheme.to_ascii_lowercase().as_str(), "http" | "https") =>
        {
            rest
        }
        Some(_) => return link.to_owned(),
        None if link.contains('/') => link,
        None => return link.trim_start_matches('@').to_lowercase(),
    };
    let (address, fragment) = rest.split_once('#').unwrap_or((rest, ""));
    let (address, query) = address.split_once('?').unwrap_or((address, ""));
    let (host, path) = address.split_once('/').unwrap_or((address, ""));
    let host = host.to_ascii_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host);
    let kept: Vec<&str> = query.split('&').filter(|pair| !is_tracking(pair)).collect();
    let mut canonical = host.to_owned();
    for (separator, part) in
        [("/", path.trim_end_matches('/')), ("?", &kept.join("&")), ("#", fragment)]
    {
        if !part.is_empty() {
            canonical.push_str(separator);
            canonical.push_str(part);
        }
    }
    canonical
}

/// Whether a query pair only tracks where a visitor came from.
pub(crate) fn is_tracking(pair: &str) -> bool {
    let name = pair.split('=').next().unwrap_or_default();
    name.is_empty() || name.starts_with("utm_") || TRACKING.contains(&name)
}

/// The text whose SHA-256 is the fingerprint: equal for equal orders, whatever the order of the
/// parameters or the spelling of the link. Each part carries its length, so none can pose as two.
pub fn canonical_content(panel: &PanelId, ask: &Ask) -> String {
    let mut text = String::new();
    let mut part = |name: &str, value: &str| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{name}:{}:{value};", value.len());
    };
    part("panel", panel.as_str());
    match ask {
        Ask::Refill { order } => part("refill", order.as_str()),
        Ask::Cancel { order } => part("cancel", order.as_str()),
        Ask::Add { service, params, quantity, link, .. } => {
            part("service", service.id.as_str());
            part("link", &canonical_link(link));
            part("quantity", &quantity.to_string());
            for (name, value) in extras(params) {
                part(name, value);
            }
        }
    }
    text
}

/// Both ask one panel for the same, whatever the order of the parameters or the spelling of the link:
/// what [`canonical_content`] says without the panel, compared piece by piece.
pub fn is_same_content(one: &Ask, other: &Ask) -> bool {
    match (one, other) {
        (Ask::Refill { order: one }, Ask::Refill { order: other })
        | (Ask::Cancel { order: one }, Ask::Cancel { order: other }) => one == other,
        (
            Ask::Add { service, params, quantity, link, .. },
            Ask::Add {
                service: service2, params: params2, quantity: quantity2, link: link2, ..
            },
        ) => {
            service.id == service2.id
                && quantity == quantity2
                && extras(params) == extras(params2)
                && canonical_link(link) == canonical_link(link2)
        }
        _ => false,
    }
}

/// The parameters beside link and quantity, sorted.
fn extras(params: &OrderParams) -> Vec<&(String, String)> {
    let mut extras: Vec<_> =
        params.0.iter().filter(|(name, _)| name != "link" && name != "quantity").collect();
    extras.sort();
    extras
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_link_are_one_link() {
        for link in [
            "https://www.Instagram.com/p/AbC/",
            "http://instagram.com/p/AbC?igsh=x1&utm_source=qr",
            " instagram.com/p/AbC/?fbclid=1 ",
        ] {
            assert_eq!(canonical_link(link), "instagram.com/p/AbC", "{link}");
        }
        assert_eq!(canonical_link("@Some.One"), canonical_link("some.one"));
    }

    #[test]
    fn different_targets_stay_different() {
        for (one, other) in [
            ("https://t.me/+AbC", "https://t.me/+abc"),
            ("https://youtu.be/x?t=1", "https://youtu.be/x?t=2"),
            ("https://a.example/x#1", "https://a.example/x#2"),
            ("tg://resolve?domain=A", "tg://resolve?domain=B"),
        ] {
            assert_ne!(canonical_link(one), canonical_link(other), "{one} {other}");
        }
    }
}
