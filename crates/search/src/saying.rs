//! What a text says: the keys under which its rows are found, and which of its words say each. The index
//! and the marks read texts through this one function, so that what is marked is what was found. It must
//! never decide what a query asks for.

use super::dictionary::Dictionary;
use super::meanings::Meanings;
use super::numbers;
use super::words::Words;
use std::ops::Range;

/// One thing that a text says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Said<'a> {
    /// A meaning, by its number.
    Meaning(u16),
    /// A word, by its number in the dictionary.
    Word(u32),
    /// A number or a time in its one form.
    Number(&'a str),
}

/// Tells each thing that the words say, which of them say it, and whether they deny it. `numbers` are the
/// words' numbers in the dictionary; `denied` is room to work in.
pub(super) fn say(
    words: &Words,
    numbers: &[Option<u32>],
    (dictionary, meanings): (&Dictionary, &Meanings),
    denied: &mut Vec<bool>,
    tell: &mut dyn FnMut(Said<'_>, Range<usize>, bool),
) {
    denied.clear();
    denied.resize(numbers.len(), false);
    for at in 0..numbers.len() {
        if let Some((length, meaning)) = meanings.phrase(words, numbers, at, true) {
            tell(Said::Meaning(meaning), at..at + length, false);
            if meanings.denies(meaning) {
                denied[at..at + length].fill(true);
            }
        }
    }
    let mut read_to = 0;
    for (at, number) in numbers.iter().enumerate() {
        let Some(word) = *number else { continue };
        tell(Said::Word(word), at..at + 1, denied[at]);
        for meaning in meanings.of(word) {
            tell(Said::Meaning(*meaning), at..at + 1, denied[at]);
        }
        if at >= read_to
            && dictionary.counts(word)
            && let Some(reading) = numbers::read(words, at)
        {
            read_to = at + reading.words;
            for text in [&reading.number, &reading.measure].into_iter().flatten() {
                tell(Said::Number(text), at..read_to, false);
            }
            if reading.is_refill {
                tell(Said::Meaning(meanings.refill()), at..read_to, false);
            }
        }
    }
}
