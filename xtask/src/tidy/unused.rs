//! Public items that nothing calls. The compiler says nothing of them, because another crate might; here
//! it can be known. A scan by words: an item counts as used when its name stands anywhere else in the
//! product. Tests, samples for tests and the gallery are no callers.

use super::Finding;
use super::source::{Source, Tree, line_of};
use std::collections::HashMap;

/// Items that may stand without a caller, and why.
const KEPT: &[(&str, &str)] = &[
    ("attempt_ids", "the client's model, a test of its own, names by it what was confirmed"),
    ("is_stuck", "the rule for orders that do not move; the view of them is not built yet"),
];

/// No callers, and nothing in them is looked at.
const APART: [&str; 3] = ["crates/order-model/", "src/pages/gallery", "/src/testing"];

/// Checks each public function, type and constant of the crates and of the app.
pub fn check(tree: &Tree) -> Vec<Finding> {
    let files: Vec<&Source> =
        tree.under(&["crates/", "src/"], ".rs").filter(|file| is_product(file)).collect();
    let mut uses: HashMap<&str, usize> = HashMap::new();
    for file in &files {
        for name in lines_that_use(&file.code).flat_map(words) {
            *uses.entry(name).or_default() += 1;
        }
    }
    let items: Vec<(&Source, usize, &str)> = files
        .iter()
        .flat_map(|file| items(&file.code).map(move |(at, name)| (*file, at, name)))
        .collect();
    let mut defined: HashMap<&str, usize> = HashMap::new();
    for file in &files {
        for name in definitions(&file.code) {
            *defined.entry(name).or_default() += 1;
        }
    }
    let is_unused = |name: &str| uses.get(name) <= defined.get(name);
    let mut findings: Vec<Finding> = items
        .iter()
        .filter(|(.., name)| is_unused(name) && KEPT.iter().all(|(kept, _)| kept != name))
        .map(|(file, at, name)| {
            let what =
                format!("`{name}` has no caller outside tests: delete it, or make it private");
            Finding::new(&file.path, line_of(&file.code, *at), what)
        })
        .collect();
    let stale = KEPT.iter().filter(|(kept, _)| {
        let mut found = items.iter().filter(|(.., name)| name == kept).peekable();
        found.peek().is_some() && !is_unused(kept)
    });
    findings.extend(stale.map(|(kept, _)| {
        let what = format!("`{kept}` has a caller now: remove it from the list");
        Finding::new("xtask/src/tidy/unused.rs", 1, what)
    }));
    findings
}

fn is_product(file: &Source) -> bool {
    !file.is_test()
        && !file.path.ends_with("_tests.rs")
        && !APART.iter().any(|apart| file.path.contains(apart))
}

/// What a line says of itself is no use: `impl Name` and `pub use`, unless it names anew.
fn lines_that_use(code: &str) -> impl Iterator<Item = &str> {
    let mut exports = false;
    code.lines().filter(move |line| {
        let start = line.trim_start();
        let begins = start.starts_with("pub use ") || start.starts_with("pub(crate) use ");
        exports = (exports || begins) && !line.contains(" as ");
        let counts = !exports && !start.starts_with("impl");
        exports = exports && !line.contains(';');
        counts
    })
}

fn words(line: &str) -> impl Iterator<Item = &str> {
    line.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| !word.is_empty())
}

const KINDS: [&str; 7] = ["fn", "struct", "enum", "trait", "type", "const", "static"];

/// Public items by where they begin.
fn items(code: &str) -> impl Iterator<Item = (usize, &str)> {
    code.match_indices("pub ").filter_map(|(at, start)| {
        let is_first =
            code[..at].rsplit('\n').next().is_some_and(|before| before.trim().is_empty());
        let mut words = code[at + start.len()..].split([' ', '(', '<', ':', ';', '{']);
        let kind = words.by_ref().find(|word| !["async", "unsafe"].contains(word))?;
        let mut name = words.next()?;
        if kind == "const" && name == "fn" {
            name = words.next()?;
        }
        (is_first && KINDS.contains(&kind) && !name.starts_with('$')).then_some((at, name))
    })
}

/// The names that are defined, public or not, as often as they are.
fn definitions(code: &str) -> impl Iterator<Item = &str> {
    code.lines().flat_map(|line| {
        let mut before = "";
        let names = words(line).filter(move |word| {
            let follows = KINDS.contains(&before) && !KINDS.contains(word);
            before = word;
            follows
        });
        names.collect::<Vec<_>>()
    })
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::tidy::source::{Source, Tree};

    fn unused(files: &[(&str, &str)]) -> usize {
        let files =
            files.iter().map(|(path, text)| Source::new(path, (*text).to_owned())).collect();
        check(&Tree { files }).len()
    }

    const RULE: &str = "pub const fn rule() {}\nimpl Rule {}\npub struct Rule;\npub use a::{rule, Rule};\n#[cfg(test)]\nmod tests {\n    rule(Rule)\n}\n";

    #[test]
    fn an_item_without_a_caller_is_found_and_tests_are_no_callers() {
        let rule = ("crates/domain/src/rule.rs", RULE);
        assert_eq!(unused(&[rule]), 2);
        assert_eq!(unused(&[rule, ("crates/domain/tests/rule.rs", "rule(Rule)")]), 2);
        assert_eq!(unused(&[rule, ("src/pages/gallery/rule.rs", "rule(Rule)")]), 2);
        assert_eq!(unused(&[rule, ("src/pages/rule.rs", "rule()")]), 1);
        assert_eq!(unused(&[rule, ("src/pages/rule.rs", "rule(Rule)")]), 0);
        assert_eq!(unused(&[rule, ("src/a.rs", "pub use b::{rule as a};\nRule")]), 0);
    }
}
