//! What a link looks like, against what a service is for. Hints for the user, never a block: panels
//! sell odd things under odd names (protocol.md 5.1).

use crate::attempt::is_tracking;
use crate::service::Service;

/// A platform that services are sold for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Platform {
    /// Its own name, the same in every language.
    pub name: &'static str,
    /// Hosts, without `www.`; a subdomain counts too.
    hosts: &'static [&'static str],
    /// Words in service names and categories, lower case.
    words: &'static [&'static str],
}

const fn platform(
    name: &'static str,
    hosts: &'static [&'static str],
    words: &'static [&'static str],
) -> Platform {
    Platform { name, hosts, words }
}

/// The platforms that services name most.
const PLATFORMS: [Platform; 18] = [
    platform("Instagram", &["instagram.com", "instagr.am"], &["instagram"]),
    platform("TikTok", &["tiktok.com"], &["tiktok", "tik tok"]),
    platform("YouTube", &["youtube.com", "youtu.be"], &["youtube"]),
    platform("Facebook", &["facebook.com", "fb.com", "fb.watch", "fb.me"], &["facebook"]),
    platform("Telegram", &["t.me", "telegram.me", "telegram.org"], &["telegram"]),
    platform("Threads", &["threads.net", "threads.com"], &["threads"]),
    platform("Spotify", &["spotify.com"], &["spotify"]),
    platform("SoundCloud", &["soundcloud.com"], &["soundcloud"]),
    platform("LinkedIn", &["linkedin.com"], &["linkedin"]),
    platform("Twitch", &["twitch.tv"], &["twitch"]),
    platform("Kick", &["kick.com"], &["kick.com", "kick live", "kick follow"]),
    platform("Discord", &["discord.com", "discord.gg"], &["discord"]),
    platform("Reddit", &["reddit.com", "redd.it"], &["reddit"]),
    platform("Pinterest", &["pinterest.com", "pin.it"], &["pinterest"]),
    platform("Snapchat", &["snapchat.com"], &["snapchat"]),
    platform("WhatsApp", &["whatsapp.com", "wa.me"], &["whatsapp"]),
    platform("VK", &["vk.com", "vk.ru"], &["vkontakte", "vk "]),
    platform("X", &["x.com", "twitter.com", "t.co"], &["twitter", "x.com"]),
];

/// What the checker saw.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LinkCheck {
    /// Whose link it is.
    pub platform: Option<Platform>,
    /// Whose service it is, when its name or category says so.
    pub expected: Option<Platform>,
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
    pub fn differs(&self) -> Option<(Platform, Platform)> {
        let (link, service) = (self.platform?, self.expected?);
        (link != service).then_some((link, service))
    }
}

/// Looks at a link as typed, for a service.
pub fn check_link(link: &str, service: &Service) -> LinkCheck {
    let link = link.trim();
    let expected = platform_of_service(service);
    if link.is_empty() {
        return LinkCheck { expected, ..LinkCheck::default() };
    }
    let has_several = link.matches("://").count() > 1 && link.contains(char::is_whitespace);
    let address = address(link);
    LinkCheck {
        platform: address.and_then(platform_of_address),
        expected,
        tracking: tracking(link),
        is_handle: address.is_none(),
        is_http: link.get(..7).is_some_and(|start| start.eq_ignore_ascii_case("http://")),
        has_several,
    }
}

/// The link without the parameters that only track; everything else stays as typed.
pub fn without_tracking(link: &str) -> String {
    let (rest, fragment) = match link.split_once('#') {
        Some((rest, fragment)) => (rest, Some(fragment)),
        None => (link, None),
    };
    let Some((base, query)) = rest.split_once('?') else { return link.to_owned() };
    let kept: Vec<&str> = query.split('&').filter(|pair| !is_tracking(pair)).collect();
    let mut clean = base.to_owned();
    if !kept.is_empty() {
        clean.push('?');
        clean.push_str(&kept.join("&"));
    }
    if let Some(fragment) = fragment {
        clean.push('#');
        clean.push_str(fragment);
    }
    clean
}

/// The link without what every link has, for a narrow column: no scheme, no `www.`, no last slash.
pub fn short_link(link: &str) -> &str {
    let rest = link.split_once("://").map_or(link, |(_, rest)| rest);
    rest.strip_prefix("www.").unwrap_or(rest).trim_end_matches('/')
}

fn tracking(link: &str) -> Vec<String> {
    let query = link.split('#').next().and_then(|rest| rest.split_once('?'));
    let pairs = query.into_iter().flat_map(|(_, query)| query.split('&'));
    pairs
        .filter(|pair| !pair.is_empty() && is_tracking(pair))
        .map(|pair| pair.split('=').next().unwrap_or_default().to_owned())
        .collect()
}

/// Host and path of an address; `None` for a handle.
fn address(link: &str) -> Option<&str> {
    let rest = match link.split_once("://") {
        Some((_, rest)) => return Some(rest),
        None => link,
    };
    let host = rest.split(['/', '?', '#']).next()?;
    let shaped = host.contains('.') && !host.starts_with('@') && rest.contains('/');
    shaped.then_some(rest)
}

fn platform_of_address(address: &str) -> Option<Platform> {
    let host = address.split(['/', '?', '#', ':']).next()?.to_ascii_lowercase();
    let is_of = |known: &&str| {
        host == **known || host.strip_suffix(*known).is_some_and(|sub| sub.ends_with('.'))
    };
    PLATFORMS.into_iter().find(|platform| platform.hosts.iter().any(is_of))
}

/// The platform that the category names, else the one that the name does. Two names are no answer.
fn platform_of_service(service: &Service) -> Option<Platform> {
    let of = |text: &str| {
        let text = text.to_lowercase();
        let mut found = PLATFORMS
            .into_iter()
            .filter(|platform| platform.words.iter().any(|word| text.contains(word)));
        found.next().filter(|_| found.next().is_none())
    };
    of(&service.category).or_else(|| of(&service.name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::ServiceId;
    use crate::service::{Rate, ServiceKind};

    fn service(name: &str, category: &str) -> Service {
        Service {
            id: ServiceId::new("1").expect("an id"),
            name: name.into(),
            category: category.into(),
            kind: ServiceKind::Default,
            kind_raw: "".into(),
            rate: Rate::Missing,
            min: None,
            max: None,
            refill: None,
            cancel: None,
            dripfeed: None,
            description: None,
            average_time: None,
        }
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
        ] {
            assert_eq!(names(link, category), expected, "{link} {category}");
        }
    }

    #[test]
    fn only_tracking_parts_are_taken_out() {
        for (link, clean) in [
            ("https://i.com/p/1?igsh=abc", "https://i.com/p/1"),
            ("https://y.com/watch?v=1&si=x&t=2#c", "https://y.com/watch?v=1&t=2#c"),
            ("https://y.com/watch?utm_source=a&utm_medium=b", "https://y.com/watch"),
            ("https://y.com/a", "https://y.com/a"),
            ("@name", "@name"),
        ] {
            assert_eq!(without_tracking(link), clean);
        }
        let seen = check_link("https://y.com/watch?v=1&si=x", &service("", ""));
        assert_eq!(seen.tracking, ["si"]);
    }

    #[test]
    fn a_handle_is_no_address() {
        for (link, is_handle) in
            [("@name", true), ("some.name", true), ("a.com/b", false), ("https://a.com", false)]
        {
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
