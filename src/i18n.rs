//! Words. Every text a user reads comes from `locales/` through a typed key ([`Msg`]) and is looked
//! up in the language of the moment, so switching needs no reload. English is embedded; the others
//! are loaded once when chosen. Numbers, money and dates are the browser's business
//! (`platform::intl`); this module must never format one.
//!
//! In a view: `{t(Msg::ORDERS_TITLE)}` (reactive), `{tf(Msg::ORDERS_AGE, &[("age", age)])}` with
//! placeholders, `{tn(Msg::SERVICES_COUNT, n, shown)}` with plural forms.

pub mod error_text;
mod format;
pub mod status_text;

pub use crate::locale::Locale;
pub use format::{Format, use_format};

use leptos::prelude::*;
use std::sync::Arc;

/// A message key. The constants are generated from `locales/en`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Msg(u16);

/// An embedded message.
#[derive(Clone, Copy)]
pub(crate) enum Entry {
    Text(&'static str),
    #[allow(dead_code, reason = "only where a message has plural forms")]
    Plural(&'static [(&'static str, &'static str)]),
}

#[allow(dead_code, reason = "a key may be used by debug builds only")]
mod generated {
    use super::{Entry, Msg};
    include!(concat!(env!("OUT_DIR"), "/messages.rs"));
}

/// A loaded language: texts by key index; plural forms by category.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Loaded {
    /// A text.
    Text(String),
    /// Forms by CLDR category.
    Plural(std::collections::BTreeMap<String, String>),
}

/// The language in use: which one, and its words when they are not the embedded English.
#[derive(Clone, Copy)]
pub struct I18n {
    locale: RwSignal<Locale>,
    words: RwSignal<Option<Arc<Vec<Loaded>>>>,
}

impl I18n {
    /// Puts the handle into context; English until a language is set.
    pub fn provide() -> Self {
        let i18n = Self { locale: RwSignal::new(Locale::En), words: RwSignal::new(None) };
        provide_context(i18n);
        i18n
    }

    /// The language in use (reactive).
    pub fn locale(self) -> Locale {
        self.locale.get()
    }

    /// Switches to a language whose words have arrived: `file` is the language file as a list, `None`
    /// for English. A file made for other keys is refused and the language stays.
    pub fn set(self, locale: Locale, file: Option<Vec<Loaded>>) -> bool {
        let words = match file {
            None => None,
            Some(list) => match words(list) {
                Some(words) => Some(Arc::new(words)),
                None => return false,
            },
        };
        self.words.set(words);
        self.locale.set(locale);
        true
    }

    fn with<R>(self, key: Msg, count: Option<&str>, read: impl FnOnce(&str) -> R) -> R {
        self.words.with(|words| {
            let index = usize::from(key.0);
            match words.as_ref().and_then(|words| words.get(index)) {
                Some(Loaded::Text(text)) => read(text),
                Some(Loaded::Plural(forms)) => {
                    read(form(count, |category| forms.get(category).map(String::as_str)))
                }
                None => match generated::ENGLISH[index] {
                    Entry::Text(text) => read(text),
                    Entry::Plural(forms) => read(form(count, |category| {
                        forms.iter().find(|(name, _)| *name == category).map(|(_, text)| *text)
                    })),
                },
            }
        })
    }
}

/// Says which keys this build has: part of a language file's address, so that no cache mixes two
/// releases.
pub const fn fingerprint() -> &'static str {
    generated::FINGERPRINT
}

fn form<'a>(category: Option<&str>, find: impl Fn(&str) -> Option<&'a str>) -> &'a str {
    category.and_then(&find).or_else(|| find("other")).unwrap_or_default()
}

/// The words of a file whose first entry says that it was made for these keys.
fn words(mut list: Vec<Loaded>) -> Option<Vec<Loaded>> {
    let fits = list.len() == generated::ENGLISH.len() + 1
        && list.first() == Some(&Loaded::Text(generated::FINGERPRINT.to_owned()));
    fits.then(|| list.split_off(1))
}

/// The handle.
pub fn use_i18n() -> I18n {
    use_context().expect("I18n::provide() runs in App")
}

/// A message, following the language. Call it in a component's body.
pub fn t(key: Msg) -> impl Fn() -> String + Copy + Send + Sync + 'static {
    let i18n = use_i18n();
    move || i18n.with(key, None, str::to_owned)
}

impl I18n {
    /// A message now (reactive where it is read).
    pub fn text(self, key: Msg) -> String {
        self.with(key, None, str::to_owned)
    }

    /// A message with `{name}` placeholders filled in.
    pub fn fill(self, key: Msg, values: &[(&str, &str)]) -> String {
        self.with(key, None, |text| fill(text, values))
    }

    /// A message by plural form: `category` is the CLDR category of the count
    /// (`platform::intl::plural`), `shown` the formatted count for `{count}`.
    pub fn plural(self, key: Msg, category: &str, shown: &str) -> String {
        self.with(key, Some(category), |text| fill(text, &[("count", shown)]))
    }
}

fn fill(text: &str, values: &[(&str, &str)]) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let mut rest = text;
    while let Some(open) = rest.find('{') {
        let Some(close) = rest[open..].find('}').map(|at| open + at) else { break };
        out.push_str(&rest[..open]);
        let name = &rest[open + 1..close];
        match values.iter().find(|(key, _)| *key == name) {
            Some((_, value)) => out.push_str(value),
            None => out.push_str(&rest[open..=close]),
        }
        rest = &rest[close + 1..];
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_filled_and_unknown_ones_stay() {
        assert_eq!(fill("{a} of {b}, {c}", &[("a", "1"), ("b", "{a}")]), "1 of {a}, {c}");
        assert_eq!(fill("open { brace", &[]), "open { brace");
    }

    #[test]
    fn a_language_file_for_other_keys_is_refused() {
        assert_eq!(words(vec![Loaded::Text("0000000000000000".to_owned())]), None);
    }

    #[test]
    fn the_plural_form_of_the_category_is_read_else_other() {
        let forms = |category: &str| {
            [("one", "1"), ("other", "n")].iter().find(|f| f.0 == category).map(|f| f.1)
        };
        assert_eq!(form(Some("one"), forms), "1");
        assert_eq!(form(Some("few"), forms), "n");
        assert_eq!(form(None, forms), "n");
    }
}
