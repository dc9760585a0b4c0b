//! Which room of the app may know which. A new arrow must be argued for in [`ARROWS`], and one that
//! nothing needs any more goes from it. Tests and the views of `pages/gallery` may know everything.

use super::Finding;
use super::source::{Source, Tree, line_of};
use std::collections::BTreeSet;

/// What lies directly below `src/`.
const ROOMS: &[&str] = &[
    "app",
    "components",
    "engine",
    "i18n",
    "layout",
    "locale",
    "pages",
    "parts",
    "platform",
    "routes",
    "state",
];

/// They put the rooms together.
const ROOTS: [&str; 2] = ["src/lib.rs", "src/main.rs"];

/// Who knows whom, and what for. Lowest rooms first; `locale` and `routes` know nobody.
const ARROWS: &[(&str, &[(&str, &str)])] = &[
    ("platform", &[("locale", "the page's language, and how a browser writes numbers in it")]),
    (
        "i18n",
        &[
            ("locale", "the language in use"),
            ("platform", "numbers, money and dates are written by the browser"),
        ],
    ),
    (
        "state",
        &[
            ("i18n", "settings hold the words in use, toasts their keys"),
            ("platform", "the gesture that is handed through"),
        ],
    ),
    (
        "components",
        &[("i18n", "their own few words"), ("platform", "focus, media queries, guard times")],
    ),
    (
        "engine",
        &[
            ("i18n", "the language files, and words for what storage refuses"),
            ("locale", "the language that was chosen"),
            ("parts", "the engine itself is fetched when it is needed"),
            ("platform", "the client's ports"),
            ("routes", "addresses that mean something before a page is drawn"),
            ("state", "commands come from there, events go there"),
        ],
    ),
    (
        "layout",
        &[
            ("components", "drawn with them"),
            ("i18n", "words"),
            ("parts", "what the pages do not wait for"),
            ("platform", "shortcuts, media queries, titles"),
            ("routes", "addresses"),
            ("state", "what is shown, and commands"),
        ],
    ),
    (
        "pages",
        &[
            ("components", "drawn with them"),
            ("i18n", "words"),
            ("layout", "the frame of a page"),
            ("parts", "what a page does not wait for"),
            ("platform", "gestures, focus, clipboard, places of lists"),
            ("routes", "addresses"),
            ("state", "what is shown, and commands"),
        ],
    ),
    (
        "parts",
        &[
            ("components", "what stands there until a part has come"),
            ("engine", "a part"),
            ("i18n", "words for a part that does not come"),
            ("layout", "a part"),
            ("pages", "parts"),
            ("state", "the handles that the engine gets"),
        ],
    ),
    (
        "app",
        &[
            ("engine", "started here"),
            ("i18n", "provided here"),
            ("layout", "the frame"),
            ("pages", "the table of pages"),
            ("parts", "pages that come later"),
            ("routes", "addresses"),
            ("state", "provided here"),
        ],
    ),
];

/// Compares the arrows of the tree with the table, in both directions.
pub fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut drawn = BTreeSet::new();
    for file in tree.under(&["src/"], ".rs").filter(|file| !is_free(file)) {
        let Some(room) = room_of(&file.path) else {
            if !ROOTS.contains(&file.path.as_str()) {
                let what = "a room that the table in xtask/src/tidy/arrows.rs does not know";
                findings.push(Finding::new(&file.path, 1, what));
            }
            continue;
        };
        for (known, at) in rooms_in(&file.code) {
            if known == room {
                continue;
            }
            if is_allowed(room, known) {
                drawn.insert((room, known));
            } else {
                let what = format!(
                    "{room} must not know {known}: move what is shared down, or argue for it in \
                     xtask/src/tidy/arrows.rs"
                );
                findings.push(Finding::new(&file.path, line_of(&file.code, at), what));
            }
        }
    }
    let table = ARROWS.iter().flat_map(|(from, to)| to.iter().map(move |(to, _)| (*from, *to)));
    let unused = table.filter(|arrow| !drawn.contains(arrow) && tree.file("src/lib.rs").is_some());
    findings.extend(unused.map(|(from, to)| {
        let what = format!("{from} no longer knows {to}: remove the arrow");
        Finding::new("xtask/src/tidy/arrows.rs", 1, what)
    }));
    findings
}

