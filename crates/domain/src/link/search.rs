//! Finding orders by a link in any of its forms: what a customer sends is seldom what was ordered with.
//! Finding too much is fine here, missing an order is not.

use super::address::Address;
use super::canonical::{canonical_link, trim};
use super::platform::Platform;
use super::short_link;

/// A link, a part of one, or a handle that is looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkSearch {
    /// Its canonical form, lower case.
    form: String,
    /// As typed, without scheme, `www.`, `@` and last slash, lower case.
    typed: String,
    /// The profile that it is the address of.
    profile: Option<(&'static Platform, String)>,
}

impl LinkSearch {
    /// `None` for a word that may as well be of a service's name.
    pub fn read(word: &str) -> Option<Self> {
        let word = trim(word);
        let typed = short_link(word).trim_start_matches('@').to_lowercase();
        if typed.is_empty() || !is_marked(word) {
            return None;
        }
        let form = canonical_link(word).to_lowercase();
        let profile = profile_of(&form).map(|(platform, handle)| (platform, handle.to_owned()));
        Some(Self { form, typed, profile })
    }

    /// Whether an order's link is meant. `target` is its canonical form for its service
    /// ([`super::canonical_target`]).
    pub fn finds(&self, link: &str, target: &str) -> bool {
        let target = target.to_lowercase();
        target.contains(&self.form)
            || target.contains(&self.typed)
            || link.to_lowercase().contains(&self.typed)
            || self.profile.as_ref().is_some_and(|(platform, handle)| {
                target.strip_prefix('@') == Some(handle) || is_of(platform, handle, link)
            })
    }
}

/// Whether a searched text tells of somebody's page: it does not belong into an address, which stays
/// in the browser's history.
pub fn is_link_or_handle(text: &str) -> bool {
    text.split_whitespace().any(|word| {
        let word = word.trim_matches(|c| matches!(c, ',' | ';' | '"' | '<' | '>'));
        is_marked(word) || Address::read(word).is_some() || word.starts_with('+')
    })
}

/// Something that only links and handles have, or a platform's host.
fn is_marked(word: &str) -> bool {
    let lower = word.to_lowercase();
    word.starts_with('@')
        || word.contains('/')
        || lower.starts_with("www.")
        || lower.starts_with("spotify:")
        || Address::read(word).is_some_and(|address| Platform::of_host(&address.host).is_some())
}

fn profile_of(form: &str) -> Option<(&'static Platform, &str)> {
    let platform = Platform::of_host(&Address::read(form)?.host)?;
    Some((platform, platform.handle_of(form)?))
}

/// The link is of something that the profile's owner posted, as far as the link says so.
fn is_of(platform: &Platform, handle: &str, link: &str) -> bool {
    let Some(address) = Address::read(trim(link)) else { return false };
    let names = |part: &String| part.trim_start_matches('@').to_lowercase() == handle;
    Platform::of_host(&address.host) == Some(platform) && address.segments.iter().any(names)
}
