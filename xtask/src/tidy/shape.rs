//! Small files that say what they are for.

use super::Finding;
use super::source::Tree;

const MOST_LINES: usize = 400;
const CODE: [&str; 5] = [".rs", ".ts", ".js", ".css", ".html"];

/// Checks lengths and module docs.
pub fn check(tree: &Tree) -> Vec<Finding> {
    let long = tree.files.iter().filter(|file| CODE.iter().any(|end| file.path.ends_with(end)));
    let long = long.filter_map(|file| {
        let lines = file.text.lines().count();
        (lines > MOST_LINES).then(|| {
            Finding::new(
                &file.path,
                lines,
                format!("{lines} lines; {MOST_LINES} is the most: split it by idea"),
            )
        })
    });
    let mute = tree.under(&["src/", "crates/", "xtask/", "tests/", "build"], ".rs");
    let mute = mute
        .filter(|file| {
            !file.is_test() && !file.text.starts_with("//!") && !file.text.starts_with("#![")
        })
        .map(|file| {
            Finding::new(&file.path, 1, "the first line says what the module is for (`//!`)")
        });
    long.chain(mute).collect()
}
