//! Search over a service list, fast enough for every key press: names are folded once, a query is
//! split into words that must all occur.

use crate::service::Service;

/// A list prepared for searching.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Index {
    /// All folded texts, one after the other.
    text: String,
    /// Where each row's text ends.
    ends: Vec<u32>,
    ids: Vec<String>,
}

impl Index {
    /// Folds id, name and category of every service.
    pub fn new(services: &[Service]) -> Self {
        let mut index = Self::default();
        for service in services {
            for part in [service.id.as_str(), " ", &service.name, " ", &service.category] {
                fold_into(part, &mut index.text);
            }
            index.ends.push(u32::try_from(index.text.len()).unwrap_or(u32::MAX));
            index.ids.push(service.id.as_str().to_owned());
        }
        index
    }

    /// Positions of the rows that hold every word of the query: the row with exactly this id first,
    /// the others in list order. An empty query matches all.
    pub fn search(&self, query: &str) -> Vec<u32> {
        let mut folded = String::with_capacity(query.len());
        fold_into(query, &mut folded);
        let words: Vec<&str> = folded.split_whitespace().collect();
        let mut found = Vec::new();
        let mut start = 0;
        for (row, &end) in (0_u32..).zip(&self.ends) {
            let text = &self.text[start..end as usize];
            start = end as usize;
            if words.iter().all(|word| text.contains(word)) {
                found.push(row);
            }
        }
        let id = query.trim().trim_start_matches('#');
        if let Some(exact) = found.iter().position(|&row| self.ids[row as usize] == id) {
            found[..=exact].rotate_right(1);
        }
        found
    }
}

fn fold_into(text: &str, out: &mut String) {
    for c in text.chars() {
        out.extend(c.to_lowercase());
    }
}
