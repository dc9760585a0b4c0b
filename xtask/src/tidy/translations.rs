//! Every language has the same keys with the same placeholders, and the plural forms its grammar needs.

use super::Finding;
use super::source::Tree;
use crate::paths;
use crate::site::locales::{LANGUAGES, Message, read};
use std::collections::{BTreeMap, BTreeSet};

/// The plural categories of whole numbers, by CLDR.
const PLURALS: [(&str, &[&str]); 5] = [
    ("en", &["one", "other"]),
    ("ko", &["other"]),
    ("tr", &["one", "other"]),
    ("ru", &["one", "few", "many", "other"]),
    ("ar", &["zero", "one", "two", "few", "many", "other"]),
];

/// Compares each language with English.
pub fn check(_: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut languages = BTreeMap::new();
    for language in LANGUAGES {
        match read(&paths::root(), language) {
            Ok(messages) => drop(languages.insert(language, messages)),
            Err(problem) => findings.push(Finding::new(&format!("locales/{language}"), 0, problem)),
        }
    }
    let Some(english) = languages.get("en") else { return findings };
    for (language, plurals) in PLURALS {
        let Some(own) = languages.get(language) else { continue };
        let problems = compare(english, own, plurals);
        findings.extend(
            problems.into_iter().map(|what| Finding::new(&format!("locales/{language}"), 0, what)),
        );
    }
    findings
}

type Messages = BTreeMap<String, Message>;

fn compare(english: &Messages, own: &Messages, plurals: &[&str]) -> Vec<String> {
    let missing =
        english.keys().filter(|key| !own.contains_key(*key)).map(|key| format!("{key} is missing"));
    let strange = own
        .keys()
        .filter(|key| !english.contains_key(*key))
        .map(|key| format!("{key} is not in English"));
    let differing = own.iter().filter_map(|(key, message)| {
        let wanted = english.get(key)?;
        if placeholders(wanted) != placeholders(message) {
            return Some(format!("{key} has other placeholders than English"));
        }
        match (wanted, message) {
            (Message::Text(_), Message::Text(_)) => None,
            (Message::Plural(_), Message::Plural(forms)) => {
                let lacking = plurals.iter().find(|category| !forms.contains_key(**category))?;
                Some(format!("{key} lacks the plural form \"{lacking}\""))
            }
            _ => Some(format!("{key} is a text here and plural forms there")),
        }
    });
    missing.chain(strange).chain(differing).collect()
}

/// A plural form may leave the count out ("one order"), so only the other names count there.
fn placeholders(message: &Message) -> BTreeSet<&str> {
    let (texts, is_plural): (Vec<&String>, bool) = match message {
        Message::Text(text) => (vec![text], false),
        Message::Plural(forms) => (forms.values().collect(), true),
    };
    let names = texts.into_iter().flat_map(|text| text.split('{').skip(1));
    let names = names.filter_map(|rest| Some(rest.split_once('}')?.0));
    names.filter(|name| !(is_plural && *name == "count")).collect()
}

#[cfg(test)]
mod tests {
    use super::{Message, Messages, compare};

    fn text(key: &str, words: &str) -> Messages {
        Messages::from([(key.to_owned(), Message::Text(words.to_owned()))])
    }

    #[test]
    fn a_missing_key_and_another_placeholder_are_found() {
        let english = text("a.b", "{n} of {all}");
        assert_eq!(compare(&english, &text("a.c", "x"), &["other"]).len(), 2);
        assert_eq!(compare(&english, &text("a.b", "{n}"), &["other"]).len(), 1);
        assert!(compare(&english, &text("a.b", "{all}: {n}"), &["other"]).is_empty());
    }

    #[test]
    fn a_plural_needs_the_forms_of_its_language() {
        let forms = |names: &[&str]| {
            let forms =
                names.iter().map(|name| ((*name).to_owned(), "{count}".to_owned())).collect();
            Messages::from([("a.b".to_owned(), Message::Plural(forms))])
        };
        let english = forms(&["one", "other"]);
        assert_eq!(compare(&english, &forms(&["one", "other"]), &["one", "few", "other"]).len(), 1);
    }
}
