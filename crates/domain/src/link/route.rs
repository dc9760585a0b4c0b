//! One rule of a platform: "addresses of this shape are that target". Rules are data, so that a
//! platform's knowledge reads as a table. A rule must never fold an id.
//!
//! The shape is `host/part/part?name=part#part`. A part is `*` (anything), words (`p|reel|tv`), or a
//! catch with what stands around it (`@{name}`, `{n}.html`); `@?` is an `@` that may be missing. A
//! last `**` stands for any number of parts, none included. Query pairs that the shape does not name
//! do not matter, nor does a fragment that it does not name.
//!
//! The name of a catch says what it may hold and how it is kept (a digit tells two of a kind apart):
//! `id` anything, as it is; `name` in lower case, `user` the same with four letters at least; `flat` in lower case, dots do not count; `n` digits;
//! `tail` digits, alone or after the last `-`; `pair` an owner and a number as in `-12_34`; `head` up
//! to the first `/`, `?` or `&`, `item` the same in lower case; `urn` an activity of `LinkedIn`, whose number alone tells.

use super::address::{Address, spell_pair};
use super::escape::{Place, encode};

/// Shape and target.
pub(super) type Route = (&'static str, &'static str);

/// What a shape caught, by name.
pub(super) struct Caught(Vec<(&'static str, String)>);

impl Caught {
    /// What a shape catches of an address whose host is `host`; `None` when it has another shape.
    /// `segments` are its path's, without empty ones.
    pub(super) fn of(
        shape: &'static str,
        host: &str,
        segments: &[&str],
        address: &Address,
    ) -> Option<Self> {
        let (shape, fragment) = split(shape, '#');
        let (shape, query) = split(shape, '?');
        let mut parts = shape.split('/');
        let mut caught = Self(Vec::new());
        caught.part(parts.next()?, host)?;
        let mut segments = segments.iter();
        for part in parts {
            if part == "**" {
                segments = [].iter();
                break;
            }
            caught.part(part, segments.next()?)?;
        }
        if segments.next().is_some() {
            return None;
        }
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            match pair.split_once('=') {
                Some((name, part)) => caught.part(part, address.value(name)?)?,
                None => drop(address.value(pair)?),
            }
        }
        if !fragment.is_empty() {
            caught.part(fragment, &address.fragment)?;
        }
        Some(caught)
    }

    fn part(&mut self, shape: &'static str, text: &str) -> Option<()> {
        if shape == "*" {
            return Some(());
        }
        let Some((before, rest)) = shape.split_once('{') else {
            return shape.split('|').any(|word| word.eq_ignore_ascii_case(text)).then_some(());
        };
        let (name, after) = rest.split_once('}')?;
        let text = match before {
            "@?" => text.trim_start_matches('@'),
            before => text.strip_prefix(before)?,
        };
        let text = text.strip_suffix(after)?;
        let text = kept(name.trim_end_matches(|c: char| c.is_ascii_digit()), text)?;
        self.0.push((name, text));
        Some(())
    }

    fn get(&self, name: &str) -> &str {
        self.0.iter().find(|(caught, _)| *caught == name).map_or("", |(_, text)| text)
    }

    /// The target with what was caught, and the pairs of `sticky` names that the address has.
    pub(super) fn fill(&self, target: &str, sticky: &[&str], address: &Address) -> String {
        let mut out = String::with_capacity(target.len() + 24);
        let mut rest = target;
        while let Some((before, more)) = rest.split_once('{') {
            out.push_str(before);
            let place = if out.contains('?') { Place::Query } else { Place::Path };
            let (name, more) = more.split_once('}').unwrap_or((more, ""));
            encode(self.get(name), place, &mut out);
            rest = more;
        }
        out.push_str(rest);
        for name in sticky {
            let Some(value) = address.value(name) else { continue };
            out.push(if out.contains('?') { '&' } else { '?' });
            spell_pair(name, value, &mut out);
        }
        out
    }

    /// The link that the address passes its visitors on to.
    pub(super) fn passed_on(&self) -> &str {
        self.get("url")
    }
}

fn split(shape: &'static str, at: char) -> (&'static str, &'static str) {
    // `@?{` is no query.
    let at = shape.match_indices(at).find(|(index, _)| !shape[..*index].ends_with('@'));
    at.map_or((shape, ""), |(index, _)| (&shape[..index], &shape[index + 1..]))
}

/// A caught text as it is kept; `None` when the catch may not hold it.
fn kept(kind: &str, text: &str) -> Option<String> {
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let kept = match kind {
        "user" if text.len() < 4 => return None,
        "name" | "user" => text.to_lowercase(),
        "flat" => {
            let flat = text.to_lowercase().replace('.', "");
            let is_page = text.rsplit('.').next() == Some("php");
            return (!is_page && !flat.is_empty() && !is_number(&flat)).then_some(flat);
        }
        "n" => return is_number(text).then(|| text.to_owned()),
        "tail" => {
            let tail = text.rsplit('-').next().filter(|tail| is_number(tail))?;
            tail.to_owned()
        }
        "pair" => {
            let pair = head(text);
            let (owner, number) = pair.split_once('_')?;
            let owner = owner.strip_prefix('-').unwrap_or(owner);
            return (is_number(owner) && is_number(number)).then(|| pair.to_owned());
        }
        "head" => head(text).to_owned(),
        "item" => head(text).to_lowercase(),
        "urn" => urn(text)?,
        _ => text.to_owned(),
    };
    // A lone `.` would vanish from a path.
    (!matches!(kept.as_str(), "" | "." | "..")).then_some(kept)
}

fn head(text: &str) -> &str {
    text.split(['/', '?', '&']).next().unwrap_or_default()
}

/// `urn:li:share:12` of `urn:li:share:12` and of `somebody_a-title-share-12-AbCd`.
fn urn(text: &str) -> Option<String> {
    let kinds = ["activity", "ugcPost", "share"];
    kinds.iter().find_map(|kind| {
        text.match_indices(kind).find_map(|(at, _)| {
            let rest = text[at + kind.len()..].strip_prefix([':', '-'])?;
            let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
            (end > 0).then(|| format!("urn:li:{kind}:{}", &rest[..end]))
        })
    })
}
