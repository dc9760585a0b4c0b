//! Search over a service list, fast enough for every key press: all words of the list stand in one
//! dictionary, each with the rows that say it. A query is split into terms that must all be met: by the
//! word itself, by one that means the same, by its beginning, by a part of it, or with a mistake; the
//! nearest rows come first, then as the panel lists them. It must never ask the network, and never hide
//! a row that an empty query shows.
#![forbid(unsafe_code)]

mod dictionary;
mod distance;
mod fold;
mod ids;
mod lists;
mod marks;
mod matching;
mod meanings;
mod numbers;
mod rank;
mod saying;
mod terms;
#[cfg(test)]
mod tests;
mod weak;
mod words;

pub use fold::fold;
use lists::{Lists, Rows, Vocabulary};
pub use marks::Asked;
use terms::Care;
use words::position;

/// A list on its way into an [`Index`], in slices.
#[derive(Debug)]
pub struct Indexing {
    vocabulary: Vocabulary,
    ids: ids::Ids,
    rows: Rows,
    /// The dictionary's words in alphabetical order; `None` before they are sorted.
    sorted: Option<Vec<u32>>,
}

impl Default for Indexing {
    fn default() -> Self {
        let (ids, rows) = (ids::Ids::default(), Rows::default());
        Self { vocabulary: Vocabulary::read(), ids, rows, sorted: None }
    }
}

impl Indexing {
    /// Adds the row that comes next in the list.
    pub fn add(&mut self, id: &str, name: &str, category: &str) {
        self.rows.add(self.ids.len(), [name, category], &mut self.vocabulary);
        self.ids.add(id);
    }

    /// Does one part of what is left to do after the last row; whether more than [`Indexing::finish`] is
    /// left. With 50,000 rows each part takes as long as a page may stand still.
    pub fn sort_some(&mut self) -> bool {
        if !self.ids.is_sorted() {
            self.ids.sort();
        } else if self.sorted.is_none() {
            let dictionary = &self.vocabulary.dictionary;
            let mut sorted: Vec<u32> = (0..position(dictionary.len())).collect();
            sorted.sort_unstable_by(|left, right| {
                dictionary.word(*left).cmp(dictionary.word(*right))
            });
            self.sorted = Some(sorted);
        }
        self.sorted.is_none()
    }

    /// The list prepared for searching.
    pub fn finish(mut self) -> Index {
        while self.sort_some() {}
        let keys = self.vocabulary.meanings.len() as usize + self.vocabulary.dictionary.len();
        let (lists, sorted) = (self.rows.finish(keys), self.sorted.unwrap_or_default());
        Index { vocabulary: self.vocabulary, ids: self.ids, lists, sorted }
    }
}

/// A list prepared for searching. The default is that of a list without rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Index {
    vocabulary: Vocabulary,
    ids: ids::Ids,
    lists: Lists,
    /// The dictionary's words in alphabetical order.
    sorted: Vec<u32>,
}

/// What a search found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// Positions of the rows, best first.
    pub rows: Vec<u32>,
    /// What they were found by.
    pub asked: Asked,
}

impl Index {
    /// Positions of the rows that meet every word of the query: the row with exactly this id first, then
    /// the nearest, then as the panel lists them. An empty query matches all in the panel's order.
    pub fn search(&self, query: &str) -> Vec<u32> {
        self.find(query).rows
    }

    /// The rows that meet every word of the query, and what they were found by.
    pub fn find(&self, query: &str) -> Found {
        let query = query.trim();
        if query.is_empty() {
            return Found {
                rows: (0..position(self.ids.len())).collect(),
                asked: Asked::default(),
            };
        }
        let (mut terms, mut rows) = (Vec::new(), Vec::new());
        for care in [Care::Strict, Care::Loose, Care::Careless] {
            terms = terms::terms(self, query, care);
            rows = rank::rows(self, &terms);
            if !rows.is_empty() {
                break;
            }
        }
        self.put_first(query, &mut rows);
        Found { rows, asked: Asked::new(terms) }
    }

    /// The row whose id was typed stands first, with or without a number sign.
    fn put_first(&self, query: &str, rows: &mut Vec<u32>) {
        let id = fold(query.trim_start_matches('#'));
        for first in self.ids.rows(self.ids.exactly(&id)).iter().rev() {
            match rows.iter().position(|row| row == first) {
                Some(at) => rows[..=at].rotate_right(1),
                None => rows.insert(0, *first),
            }
        }
    }

    fn starting_with(&self, start: &str) -> &[u32] {
        let dictionary = &self.vocabulary.dictionary;
        let from = self.sorted.partition_point(|number| dictionary.word(*number) < start);
        let rest = &self.sorted[from..];
        &rest[..rest.partition_point(|number| dictionary.word(*number).starts_with(start))]
    }
}
