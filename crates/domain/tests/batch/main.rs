//! Texts and files as people bring them to the mass order: each is read rightly, or says which line and
//! why.

mod fields;
mod files;
mod sums;

use panelboard_domain::batch::{BatchRow, Doubt, Reading, read};

/// The services of the sample account.
pub(crate) const LISTED: [&str; 6] = ["9574", "1823", "8187", "186", "1000", "957"];

/// Reads a text of the sample account.
pub(crate) fn reading(text: &str) -> Reading {
    read(text, |_, number| LISTED.contains(&number))
}

/// A row in one line: `line: service link quantity name=value [rest] !doubt`.
pub(crate) fn shown(row: &BatchRow) -> String {
    let mut text = format!("{}: {} {} {}", row.line, row.service, row.link, row.quantity);
    if !row.account.is_empty() {
        text = format!("{text} @{}", row.account);
    }
    for (name, value) in &row.named {
        text = format!("{text} {name}={}", value.replace('\n', "/"));
    }
    for cell in &row.rest {
        text = format!("{text} [{}]", cell.replace('\n', "/"));
    }
    match &row.doubt {
        None => text,
        Some(Doubt::WhichService { first, second }) => format!("{text} !{first}|{second}"),
        Some(Doubt::OpenQuote) => format!("{text} !quote"),
        Some(Doubt::MoreFields { has, columns }) => format!("{text} !{has}>{columns}"),
    }
}

/// Reads a text and compares its rows.
pub(crate) fn check(name: &str, text: &str, rows: &[&str]) {
    let read = reading(text);
    let shown: Vec<String> = read.rows.iter().map(shown).collect();
    assert_eq!(shown, rows, "{name}");
}
