//! The short names of rules, facts and faults (R0, I4, K6, fault 59) in comments and in the names of
//! tests are explained: each has a row in docs/reliability.md, a fault one in docs/fault-matrix.md.

use super::Finding;
use super::source::{Source, Tree, comment_start};
use std::collections::HashSet;

const RULES: &str = "docs/reliability.md";
const FAULTS: &str = "docs/fault-matrix.md";
/// The letters that such a name may begin with.
const LETTERS: [char; 7] = ['R', 'I', 'F', 'S', 'D', 'K', 'O'];

/// Checks comments of Rust and TypeScript, test names of both, and pages.
pub fn check(tree: &Tree) -> Vec<Finding> {
    let known = known(tree);
    tree.files.iter().flat_map(|file| of_file(file, &known)).collect()
}

fn of_file(file: &Source, known: &HashSet<String>) -> Vec<Finding> {
    let is_code = match file.kind() {
        "rs" | "ts" => true,
        "md" => false,
        _ => return Vec::new(),
    };
    let mut findings = Vec::new();
    for (at, line) in file.text.lines().enumerate() {
        let told = if is_code { &line[comment_start(line)..] } else { line };
        let named = if is_code { in_test_name(line) } else { Vec::new() };
        let missing = in_words(told).into_iter().chain(named).filter(|name| !known.contains(name));
        findings.extend(missing.map(|name| {
            let page = if name.starts_with("fault") { FAULTS } else { RULES };
            Finding::new(&file.path, at + 1, format!("{name} has no row in {page}"))
        }));
    }
    findings
}

/// The names that stand first in a row of the two pages.
fn known(tree: &Tree) -> HashSet<String> {
    let cells = |path| {
        let rows = tree.file(path).into_iter().flat_map(|page| page.text.lines());
        rows.filter_map(|row| Some(row.strip_prefix("| ")?.split_once(" |")?.0))
    };
    let rules = cells(RULES).filter_map(|cell| cell.strip_prefix("**")?.strip_suffix("**"));
    let faults = cells(FAULTS).filter_map(|cell| cell.parse::<u32>().ok());
    rules.map(str::to_owned).chain(faults.map(|number| format!("fault {number}"))).collect()
}

/// Names in a running text: a letter of the list and one or two digits, as a word of its own.
fn in_words(text: &str) -> Vec<String> {
    let is_part = |c: char| c.is_alphanumeric() || "_+#%-".contains(c);
    let words = text.split(|c| !is_part(c));
    words.filter(|word| is_name(word)).map(str::to_owned).collect()
}

fn is_name(word: &str) -> bool {
    word.strip_prefix(LETTERS).is_some_and(is_number)
}

fn is_number(text: &str) -> bool {
    (1..=2).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Names that a test begins with: `fn d02_s03_…`, `fn fault_01_to_05_…`, `test("d05 d17 …`.
fn in_test_name(line: &str) -> Vec<String> {
    let line = line.trim_start();
    let rust = line.trim_start_matches("async ").strip_prefix("fn ");
    let script = || ["test(\"", "test(`"].iter().find_map(|start| line.strip_prefix(start));
    let Some(name) = rust.or_else(script) else { return Vec::new() };
    let mut found = Vec::new();
    let mut is_fault = false;
    for part in name.split(['_', ' ', ':']) {
        let number = part.get(1..).filter(|number| part.is_ascii() && is_number(number));
        let upper = part.chars().next().map(|letter| letter.to_ascii_uppercase());
        match (part, number, upper) {
            ("fault", ..) => is_fault = true,
            ("to" | "", ..) if is_fault => {}
            (number, ..) if is_fault && is_number(number) => {
                found.push(format!("fault {}", number.trim_start_matches('0')));
            }
            (_, Some(number), Some(letter)) if LETTERS.contains(&letter) => {
                is_fault = false;
                let number = number.trim_start_matches('0');
                // R0 is a name, so a zero alone is a number.
                found.push(format!("{letter}{}", if number.is_empty() { "0" } else { number }));
            }
            _ => break,
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::{FAULTS, RULES, check};
    use crate::tidy::source::{Source, Tree};

    /// What has no row, where these have one: R0, D2, fault 1, fault 5.
    fn found(path: &str, text: &str) -> Vec<String> {
        let file = |path: &str, text: &str| Source::new(path, text.to_owned());
        let rules = file(RULES, "| **R0** | a |\n| **D2** | b |\n");
        let faults = file(FAULTS, "| 1 | a |\n| 5 | b |\n");
        let tree = Tree { files: vec![rules, faults, file(path, text)] };
        check(&tree).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_name_in_a_comment_has_its_row() {
        assert!(found("src/a.rs", "//! R0, then D2; U+202E, V2, RFC 1918, 3D1.\n").is_empty());
        assert!(found("src/a.rs", "let D7 = 1;\n").is_empty(), "only comments count");
        assert_eq!(
            found("src/a.rs", "// A.\n/// By D7.\n"),
            ["src/a.rs:2: D7 has no row in docs/reliability.md"]
        );
    }

    #[test]
    fn the_names_that_a_test_begins_with_have_their_rows() {
        assert!(found("src/a.rs", "fn d02_r0_fault_01_to_05_a() {}\nfn r_a() {}\n").is_empty());
        assert_eq!(
            found("src/a.rs", "async fn s02_d02_a() {}\n"),
            ["src/a.rs:1: S2 has no row in docs/reliability.md"]
        );
        assert_eq!(
            found("src/a.rs", "fn fault_71_a() {}\n"),
            ["src/a.rs:1: fault 71 has no row in docs/fault-matrix.md"]
        );
        assert_eq!(found("tests/a.ts", "test(\"d05 d17 back\", a);\n").len(), 2);
        assert_eq!(found("tests/a.ts", "test(\"fault 07: x\", a);\n").len(), 1);
    }
}
