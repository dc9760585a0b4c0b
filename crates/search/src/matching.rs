//! Which words of a list are near to one that was typed: the same, another form, a beginning, a part, one
//! with a mistake, two in one. It must never decide which of them a query needs.

use super::dictionary::letters;
use super::distance::Pattern;
use super::terms::{Asks, Hit, Term, far};
use super::words::is_unbroken;

impl Asks<'_> {
    /// How many rows say a key.
    pub(super) fn rows(&self, key: u32) -> usize {
        self.index.lists.of(key).len()
    }

    /// The word itself and what it means.
    pub(super) fn exact(&self, word: &str, far: u8) -> Vec<Hit> {
        let vocabulary = &self.index.vocabulary;
        let Some(number) = vocabulary.dictionary.get(word) else { return Vec::new() };
        let mut hits = vec![Hit { key: vocabulary.key(number), far }];
        let meanings = vocabulary.meanings.of(number).iter();
        hits.extend(meanings.map(|meaning| Hit { key: u32::from(*meaning), far: far::FORM }));
        hits
    }

    /// What stands in for a meaning.
    pub(super) fn near(&self, meaning: u16, hits: &mut Vec<Hit>) {
        let near = self.index.vocabulary.meanings.near(meaning);
        hits.extend(near.map(|meaning| Hit { key: u32::from(meaning), far: far::NEAR }));
    }

    /// Words that begin so. What they mean counts only when most of the word is there.
    pub(super) fn starts(&self, start: &str, hits: &mut Vec<Hit>) {
        let vocabulary = &self.index.vocabulary;
        for number in self.index.starting_with(start) {
            let word = vocabulary.dictionary.word(*number);
            let is_most = start.chars().count() >= 3 && start.len() * 2 >= word.len();
            self.hit(*number, far::START, is_most, hits);
        }
    }

    pub(super) fn hit(&self, number: u32, far: u8, with_meaning: bool, hits: &mut Vec<Hit>) {
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
    pub(super) fn inside(&self, part: &str, hits: &mut Vec<Hit>) {
        let least = match (is_unbroken(part), self.is_loose || !part.is_ascii()) {
            (true, _) => 1,
            (false, true) => 2,
            (false, false) => 3,
        };
        if part.chars().count() < least {
            return;
        }
        let (bits, dictionary) = (letters(part), &self.index.vocabulary.dictionary);
        for number in &self.index.sorted {
            if bits & !dictionary.letters(*number) == 0
                && dictionary.word(*number).find(part).is_some_and(|at| at > 0)
            {
                self.hit(*number, far::INSIDE, false, hits);
            }
        }
    }

    /// Words that were meant: one mistake from four letters on, two from seven. A word that the list holds
    /// itself is taken as meant, unless a near one is far more common.
    pub(super) fn mistaken(&self, word: &str, strong: usize, hits: &mut Vec<Hit>) {
        let length = word.chars().count();
        let most: u32 = match length {
            0..=3 => return,
            4..=6 => 1,
            _ => 2,
        };
        let Some(pattern) = Pattern::new(word).filter(|_| !is_unbroken(word)) else { return };
        let (bits, dictionary) = (letters(word), &self.index.vocabulary.dictionary);
        for number in &self.index.sorted {
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
                if distance.whole > 1 { far::MISTAKES } else { far::MISTAKE }
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
    pub(super) fn reach(&self, number: u32) -> usize {
        let vocabulary = &self.index.vocabulary;
        let meant =
            vocabulary.meanings.of(number).iter().map(|meaning| self.rows(u32::from(*meaning)));
        meant.chain([self.rows(vocabulary.key(number))]).max().unwrap_or(0)
    }

    /// Two words that were written as one: `igfollowers`.
    pub(super) fn two(&self, word: &str) -> Option<(Term, Term)> {
        let vocabulary = &self.index.vocabulary;
        let known = |part: &str| {
            let number = vocabulary.dictionary.get(part)?;
            // Two letters are a name in a script of syllables, and a chance in ours.
            let is_name = match part.is_ascii() {
                true => vocabulary.meanings.is_platform(number),
                false => part.chars().count() > 1 && !vocabulary.meanings.of(number).is_empty(),
            };
            let is_enough = part.chars().count() > 2 || is_name;
            let hits = self.exact(part, far::EXACT);
            let is_found = is_enough && hits.iter().any(|hit| self.rows(hit.key) > 0);
            is_found.then(|| Term { text: part.to_owned(), ..Term::of(hits) })
        };
        let cuts = word.char_indices().map(|(at, _)| at).skip(2);
        cuts.map(|at| word.split_at(at))
            .find_map(|(left, right)| Some((known(left)?, known(right)?)))
    }
}

/// Other forms of a word, by the endings of its language: English numbers, Turkish numbers and what a
/// compound ends in (`takipçi`, `takipçisi`), the Arabic article.
pub(super) fn forms(word: &str) -> Vec<String> {
    const ENDINGS: &[&str] =
        &["s", "es", "si", "su", "i", "u", "ler", "lar", "leri", "lari", "lerim", "larim"];
    let mut forms: Vec<String> = Vec::new();
    if word.chars().count() < 3 {
        return forms;
    }
    if let Some(c) = word.chars().next().filter(|c| ('\u{620}'..='\u{64a}').contains(c)) {
        forms.extend(word.strip_prefix("ال").filter(|_| c == 'ا').map(str::to_owned));
        forms.push(format!("ال{word}"));
    }
    if word.is_ascii() {
        forms.push(format!("{word}s"));
        let stems = ENDINGS.iter().filter_map(|ending| word.strip_suffix(ending));
        forms.extend(stems.filter(|stem| stem.len() > 2).map(str::to_owned));
        forms.extend(word.strip_suffix("ies").map(|stem| format!("{stem}y")));
        forms.extend(word.strip_suffix('y').map(|stem| format!("{stem}ies")));
    }
    forms
}
