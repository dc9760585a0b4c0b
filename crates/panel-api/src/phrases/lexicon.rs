//! The ideas that a text speaks of, by the words that carry them (`words.txt`), in nine languages.
//! It says what is there and decides nothing; [`super::rules`] does.
//!
//! How `words.txt` is written: `idea | language | words`, words parted by commas, folded as texts are.
//! A word of four letters and more stands for every word that begins with it, a shorter one for itself
//! alone; `word=` stands for itself alone, `word*` for every word that begins with it. Arabic and
//! Korean words stand anywhere inside a word, because both languages write others onto them; blanks
//! in Korean may be left out. `…` stands for at most three words. What lies inside a longer match
//! does not count: "not active" is not "active".

use super::fold::{self, Sentence};
use std::collections::HashMap;

const TABLE: &str = include_str!("words.txt");

/// The name of the idea that every number is.
const NUMBER: &str = "number";

/// Most words that `…` stands for.
const WIDEST_GAP: usize = 3;

/// A set of ideas.
pub(super) type Ideas = u128;

/// All ideas and their words.
pub(super) struct Lexicon {
    names: Vec<&'static str>,
    entries: Vec<Entry>,
    /// Entries by their first letter: those that begin a word, and those that stand anywhere in one.
    heads: HashMap<char, Vec<usize>>,
    insides: HashMap<char, Vec<usize>>,
}

/// Words that carry an idea.
struct Entry {
    idea: Ideas,
    parts: Vec<Part>,
}

enum Part {
    Prefix(String),
    Exact(String),
    Inside(String),
    /// Korean: anywhere, and over several words.
    Run(String),
    Gap,
}

/// Where a part was found: the word, and from which byte of it to which.
type Span = (usize, usize, usize);

/// A match.
struct Found {
    idea: Ideas,
    spans: Vec<Span>,
}

impl Found {
    fn length(&self) -> usize {
        self.spans.iter().map(|(_, from, to)| to - from).sum()
    }

    fn holds(&self, other: &Self) -> bool {
        other.spans.iter().all(|(word, from, to)| {
            self.spans.iter().any(|(own, start, end)| own == word && start <= from && to <= end)
        })
    }
}

impl Lexicon {
    pub(super) fn read() -> Self {
        let mut lexicon = Self {
            names: vec![NUMBER],
            entries: Vec::new(),
            heads: HashMap::new(),
            insides: HashMap::new(),
        };
        for line in TABLE.lines() {
            let mut columns = line.splitn(3, " | ");
            let (Some(name), Some(_), Some(words)) =
                (columns.next(), columns.next(), columns.next())
            else {
                continue;
            };
            let idea = lexicon.number_of(name);
            for words in words.split(", ") {
                lexicon.add(idea, words);
            }
        }
        lexicon
    }

    fn number_of(&mut self, name: &'static str) -> usize {
        self.names.iter().position(|known| *known == name).unwrap_or_else(|| {
            self.names.push(name);
            self.names.len() - 1
        })
    }

    fn add(&mut self, idea: usize, words: &str) {
        let parts = parts(words);
        let (map, first) = match parts.first() {
            Some(Part::Prefix(word) | Part::Exact(word)) => (&mut self.heads, word),
            Some(Part::Inside(word) | Part::Run(word)) => (&mut self.insides, word),
            Some(Part::Gap) | None => return,
        };
        if let Some(letter) = first.chars().next() {
            map.entry(letter).or_default().push(self.entries.len());
            self.entries.push(Entry { idea: 1 << idea, parts });
        }
    }

    /// The set of one idea, by its name.
    pub(super) fn idea(&self, name: &str) -> Option<Ideas> {
        self.names.iter().position(|known| *known == name).map(|at| 1 << at)
    }

