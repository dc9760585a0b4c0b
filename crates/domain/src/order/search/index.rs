//! What of each order is searched, in one text: a letter costs one pass over it, not a visit of each order.
//!
//! Must never say where an order stands: that changes, and is asked of whoever knows.

use super::Search;
use crate::attempt::{Attempt, Request};
use crate::id::{AttemptId, OrderId};
use crate::service::Service;
use std::collections::HashMap;

/// The texts of all orders, in lower case.
#[derive(Clone, Debug, Default)]
pub struct OrderIndex {
    /// Order id, service id, name and link of each entry, each with a line end: no word holds one.
    text: String,
    entries: Vec<Entry>,
    /// The entry that counts of each order.
    at: HashMap<AttemptId, u32>,
}

#[derive(Clone, Debug)]
struct Entry {
    /// `None` when a later entry took its place: an order got its number.
    order: Option<AttemptId>,
    /// Where each field ends in the text, its line end included.
    ends: [usize; FIELDS],
    /// What the link leads to, whatever its form.
    target: Box<str>,
}

const FIELDS: usize = 4;
const ID: usize = 0;
const SERVICE: usize = 1;
const NAME: usize = 2;
const LINK: usize = 3;

impl OrderIndex {
    /// Puts an order in, or what is another way of it now. What is no order is left out.
    pub fn put(&mut self, attempt: &Attempt) {
        let Request::Add { service, link, .. } = &attempt.request else { return };
        let target = attempt.canonical_link().unwrap_or_default();
        self.put_texts(&attempt.id, attempt.order_id(), service, link, target);
    }

    fn put_texts(
        &mut self,
        id: &AttemptId,
        order: Option<&OrderId>,
        service: &Service,
        link: &str,
        target: &str,
    ) {
        let position = u32::try_from(self.entries.len()).unwrap_or(u32::MAX);
        if let Some(before) = self.at.insert(id.clone(), position) {
            self.entries[before as usize].order = None;
        }
        let order = order.map(OrderId::as_str).unwrap_or_default();
        let mut ends = [0; FIELDS];
        for (end, field) in ends.iter_mut().zip([order, service.id.as_str(), &service.name, link]) {
            self.text.extend(field.chars().filter(|c| *c != '\n').flat_map(char::to_lowercase));
            self.text.push('\n');
            *end = self.text.len();
        }
        self.entries.push(Entry { order: Some(id.clone()), ends, target: target.into() });
    }

    /// The orders that fit, newest first. `by_state` says whether a word, in lower case, is in what the
    /// user sees of an order's state; it is only asked about words that are found nowhere else.
    pub fn find(
        &self,
        search: &Search,
        by_state: &dyn Fn(&str, &AttemptId) -> bool,
    ) -> Vec<AttemptId> {
        let mut found: Vec<AttemptId> = match search {
            Search::Words(words) => self.with_words(words, by_state),
            search => {
                let entries = self.live().filter(|(position, ..)| self.fits(*position, search));
                entries.map(|(_, id)| id.clone()).collect()
            }
        };
        found.sort_unstable_by(|a, b| b.cmp(a)); // mostly sorted: they were put in so
        found
    }

    fn live(&self) -> impl Iterator<Item = (usize, &AttemptId)> {
        let entries = self.entries.iter().enumerate();
        entries.filter_map(|(position, entry)| Some((position, entry.order.as_ref()?)))
    }

    fn fits(&self, position: usize, search: &Search) -> bool {
        match search {
            Search::All => true,
            Search::Ids(ids) => ids.iter().any(|id| id == self.field(position, ID)),
            Search::Link(part) => self.field(position, LINK).contains(part.as_str()),
            Search::Page(page) => {
                page.finds(self.field(position, LINK), &self.entries[position].target)
            }
            Search::Service(part) => {
                self.field(position, SERVICE) == part
                    || self.field(position, NAME).contains(part.as_str())
            }
            Search::Words(_) => false, // asked of all at once
        }
    }

