//! Words of the trade that mean the same, in the five languages: platforms, kinds, qualities, countries and
//! their flags. Data, in `meanings/`. It must never join words that a buyer tells apart: followers are not
//! likes, and the views of a story are not the views of a video.

use super::dictionary::Dictionary;
use super::words::{Gap, Words};

const PLATFORMS: &str = include_str!("meanings/platforms.txt");
const KINDS: &str = include_str!("meanings/kinds.txt");
const COUNTRIES: &str = include_str!("meanings/countries.txt");

/// Several words that mean something together.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Phrase {
    words: Vec<u32>,
    /// The second word must stand behind a colon: `Refill: No`.
    needs_colon: bool,
    meaning: u16,
}

/// What words mean. Meanings are numbers from 0.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Meanings {
    count: u16,
    platforms: u16,
    /// What an `R` says before its days.
    refill: u16,
    /// The meanings of each word that has one; its words are the dictionary's first.
    of: Vec<Vec<u16>>,
    /// By their first word, longer ones first.
    phrases: Vec<Phrase>,
    /// Where the phrases of a first word begin, one higher; 0 where there are none.
    first: Vec<u16>,
    /// Meanings that deny the words in them.
    denying: Vec<u16>,
    /// Groups that stand in for each other.
    near: Vec<Vec<u16>>,
}

impl Meanings {
    /// Reads the data into an empty dictionary.
    pub(super) fn read(dictionary: &mut Dictionary) -> Self {
        let mut meanings = Self::default();
        for line in lines(PLATFORMS) {
            meanings.add(dictionary, line);
        }
        meanings.platforms = meanings.count;
        for line in lines(KINDS) {
            match (line.strip_prefix('!'), line.strip_prefix('~')) {
                (Some(line), _) => {
                    meanings.denying.push(meanings.count);
                    meanings.add(dictionary, line);
                }
                (_, Some(names)) => {
                    let named =
                        names.split(',').filter_map(|name| meanings.named(dictionary, name));
                    let group = named.collect();
                    meanings.near.push(group);
                }
                _ => meanings.add(dictionary, line),
            }
        }
        for line in lines(COUNTRIES) {
            let (letters, words) = line.split_once(',').unwrap_or((line, ""));
            let flag: String = letters
                .bytes()
                .filter_map(|byte| char::from_u32(0x1_f1e6 + u32::from(byte) - 97))
                .collect();
            meanings.add(dictionary, &format!("{flag},{words}"));
        }
        meanings.refill = meanings.named(dictionary, "refill").unwrap_or_default();
        let order =
            |phrase: &Phrase| (phrase.words.first().copied(), usize::MAX - phrase.words.len());
        meanings.phrases.sort_by_key(order);
        meanings.first = vec![0; dictionary.len()];
        for (at, phrase) in (1..).zip(&meanings.phrases) {
            if let Some(first) =
                phrase.words.first().map(|first| &mut meanings.first[*first as usize])
                && *first == 0
            {
                *first = at;
            }
        }
        meanings
    }

    fn add(&mut self, dictionary: &mut Dictionary, line: &str) {
        let meaning = self.count;
        self.count += 1;
        let mut words = Words::default();
        for phrase in line.split(',') {
            words.split(phrase);
            let numbers: Vec<u32> =
                (0..words.all().len()).map(|at| dictionary.intern(words.text(at))).collect();
            self.of.resize(dictionary.len(), Vec::new());
            match &*numbers {
                [] => {}
                [word] => {
                    let of = &mut self.of[*word as usize];
                    if !of.contains(&meaning) {
                        of.push(meaning);
                    }
                }
                _ => {
                    let needs_colon = words.all()[1].gap == Gap::Sign(b':');
                    self.phrases.push(Phrase { words: numbers, needs_colon, meaning });
                }
            }
        }
    }

    /// The meaning that begins with this word or these words.
    fn named(&self, dictionary: &Dictionary, name: &str) -> Option<u16> {
        let words = Words::of(name);
        let numbers: Vec<u32> =
            (0..words.all().len()).filter_map(|at| dictionary.get(words.text(at))).collect();
        match &*numbers {
            [word] => self.of(*word).first().copied(),
            _ => self
                .phrases
                .iter()
                .find(|phrase| phrase.words == numbers)
                .map(|phrase| phrase.meaning),
        }
    }

    /// How many meanings there are.
    pub(super) fn len(&self) -> u32 {
        u32::from(self.count)
    }