fn is_free(file: &Source) -> bool {
    file.is_test() || file.path.starts_with("src/pages/gallery")
}

fn is_allowed(from: &str, to: &str) -> bool {
    let known = ARROWS.iter().find(|(room, _)| *room == from).map_or(&[][..], |(_, known)| *known);
    known.iter().any(|(room, _)| *room == to)
}

/// `src/pages/home.rs` and `src/pages.rs` lie in `pages`; `src/lib.rs` lies in no room.
fn room_of(path: &str) -> Option<&'static str> {
    let first = path.strip_prefix("src/")?.split(['/', '.']).next()?;
    ROOMS.iter().find(|room| **room == first).copied()
}

/// The rooms named after `crate::`, one by one or in braces, and where.
fn rooms_in(code: &str) -> Vec<(&'static str, usize)> {
    let mut found = Vec::new();
    for (at, start) in code.match_indices("crate::") {
        let rest = &code[at + start.len()..];
        let names = match rest.strip_prefix('{') {
            Some(group) => top_names(group),
            None => vec![first_name(rest)],
        };
        let rooms = names.into_iter().filter_map(|name| ROOMS.iter().find(|room| **room == name));
        found.extend(rooms.map(|room| (*room, at)));
    }
    found
}

/// What stands first in each part of `a::b, c::{d, e}}`, up to the brace that closes it.
fn top_names(group: &str) -> Vec<&str> {
    let (mut names, mut depth, mut start) = (Vec::new(), 0_usize, 0);
    for (at, sign) in group.char_indices() {
        match sign {
            '{' => depth += 1,
            '}' if depth == 0 => {
                names.push(first_name(&group[start..at]));
                break;
            }
            '}' => depth -= 1,
            ',' if depth == 0 => {
                names.push(first_name(&group[start..at]));
                start = at + 1;
            }
            _ => {}
        }
    }
    names
}

fn first_name(path: &str) -> &str {
    let path = path.trim_start();
    let end = path.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(path.len());
    &path[..end]
}

#[cfg(test)]
mod tests {
    use super::{check, rooms_in};
    use crate::tidy::source::{Source, Tree};

    fn breaches(path: &str, text: &str) -> usize {
        check(&Tree { files: vec![Source::new(path, text.to_owned())] }).len()
    }

    #[test]
    fn an_arrow_that_is_not_in_the_table_is_found() {
        assert_eq!(breaches("src/platform/intl.rs", "use crate::i18n::Msg;"), 1);
        assert_eq!(breaches("src/platform/intl.rs", "use crate::locale::Locale;"), 0);
        assert_eq!(breaches("src/components/field.rs", "crate::state::use_orders()"), 1);
        assert_eq!(breaches("src/pages/gallery/parts.rs", "use crate::engine::Part;"), 0);
        assert_eq!(breaches("src/state/tests.rs", "use crate::pages::home;"), 0);
        assert_eq!(breaches("src/cellar.rs", ""), 1, "a room that the table does not know");
        let all: usize = super::ARROWS.iter().map(|(_, to)| to.len()).sum();
        assert_eq!(breaches("src/lib.rs", ""), all, "nothing needs them");
    }

    #[test]
    fn rooms_are_found_alone_and_in_braces() {
        let code = "use crate::{i18n::{Msg, state}, lock, platform};";
        let rooms: Vec<_> = rooms_in(code).into_iter().map(|(room, _)| room).collect();
        assert_eq!(rooms, ["i18n", "platform"]);
    }
}
