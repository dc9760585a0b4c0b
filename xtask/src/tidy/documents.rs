//! What a comment or a page points to is in the repository: the document, its heading, the file.
//! A reader who has only the repository must never be sent away.

use super::Finding;
use super::source::{Source, Tree, comment_start, line_of};
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// Files whose every word is read; of Rust and TypeScript only the comments are.
const WHOLE: [&str; 5] = ["md", "css", "toml", "html", "txt"];
/// Folders that begin the path of a file in this repository.
const FOLDERS: [&str; 9] =
    ["crates/", "docs/", "src/", "tests/", "xtask/", "style/", "web/", "locales/", "fuzz/"];

/// Checks every mention of a document, every Markdown link, and every path that a page names.
pub fn check(tree: &Tree) -> Vec<Finding> {
    let index = Index::of(tree);
    let read = |file: &&Source| !file.path.starts_with("fuzz/seeds/");
    tree.files.iter().filter(read).flat_map(|file| of_file(file, &index)).collect()
}

fn of_file(file: &Source, index: &Index<'_>) -> Vec<Finding> {
    let mut problems: Vec<(usize, String)> = Vec::new();
    if WHOLE.contains(&file.kind()) {
        problems.extend(mentions(&file.text, &file.path, index));
    } else if matches!(file.kind(), "rs" | "ts" | "js") {
        let mut start = 0;
        for line in file.text.split_inclusive('\n') {
            let comment = comment_start(line.trim_end_matches('\n'));
            let found = mentions(&line[comment..], &file.path, index);
            problems.extend(found.into_iter().map(|(at, what)| (start + comment + at, what)));
            start += line.len();
        }
    }
    if file.kind() == "md" {
        problems.extend(links(&file.text, &file.path, index));
        // A decision tells of its day; every other page tells of today.
        if !file.path.starts_with("docs/adr/0") {
            problems.extend(paths(&file.text, &file.path, index));
        }
    }
    let finding = |(at, what)| Finding::new(&file.path, line_of(&file.text, at), what);
    problems.into_iter().map(finding).collect()
}

/// All files, all folders, and the headings of every page.
struct Index<'a> {
    files: HashSet<&'a str>,
    folders: HashSet<&'a str>,
    headings: HashMap<&'a str, Vec<String>>,
}

impl<'a> Index<'a> {
    fn of(tree: &'a Tree) -> Self {
        let files: HashSet<&str> = tree.files.iter().map(|file| file.path.as_str()).collect();
        let ends = |path: &'a str| path.match_indices('/').map(move |(at, _)| &path[..at]);
        let folders = files.iter().copied().flat_map(ends).collect();
        let pages = tree.files.iter().filter(|file| file.kind() == "md");
        let headings = pages.map(|file| (file.path.as_str(), headings(&file.text))).collect();
        Self { files, folders, headings }
    }

    fn has(&self, path: &str) -> bool {
        let path = path.trim_end_matches('/');
        self.files.contains(path) || self.folders.contains(path)
    }

    /// What is wrong with a reference made in the file `from`; `None` when it leads somewhere.
    fn problem(&self, target: &str, from: &str) -> Option<String> {
        let (path, anchor) = target.split_once('#').unwrap_or((target, ""));
        let beside = if path.is_empty() { from.to_owned() } else { joined(from, path) };
        let page = [path, &beside].into_iter().find(|path| !path.is_empty() && self.has(path));
        let Some(page) = page else { return Some(format!("no such document: `{path}`")) };
        let is_there = |headings: &Vec<String>| headings.iter().any(|slug| slug == anchor);
        let has_anchor = anchor.is_empty() || self.headings.get(page).is_none_or(is_there);
        (!has_anchor).then(|| format!("`{page}` has no heading `#{anchor}`"))
    }

    /// A decision by its number, as in `docs/adr/0012`.
    fn has_decision(&self, number: &str) -> bool {
        let start = format!("docs/adr/{number}-");
        self.files.iter().any(|path| path.starts_with(&start))
    }
}

