//! From text to records of fields, each with the line where it begins. Quotes may hold separators and
//! line ends, as spreadsheets write them; the lines of panels know no quotes, so that one in a comment
//! stays what it is.
//!
//! Must never let one open quote swallow the lines after it.

use super::cells::{is_link, is_number, trimmed};
use super::header;

/// What stands between fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Separator {
    Pipe,
    Tab,
    Semicolon,
    Comma,
    /// Any white space: some panels' own form.
    Blank,
}

/// In the order in which they are tried.
const TRIED: [Separator; 4] =
    [Separator::Pipe, Separator::Tab, Separator::Semicolon, Separator::Comma];

impl Separator {
    const fn char(self) -> char {
        match self {
            Self::Pipe => '|',
            Self::Tab => '\t',
            Self::Semicolon => ';',
            Self::Comma => ',',
            Self::Blank => ' ',
        }
    }

    /// Panels part by `|` and take quotes as text.
    const fn has_quotes(self) -> bool {
        !matches!(self, Self::Pipe | Self::Blank)
    }
}

/// One record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Record {
    /// The line where it begins, counted from 1.
    pub(super) line: usize,
    /// Its fields, trimmed.
    pub(super) cells: Vec<String>,
    pub(super) separator: Separator,
    /// A quote was opened and never closed.
    pub(super) has_open_quote: bool,
}

/// All records of a text with `\n` as its line end. Blank lines and those that begin with `#` are none.
pub(super) fn records(text: &str) -> Vec<Record> {
    let lines: Vec<&str> = text.split('\n').collect();
    let (mut records, mut at) = (Vec::new(), 0);
    let mut before = None;
    while at < lines.len() {
        let start = trimmed(lines[at]);
        if start.is_empty() || start.starts_with('#') {
            at += 1;
            continue;
        }
        let (cells, separator, took, has_open_quote) = best(&lines[at..], before);
        if cells.len() > 1 {
            before = Some(separator);
        }
        records.push(Record { line: at + 1, cells, separator, has_open_quote });
        at += took;
    }
    records
}

type Split = (Vec<String>, Separator, usize, bool);

/// The separator of the line before when it makes sense here too; else the first that gives three
/// fields that make sense; else the first that gives three, or two; else blanks.
fn best(lines: &[&str], before: Option<Separator>) -> Split {
    // Most lines are like the one before: the others are not tried then.
    if let Some(like) = before.map(|separator| split(lines, separator))
        && like.0.len() >= 3
        && makes_sense(&like.0)
    {
        return like;
    }
    let all: Vec<Split> =
        before.into_iter().chain(TRIED).map(|separator| split(lines, separator)).collect();
    let has = |least: usize, sensible: bool| {
        all.iter().find(|(cells, ..)| cells.len() >= least && (!sensible || makes_sense(cells)))
    };
    if let Some(found) = has(3, true).or_else(|| has(2, true)) {
        return found.clone();
    }
    let blanks = split(lines, Separator::Blank);
    if blanks.0.len() >= 2 && makes_sense(&blanks.0) {
        return blanks;
    }
    let whole = || (vec![trimmed(lines[0]).to_owned()], Separator::Pipe, 1, false);
    has(3, false).or_else(|| has(2, false)).cloned().unwrap_or_else(whole)
}

/// A link beside a number, or the names of columns.
fn makes_sense(cells: &[String]) -> bool {
    let is_order =
        cells.iter().any(|cell| is_link(cell)) && cells.iter().any(|cell| is_number(cell));
    is_order || header::columns(cells).is_some()
}

fn split(lines: &[&str], separator: Separator) -> Split {
    if separator == Separator::Blank {
        let cells = lines[0].split_whitespace().map(text_of);
        return (cells.collect(), separator, 1, false);
    }
    if separator.has_quotes() {
        match quoted(lines, separator.char()) {
            Some((cells, took)) => return (cells, separator, took, false),
            None => {
                let cells = plain(lines[0], separator);
                return (cells, separator, 1, true);
            }
        }
    }
    (plain(lines[0], separator), separator, 1, false)
}

fn plain(line: &str, separator: Separator) -> Vec<String> {
    let mut cells: Vec<String> = line.split(separator.char()).map(text_of).collect();
    drop_trailing(&mut cells);
    cells
}

/// A field without what surrounds it. An apostrophe keeps spreadsheets from taking a field for a formula;
/// our own tables have it.
fn text_of(cell: &str) -> String {
    let cell = trimmed(cell);
    let guarded = cell.strip_prefix('\'').filter(|rest| rest.starts_with(['=', '+', '-', '@']));
    guarded.unwrap_or(cell).to_owned()
}

/// Lines end with a separator too many, and spreadsheets fill them up.
fn drop_trailing(cells: &mut Vec<String>) {
    while cells.len() > 1 && cells.last().is_some_and(String::is_empty) {
        cells.pop();
    }
}

/// A record with quotes, and how many lines it took; `None` when a quote is never closed.
fn quoted(lines: &[&str], separator: char) -> Option<(Vec<String>, usize)> {
    let (mut cells, mut cell, mut took) = (Vec::new(), String::new(), 1);
    let mut rest = lines[0];
    loop {
        let start = rest.trim_start_matches(|c: char| c.is_whitespace() && c != separator);
        if let Some(mut inside) = start.strip_prefix('"') {
            // Up to a quote that is not doubled, over as many lines as it takes.
            loop {
                let Some(at) = inside.find('"') else {
                    cell.push_str(inside);
                    cell.push('\n');
                    inside = lines.get(took)?;
                    took += 1;
                    continue;
                };
                cell.push_str(&inside[..at]);
                match inside[at + 1..].strip_prefix('"') {
                    Some(after) => {
                        cell.push('"');
                        inside = after;
                    }
                    None => {
                        rest = &inside[at + 1..];
                        break;
                    }
                }
            }
        }
        let (here, after) = match rest.split_once(separator) {
            Some((here, after)) => (here, Some(after)),
            None => (rest, None),
        };
        cell.push_str(here);
        cells.push(text_of(&cell));
        cell.clear();
        match after {
            Some(after) => rest = after,
            None => break,
        }
    }
    drop_trailing(&mut cells);
    Some((cells, took))
}
