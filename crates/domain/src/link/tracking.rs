//! Which query parameters only say where a visitor came from or who shared a link. The duplicate
//! guard and the "Remove it" of the form use the same tables.

use super::address::{Address, form, pairs};
use super::platform::{Platform, begins_like};

/// On any site.
const EVERYWHERE: [&str; 29] = [
    "utm_*",
    "fbclid",
    "gclid",
    "gclsrc",
    "dclid",
    "gbraid",
    "wbraid",
    "msclkid",
    "yclid",
    "ysclid",
    "twclid",
    "ttclid",
    "li_fat_id",
    "mc_cid",
    "mc_eid",
    "mibextid",
    "igsh",
    "igshid",
    "ref_src",
    "ref_url",
    "srsltid",
    "_openstat",
    "_hsenc",
    "_hsmi",
    "mkt_tok",
    "_gl",
    "_ga",
    "ScCid",
    "epik",
];

/// On Google's own sites, where they only choose a language or say how a map was opened.
const GOOGLE: [&str; 6] = ["hl", "gl", "pli", "entry", "g_ep", "shorturl"];

/// Whether a parameter of a link to this host only tracks. `platform` is the host's.
pub(super) fn is_tracking(name: &str, host: &str, platform: Option<&Platform>) -> bool {
    let is_google = host == "google.com" || host.ends_with(".google.com");
    let google = if is_google { &GOOGLE[..] } else { &[] };
    let own = platform.map_or(&[][..], |platform| platform.tracking);
    EVERYWHERE.iter().chain(google).chain(own).any(|known| begins_like(name, known))
}

/// The names of a link's parameters that only track, as typed.
pub(super) fn tracking(link: &str) -> Vec<String> {
    let Some(is_tracking) = judge(link) else { return Vec::new() };
    let query = link.split('#').next().and_then(|rest| rest.split_once('?'));
    let names = query.into_iter().flat_map(|(_, query)| pairs(query)).map(|(name, _)| name);
    names.filter(|name| is_tracking(name)).map(str::to_owned).collect()
}

/// The link without the parameters that only track; everything else stays as typed.
pub fn without_tracking(link: &str) -> String {
    let Some(is_tracking) = judge(link) else { return link.to_owned() };
    let end = link.find('#').unwrap_or(link.len());
    let (rest, fragment) = link.split_at(end);
    let Some((base, query)) = rest.split_once('?') else { return link.to_owned() };
    let name = |pair: &str| pair.split('=').next().unwrap_or_default().to_owned();
    let kept: Vec<&str> = query.split('&').filter(|pair| !is_tracking(&name(pair))).collect();
    let mark = if kept.is_empty() { "" } else { "?" };
    format!("{base}{mark}{}{fragment}", kept.join("&"))
}

/// Tells of a parameter's name, as typed in this link, whether it only tracks; `None` for what may be a
/// handle.
fn judge(link: &str) -> Option<impl Fn(&str) -> bool> {
    if !link.contains('/') {
        return None;
    }
    let host = Address::read(link.trim())?.host;
    let platform = Platform::of_host(&host);
    Some(move |name: &str| is_tracking(&form(name), &host, platform))
}
