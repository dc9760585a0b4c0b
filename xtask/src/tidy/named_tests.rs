//! A test that a page under docs/ names as its proof is there. One that was renamed or went away would
//! leave a promise that nothing shows.

use super::Finding;
use super::source::Tree;
use std::collections::HashSet;

/// A test's name states a fact, so it has more words than any other name in code marks.
const FEWEST_PARTS: usize = 4;

/// Checks every name in code marks that reads like a test's.
pub fn check(tree: &Tree) -> Vec<Finding> {
    let tests = functions(tree);
    let pages = tree.under(&["docs/"], ".md").filter(|page| !page.path.starts_with("docs/adr/"));
    let lines = pages.flat_map(|page| page.text.lines().enumerate().map(move |line| (page, line)));
    let missing = lines.flat_map(|(page, (at, line))| {
        let marked = line.split('`').skip(1).step_by(2);
        let gone = marked.filter(|name| is_test_name(name) && !tests.contains(name));
        gone.map(move |name| Finding::new(&page.path, at + 1, format!("no such test: `{name}`")))
    });
    missing.collect()
}

fn functions(tree: &Tree) -> HashSet<&str> {
    let files = tree.files.iter().filter(|file| file.kind() == "rs");
    let lines = files.flat_map(|file| file.text.lines());
    let names = lines.filter_map(|line| {
        let name = line.trim_start().trim_start_matches("async ").strip_prefix("fn ")?;
        name.split(['(', '<']).next()
    });
    names.collect()
}

fn is_test_name(name: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    name.chars().all(is_plain) && name.split('_').count() >= FEWEST_PARTS
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::tidy::source::{Source, Tree};

    fn found(page: &str) -> Vec<String> {
        let code = "    #[test]\n    fn a_fact_that_holds() {}\n".to_owned();
        let files = vec![
            Source::new("src/a.rs", code),
            Source::new("docs/guide.md", page.to_owned()),
            Source::new("docs/adr/0001-a.md", "`a_fact_of_its_day`".to_owned()),
        ];
        check(&Tree { files }).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_test_that_a_page_names_is_there() {
        assert!(found("shown by `a_fact_that_holds`, `refill_status`, `src/a.rs`").is_empty());
        assert_eq!(
            found("shown\nby `a_fact_that_went_away`"),
            ["docs/guide.md:2: no such test: `a_fact_that_went_away`"]
        );
    }
}
