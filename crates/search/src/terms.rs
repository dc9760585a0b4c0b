//! What a query asks for: terms that must all be met, each with the keys that meet it and how well. It must
//! never look at a row.

use super::Index;
use super::matching::forms;
use super::numbers;
use super::weak::{is_empty, is_praise};
use super::words::{Words, is_unbroken};
use std::ops::Range;

/// How far a key is from what was asked; less is better.
pub(super) mod far {
    /// The word itself.
    pub(in super::super) const EXACT: u8 = 0;
    /// Another form of it, or a word that means the same.
    pub(in super::super) const FORM: u8 = 1;
    /// It begins so.
    pub(in super::super) const START: u8 = 5;
    /// It stands inside the word.
    pub(in super::super) const INSIDE: u8 = 13;
    /// One mistake.
    pub(in super::super) const MISTAKE: u8 = 18;
    /// Two mistakes.
    pub(in super::super) const MISTAKES: u8 = 23;
    /// The beginning of the word with a mistake.
    pub(in super::super) const START_WITH_MISTAKE: u8 = 24;
    /// Something else that is near: subscribers for followers.
    pub(in super::super) const NEAR: u8 = 26;
}

/// A key and how far it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Hit {
    /// The key.
    pub key: u32,
    /// One of [`far`].
    pub far: u8,
}

/// One thing that is asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Term {
    /// What was typed, folded; empty where it cannot be found again letter by letter.
    pub text: String,
    /// What meets it, best first, each key once.
    pub hits: Vec<Hit>,
    /// Ids that begin so, by their place in the order of ids.
    pub ids: Range<usize>,
    /// It need not be met: `for`, `buy`.
    pub is_optional: bool,
}

impl Term {
    pub(super) fn of(hits: Vec<Hit>) -> Self {
        Self { hits, ..Self::default() }
    }

    /// Each key once, the best first.
    fn sorted(mut self) -> Self {
        self.hits.sort_unstable_by_key(|hit| (hit.key, hit.far));
        self.hits.dedup_by_key(|hit| hit.key);
        self.hits.sort_unstable_by_key(|hit| hit.far);
        self
    }
}

/// How much is forgiven: each step is taken when the one before found nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Care {
    /// What was typed.
    Strict,
    /// What is only near, too.
    Loose,
    /// Praise may be missing.
    Careless,
}

/// A query has no more terms than this; what is pasted behind them narrows nothing.
const MOST_TERMS: usize = 40;

/// The terms of a query.
pub(super) fn terms(index: &Index, query: &str, care: Care) -> Vec<Term> {
    let is_loose = care > Care::Strict;
    let words = Words::of(query);
    let dictionary = &index.vocabulary.dictionary;
    let numbers: Vec<Option<u32>> =
        (0..words.all().len()).map(|at| dictionary.get(words.text(at))).collect();
    let asks = Asks { index, words, numbers, is_loose, care };
    let mut terms = Vec::new();
    let mut at = 0;
    while at < asks.words.all().len() && terms.len() < MOST_TERMS {
        at += asks.phrase(at, &mut terms).or_else(|| asks.number(at, &mut terms)).unwrap_or_else(
            || {
                asks.word(at, &mut terms);
                1
            },
        );
    }
    if terms.iter().all(|term| term.is_optional) {
        for term in &mut terms {
            term.is_optional = false;
        }
    }
    terms.into_iter().map(Term::sorted).collect()
}

/// A query in words, on its way into terms.
pub(super) struct Asks<'a> {
    pub(super) index: &'a Index,
    words: Words,
    numbers: Vec<Option<u32>>,
    pub(super) is_loose: bool,
    care: Care,
}

