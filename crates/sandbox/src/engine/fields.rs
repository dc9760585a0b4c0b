//! The fields of a request as a given panel's code ends up seeing them.

use super::profile::{Query, Reading};
use super::request::{Encoding, Method, Request};
use std::collections::BTreeMap;

/// What clients write where they mean nothing: JavaScript's `undefined`, `null` and `NaN`, Python's
/// `None`.
const NOTHING: [&str; 4] = ["undefined", "null", "NaN", "None"];

/// Field values by name; empty ones and words for nothing count as absent.
#[derive(Clone, Debug, Default)]
pub(crate) struct Fields(BTreeMap<String, String>);

impl Fields {
    /// Reads a request the way the panel does.
    pub(crate) fn read(reading: &Reading, request: &Request) -> Self {
        let mut fields = Self::default();
        for (name, value) in &request.query {
            let counts = match reading.query {
                Query::All => true,
                Query::KeyAndAction => matches!(name.as_str(), "key" | "action"),
            };
            if counts || reading.query_only.contains(&name.as_str()) {
                fields.put(reading, name, value);
            }
        }
        let body_counts =
            request.method == Method::Post && (reading.json || request.encoding != Encoding::Json);
        for (name, value) in request.body.iter().filter(|_| body_counts) {
            if !reading.query_only.contains(&name.as_str()) {
                fields.put(reading, name, value);
            }
        }
        fields
    }

    /// Later values replace earlier ones; `orders[]=1&orders[]=2` becomes `1,2`, as PHP would
    /// give its code a list.
    fn put(&mut self, reading: &Reading, name: &str, value: &str) {
        let value = if reading.double_decoding { decode_again(value) } else { value.to_owned() };
        match name.split_once('[') {
            Some((list, _)) => {
                let joined = self.0.entry(list.to_owned()).or_default();
                if !joined.is_empty() {
                    joined.push(',');
                }
                joined.push_str(&value);
            }
            None => {
                self.0.insert(name.to_owned(), value);
            }
        }
    }

    /// The trimmed value of a field, if there is one.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        let value = self.0.get(name)?.trim();
        (!value.is_empty() && !NOTHING.contains(&value)).then_some(value)
    }

    /// The value with its line breaks at either end.
    pub(crate) fn untrimmed(&self, name: &str) -> Option<&str> {
        self.get(name).and(self.0.get(name)).map(String::as_str)
    }

    /// Forgets every field that the panel's `add` does not look at.
    pub(crate) fn keep_only(&mut self, names: &[&str]) {
        self.0.retain(|name, _| names.contains(&name.as_str()));
    }

    /// The ids of a batch: `orders`, or an `order` with commas in it.
    pub(crate) fn ids(&self, one: &str, many: &str) -> Ids {
        match (self.get(one), self.get(many)) {
            (Some(id), _) if !id.contains(',') => Ids::One(id.to_owned()),
            (Some(list), _) | (None, Some(list)) => Ids::Many(
                list.split(',')
                    .map(str::trim)
                    .filter(|id| !id.is_empty())
                    .map(Into::into)
                    .collect(),
            ),
            (None, None) => Ids::None,
        }
    }
}

/// What a request asks about.
#[derive(Debug)]
pub(crate) enum Ids {
    None,
    One(String),
    Many(Vec<String>),
}

/// PHP's `strip_tags(urldecode($value))` on a value that the form decoder has already decoded.
fn decode_again(value: &str) -> String {
    let pair = format!("v={}", value.replace('&', "%26"));
    let decoded =
        form_urlencoded::parse(pair.as_bytes()).next().map(|(_, value)| value.into_owned());
    strip_tags(&decoded.unwrap_or_default())
}

/// Drops `<…>`; after a `<` that starts a tag and never ends, everything is gone.
fn strip_tags(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find('<') {
        let (before, tag) = rest.split_at(start);
        kept.push_str(before);
        if tag[1..].starts_with(|next: char| next.is_whitespace()) {
            kept.push('<'); // PHP keeps a lone "<" before white space
            rest = &tag[1..];
            continue;
        }
        rest = tag.find('>').map_or("", |end| &tag[end + 1..]);
    }
    kept.push_str(rest);
    kept
}

#[cfg(test)]
mod tests {
    use super::{Fields, Ids, decode_again};
    use crate::engine::profile::Profile;
    use crate::engine::request::Request;

    fn check(profile: &Profile, sent: &str, read: Option<&str>) {
        let fields = Fields::read(&profile.reading, &Request::form(sent));
        assert_eq!(fields.get("link"), read, "{} reading {sent}", profile.name);
    }

    #[test]
    fn v1_decodes_twice_and_v2_once() {
        check(Profile::SMARTPANEL, "link=https%3A%2F%2Ft.me%2F%2BAbC", Some("https://t.me/ AbC"));
        check(Profile::SMARTPANEL, "link=https%3A%2F%2Ft.me%2F%252BAbC", Some("https://t.me/+AbC"));
        check(Profile::PERFECT, "link=https%3A%2F%2Ft.me%2F%2BAbC", Some("https://t.me/+AbC"));
        for nothing in ["undefined", "null", "NaN", "None", "", "+"] {
            check(Profile::PERFECT, &format!("link={nothing}"), None);
        }
        check(
            Profile::SMARTPANEL,
            "link=https%3A%2F%2Fa.b%2F%3Fx%3D1%26y%3D2",
            Some("https://a.b/?x=1&y=2"),
        );
    }

    #[test]
    fn tags_are_stripped_after_the_second_decoding() {
        assert_eq!(decode_again("a <b>bold</b> c"), "a bold c");
        assert_eq!(decode_again("I <3 you"), "I ");
        assert_eq!(decode_again("1 < 2"), "1 < 2");
    }

    #[test]
    fn ids_may_come_as_a_list_a_comma_list_in_order_or_a_php_array() {
        let ids = |form| {
            let fields = Fields::read(&Profile::PERFECT.reading, &Request::form(form));
            match fields.ids("order", "orders") {
                Ids::None => vec!["none".to_owned()],
                Ids::One(id) => vec![format!("one {id}")],
                Ids::Many(ids) => ids,
            }
        };
        assert_eq!(ids("order=5"), ["one 5"]);
        assert_eq!(ids("order=5,6"), ["5", "6"]);
        assert_eq!(ids("orders=5, 6,"), ["5", "6"]);
        assert_eq!(ids("orders%5B%5D=5&orders%5B%5D=6"), ["5", "6"]);
        assert_eq!(ids("action=status"), ["none"]);
    }
}
