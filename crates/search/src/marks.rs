//! Where a text says what was searched for, so that it can be marked. It must never mark a text that was
//! found by its id alone.

use super::Index;
use super::fold::fold_char;
use super::saying::{Said, say};
use super::terms::{Term, far};
use super::words::Words;
use std::ops::Range;

/// What a search went by: what [`Index::marks`] finds again in a row's texts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// Keys in order, each with the term whose letters are to be marked; `None` marks the whole word.
    keys: Vec<(u32, Option<u16>)>,
    terms: Vec<String>,
}

impl Asked {
    pub(super) fn new(terms: Vec<Term>) -> Self {
        let mut asked = Self::default();
        for term in terms {
            let number = u16::try_from(asked.terms.len()).ok();
            for hit in term.hits {
                let is_part = matches!(hit.far, far::START | far::INSIDE);
                asked.keys.push((hit.key, number.filter(|_| is_part)));
            }
            asked.terms.push(term.text);
        }
        asked.keys.sort_unstable();
        asked.keys.dedup_by_key(|(key, _)| *key);
        asked
    }

    /// The letters to be marked of what says a key; empty for all of them.
    fn find(&self, key: u32) -> Option<&str> {
        let at = self.keys.binary_search_by_key(&key, |(key, _)| *key).ok()?;
        Some(self.keys[at].1.map_or("", |term| &self.terms[usize::from(term)]))
    }
}

impl Index {
    /// The parts of a text that say what was asked for, as byte ranges of it, in order and apart.
    pub fn marks(&self, asked: &Asked, text: &str) -> Vec<Range<usize>> {
        if asked.keys.is_empty() {
            return Vec::new();
        }
        let (words, vocabulary) = (Words::of(text), &self.vocabulary);
        let dictionary = &vocabulary.dictionary;
        let numbers: Vec<Option<u32>> =
            (0..words.all().len()).map(|at| dictionary.get(words.text(at))).collect();
        let mut marks = Vec::new();
        let tell = &mut |said: Said<'_>, span: Range<usize>, is_denied: bool| {
            let key = match said {
                Said::Meaning(meaning) => Some(u32::from(meaning)),
                Said::Word(word) => Some(vocabulary.key(word)),
                Said::Number(text) => vocabulary.number_key(text),
            };
            if let Some(part) = key.and_then(|key| asked.find(key)).filter(|_| !is_denied) {
                let place = words.span(span.clone());
                let inside = part_of(&text[place.clone()], part);
                marks.push(inside.map_or(place.clone(), |inside| {
                    place.start + inside.start..place.start + inside.end
                }));
            }
        };
        say(&words, &numbers, (dictionary, &vocabulary.meanings), &mut Vec::new(), tell);
        apart(marks)
    }
}

/// Where the letters of a term stand in a word as it is written.
fn part_of(written: &str, part: &str) -> Option<Range<usize>> {
    let (mut folded, mut places) = (String::new(), Vec::new());
    for (at, c) in written.char_indices() {
        fold_char(c, &mut folded);
        places.resize(folded.len(), at..at + c.len_utf8());
    }
    let at = folded.find(part).filter(|_| !part.is_empty())?;
    let (first, last) = (places.get(at)?, places.get(at + part.len() - 1)?);
    // Marks that were dropped belong to the letter before them.
    let end = written[last.end..].chars().take_while(|c| {
        let mut none = String::new();
        fold_char(*c, &mut none);
        none.is_empty()
    });
    Some(first.start..last.end + end.map(char::len_utf8).sum::<usize>())
}

/// In order, and those that touch each other as one.
fn apart(mut marks: Vec<Range<usize>>) -> Vec<Range<usize>> {
    marks.sort_unstable_by_key(|mark| (mark.start, mark.end));
    let mut apart: Vec<Range<usize>> = Vec::with_capacity(marks.len());
    for mark in marks {
        match apart.last_mut() {
            Some(last) if mark.start <= last.end => last.end = last.end.max(mark.end),
            _ => apart.push(mark),
        }
    }
    apart
}