    /// The ideas of each word of a sentence.
    pub(super) fn ideas(&self, words: &Sentence) -> Vec<Ideas> {
        let mut ideas: Vec<Ideas> = vec![0; words.len()];
        let mut found = Vec::new();
        for (at, word) in words.iter().enumerate() {
            if fold::is_number(word) {
                ideas[at] |= 1;
            }
            let head = word.chars().next().and_then(|letter| self.heads.get(&letter));
            for &entry in head.into_iter().flatten() {
                found.extend(self.entries[entry].at(words, at, 0));
            }
            for (from, letter) in word.char_indices() {
                for &entry in self.insides.get(&letter).into_iter().flatten() {
                    found.extend(self.entries[entry].at(words, at, from));
                }
            }
        }
        for one in &found {
            let length = one.length();
            let is_part = found.iter().any(|other| other.length() > length && other.holds(one));
            if !is_part && let Some((word, ..)) = one.spans.first() {
                ideas[*word] |= one.idea;
            }
        }
        ideas
    }
}

impl Entry {
    /// The match that begins at this byte of this word.
    fn at(&self, words: &Sentence, word: usize, from: usize) -> Option<Found> {
        let mut spans = Vec::with_capacity(self.parts.len());
        let mut at = word;
        let mut gap = 0;
        for (number, part) in self.parts.iter().enumerate() {
            if matches!(part, Part::Gap) {
                gap = WIDEST_GAP;
                continue;
            }
            let end = (at + gap + 1).min(words.len());
            let first = if number == 0 { Some(from) } else { None };
            let (next, found) = (at..end)
                .find_map(|word| part.within(words, word, first).map(|spans| (word, spans)))?;
            at = next + found.len();
            spans.extend(found);
            gap = 0;
        }
        Some(Found { idea: self.idea, spans })
    }
}

impl Part {
    /// Where this part stands in a word; `from` when it must begin at that byte.
    fn within(&self, words: &Sentence, at: usize, from: Option<usize>) -> Option<Vec<Span>> {
        let word = words.get(at)?;
        let whole = || vec![(at, 0, word.len())];
        match self {
            Self::Prefix(part) => word.starts_with(part.as_str()).then(whole),
            Self::Exact(part) => (word == part).then(whole),
            Self::Inside(part) => {
                let from = match from {
                    Some(from) => word[from..].starts_with(part.as_str()).then_some(from)?,
                    None => word.find(part.as_str())?,
                };
                Some(vec![(at, from, from + part.len())])
            }
            Self::Run(part) => match from {
                Some(from) => run(part, words, at, from),
                None => word.char_indices().find_map(|(from, _)| run(part, words, at, from)),
            },
            Self::Gap => None,
        }
    }
}

/// A run of letters from a place on, over the ends of words.
fn run(part: &str, words: &Sentence, at: usize, from: usize) -> Option<Vec<Span>> {
    let mut rest = part;
    let mut from = from;
    let mut spans = Vec::new();
    for (at, word) in words.iter().enumerate().skip(at) {
        let here = &word[from..];
        if here.starts_with(rest) {
            spans.push((at, from, from + rest.len()));
            return Some(spans);
        }
        rest = rest.strip_prefix(here)?;
        spans.push((at, from, word.len()));
        from = 0;
    }
    None
}

fn parts(words: &str) -> Vec<Part> {
    let is_arabic = |c: char| matches!(c, '\u{600}'..='\u{6ff}');
    // A gap parts a Korean entry into runs; a mark that asks for a whole word makes it no run.
    if words.contains(fold::is_korean) && !words.contains('=') {
        let runs = words.split(" … ").map(|run| Part::Run(folded(run).concat()));
        return between(runs.collect());
    }
    let mut parts = Vec::new();
    for word in words.split_whitespace() {
        if word == "…" {
            parts.push(Part::Gap);
            continue;
        }
        let bare = word.trim_end_matches(['=', '*']);
        let is_exact = word.ends_with('=') || !word.ends_with('*') && bare.chars().count() < 4;
        for folded in folded(bare) {
            parts.push(match () {
                () if word.ends_with('=') => Part::Exact(folded),
                () if folded.contains(is_arabic) => Part::Inside(folded),
                () if is_exact => Part::Exact(folded),
                () => Part::Prefix(folded),
            });
        }
    }
    parts
}

/// The runs with a gap between each two.
fn between(runs: Vec<Part>) -> Vec<Part> {
    let mut parts = Vec::new();
    for run in runs {
        if !parts.is_empty() {
            parts.push(Part::Gap);
        }
        parts.push(run);
    }
    parts
}

fn folded(text: &str) -> Sentence {
    fold::sentences(text).concat()
}
