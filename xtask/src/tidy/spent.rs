//! Words, styles and packages that nothing uses any more. They cost every visitor, and no compiler
//! speaks of them: the keys are generated, a style sheet is only text.

use super::Finding;
use super::source::{Tree, line_of};
use crate::site::locales::read;
use std::collections::HashSet;

/// Checks the message keys, the classes of the style sheets and the manifests.
pub fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = keys(tree);
    findings.extend(classes(tree));
    findings.extend(icons(tree));
    findings.extend(packages(tree));
    findings
}

/// Keys of the page itself are read by name when the site is built.
const PAGE: &str = "boot.";

fn keys(tree: &Tree) -> Vec<Finding> {
    // What cannot be read is a finding of the translations' rule.
    let Ok(messages) = read(&crate::paths::root(), "en") else { return Vec::new() };
    let used = used_words(tree, &["src/"], is_name);
    let unused = messages.keys().filter(|key| {
        !key.starts_with(PAGE) && !used.contains(key.replace('.', "_").to_uppercase().as_str())
    });
    unused
        .map(|key| {
            Finding::new("locales/en", 0, format!("nothing says `{key}`: delete it everywhere"))
        })
        .collect()
}

fn classes(tree: &Tree) -> Vec<Finding> {
    let used = used_words(tree, &["src/", "web/", "index.html"], is_class);
    tree.under(&["style/"], ".css")
        .flat_map(|sheet| {
            let text = without_comments(&sheet.text);
            let unused: Vec<Finding> = classes_of(&text)
                .filter(|(_, class)| !used.contains(class))
                .map(|(at, class)| {
                    Finding::new(
                        &sheet.path,
                        line_of(&text, at),
                        format!("nothing has the class `{class}`"),
                    )
                })
                .collect();
            unused
        })
        .collect()
}

/// The gallery shows all of them, which is no use.
fn icons(tree: &Tree) -> Vec<Finding> {
    const SET: &str = "src/components/icon.rs";
    let Some(set) = tree.file(SET) else { return Vec::new() };
    let (before, names) = set.code.split_once("pub enum IconName {").unwrap_or_default();
    let (names, _) = names.split_once('}').unwrap_or_default();
    let views = tree.under(&["src/"], ".rs");
    let views: Vec<_> = views.filter(|file| !file.path.starts_with("src/pages/gallery")).collect();
    let unused = names.lines().enumerate().filter(|(_, line)| {
        let name = line.trim().trim_end_matches(',');
        let icon = format!("IconName::{name}");
        !name.is_empty() && !views.iter().any(|file| has_word(&file.code, &icon))
    });
    let first = line_of(&set.code, before.len());
    unused
        .map(|(index, line)| {
            let what = format!("no view shows the icon `{}`", line.trim().trim_end_matches(','));
            Finding::new(SET, first + index, what)
        })
        .collect()
}

fn has_word(code: &str, word: &str) -> bool {
    code.match_indices(word).any(|(at, _)| !code[at + word.len()..].starts_with(is_name))
}

fn is_name(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

fn is_class(c: char) -> bool {
    is_name(c) || c == '-'
}

fn used_words<'t>(tree: &'t Tree, places: &[&str], part: fn(char) -> bool) -> HashSet<&'t str> {
    let files = tree
        .files
        .iter()
        .filter(|file| !file.is_test() && places.iter().any(|place| file.path.starts_with(place)));
    files.flat_map(|file| file.code.split(move |c| !part(c))).collect()
}

/// Blanks, so that lines and places stay.
fn without_comments(css: &str) -> String {
    let mut text = String::with_capacity(css.len());
    let mut rest = css;
    while let Some((before, comment)) = rest.split_once("/*") {
        let (comment, after) = comment.split_once("*/").unwrap_or((comment, ""));
        text.push_str(before);
        text.extend(comment.chars().map(|c| if c == '\n' { '\n' } else { ' ' }));
        rest = after;
    }
    text + rest
}

