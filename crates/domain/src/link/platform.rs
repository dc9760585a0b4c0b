//! The platforms that services are sold for: their hosts, the words that name them, and which of their
//! addresses show the same thing. Knowledge only, one file of tables a kind of platform.
//!
//! A platform's time stamp in a video (`t=`) does not make another target: views ordered twice for
//! one video are a repeat. A comment (`lc=`, `comment_id=`), a bot's start word and a live stream do.

mod audio;
mod chat;
mod people;
mod posts;
mod video;

use super::address::Address;
use super::route::Route;
use crate::service::{Service, ServiceKind};

/// A platform that services are sold for.
#[derive(Debug)]
pub struct Platform {
    /// Its own name, the same in every language.
    pub name: &'static str,
    /// Hosts, without `www.`; a subdomain counts too, and a last `.*` is any country's ending.
    hosts: &'static [&'static str],
    /// Words in service names and categories, lower case.
    words: &'static [&'static str],
    /// The host that stands for all that show the same pages.
    pub(super) home: &'static str,
    /// Hosts that show what `home` shows.
    twins: &'static [&'static str],
    /// First labels of a host that change nothing about what it shows: `m`, `old`; `??` is any two
    /// letters, `??-??` any two pairs.
    labels: &'static [&'static str],
    /// First parts of a path that change nothing about what it shows.
    pub(super) skips: &'static [&'static str],
    /// What stands before a handle in the address of its profile; empty when a handle alone does not
    /// tell the address.
    profile: &'static str,
    /// Which addresses are which target, the first that fits.
    pub(super) routes: &'static [Route],
    /// Query parameters that make another target whatever the shape.
    pub(super) sticky: &'static [&'static str],
    /// Query parameters that only share or track; a last `*` is any ending.
    pub(super) tracking: &'static [&'static str],
}

/// What most platforms have.
const PLAIN: Platform = Platform {
    name: "",
    hosts: &[],
    words: &[],
    home: "",
    twins: &[],
    labels: &["m", "mobile"],
    skips: &[],
    profile: "",
    routes: &[],
    sticky: &[],
    tracking: &[],
};

/// The platforms that services name most.
static PLATFORMS: [Platform; 19] = [
    people::INSTAGRAM,
    video::TIKTOK,
    video::YOUTUBE,
    people::FACEBOOK,
    chat::TELEGRAM,
    people::THREADS,
    audio::SPOTIFY,
    audio::SOUNDCLOUD,
    people::LINKEDIN,
    video::TWITCH,
    video::KICK,
    chat::DISCORD,
    posts::REDDIT,
    posts::PINTEREST,
    chat::SNAPCHAT,
    chat::WHATSAPP,
    people::VK,
    posts::X,
    video::KWAI,
];

impl PartialEq for Platform {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for Platform {}

impl Platform {
    /// The platform that a host belongs to.
    pub(super) fn of_host(host: &str) -> Option<&'static Self> {
        PLATFORMS.iter().find(|platform| platform.hosts.iter().any(|known| belongs(host, known)))
    }

    /// The platform that the service's category names, else the one that its name does. Two names are
    /// no answer.
    pub(super) fn of_service(service: &Service) -> Option<&'static Self> {
        let of = |text: &str| {
            let text = text.to_lowercase();
            let mut found = PLATFORMS
                .iter()
                .filter(|platform| platform.words.iter().any(|word| text.contains(word)));
            found.next().filter(|_| found.next().is_none())
        };
        of(&service.category).or_else(|| of(&service.name))
    }

    /// The platform whose handles a service takes: none for one that sends visitors to a site.
    pub(super) fn of_handles(service: &Service) -> Option<&'static Self> {
        let takes_sites = service.kind == ServiceKind::WebTraffic
            || [&*service.category, service.name.as_str()].iter().any(|text| {
                let text = text.to_lowercase();
                text.contains("traffic") || text.contains("website")
            });
        Self::of_service(service).filter(|_| !takes_sites)
    }

    /// The host that stands for this one.
    pub(super) fn home_of<'a>(&self, host: &'a str) -> &'a str
    where
        Self: 'static,
    {
        let is_home = |host: &str| {
            host == self.home || self.twins.iter().any(|twin| belongs_exactly(host, twin))
        };
        let mut rest = host;
        loop {
            if is_home(rest) {
                return self.home;
            }
            match rest.split_once('.') {
                Some((label, more)) if self.labels.iter().any(|known| is_label(label, known)) => {
                    rest = more;
                }
                _ => return host,
            }
        }
    }

    /// The address of a handle's profile, without its scheme; `None` where a handle alone does not
    /// tell it.
    pub(super) fn profile_of(&self, handle: &str) -> Option<String> {
        (!self.profile.is_empty()).then(|| format!("{}{handle}", self.profile))
    }

    /// The handle whose profile a target is.
    pub(super) fn handle_of<'a>(&self, target: &'a str) -> Option<&'a str> {
        let rest = target.strip_prefix(self.profile).filter(|_| !self.profile.is_empty())?;
        (!rest.is_empty() && !rest.contains(['/', '?', '#', '+'])).then_some(rest)
    }

    /// The address's path without empty parts and those that change nothing.
    pub(super) fn segments<'a>(&self, address: &'a Address) -> Vec<&'a str> {
        let mut segments: Vec<&str> =
            address.segments.iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
        let is_skipped = |part: &str| self.skips.iter().any(|known| begins_like(part, known));
        let skipped = segments.iter().take_while(|part| is_skipped(part)).count();
        segments.drain(..skipped);
        segments
    }
}

fn belongs(host: &str, known: &str) -> bool {
    let mut rest = host;
    loop {
        if belongs_exactly(rest, known) {
            return true;
        }
        match rest.split_once('.') {
            Some((_, more)) => rest = more,
            None => return false,
        }
    }
}

fn belongs_exactly(host: &str, known: &str) -> bool {
    match known.strip_suffix('*') {
        Some(start) => host.strip_prefix(start).is_some_and(|ending| {
            !ending.is_empty() && ending.len() <= 6 && ending.split('.').all(|part| part.len() <= 3)
        }),
        None => host == known,
    }
}

/// A label of a host against a known one; `?` is any letter.
fn is_label(label: &str, known: &str) -> bool {
    let fits = |(one, other): (u8, u8)| match other {
        b'?' => one.is_ascii_lowercase(),
        other => one == other,
    };
    label.len() == known.len() && label.bytes().zip(known.bytes()).all(fits)
}

/// A part against a known one; a last `*` is any ending.
pub(super) fn begins_like(part: &str, known: &str) -> bool {
    match known.strip_suffix('*') {
        Some(start) => part.starts_with(start),
        None => part == known,
    }
}
