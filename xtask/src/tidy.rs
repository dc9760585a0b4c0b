//! `cargo xtask tidy`: the project's own rules, as far as a machine can check them.
//!
//! Each rule is a pure function from the [`Tree`] of tracked files to [`Finding`]s. A finding names
//! the file, the line and the rule; the rule's words say what to do instead.

use anyhow::{Result, bail};
use std::fmt;

mod arrows;
mod dependencies;
mod documents;
mod manifests;
mod named_tests;
mod numbers;
mod patterns;
mod shape;
mod source;
mod spent;
mod styles;
mod terms;
mod translations;
mod unused;
mod views;

use source::Tree;

/// One breach of a rule.
#[derive(Debug, PartialEq, Eq)]
pub struct Finding {
    path: String,
    line: usize,
    what: String,
}

impl Finding {
    fn new(path: &str, line: usize, what: impl Into<String>) -> Self {
        Self { path: path.to_owned(), line, what: what.into() }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.path, self.line, self.what)
    }
}

type Rule = fn(&Tree) -> Vec<Finding>;

const RULES: [Rule; 14] = [
    patterns::check,
    arrows::check,
    dependencies::check,
    documents::check,
    named_tests::check,
    numbers::check,
    manifests::check,
    styles::check,
    views::check,
    translations::check,
    terms::check,
    shape::check,
    unused::check,
    spent::check,
];

/// Checks every rule and lists all breaches at once.
pub fn run() -> Result<()> {
    let tree = Tree::of_repository()?;
    let findings: Vec<Finding> = RULES.iter().flat_map(|rule| rule(&tree)).collect();
    for finding in &findings {
        println!("{finding}");
    }
    if findings.is_empty() {
        println!("tidy: {} files keep every rule", tree.files.len());
        return Ok(());
    }
    bail!("tidy: {} breaches of the project's rules (ARCHITECTURE.md says why)", findings.len())
}
