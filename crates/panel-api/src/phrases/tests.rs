//! The tables hold together: every rule names ideas that exist, every idea has words in every language.

use super::lexicon::Lexicon;
use std::collections::{BTreeMap, BTreeSet};

const WORDS: &str = include_str!("words.txt");
const RULES: &str = include_str!("rules.txt");
const LANGUAGES: [&str; 9] = ["en", "ko", "tr", "ru", "ar", "vi", "pt", "es", "id"];

#[test]
fn every_rule_is_read_and_names_ideas_that_exist() {
    let lexicon = Lexicon::read();
    for line in RULES.lines() {
        let (kind, terms) = line.split_once(" | ").expect("a kind and its ideas");
        assert!(super::rules::kind_named(kind).is_some(), "{line}");
        for name in terms.split([' ', '/']) {
            let name = name.trim_start_matches('-');
            assert!(lexicon.idea(name).is_some(), "{name} in {line}");
        }
    }
}

#[test]
fn every_idea_has_words_in_every_language() {
    let mut seen: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for line in WORDS.lines() {
        let columns: Vec<&str> = line.splitn(3, " | ").collect();
        assert_eq!(columns.len(), 3, "{line}");
        assert!(LANGUAGES.contains(&columns[1]), "{line}");
        assert!(seen.entry(columns[0]).or_default().insert(columns[1]), "twice: {line}");
    }
    // Codes, names of platforms and what only some languages say in one word.
    let same = ["code", "api", "platform", "services", "norefill", "nocancel"];
    for (idea, languages) in seen.iter().filter(|(idea, _)| !same.contains(*idea)) {
        assert_eq!(languages.len(), LANGUAGES.len(), "{idea}: {languages:?}");
    }
    assert!(seen.len() < 127, "one bit for each idea");
}