    /// What a word means, by its number in the dictionary.
    pub(super) fn of(&self, word: u32) -> &[u16] {
        self.of.get(word as usize).map_or(&[], Vec::as_slice)
    }

    /// The meaning of refilling.
    pub(super) fn refill(&self) -> u16 {
        self.refill
    }

    /// Whether a word names a platform.
    pub(super) fn is_platform(&self, word: u32) -> bool {
        self.of(word).iter().any(|meaning| *meaning < self.platforms)
    }

    /// Whether a meaning denies the words in it: `no refill`.
    pub(super) fn denies(&self, meaning: u16) -> bool {
        self.denying.contains(&meaning)
    }

    /// What stands in for a meaning when nothing else is found.
    pub(super) fn near(&self, meaning: u16) -> impl Iterator<Item = u16> + '_ {
        let groups = self.near.iter().filter(move |group| group.contains(&meaning));
        groups.flatten().copied().filter(move |other| *other != meaning)
    }

    /// The longest phrase that begins at a word: how many words, and what they mean. `numbers` are the
    /// words' numbers; a colon is insisted on where a name is read, not where a query is.
    pub(super) fn phrase(
        &self,
        words: &Words,
        numbers: &[Option<u32>],
        at: usize,
        is_name: bool,
    ) -> Option<(usize, u16)> {
        let first = (*numbers.get(at)?)?;
        let from = usize::from(*self.first.get(first as usize)?).checked_sub(1)?;
        let candidates =
            self.phrases[from..].iter().take_while(|phrase| phrase.words.first() == Some(&first));
        let fits = |phrase: &&Phrase| {
            let length = phrase.words.len();
            let is_there = numbers.get(at..at + length).is_some_and(|numbers| {
                numbers.iter().zip(&phrase.words).all(|(number, word)| *number == Some(*word))
            });
            is_there
                && words.all()[at + 1..at + length].iter().all(|word| match word.gap {
                    Gap::Sign(b':') => phrase.needs_colon || !is_name,
                    gap => gap.joins() && !(phrase.needs_colon && is_name),
                })
        };
        candidates.filter(fits).map(|phrase| (phrase.words.len(), phrase.meaning)).next()
    }
}

fn lines(text: &'static str) -> impl Iterator<Item = &'static str> {
    text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn means(text: &str, is_name: bool) -> Vec<u16> {
        let mut dictionary = Dictionary::default();
        let meanings = Meanings::read(&mut dictionary);
        let words = Words::of(text);
        let numbers: Vec<Option<u32>> =
            (0..words.all().len()).map(|at| dictionary.get(words.text(at))).collect();
        match meanings.phrase(&words, &numbers, 0, is_name) {
            Some((_, meaning)) => vec![meaning],
            None => meanings.of(numbers.first().copied().flatten().unwrap_or(u32::MAX)).to_vec(),
        }
    }

    fn same(left: &str, right: &str) {
        let (left_means, right_means) = (means(left, true), means(right, true));
        assert!(left_means.iter().any(|meaning| right_means.contains(meaning)), "{left} {right}");
    }

    fn differ(left: &str, right: &str) {
        let (left_means, right_means) = (means(left, true), means(right, true));
        assert!(!left_means.iter().any(|meaning| right_means.contains(meaning)), "{left} {right}");
    }

    #[test]
    fn words_of_five_languages_mean_the_same() {
        for word in ["ig", "инстаграм", "인스타그램", "انستقرام", "إنستغرام"]
        {
            same("instagram", word);
        }
        same("views", "izlenme");
    }

    #[test]
    fn a_flag_is_its_country() {
        same("🇺🇸", "usa");
        same("🇹🇷", "Türkiye");
        same("united states", "сша");
    }

    #[test]
    fn what_buyers_tell_apart_stays_apart() {
        differ("followers", "subscribers");
        differ("likes", "dislikes");
        differ("views", "plays");
        differ("refill", "no refill");
        differ("refill", "no drop");
    }

    #[test]
    fn a_refill_that_is_denied_needs_its_colon_in_a_name() {
        same("Refill: No", "no refill");
        differ("Refill No", "no refill");
        assert_eq!(means("refill no", false), means("no refill", true));
    }

    #[test]
    fn every_group_of_near_ones_is_whole() {
        let mut dictionary = Dictionary::default();
        let meanings = Meanings::read(&mut dictionary);
        let named = KINDS.lines().filter(|line| line.starts_with('~'));
        for (line, group) in named.zip(&meanings.near) {
            assert_eq!(line.split(',').count(), group.len(), "{line}");
        }
    }
}