    fn with_words(
        &self,
        words: &[String],
        by_state: &dyn Fn(&str, &AttemptId) -> bool,
    ) -> Vec<AttemptId> {
        let mut fits = vec![true; self.entries.len()];
        for word in words {
            let in_text = self.holding(word);
            for (position, id) in self.live() {
                fits[position] &= in_text[position] || fits[position] && by_state(word, id);
            }
        }
        let found = self.live().filter(|(position, _)| fits[*position]);
        found.map(|(_, id)| id.clone()).collect()
    }

    /// Whether each entry holds this word.
    fn holding(&self, word: &str) -> Vec<bool> {
        let mut holding = vec![false; self.entries.len()];
        let (mut from, mut position) = (0, 0);
        while let Some(hit) = self.text[from..].find(word) {
            let hit = from + hit;
            position += self.entries[position..].partition_point(|entry| entry.ends[LINK] <= hit);
            holding[position] = true;
            from = self.entries[position].ends[LINK];
        }
        holding
    }

    fn field(&self, position: usize, field: usize) -> &str {
        let ends = &self.entries[position].ends;
        let start = match (field, position) {
            (0, 0) => 0,
            (0, position) => self.entries[position - 1].ends[LINK],
            (field, _) => ends[field - 1],
        };
        &self.text[start..ends[field] - 1]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::link::canonical_target;
    use crate::testing;

    fn attempt(name: &str) -> AttemptId {
        AttemptId::new(name).expect("an id")
    }

    fn put(index: &mut OrderIndex, id: &str, order: Option<&OrderId>, link: &str) {
        let service = testing::service("1174");
        let target = canonical_target(&service, link);
        index.put_texts(&attempt(id), order, &service, link, &target);
    }

    /// Three orders; the newest has no number yet.
    fn index() -> OrderIndex {
        let mut index = OrderIndex::default();
        for (id, order, link) in [
            ("c", None, "https://t.me/Channel/9"),
            ("b", Some("23502"), "https://instagram.com/Somebody"),
            ("a", Some("23501"), "somebody_else"),
        ] {
            let order = order.and_then(OrderId::new);
            put(&mut index, id, order.as_ref(), link);
        }
        index
    }

    #[track_caller]
    fn check(index: &OrderIndex, typed: &str, expected: &str) {
        // The user sees that the newest is "queued".
        let by_state = |word: &str, id: &AttemptId| *id == attempt("c") && "queued".contains(word);
        let found = index.find(&Search::read(typed), &by_state);
        let found: Vec<&str> = found.iter().map(AttemptId::as_str).collect();
        assert_eq!(found.concat(), expected, "{typed}");
    }

    #[test]
    fn orders_are_found_by_every_field_newest_first() {
        let index = index();
        for (typed, expected) in [
            ("", "cba"),
            ("somebody", "ba"),
            ("SOMEBODY 23501", "a"),
            ("2350", "ba"),
            ("id:23501,23502", "ba"),
            ("id:2350", ""),
            ("link:channel", "c"),
            ("service:1174", "cba"),
            ("service:117", ""),
            ("1174", "cba"),
            ("instagram.com/somebody/", "b"),
            ("queued", "c"),
            ("queued channel", "c"),
            ("queued somebody", ""),
            ("nothing", ""),
        ] {
            check(&index, typed, expected);
        }
    }

    #[test]
    fn an_order_that_gets_its_number_is_found_by_it_and_once() {
        let mut index = index();
        let order = OrderId::new("23509");
        put(&mut index, "c", order.as_ref(), "https://t.me/Channel/9");
        for (typed, expected) in [("23509", "c"), ("channel", "c"), ("", "cba"), ("2350", "cba")] {
            check(&index, typed, expected);
        }
    }

    #[test]
    fn a_line_end_in_a_field_joins_no_fields() {
        let mut index = OrderIndex::default();
        put(&mut index, "a", None, "one\ntwo");
        check(&index, "onetwo", "a");
        check(&index, "link:1174", "");
    }
}