impl Asks<'_> {
    /// Several words that mean something together, or that a list writes as one.
    fn phrase(&self, at: usize, terms: &mut Vec<Term>) -> Option<usize> {
        let meanings = &self.index.vocabulary.meanings;
        if let Some((length, meaning)) = meanings.phrase(&self.words, &self.numbers, at, false) {
            let mut hits = vec![Hit { key: u32::from(meaning), far: far::EXACT }];
            if self.is_loose {
                self.near(meaning, &mut hits);
            }
            if hits.iter().any(|hit| self.rows(hit.key) > 0) {
                terms.push(Term::of(hits));
                return Some(length);
            }
        }
        if self.is_loose && at + 1 < self.words.all().len() {
            let joined = [self.words.text(at), self.words.text(at + 1)].concat();
            let hits = self.exact(&joined, far::EXACT);
            if hits.iter().any(|hit| self.rows(hit.key) > 0) {
                terms.push(Term { text: joined, ..Term::of(hits) });
                return Some(2);
            }
        }
        None
    }

    /// A number or a time that is written in a way that has others.
    fn number(&self, at: usize, terms: &mut Vec<Term>) -> Option<usize> {
        let reading = numbers::read(&self.words, at)?;
        let key = |text: &Option<String>| {
            let key = self.index.vocabulary.number_key(text.as_deref()?)?;
            (self.rows(key) > 0).then_some(key)
        };
        let asked = key(&reading.measure)
            .or_else(|| key(&reading.number).filter(|_| reading.measure.is_none()))?;
        let mut term = Term::of(vec![Hit { key: asked, far: far::EXACT }]);
        if reading.words == 1 && reading.measure.is_none() {
            // It may be an id, or the beginning of a longer number.
            let word = self.words.text(at);
            term.ids = self.index.ids.starting_with(word);
            term.hits.extend(self.exact(word, far::EXACT));
            if self.is_last(at) {
                self.starts(word, &mut term.hits);
            }
            word.clone_into(&mut term.text);
        }
        terms.push(term);
        if reading.is_refill {
            let refill = u32::from(self.index.vocabulary.meanings.refill());
            terms.push(Term::of(vec![Hit { key: refill, far: far::EXACT }]));
        }
        Some(reading.words)
    }

    fn word(&self, at: usize, terms: &mut Vec<Term>) {
        let word = self.words.text(at);
        let is_last = self.is_last(at);
        let has_digit = word.bytes().any(|byte| byte.is_ascii_digit());
        let mut term =
            Term { text: word.to_owned(), hits: self.exact(word, far::EXACT), ..Term::default() };
        for form in forms(word) {
            term.hits.extend(self.exact(&form, far::FORM));
        }
        let is_known_name = word.chars().count() <= 3
            && self.numbers[at]
                .is_some_and(|number| self.index.vocabulary.meanings.is_platform(number));
        if is_last || !(has_digit || is_known_name) {
            self.starts(word, &mut term.hits);
        }
        if has_digit && (is_last || self.words.all().len() == 1) {
            term.ids = self.index.ids.starting_with(word);
        } else if has_digit {
            term.ids = self.index.ids.exactly(word);
        }
        let strong: usize = term.hits.iter().map(|hit| self.rows(hit.key)).sum();
        let known_pair = if strong == 0 && term.ids.is_empty() { self.two(word) } else { None };
        if let Some((left, right)) = known_pair {
            terms.extend([left, right]);
            return;
        }
        if !has_digit {
            self.inside(word, &mut term.hits);
            self.mistaken(word, strong, &mut term.hits);
        }
        if self.is_loose {
            for meaning in
                self.numbers[at].map_or(&[][..], |number| self.index.vocabulary.meanings.of(number))
            {
                self.near(*meaning, &mut term.hits);
            }
        }
        if self.is_loose && is_unbroken(word) && !term.hits.iter().any(|hit| self.rows(hit.key) > 0)
        {
            // No space says where its words end: each sign for itself.
            for c in word.chars() {
                let mut term = Term { text: c.to_string(), ..Term::default() };
                let sign = term.text.clone();
                self.starts(&sign, &mut term.hits);
                self.inside(&sign, &mut term.hits);
                terms.push(term);
            }
            return;
        }
        let is_weak = is_empty(word) || self.care == Care::Careless && is_praise(word);
        term.is_optional = self.words.all().len() > 1 && is_weak;
        if term.is_optional {
            term.hits.retain(|hit| hit.far <= if is_last { far::START } else { far::FORM });
        }
        terms.push(term);
    }

    fn is_last(&self, at: usize) -> bool {
        at + 1 == self.words.all().len()
    }
}