/// `.name` in front of a rule's brace; a number such as `.5rem` is none, and stands behind one.
fn classes_of(css: &str) -> impl Iterator<Item = (usize, &str)> {
    css.match_indices('.').filter_map(|(at, _)| {
        let name = &css[at + 1..];
        let name = &name[..name.find(|c| !is_class(c)).unwrap_or(name.len())];
        let begins = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
        let ends = css[at..].find(['{', ';', '}']).map(|end| css.as_bytes()[at + end]);
        (begins && ends == Some(b'{')).then_some((at, name))
    })
}

/// Each package below a `dependencies` heading is named in its crate's code; each of the workspace in a
/// manifest.
fn packages(tree: &Tree) -> Vec<Finding> {
    let manifests: Vec<_> =
        tree.files.iter().filter(|file| file.path.ends_with("Cargo.toml")).collect();
    let mut findings = Vec::new();
    for manifest in &manifests {
        let folder = manifest.path.trim_end_matches("Cargo.toml");
        let places: &[&str] =
            if folder.is_empty() { &["src/", "tests/", "build"] } else { &[folder] };
        let code = || {
            let files = tree.under(places, ".rs");
            files.flat_map(|file| file.text.split(|c| !is_name(c))).collect::<HashSet<_>>()
        };
        let code = code();
        let (mut heading, mut is_shared) = (false, false);
        for (index, line) in manifest.text.lines().enumerate() {
            if line.starts_with('[') {
                heading = line.contains("dependencies");
                is_shared = line.starts_with("[workspace");
                continue;
            }
            let name = line.split(['=', '.']).next().unwrap_or_default().trim();
            let is_named = heading && line.contains('=') && name.chars().all(is_class);
            if !is_named || name.is_empty() {
                continue;
            }
            let is_used = if is_shared {
                let short = format!("{name}.workspace");
                let long = format!("{name} = {{ workspace");
                manifests.iter().any(|other| {
                    other
                        .text
                        .lines()
                        .any(|line| line.starts_with(&short) || line.starts_with(&long))
                })
            } else {
                code.contains(name.replace('-', "_").as_str())
            };
            if !is_used {
                let what = format!("nothing uses the package `{name}`");
                findings.push(Finding::new(&manifest.path, index + 1, what));
            }
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::{classes, classes_of, icons, packages, without_comments};
    use crate::tidy::source::{Source, Tree};

    fn tree(files: &[(&str, &str)]) -> Tree {
        let files = files.iter().map(|(path, text)| Source::new(path, (*text).to_owned()));
        Tree { files: files.collect() }
    }

    #[test]
    fn a_class_that_no_view_has_is_found() {
        let sheet = ("style/a.css", ".card .note:not(.note--warn) { inset: .5rem 1.5rem; }\n");
        let view = ("src/pages/a.rs", "view! { <p class=\"card note\"> }");
        let found = classes(&tree(&[sheet, view]));
        assert_eq!(found.len(), 1);
        assert!(found[0].to_string().contains("note--warn"));
    }

    #[test]
    fn comments_and_numbers_hold_no_class() {
        let css = without_comments("/* .a */\n.b { margin: .5rem; }");
        assert_eq!(classes_of(&css).map(|(_, name)| name).collect::<Vec<_>>(), ["b"]);
    }

    #[test]
    fn an_icon_that_only_the_gallery_shows_is_found() {
        let set = ("src/components/icon.rs", "pub enum IconName {\n    Up,\n    UpDown,\n}\n");
        let view = ("src/pages/a.rs", "icon=IconName::UpDown");
        let gallery = ("src/pages/gallery/a.rs", "IconName::Up");
        let found = icons(&tree(&[set, view, gallery]));
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].line, 2);
    }

    #[test]
    fn a_package_that_no_code_names_is_found() {
        let root = (
            "Cargo.toml",
            "[workspace.dependencies]\nserde = \"1\"\naxum = \"0.8\"\n[dependencies]\nserde.workspace = true\njs-sys = \"0.3\"\n",
        );
        let found =
            packages(&tree(&[root, ("src/a.rs", "use js_sys::Date; use serde::Serialize;")]));
        assert_eq!(found.len(), 1);
        assert!(found[0].to_string().contains("axum"));
        let found = packages(&tree(&[root, ("src/a.rs", "use serde::Serialize;")]));
        assert_eq!(found.len(), 2);
    }
}
