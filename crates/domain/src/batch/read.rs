//! From records to rows: by the header's names, or by what each field looks like. A line that may mean two
//! things says so ([`Doubt`]); nothing is dropped.

use super::cells::{is_link, is_number, service_number};
use super::header::{self, Column};
use super::records::{Record, Separator, records};
use super::{BatchRow, Doubt, MOST_ROWS, text};

/// What a text holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// Its rows, [`MOST_ROWS`] at most.
    pub rows: Vec<BatchRow>,
    /// What stands behind the last row that fits, as it was typed; empty when all fit.
    pub left_over: String,
    /// Rows in there.
    pub left_rows: usize,
    /// Columns of the header whose name says nothing: their fields were not read.
    pub unknown_columns: Vec<String>,
}

/// Reads a text. `is_service` tells whether an account (by its name as typed; empty: the chosen one) has
/// a service of this number.
pub fn read(text: &str, is_service: impl Fn(&str, &str) -> bool) -> Reading {
    let text = text::one_line_end(text.trim_start_matches('\u{feff}'));
    let mut records = records(&text);
    let columns = records.first().and_then(|first| header::columns(&first.cells));
    if columns.is_some() {
        records.remove(0);
    }
    let is_listed = |number: &str| is_service("", number);
    let usual = usual_place(&records, is_listed);
    let left: Vec<Record> = records.split_off(records.len().min(MOST_ROWS));
    let left_over = left.first().map(|first| from_line(&text, first.line)).unwrap_or_default();
    let row = |record: Record| match &columns {
        Some(columns) => by_names(record, columns),
        None => by_content(record, usual, is_listed),
    };
    Reading {
        rows: records.into_iter().map(row).collect(),
        left_over,
        left_rows: left.len(),
        unknown_columns: columns.iter().flatten().filter_map(unknown).collect(),
    }
}

fn unknown(column: &Column) -> Option<String> {
    match column {
        Column::Unknown(name) => Some(name.clone()),
        _ => None,
    }
}

fn from_line(text: &str, line: usize) -> String {
    text.split('\n').skip(line - 1).collect::<Vec<_>>().join("\n")
}

fn started(record: &Record) -> BatchRow {
    let line = u32::try_from(record.line).unwrap_or(u32::MAX);
    let doubt = record.has_open_quote.then_some(Doubt::OpenQuote);
    BatchRow { line, doubt, ..BatchRow::default() }
}

fn by_names(mut record: Record, columns: &[Column]) -> BatchRow {
    let mut row = started(&record);
    if let Some(at) = columns.iter().position(|column| *column == Column::Quantity) {
        join_groups(&mut record, at, columns.len());
    }
    let has = record.cells.len();
    if has > columns.len() {
        row.doubt.get_or_insert(Doubt::MoreFields { has, columns: columns.len() });
    }
    for (at, cell) in record.cells.into_iter().enumerate() {
        match columns.get(at) {
            Some(Column::Service) => row.service = service_number(&cell),
            Some(Column::Link) => row.link = cell,
            Some(Column::Quantity) => row.quantity = cell,
            Some(Column::Account) => row.account = cell,
            Some(Column::Extra(name)) if !cell.is_empty() => {
                row.named.push(((*name).to_owned(), cell));
            }
            Some(Column::Extra(_) | Column::Note | Column::Unknown(_)) => {}
            None => row.rest.push(cell),
        }
    }
    row
}

/// A comma parts fields and groups of three alike: `1,000` at `at` is one quantity as long as the line
/// has more fields than it should (`most`) and they can be nothing else.
fn join_groups(record: &mut Record, at: usize, most: usize) {
    let is_digits = |cell: &str| !cell.is_empty() && cell.bytes().all(|byte| byte.is_ascii_digit());
    let cells = &mut record.cells;
    let is_head = cells.get(at).is_some_and(|cell| is_digits(cell) && cell.len() <= 3);
    if record.separator != Separator::Comma || !is_head {
        return;
    }
    while cells.len() > most
        && cells.get(at + 1).is_some_and(|cell| is_digits(cell) && cell.len() == 3)
    {
        let group = cells.remove(at + 1);
        cells[at].push(',');
        cells[at].push_str(&group);
    }
}

/// Which of a line's first two numbers is the service.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    First,
    Second,
}

/// Where most lines that leave no doubt have the service: the panels' forms have it first.
fn usual_place(records: &[Record], is_listed: impl Fn(&str) -> bool) -> Place {
    let (mut first, mut second) = (0_usize, 0_usize);
    for record in records {
        let mut numbers = record.cells.iter().filter(|cell| is_number(cell));
        if let (Some(one), Some(other)) = (numbers.next(), numbers.next()) {
            match (is_listed(&service_number(one)), is_listed(&service_number(other))) {
                (true, false) => first += 1,
                (false, true) => second += 1,
                _ => {}
            }
        }
    }
    if second > first { Place::Second } else { Place::First }
}

fn by_content(mut record: Record, usual: Place, is_listed: impl Fn(&str) -> bool) -> BatchRow {
    let mut row = started(&record);
    let numbers: Vec<usize> = numbers(&record.cells).collect();
    // The first number is whole by itself; the second may be parted at its groups of three.
    if let [_, second, _, ..] = numbers[..] {
        join_groups(&mut record, second, 3);
    }
    let cells = record.cells;
    let (one, other) = {
        let mut numbers = self::numbers(&cells);
        (numbers.next(), numbers.next())
    };
    let (service, quantity) = match (one, other) {
        (Some(one), Some(other)) => {
            let listed = |at: usize| is_listed(&service_number(&cells[at]));
            let place = match (listed(one), listed(other)) {
                (true, false) => Place::First,
                (false, true) => Place::Second,
                _ => usual,
            };
            if place != usual {
                let (first, second) = (cells[one].clone(), cells[other].clone());
                row.doubt.get_or_insert(Doubt::WhichService { first, second });
            }
            if place == Place::First { (Some(one), Some(other)) } else { (Some(other), Some(one)) }
        }
        (one, _) => (one, None),
    };
    let link = link_place(&cells, service, quantity);
    for (at, cell) in cells.into_iter().enumerate() {
        match Some(at) {
            at if at == service => row.service = service_number(&cell),
            at if at == quantity => row.quantity = cell,
            at if at == link => row.link = cell,
            _ if cell.is_empty() => {}
            _ => row.rest.push(cell),
        }
    }
    row
}

/// Where numbers stand. The first two are service and quantity; one behind them is a comment or a
/// parameter.
fn numbers(cells: &[String]) -> impl Iterator<Item = usize> {
    let of = cells.iter().enumerate().filter(|(_, cell)| is_number(cell));
    of.map(|(at, _)| at)
}

/// What reads as an address or handle; else, among the first three fields, a bare word that may be a
/// handle.
fn link_place(cells: &[String], service: Option<usize>, quantity: Option<usize>) -> Option<usize> {
    let is_word = |cell: &String| !cell.is_empty() && !cell.contains(char::is_whitespace);
    let is_free = |at: &usize| Some(*at) != service && Some(*at) != quantity;
    let marked = cells.iter().position(|cell| is_link(cell));
    let mut first = (0..cells.len().min(3)).filter(is_free);
    marked.or_else(|| first.find(|at| is_word(&cells[*at])))
}
