//! Searching the order book: `id:123,124`, `link:…`, `service:…`, a pasted list of ids, a pasted link
//! in any of its forms, or words (an order's state among them).

mod index;

pub use index::OrderIndex;

use crate::link::LinkSearch;

/// What is looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Search {
    /// Everything.
    All,
    /// These order ids.
    Ids(Vec<String>),
    /// In the link.
    Link(String),
    /// A link or handle as somebody sends it, whatever it was ordered with.
    Page(Box<LinkSearch>),
    /// A service's id or name.
    Service(String),
    /// Words that must all occur somewhere.
    Words(Vec<String>),
}

impl Search {
    /// Reads what was typed or pasted.
    pub fn read(text: &str) -> Self {
        let text = text.trim();
        let lower = text.to_lowercase();
        match lower.split_once(':') {
            Some(("id", rest)) => return Self::Ids(ids(rest)),
            Some(("link", rest)) => return Self::Link(rest.trim().to_owned()),
            Some(("service", rest)) => return Self::Service(rest.trim().to_owned()),
            _ => {}
        }
        let list = ids(&lower);
        let numeric = |id: &String| id.bytes().all(|byte| byte.is_ascii_digit());
        match list.len() {
            0 => Self::All,
            1 if let Some(page) = LinkSearch::read(text) => Self::Page(Box::new(page)),
            2.. if list.iter().all(numeric) => Self::Ids(list),
            _ => Self::Words(lower.split_whitespace().map(str::to_owned).collect()),
        }
    }
}

fn ids(text: &str) -> Vec<String> {
    let parts = text.split(|c: char| c == ',' || c == ';' || c.is_whitespace());
    parts
        .map(|id| id.trim_start_matches('#'))
        .filter(|id| !id.is_empty())
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::Search;

    #[test]
    fn a_search_is_read_as_it_was_meant() {
        let words = |list: &[&str]| list.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
        for (text, expected) in [
            ("  ", Search::All),
            ("id:12, #13", Search::Ids(words(&["12", "13"]))),
            ("101\n102\n103", Search::Ids(words(&["101", "102", "103"]))),
            ("link: Insta", Search::Link("insta".into())),
            ("service:9574", Search::Service("9574".into())),
            ("48213", Search::Words(words(&["48213"]))),
            ("Likes insta", Search::Words(words(&["likes", "insta"]))),
        ] {
            assert_eq!(Search::read(text), expected, "{text}");
        }
    }
}
