//! Which rows say what: for each key a list of rows in the panel's order, all lists in one stretch of
//! memory. Made from slices of a service list. It must never know what a query is.

use super::dictionary::Dictionary;
use super::meanings::Meanings;
use super::saying::{Said, say};
use super::words::{Words, position};
use std::ops::Range;

/// In front of a number or a time in its one form, in the dictionary; no text holds it.
const NUMBER: char = '\u{1}';

/// A row that says something, in 32 bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Posting(u32);

impl Posting {
    const BESIDE: u32 = 1;
    const DENIED: u32 = 2;

    /// The row's position in the list.
    pub(super) fn row(self) -> usize {
        (self.0 >> 2) as usize
    }

    /// Said in an aside or in the category only, not in what the name begins with.
    pub(super) fn is_beside(self) -> bool {
        self.0 & Self::BESIDE != 0
    }

    /// Said only to deny it: the refill of `No Refill`.
    pub(super) fn is_denied(self) -> bool {
        self.0 & Self::DENIED != 0
    }
}

/// The lists, whole.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Lists {
    ends: Vec<u32>,
    postings: Vec<Posting>,
}

impl Lists {
    /// The rows that say a key.
    pub(super) fn of(&self, key: u32) -> &[Posting] {
        let key = key as usize;
        let start =
            key.checked_sub(1).and_then(|before| self.ends.get(before)).map_or(0, |end| *end);
        self.ends.get(key).map_or(&[], |end| &self.postings[start as usize..*end as usize])
    }
}

/// The words of one language of keys: meanings first, then the words of the dictionary.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Vocabulary {
    /// The words.
    pub dictionary: Dictionary,
    /// What they mean.
    pub meanings: Meanings,
}

impl Vocabulary {
    /// The words that mean something, before any list was read.
    pub(super) fn read() -> Self {
        let mut dictionary = Dictionary::default();
        let meanings = Meanings::read(&mut dictionary);
        Self { dictionary, meanings }
    }

    /// The key of a word.
    pub(super) fn key(&self, word: u32) -> u32 {
        self.meanings.len() + word
    }

    /// The key of a number or a time in its one form.
    pub(super) fn number_key(&self, text: &str) -> Option<u32> {
        let mut form = String::from(NUMBER);
        form.push_str(text);
        self.dictionary.get(&form).map(|word| self.key(word))
    }
}

/// Rows on their way into lists.
#[derive(Debug, Default)]
pub(super) struct Rows {
    entries: Vec<(u32, Posting)>,
    /// Where each key was last said, one higher.
    last: Vec<u32>,
    /// What the category said that came last, and that category.
    category: (String, Vec<(u32, bool)>),
    room: Room,
}

/// Memory that is used again for each row.
#[derive(Debug, Default)]
struct Room {
    words: Words,
    numbers: Vec<Option<u32>>,
    denied: Vec<bool>,
    said: Vec<(u32, bool, bool)>,
    form: String,
}

impl Rows {
    /// Takes one row.
    pub(super) fn add(
        &mut self,
        row: usize,
        [name, category]: [&str; 2],
        vocabulary: &mut Vocabulary,
    ) {
        self.room.read(name, vocabulary);
        let said = std::mem::take(&mut self.room.said);
        for (key, is_beside, is_denied) in &said {
            self.push(row, *key, *is_beside, *is_denied);
        }
        self.room.said = said;
        if category != self.category.0 {
            self.room.read(category, vocabulary);
            category.clone_into(&mut self.category.0);
            self.category.1 =
                self.room.said.iter().map(|(key, _, is_denied)| (*key, *is_denied)).collect();
        }
        let said = std::mem::take(&mut self.category.1);
        for (key, is_denied) in &said {
            self.push(row, *key, true, *is_denied);
        }
        self.category.1 = said;
    }

    fn push(&mut self, row: usize, key: u32, is_beside: bool, is_denied: bool) {
        let bits = u32::from(is_beside) | if is_denied { Posting::DENIED } else { 0 };
        let place = key as usize;
        if self.last.len() <= place {
            self.last.resize(place + 256, 0);
        }
        if let Some(entry) =
            (self.last[place] as usize).checked_sub(1).and_then(|at| self.entries.get_mut(at))
            && entry.1.row() == row
        {
            entry.1 = Posting(entry.1.0 & (bits | !3)); // said once in earnest is said in earnest
            return;
        }
        self.entries.push((key, Posting(position(row) << 2 | bits)));
        self.last[place] = position(self.entries.len());
    }

    /// All lists.
    pub(super) fn finish(self, keys: usize) -> Lists {
        let mut ends = vec![0_u32; keys + 1];
        for (key, _) in &self.entries {
            ends[*key as usize + 1] += 1;
        }
        for key in 1..ends.len() {
            ends[key] += ends[key - 1];
        }
        // Each list is filled from its start, which becomes its end.
        let mut postings = vec![Posting(0); self.entries.len()];
        for (key, posting) in self.entries {
            let at = &mut ends[key as usize];
            postings[*at as usize] = posting;
            *at += 1;
        }
        ends.truncate(keys);
        Lists { ends, postings }
    }
}

impl Room {
    /// What a text says, with words that are new taken into the dictionary.
    fn read(&mut self, text: &str, vocabulary: &mut Vocabulary) {
        self.words.split(text);
        self.numbers.clear();
        for at in 0..self.words.all().len() {
            self.numbers.push(Some(vocabulary.dictionary.intern(self.words.text(at))));
        }
        let (said, form, words) = (&mut self.said, &mut self.form, &self.words);
        said.clear();
        form.clear();
        let count = vocabulary.meanings.len();
        // Numbers in their one form are words of the dictionary too, which is being read here.
        let mut forms: Vec<(Range<usize>, usize)> = Vec::new();
        let tell = &mut |what: Said<'_>, span: Range<usize>, is_denied: bool| {
            let is_beside = words.all()[span.start].is_aside;
            match what {
                Said::Meaning(meaning) => said.push((u32::from(meaning), is_beside, is_denied)),
                Said::Word(word) => said.push((count + word, is_beside, is_denied)),
                Said::Number(text) => {
                    let start = form.len();
                    form.push(NUMBER);
                    form.push_str(text);
                    forms.push((start..form.len(), said.len()));
                    said.push((0, is_beside, is_denied));
                }
            }
        };
        let both = (&vocabulary.dictionary, &vocabulary.meanings);
        say(words, &self.numbers, both, &mut self.denied, tell);
        for (range, at) in forms {
            self.said[at].0 = count + vocabulary.dictionary.intern(&self.form[range]);
        }
    }
}
