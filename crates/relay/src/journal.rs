//! The optional file that lets a restarted relay prove what it has seen: a line for each write, on
//! disk before the request leaves. Never a body, a key or an answer (reliability.md 3.1).

use crate::attempt::{AttemptId, Attempts, Fingerprint, Outcome};
use std::fmt::Write as _;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

/// The file, or nothing.
#[derive(Clone, Default)]
pub(crate) struct Journal(Option<Arc<Mutex<File>>>);

/// A write that was about to leave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Record {
    id: AttemptId,
    fingerprint: Fingerprint,
    at: u64,
}

/// The file's content: from when on it is complete, and its records.
#[derive(Debug, Default, PartialEq, Eq)]
struct Content {
    since: u64,
    records: Vec<Record>,
}

impl Journal {
    /// Reads what earlier runs left into `attempts`, drops what is older than `age`, and goes on.
    /// All times in milliseconds.
    pub(crate) fn open(path: &Path, attempts: &Attempts, now: u64, age: u64) -> io::Result<Self> {
        let content = match fs::read_to_string(path) {
            Ok(text) => Content::parse(&text).ok_or(io::ErrorKind::InvalidData)?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                Content { since: now, records: Vec::new() }
            }
            Err(error) => return Err(error),
        };
        let content = content.without_older_than(now.saturating_sub(age));
        attempts.complete_since(content.since);
        for Record { id, fingerprint, at } in &content.records {
            attempts.restore(*id, *fingerprint, Outcome::InDoubt("earlier-run"), *at);
        }
        let file = replace(path, &content.text())?;
        Ok(Self(Some(Arc::new(Mutex::new(file)))))
    }

    /// Returns when the line is on the disk. An error means: do not send.
    pub(crate) async fn sending(
        &self,
        id: AttemptId,
        fingerprint: Fingerprint,
        at: u64,
    ) -> io::Result<()> {
        let Some(file) = self.0.clone() else { return Ok(()) };
        let line = Record { id, fingerprint, at }.line();
        let write = move || {
            let mut file = file.lock().unwrap_or_else(PoisonError::into_inner);
            file.write_all(line.as_bytes())?;
            file.sync_data()
        };
        tokio::task::spawn_blocking(write).await.map_err(io::Error::other)?
    }
}

impl Content {
    /// A last line without its end was never waited for, so its request never left.
    fn parse(text: &str) -> Option<Self> {
        let whole = &text[..text.rfind('\n').map_or(0, |end| end + 1)];
        let mut lines = whole.lines();
        let since = lines.next()?.strip_prefix("since ")?.parse().ok()?;
        let records = lines.map(Record::parse).collect::<Option<_>>()?;
        Some(Self { since, records })
    }

    fn without_older_than(mut self, oldest: u64) -> Self {
        if self.records.iter().any(|record| record.at < oldest) {
            self.since = self.since.max(oldest);
        }
        self.records.retain(|record| record.at >= oldest);
        self
    }

    fn text(&self) -> String {
        let mut text = format!("since {}\n", self.since);
        text.extend(self.records.iter().map(Record::line));
        text
    }
}

impl Record {
    fn line(&self) -> String {
        let mut hash = String::with_capacity(32);
        for byte in self.fingerprint {
            // Writing into a string cannot fail.
            let _ = write!(hash, "{byte:02x}");
        }
        format!("sent {} {hash} {}\n", self.id, self.at)
    }

    fn parse(line: &str) -> Option<Self> {
        let mut words = line.strip_prefix("sent ")?.split(' ');
        let id = AttemptId::parse(words.next()?)?;
        let fingerprint = u128::from_str_radix(words.next()?, 16).ok()?.to_be_bytes();
        let at = words.next()?.parse().ok()?;
        Some(Self { id, fingerprint, at })
    }
}

/// Writes beside the file, then puts it in place in one step; what is returned appends.
fn replace(path: &Path, text: &str) -> io::Result<File> {
    let beside = path.with_extension("new");
    let mut file = File::create(&beside)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    fs::rename(&beside, path)?;
    OpenOptions::new().append(true).open(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(at: u64) -> Record {
        let id = AttemptId::parse("019a9d3e-0000-7000-8000-00000000abcd").expect("an id");
        Record { id, fingerprint: [7; 16], at }
    }

    #[test]
    fn what_is_written_is_read_again() {
        let content = Content { since: 5, records: vec![record(6), record(7)] };
        assert_eq!(Content::parse(&content.text()), Some(content));
    }

    #[test]
    fn a_torn_last_line_is_dropped_and_a_torn_inner_line_is_an_error() {
        let whole = Content { since: 5, records: vec![record(6)] }.text();
        let torn = format!("{whole}sent 019a9d3e-0000");
        assert_eq!(Content::parse(&torn).map(|content| content.records.len()), Some(1));
        assert_eq!(Content::parse(&format!("{torn}\n")), None);
    }

    #[test]
    fn dropping_old_records_moves_the_start() {
        let content = Content { since: 5, records: vec![record(6), record(20)] };
        let kept = content.without_older_than(10);
        assert_eq!(kept, Content { since: 10, records: vec![record(20)] });
    }
}