/// The address that a link in `from` means.
fn joined(from: &str, link: &str) -> String {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in link.split('/') {
        match part {
            ".." => drop(parts.pop()),
            "." | "" => {}
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// Pages that a text names, with or without a heading, and decisions by their number.
fn mentions(text: &str, from: &str, index: &Index<'_>) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for word in words(text, |c| c.is_ascii_alphanumeric() || "_-./#".contains(c)) {
        let (at, name) = (word.start, text[word.clone()].trim_end_matches(['.', '-', '/', '#']));
        let is_address = text[..at].ends_with(':') || name.starts_with('/');
        let path = name.split('#').next().unwrap_or(name);
        let is_page = path.strip_suffix(".md").is_some_and(|name| !name.is_empty());
        if is_page && !is_address {
            let numbered = || section(&text[at + name.len()..]);
            let heading = || {
                numbered().map(|n| format!("`{path} {n}`: name the heading, as `{path}#heading`"))
            };
            found.extend(index.problem(name, from).or_else(heading).map(|what| (at, what)));
        } else if let Some(number) = name.strip_prefix("docs/adr/")
            && number.len() == 4
            && !index.has_decision(number)
        {
            found.push((at, format!("there is no decision {number}")));
        }
    }
    found
}

/// The section number behind a document's name: numbers move, headings stay.
fn section(behind: &str) -> Option<&str> {
    let number = behind.strip_prefix(' ')?;
    let end = number.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(number.len());
    Some(number[..end].trim_end_matches('.')).filter(|number| !number.is_empty())
}

/// Where links of a page lead to.
fn links(text: &str, from: &str, index: &Index<'_>) -> Vec<(usize, String)> {
    let starts = text.match_indices("](").map(|(at, _)| at + 2);
    let targets = starts.filter_map(|at| Some((at, &text[at..at + text[at..].find(')')?])));
    let inside = targets.filter(|(_, target)| !target.contains(':') && !target.contains(' '));
    // What names a document is looked at as a mention already.
    let rest = inside.filter(|(_, target)| target.starts_with('#') || !target.contains(".md"));
    rest.filter_map(|(at, target)| index.problem(target, from).map(|what| (at, what))).collect()
}

/// Paths that a page names in code marks: `crates/fence`, `src/engine/part.rs`.
fn paths(text: &str, from: &str, index: &Index<'_>) -> Vec<(usize, String)> {
    let marked = words(text, |c| c != '`' && c != '\n').into_iter();
    let paths = marked.filter(|word| {
        let path = &text[word.clone()];
        let is_marked = text[..word.start].ends_with('`') && text[word.end..].starts_with('`');
        let is_plain = path.chars().all(|c| c.is_ascii_alphanumeric() || "_-./".contains(c));
        is_marked && is_plain && FOLDERS.iter().any(|folder| path.starts_with(folder))
    });
    let is_there = |path: &str| index.has(path) || index.has(&joined(from, path));
    let missing = paths.filter(|word| !is_there(&text[word.clone()]));
    missing.map(|word| (word.start, format!("no such path: `{}`", &text[word]))).collect()
}

/// The runs of characters that belong together.
fn words(text: &str, belongs: impl Fn(char) -> bool) -> Vec<Range<usize>> {
    let mut words = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices() {
        if belongs(c) {
            start.get_or_insert(at);
        } else if let Some(start) = start.take() {
            words.push(start..at);
        }
    }
    words.extend(start.map(|start| start..text.len()));
    words
}

/// The headings of a page as GitHub makes anchors of them.
fn headings(text: &str) -> Vec<String> {
    let mut in_code = false;
    let lines = text.lines().filter(|line| {
        in_code ^= line.starts_with("```");
        !in_code && line.starts_with('#')
    });
    lines.map(|line| anchor(line.trim_start_matches('#').trim())).collect()
}

fn anchor(heading: &str) -> String {
    let kept = heading.chars().filter_map(|c| match c {
        ' ' => Some('-'),
        '-' | '_' => Some(c),
        c if c.is_alphanumeric() => Some(c),
        _ => None,
    });
    kept.flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::tidy::source::{Source, Tree};

    const GUIDE: &str = "# Guide\n\n## The user's word\n\n```\n# no heading\n```\n";

    /// What is found in one file in a small repository.
    fn found(path: &str, text: &str) -> Vec<String> {
        let file = |path: &str, text: &str| Source::new(path, text.to_owned());
        let files = vec![
            file("docs/guide.md", GUIDE),
            file("docs/adr/0012-fence.md", "# 0012 A fence\n"),
            file("crates/a/README.md", "# a\n"),
            file("crates/a/src/lib.rs", "//! A.\n"),
            file(path, text),
        ];
        check(&Tree { files }).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_document_that_a_comment_names_exists() {
        assert!(found("src/a.rs", "//! See docs/guide.md, or (docs/adr/0012).\n").is_empty());
        assert!(found("src/a.rs", "let name = \"none.md\";\n").is_empty(), "only comments count");
        assert_eq!(
            found("src/a.rs", "//! A.\n/// See none.md.\n"),
            ["src/a.rs:2: no such document: `none.md`"]
        );
        assert_eq!(found("src/a.rs", "// docs/adr/0099\n").len(), 1);
        assert_eq!(found("tests/a.ts", "// See guide.md\n").len(), 1, "by its whole path");
    }

    #[test]
    fn a_heading_that_is_named_exists() {
        assert!(found("src/a.rs", "// docs/guide.md#the-users-word\n").is_empty());
        let made_up = found("src/a.rs", "// (docs/guide.md#no-heading).\n");
        assert_eq!(made_up, ["src/a.rs:1: `docs/guide.md` has no heading `#no-heading`"]);
    }

    #[test]
    fn a_section_is_named_by_its_heading_and_not_by_a_number() {
        let numbered = found("src/a.rs", "// docs/guide.md 2.5, and more\n");
        assert_eq!(numbered.len(), 1, "{numbered:?}");
        assert!(numbered[0].contains("name the heading"), "{numbered:?}");
    }

    #[test]
    fn a_link_of_a_page_leads_somewhere() {
        let good =
            "[a](../guide.md#the-users-word) [b](#here) [c](https://a.example/x.md)\n## Here\n";
        assert!(found("docs/adr/0013-b.md", good).is_empty());
        assert!(
            found("docs/b.md", "[a](guide.md) [b](../crates/a) [c](adr/0012-fence.md)").is_empty()
        );
        for bad in ["[a](none.md)", "[a](guide.md#none)", "[a](#none)", "[a](../crates/none)"] {
            assert_eq!(found("docs/b.md", bad).len(), 1, "{bad}");
        }
    }

    #[test]
    fn a_path_that_a_page_names_exists_and_a_decision_may_tell_of_its_day() {
        assert!(found("docs/b.md", "`crates/a`, `crates/a/src/lib.rs`, `src/a b`").is_empty());
        assert_eq!(found("docs/b.md", "`crates/a/src/gone.rs`").len(), 1);
        assert!(found("docs/adr/0013-b.md", "`crates/a/src/gone.rs`").is_empty());
    }
}
