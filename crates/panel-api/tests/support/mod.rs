//! Fixture files: many cases each, as people write them down.
//!
//! A case is `## name`, a line `>> …` that says what is asked, the input up to a line `==`, and what
//! must come of it. `PANELBOARD_BLESS=1 cargo test` writes down what came; read the difference
//! before keeping it.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

/// One case of a fixture file.
pub(crate) struct Case {
    /// The fact that it shows.
    pub(crate) name: String,
    /// The words after `>>`.
    pub(crate) asked: String,
    /// The input, without its last line end.
    pub(crate) input: String,
    expected: String,
}

impl Case {
    fn parse(text: &str) -> Self {
        let (name, rest) = text.split_once('\n').expect("a name");
        let (asked, rest) = rest.split_once('\n').expect("a line that says what is asked");
        let asked = asked.strip_prefix(">>").expect("a line that starts with >>");
        let (input, expected) = match rest.strip_prefix("==\n") {
            Some(expected) => ("", expected),
            None => rest.split_once("\n==\n").expect("a line of two equal signs"),
        };
        Self {
            name: name.trim().to_owned(),
            asked: asked.trim().to_owned(),
            input: input.to_owned(),
            expected: expected.trim().to_owned(),
        }
    }

    fn print(&self, came: &str) -> String {
        let input = if self.input.is_empty() { String::new() } else { format!("{}\n", self.input) };
        format!("## {}\n>> {}\n{input}==\n{}\n", self.name, self.asked, came.trim())
    }
}

/// Runs every case of `tests/fixtures/NAME` and compares what `read` makes of it. Returns how many.
pub(crate) fn check(name: &str, read: impl Fn(&Case) -> String) -> usize {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name);
    let text = fs::read_to_string(&path).expect("a fixture file");
    let (head, cases) = text.split_once("## ").expect("at least one case");
    let cases: Vec<Case> = cases.split("\n## ").map(Case::parse).collect();
    let mut blessed = head.to_owned();
    let mut wrong = String::new();
    for case in &cases {
        let came = read(case);
        if came.trim() != case.expected {
            let Case { name, asked, input, expected } = case;
            let _ = write!(
                wrong,
                "\n{name}\n>> {asked}\n{input}\nexpected:\n{expected}\ngot:\n{came}\n"
            );
        }
        let gap = if case.name == cases[cases.len() - 1].name { "" } else { "\n" };
        blessed.push_str(&case.print(&came));
        blessed.push_str(gap);
    }
    if std::env::var_os("PANELBOARD_BLESS").is_some() {
        fs::write(&path, blessed).expect("the fixture file can be written");
        return cases.len();
    }
    assert!(wrong.is_empty(), "{}: {wrong}", path.display());
    cases.len()
}
