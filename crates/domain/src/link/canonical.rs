//! The one form of a link for comparing targets (docs/reliability.md#the-guard): the duplicate guard
//! and the order search use it. It is never sent. Two targets that a panel serves apart must keep two
//! forms; a form must be its own form.

use super::address::{Address, resolve};
use super::platform::Platform;
use super::tracking::is_tracking;
use crate::service::Service;

/// How many addresses that pass on to others are followed in one link.
const PASSES: u8 = 3;

/// The form of a link when nothing is known of the service: an address without its scheme, or a
/// handle with one `@`. A handle equals a handle only; its profile's address needs the platform
/// ([`canonical_target`]).
pub fn canonical_link(link: &str) -> String {
    let link = trim(link);
    if is_list(link) {
        return each(link, canonical_link);
    }
    match Address::read(link) {
        Some(address) if !address.is_bare || Platform::of_host(&address.host).is_some() => {
            of_address(&address, PASSES)
        }
        _ => of_text(link),
    }
}

/// The form of a link of an order for this service: a handle is its profile's address when the
/// service names one platform.
pub fn canonical_target(service: &Service, link: &str) -> String {
    let link = trim(link);
    if is_list(link) {
        return each(link, |one| canonical_target(service, one));
    }
    match Platform::of_handles(service) {
        Some(platform) => of_handle(platform, link).unwrap_or_else(|| canonical_link(link)),
        None => canonical_link(link),
    }
}

/// More than one address, as in a pasted list.
pub(super) fn has_several(link: &str) -> bool {
    link.matches("://").count() > 1 && link.contains(char::is_whitespace)
}

/// Several addresses and nothing else.
fn is_list(links: &str) -> bool {
    has_several(links) && links.split_whitespace().all(|link| link.contains("://"))
}

fn each(links: &str, canonical: impl Fn(&str) -> String) -> String {
    let spelled = links.split_whitespace().map(|link| {
        let form = canonical(link);
        // With a scheme, so that the list is read as a list again.
        if form.contains("://") { form } else { format!("https://{form}") }
    });
    spelled.collect::<Vec<_>>().join(" ")
}

/// Without what is pasted around a link and cannot be seen.
pub(super) fn trim(link: &str) -> &str {
    link.trim_matches(is_unseen)
}

fn is_unseen(c: char) -> bool {
    let marks = ['\u{200b}'..='\u{200f}', '\u{202a}'..='\u{202e}', '\u{2060}'..='\u{2069}'];
    c.is_whitespace() || c == '\u{feff}' || marks.iter().any(|marks| marks.contains(&c))
}

fn of_address(address: &Address, passes: u8) -> String {
    let Some(platform) = Platform::of_host(&address.host) else {
        return of_site(address.clone(), None);
    };
    let host = platform.home_of(&address.host);
    let address = &with_hash_bang(address, host == platform.home);
    let segments = platform.segments(address);
    let caught = platform.routes.iter().find_map(|(shape, target)| {
        Some((super::route::Caught::of(shape, host, &segments, address)?, *target))
    });
    match caught {
        Some((caught, "{url}")) => match Address::read(trim(caught.passed_on())) {
            Some(next) if passes > 0 && next.host.contains('.') => of_address(&next, passes - 1),
            _ => of_site(address.clone(), Some(platform)),
        },
        Some((caught, target)) if !target.is_empty() => {
            caught.fill(target, platform.sticky, address)
        }
        _ => {
            let segments = segments.into_iter().map(str::to_owned).collect();
            let address = Address { host: host.to_owned(), segments, ..address.clone() };
            of_site(address, Some(platform))
        }
    }
}

/// `#!/name` was a path before addresses could change without a reload.
fn with_hash_bang(address: &Address, is_home: bool) -> Address {
    let mut address = address.clone();
    if is_home
        && address.segments.is_empty()
        && let Some(path) = address.fragment.strip_prefix("!/")
    {
        address.segments = resolve(path.split('/').map(str::to_owned));
        address.fragment = String::new();
    }
    address
}

/// An address that no table knows: all of it counts but what only tracks.
fn of_site(mut address: Address, platform: Option<&Platform>) -> String {
    let host = std::mem::take(&mut address.host);
    address.query.retain(|(name, _)| !is_tracking(name, &host, platform));
    address.host = host;
    address.spell()
}

/// A handle, a hashtag, a name in another scheme.
fn of_text(text: &str) -> String {
    if text.contains("://") || text.starts_with('#') {
        return text.to_owned();
    }
    let handle = without_at(text);
    if handle.is_empty() || is_id(handle) {
        return handle.to_owned();
    }
    // A part of a path holds ids.
    if handle.contains('/') { format!("@{handle}") } else { format!("@{}", handle.to_lowercase()) }
}

fn without_at(text: &str) -> &str {
    text.trim_start_matches(|c| c == '@' || is_unseen(c))
        .trim_end_matches(|c| c == '/' || is_unseen(c))
}

/// An id that stands alone and whose case counts: the code of a Telegram invitation, a channel of
/// `YouTube`.
fn is_id(text: &str) -> bool {
    let is_code =
        |code: &str| code.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b));
    text.strip_prefix('+').is_some_and(is_code)
        || text.len() == 24 && text.starts_with("UC") && is_code(text)
}

/// What is no address, for a service of a platform: the address that it stands for there.
fn of_handle(platform: &Platform, link: &str) -> Option<String> {
    match Address::read(link) {
        Some(address) if !is_handle_of(&address, link) => return None,
        _ if link.contains("://") || link.starts_with('#') => return None,
        _ => {}
    }
    let handle = without_at(link);
    let bare = !link.starts_with('@');
    let address = match (platform.name, handle) {
        (_, "") => return None,
        ("Telegram", code) if code.starts_with('+') => format!("t.me/{code}"),
        ("YouTube", id) if is_id(id) => format!("youtube.com/channel/{id}"),
        ("YouTube", id) if bare && is_video_id(id) => format!("youtu.be/{id}"),
        (_, path) if path.contains('/') => format!("{}/{}", platform.home, trim(link)),
        (_, name) if is_name(name) => platform.profile_of(name)?,
        _ => return None,
    };
    Some(of_address(&Address::read(&address)?, PASSES))
}

/// A name with dots reads as a host too; for a service that takes handles it is one, unless it is
/// where platforms live.
fn is_handle_of(address: &Address, link: &str) -> bool {
    let is_alone = !link.contains(['/', '?', '#', ':']);
    is_alone
        && !link.to_lowercase().starts_with("www.")
        && Platform::of_host(&address.host).is_none()
}

fn is_name(text: &str) -> bool {
    text.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '_' | '-'))
}

/// Eleven signs as `YouTube` numbers videos, and unlike a name: both cases and a digit or sign.
fn is_video_id(text: &str) -> bool {
    let is_sign = |byte: u8| byte.is_ascii_digit() || b"-_".contains(&byte);
    text.len() == 11
        && text.bytes().all(|byte| byte.is_ascii_alphabetic() || is_sign(byte))
        && text.bytes().any(|byte| byte.is_ascii_uppercase())
        && text.bytes().any(|byte| byte.is_ascii_lowercase())
        && text.bytes().any(is_sign)
}
