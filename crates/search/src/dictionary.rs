//! All words of a list, each once, found by a hash of their letters. The table is bounded: a list that was
//! made to collide is slower by a factor, never by its square. It must never hold two ids for one word.

use super::numbers;
use super::words::position;
use std::collections::BTreeMap;

/// Places that are looked at before a word goes to the side.
const PROBES: usize = 24;

/// The bit of a word with which a number, a time or a speed may begin.
const COUNTS: u32 = 1 << 31;

/// The words, by number.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Dictionary {
    text: String,
    ends: Vec<u32>,
    /// Which letters are in each word, one bit a letter; the highest bit says [`COUNTS`].
    letters: Vec<u32>,
    /// Numbers of words, one higher, with half of their hashes; 0 is empty. A power of two.
    table: Vec<(u32, u32)>,
    aside: BTreeMap<Box<str>, u32>,
}

impl Dictionary {
    /// How many words there are.
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// The word with this number; empty when there is none.
    pub(super) fn word(&self, number: u32) -> &str {
        let number = number as usize;
        let start = number.checked_sub(1).map_or(0, |before| self.ends[before]);
        self.ends.get(number).map_or("", |end| &self.text[start as usize..*end as usize])
    }

    /// The letters of a word as bits.
    pub(super) fn letters(&self, number: u32) -> u32 {
        self.letters[number as usize] & !COUNTS
    }

    /// Whether a number, a time or a speed may begin with this word.
    pub(super) fn counts(&self, number: u32) -> bool {
        self.letters[number as usize] & COUNTS != 0
    }

    /// The number of a word.
    pub(super) fn get(&self, word: &str) -> Option<u32> {
        if self.table.is_empty() {
            return None;
        }
        let mask = self.table.len() - 1;
        let (start, check) = hash(word);
        for step in 0..PROBES {
            let (number, known) = self.table[(start as usize + step) & mask];
            if number == 0 {
                return None;
            }
            if known == check && self.word(number - 1) == word {
                return Some(number - 1);
            }
        }
        self.aside.get(word).copied()
    }

    /// The number of a word, which is added when it is new.
    pub(super) fn intern(&mut self, word: &str) -> u32 {
        if let Some(number) = self.get(word) {
            return number;
        }
        if self.ends.len() * 2 >= self.table.len() {
            self.grow();
        }
        let number = position(self.ends.len());
        self.text.push_str(word);
        self.ends.push(position(self.text.len()));
        self.letters.push(letters(word) | if numbers::may_begin(word) { COUNTS } else { 0 });
        self.place(number);
        number
    }

    fn grow(&mut self) {
        self.table = vec![(0, 0); (self.table.len() * 2).max(1 << 13)];
        self.aside.clear();
        for number in 0..position(self.ends.len()) {
            self.place(number);
        }
    }

    fn place(&mut self, number: u32) {
        let mask = self.table.len() - 1;
        let (start, check) = hash(self.word(number));
        for step in 0..PROBES {
            let slot = &mut self.table[(start as usize + step) & mask];
            if slot.0 == 0 {
                *slot = (number + 1, check);
                return;
            }
        }
        let word = Box::from(self.word(number));
        self.aside.insert(word, number);
    }
}

/// Multiplies eight bytes at a time. Where a word is looked for first, and what tells it from others there.
fn hash(word: &str) -> (u32, u32) {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for chunk in word.as_bytes().chunks(8) {
        let mut bytes = [0; 8];
        bytes[..chunk.len()].copy_from_slice(chunk);
        hash =
            (hash.rotate_left(5) ^ u64::from_le_bytes(bytes)).wrapping_mul(0x517c_c1b7_2722_0a95);
    }
    let half = |hash: u64| u32::try_from(hash & u64::from(u32::MAX)).unwrap_or_default();
    (half(hash ^ (hash >> 32)), half(hash >> 32))
}

/// Which letters a word has, one bit a letter; those of other scripts share bits.
pub(super) fn letters(word: &str) -> u32 {
    word.chars().fold(0, |bits, c| {
        bits | 1
            << match c {
                'a'..='z' => u32::from(c) - 97,
                '0'..='9' => 26 + u32::from(c) % 5,
                _ => u32::from(c) % 26,
            }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_keeps_its_number() {
        let mut dictionary = Dictionary::default();
        let words: Vec<String> =
            (0..20_000_u32).map(|n| format!("w{:x}", n.wrapping_mul(2_654_435_761))).collect();
        for (number, word) in words.iter().enumerate() {
            assert_eq!(dictionary.intern(word) as usize, number);
        }
        for (number, word) in words.iter().enumerate() {
            assert_eq!(dictionary.get(word).map(|found| found as usize), Some(number));
            assert_eq!(dictionary.word(position(number)), word);
        }
        assert_eq!(dictionary.get("another"), None);
        assert_eq!(dictionary.word(20_000), "");
    }

    #[test]
    fn words_that_collide_are_found_all_the_same() {
        // One slot in three thousand: every probe of many words fails.
        let same = |word: &String| hash(word).0 & 0x1fff == 7;
        let words: Vec<String> =
            (0..3_000_000_u32).map(|n| n.to_string()).filter(same).take(90).collect();
        let mut dictionary = Dictionary::default();
        for word in &words {
            dictionary.intern(word);
        }
        assert!(words.len() > PROBES && !dictionary.aside.is_empty());
        assert!(
            words.iter().all(|word| dictionary.get(word).map(|n| dictionary.word(n)) == Some(word))
        );
    }
}
