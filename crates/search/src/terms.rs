//! What a query asks for: terms that must all be met, each with the keys that meet it and how well. It must
//! never look at a row.

use super::Index;
use super::dictionary::letters;
use super::distance::Pattern;
use super::numbers;
use super::words::{Words, is_unbroken};
use std::ops::Range;

/// How far a key is from what was asked; less is better.
pub(super) mod far {
    /// The word itself.
    pub(in super::super) const EXACT: u8 = 0;
    /// Another form of it, or a word that means the same.
    pub(in super::super) const FORM: u8 = 1;
    /// It begins so.
    pub(in super::super) const START: u8 = 4;
    /// It stands inside the word.
    pub(in super::super) const INSIDE: u8 = 10;
    /// One mistake; each more costs as much as [`MISTAKE`] minus [`INSIDE`].
    pub(in super::super) const MISTAKE: u8 = 14;
    /// The beginning of the word with a mistake.
    pub(in super::super) const START_WITH_MISTAKE: u8 = 18;
    /// Something else that is near: subscribers for followers.
    pub(in super::super) const NEAR: u8 = 20;
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
    fn of(hits: Vec<Hit>) -> Self {
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

/// Words that say nothing about a service.
const EMPTY_WORDS: &[&str] = &[
    "a",
    "an",
    "and",
    "are",
    "at",
    "buy",
    "by",
    "cheap",
    "cheapest",
    "for",
    "from",
    "get",
    "i",
    "id",
    "in",
    "is",
    "me",
    "my",
    "need",
    "of",
    "on",
    "or",
    "order",
    "panel",
    "please",
    "price",
    "service",
    "services",
    "smm",
    "that",
    "the",
    "to",
    "want",
    "with",
    "ve",
    "ile",
    "icin",
    "satin",
    "al",
    "alma",
    "ucuz",
    "hizmet",
    "servis",
    "в",
    "во",
    "на",
    "для",
    "с",
    "со",
    "и",
    "из",
    "по",
    "от",
    "к",
    "за",
    "купить",
    "дешево",
    "дешевые",
    "услуга",
    "накрутка",
    "من",
    "في",
    "على",
    "الى",
    "مع",
    "شراء",
    "رخيص",
    "خدمه",
    "زياده",
    "구매",
    "서비스",
    "저렴한",
    "늘리기",
];

/// Words of praise and of form: they are not insisted on when a query finds nothing with them.
const SOFT_WORDS: &[&str] = &[
    "start",
    "speed",
    "time",
    "quality",
    "best",
    "good",
    "top",
    "great",
    "new",
    "real",
    "fast",
    "button",
    "enable",
    "enabled",
    "day",
    "days",
    "accounts",
    "account",
    "users",
    "user",
    "people",
    "hizli",
    "kaliteli",
    "gercek",
    "yeni",
    "быстрые",
    "быстро",
    "качественные",
    "живые",
    "реальные",
    "빠른",
    "실제",
    "سريع",
    "حقيقي",
];

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
    while at < asks.words.all().len() {
        at += asks.phrase(at, &mut terms).or_else(|| asks.number(at, &mut terms)).unwrap_or_else(
            || {
                asks.word(at, &mut terms);
                1
            },
        );
    }
    if terms.iter().all(|term| term.is_optional) {
        terms.iter_mut().for_each(|term| term.is_optional = false);
    }
    terms.into_iter().map(Term::sorted).collect()
}

struct Asks<'a> {
    index: &'a Index,
    words: Words,
    numbers: Vec<Option<u32>>,
    is_loose: bool,
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
            term.text = word.to_owned();
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
        let is_soft = self.care == Care::Careless && SOFT_WORDS.contains(&word);
        term.is_optional = self.words.all().len() > 1 && (is_soft || EMPTY_WORDS.contains(&word));
        if term.is_optional {
            term.hits.retain(|hit| hit.far <= if is_last { far::START } else { far::FORM });
        }
        terms.push(term);
    }

    fn is_last(&self, at: usize) -> bool {
        at + 1 == self.words.all().len()
    }

    /// How many rows say a key.
    fn rows(&self, key: u32) -> usize {
        self.index.lists.of(key).len()
    }

    /// The word itself and what it means.
    fn exact(&self, word: &str, far: u8) -> Vec<Hit> {
        let vocabulary = &self.index.vocabulary;
        let Some(number) = vocabulary.dictionary.get(word) else { return Vec::new() };
        let mut hits = vec![Hit { key: vocabulary.key(number), far }];
        let meanings = vocabulary.meanings.of(number).iter();
        hits.extend(meanings.map(|meaning| Hit { key: u32::from(*meaning), far: far::FORM }));
        hits
    }

    /// What stands in for a meaning.
    fn near(&self, meaning: u16, hits: &mut Vec<Hit>) {
        let near = self.index.vocabulary.meanings.near(meaning);
        hits.extend(near.map(|meaning| Hit { key: u32::from(meaning), far: far::NEAR }));
    }

    /// Words that begin so. What they mean counts only when most of the word is there.
    fn starts(&self, start: &str, hits: &mut Vec<Hit>) {
        let vocabulary = &self.index.vocabulary;
        for number in self.index.starting_with(start) {
            let word = vocabulary.dictionary.word(*number);
            let is_most = start.chars().count() >= 3 && start.len() * 2 >= word.len();
            self.hit(*number, far::START, is_most, hits);
        }
    }

    fn hit(&self, number: u32, far: u8, with_meaning: bool, hits: &mut Vec<Hit>) {
        let vocabulary = &self.index.vocabulary;
        let key = vocabulary.key(number);
        if self.rows(key) > 0 {
            hits.push(Hit { key, far });
        }
        if with_meaning {
            let meanings = vocabulary.meanings.of(number).iter();
            hits.extend(meanings.map(|meaning| Hit { key: u32::from(*meaning), far }));
        }
    }

    /// Words that hold it: from three letters on, two when nothing else is found; one sign is enough where
    /// words have no spaces between them.
    fn inside(&self, part: &str, hits: &mut Vec<Hit>) {
        let least = match (is_unbroken(part), self.is_loose || !part.is_ascii()) {
            (true, _) => 1,
            (false, true) => 2,
            (false, false) => 3,
        };
        if part.chars().count() < least {
            return;
        }
        let (bits, dictionary) = (letters(part), &self.index.vocabulary.dictionary);
        for number in self.index.sorted.iter() {
            if bits & !dictionary.letters(*number) == 0
                && dictionary.word(*number).find(part).is_some_and(|at| at > 0)
            {
                self.hit(*number, far::INSIDE, false, hits);
            }
        }
    }

    /// Words that were meant: one mistake from four letters on, two from seven. A word that the list holds
    /// itself is taken as meant, unless a near one is far more common.
    fn mistaken(&self, word: &str, strong: usize, hits: &mut Vec<Hit>) {
        let length = word.chars().count();
        let most: u32 = match length {
            0..=3 => return,
            4..=6 => 1,
            _ => 2,
        };
        let Some(pattern) = Pattern::new(word).filter(|_| !is_unbroken(word)) else { return };
        let (bits, dictionary) = (letters(word), &self.index.vocabulary.dictionary);
        for number in self.index.sorted.iter() {
            let have = dictionary.letters(*number);
            if (bits & !have).count_ones() > most {
                continue;
            }
            let other = dictionary.word(*number);
            let longest = other.len() > length + most as usize;
            if !longest && (have & !bits).count_ones() > most
                || other.len() < length - most as usize
            {
                continue;
            }
            let distance = pattern.distance(other);
            let far = if distance.whole <= most {
                far::MISTAKE + (far::MISTAKE - far::INSIDE) * u8::from(distance.whole > 1)
            } else if distance.start <= most - u32::from(length < 9 && most > 1) && length > 4 {
                far::START_WITH_MISTAKE
            } else {
                continue;
            };
            let is_most = length * 3 >= other.chars().count() * 2;
            if strong > 0 && !self.is_loose && self.reach(*number) < strong * 20 {
                continue;
            }
            self.hit(*number, far, is_most, hits);
        }
    }

    /// In how many rows a word is, or what it means.
    fn reach(&self, number: u32) -> usize {
        let vocabulary = &self.index.vocabulary;
        let meant =
            vocabulary.meanings.of(number).iter().map(|meaning| self.rows(u32::from(*meaning)));
        meant.chain([self.rows(vocabulary.key(number))]).max().unwrap_or(0)
    }

    /// Two words that were written as one: `igfollowers`.
    fn two(&self, word: &str) -> Option<(Term, Term)> {
        let vocabulary = &self.index.vocabulary;
        let known = |part: &str| {
            let number = vocabulary.dictionary.get(part)?;
            let is_enough = part.chars().count() > 2 || vocabulary.meanings.is_platform(number);
            let hits = self.exact(part, far::EXACT);
            let is_found = is_enough && hits.iter().any(|hit| self.rows(hit.key) > 0);
            is_found.then(|| Term { text: part.to_owned(), ..Term::of(hits) })
        };
        let cuts = word.char_indices().map(|(at, _)| at).skip(2);
        cuts.map(|at| word.split_at(at))
            .filter(|(_, right)| right.chars().count() > 2)
            .find_map(|(left, right)| Some((known(left)?, known(right)?)))
    }
}

/// The singular of a plural and the other way round, as English makes them.
fn forms(word: &str) -> Vec<String> {
    if !word.is_ascii() || word.len() < 3 {
        return Vec::new();
    }
    let mut forms = vec![format!("{word}s")];
    forms.extend(word.strip_suffix('s').map(str::to_owned));
    forms.extend(word.strip_suffix("es").map(str::to_owned));
    forms.extend(word.strip_suffix("ies").map(|stem| format!("{stem}y")));
    forms.extend(word.strip_suffix('y').map(|stem| format!("{stem}ies")));
    forms
}
