//! The tracked files as the rules see them: Rust without comments and without its tests.

use crate::{paths, process};
use anyhow::Result;
use std::fs;
use std::path::Path;

/// One text file.
pub struct Source {
    /// From the root, with `/`.
    pub path: String,
    /// As it stands.
    pub text: String,
    /// For Rust: comments blanked out, inline tests cut off. Lines keep their numbers.
    pub code: String,
}

/// All text files of the repository, ignored ones left out.
pub struct Tree {
    /// In git's order.
    pub files: Vec<Source>,
}

impl Tree {
    /// Reads what git tracks or would track.
    pub fn of_repository() -> Result<Self> {
        let mut git = process::command("git");
        git.args(["ls-files", "--cached", "--others", "--exclude-standard"]);
        let list = process::capture("git ls-files", &mut git)?;
        let files = list.lines().filter_map(|path| {
            let text = fs::read_to_string(paths::root().join(path)).ok()?; // binary or just deleted
            Some(Source::new(path, text))
        });
        Ok(Self { files: files.collect() })
    }

    /// The files below any of `folders` whose name ends with `extension`.
    pub fn under<'a>(
        &'a self,
        folders: &'a [&str],
        extension: &'a str,
    ) -> impl Iterator<Item = &'a Source> {
        self.files.iter().filter(move |file| {
            file.path.ends_with(extension)
                && folders.iter().any(|folder| file.path.starts_with(folder))
        })
    }

    /// The file at `path`.
    pub fn file(&self, path: &str) -> Option<&Source> {
        self.files.iter().find(|file| file.path == path)
    }
}

impl Source {
    /// A file of that content.
    pub fn new(path: &str, text: String) -> Self {
        let code = if Path::new(path).extension().is_some_and(|extension| extension == "rs") {
            without_tests(&without_comments(&text))
        } else {
            text.clone()
        };
        Self { path: path.to_owned(), text, code }
    }

    /// What its name ends with: `rs`, `md`; empty when it has no ending.
    pub fn kind(&self) -> &str {
        self.path.rsplit_once('.').map_or("", |(_, end)| end)
    }

    /// Whether the whole file is a test.
    pub fn is_test(&self) -> bool {
        self.path.contains("/tests/")
            || self.path.starts_with("tests/")
            || self.path.ends_with("tests.rs")
    }
}

/// The line number, from 1, of the byte at `at`.
pub fn line_of(text: &str, at: usize) -> usize {
    text[..at].matches('\n').count() + 1
}

/// Inline tests stand last in a file, so everything from their mark on is test code.
fn without_tests(code: &str) -> String {
    code.split_once("#[cfg(test)]\nmod tests {").map_or(code, |(before, _)| before).to_owned()
}

/// Blanks out `//` comments; what stands inside a string stays.
fn without_comments(text: &str) -> String {
    let mut code = String::with_capacity(text.len());
    for line in text.lines() {
        code.push_str(&line[..comment_start(line)]);
        code.push('\n');
    }
    code
}

/// Where the `//` comment of a line begins; its end when it has none.
pub fn comment_start(line: &str) -> usize {
    let bytes = line.as_bytes();
    let (mut at, mut in_string) = (0, false);
    while at < bytes.len() {
        match bytes[at] {
            b'\\' if in_string => at += 1,
            b'"' if at == 0 || bytes[at - 1] != b'\'' => in_string = !in_string,
            b'/' if !in_string && bytes.get(at + 1) == Some(&b'/') => return at,
            _ => {}
        }
        at += 1;
    }
    line.len()
}

#[cfg(test)]
mod tests {
    use super::Source;

    fn code(text: &str) -> String {
        Source::new("a.rs", text.to_owned()).code
    }

    #[test]
    fn comments_go_and_strings_stay() {
        assert_eq!(code("let a = \"http://x\"; // f64\n"), "let a = \"http://x\"; \n");
        assert_eq!(code("let q = '\"'; // f64\n"), "let q = '\"'; \n");
    }

    #[test]
    fn inline_tests_are_not_product_code() {
        assert_eq!(code("fn a() {}\n#[cfg(test)]\nmod tests {\n    f64\n}\n"), "fn a() {}\n");
    }
}
