//! What stands in the attempts file: pure text in, memory out. Each line ends with a check over itself,
//! so that a torn, joined or changed one shows. A line that cannot be read may have been any attempt:
//! then memory begins anew, and nothing that names the old one is sent (docs/adr/0012).
//!
//! ```text
//! panelboard-attempts 2 MEMORY POSITION FORGOTTEN FILE CHECK
//! take POSITION ATTEMPT FINGERPRINT TIME CHECK
//! close POSITION ATTEMPT TIME CHECK
//! unsent ATTEMPT CHECK
//! ```

use crate::attempts::attempt::{AttemptId, Fingerprint, Mark, Outcome};
use panelboard_fence::{Memory, MemoryId};
use ring::digest::{SHA256, digest};
use std::fmt::Write as _;

/// Positions of one run; the next begins at a multiple of it, so that no run tells a position that an
/// earlier one has told.
const RUN: u64 = 1 << 32;

/// The first line: the memory as it was when the file was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Head {
    /// The memory's id, and a position not below any that it told before.
    pub(super) mark: Mark,
    /// The highest position of anything forgotten.
    pub(super) forgotten: u64,
    /// Which file this is (its number in the file system), so that a copy of it shows; 0 if unknown.
    pub(super) file: u64,
}

/// One attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Record {
    pub(super) id: AttemptId,
    /// `None` for one that was closed before it came.
    pub(super) fingerprint: Option<Fingerprint>,
    /// The memory's position with it; 0 if an earlier memory took it.
    pub(super) position: u64,
    /// Wall clock, milliseconds since 1970: only decides how long it is kept.
    pub(super) at: u64,
    /// It is known that nothing was sent.
    pub(super) unsent: bool,
}

/// A whole file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Content {
    /// `None` when memory begins anew.
    pub(super) head: Option<Head>,
    pub(super) records: Vec<Record>,
    /// Something in it could not be read.
    pub(super) damaged: bool,
}

impl Content {
    /// Reads a file's bytes. `file` is its number now.
    pub(super) fn parse(bytes: &[u8], file: u64) -> Self {
        let end = bytes.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
        let (whole, tail) = bytes.split_at(end);
        // A last line without its end was never waited for: its request never left.
        let is_torn_text = tail.iter().all(|byte| matches!(byte, b' '..=b'~'));
        let mut content = Self { damaged: !is_torn_text, ..Self::default() };
        let mut lines = whole.split_inclusive(|byte| *byte == b'\n').map(text);
        let first = lines.next();
        let head = first.flatten().and_then(Head::parse);
        let is_old = first.flatten().is_some_and(is_old_head);
        content.damaged |= first.is_some() && head.is_none() && !is_old;
        for line in lines {
            let taken = line.is_some_and(|line| content.take_in(line, is_old));
            content.damaged |= !taken;
        }
        // A copy of the file, or one put back from a backup, is not the memory that it was.
        content.head = head.filter(|head| head.file == file && !content.damaged);
        if content.head.is_none() {
            content.begin_anew();
        }
        content
    }

    /// What it knows stays known, but it is another memory.
    pub(super) fn begin_anew(&mut self) {
        self.head = None;
        self.records.iter_mut().for_each(|record| record.position = 0);
    }

    fn take_in(&mut self, line: &str, is_old: bool) -> bool {
        if is_old {
            let record = Record::parse_old(line);
            self.records.extend(record);
            return record.is_some();
        }
        if let Some(id) = checked(line).and_then(|line| line.strip_prefix("unsent ")) {
            let Some(id) = AttemptId::parse(id) else { return false };
            let known = self.records.iter_mut().rev().find(|record| record.id == id);
            if let Some(record) = known {
                record.unsent = true;
            }
            return true;
        }
        let record = Record::parse(line);
        self.records.extend(record);
        record.is_some()
    }

    /// Forgets what is older, by the wall clock.
    pub(super) fn forget_before(&mut self, oldest: u64) {
        let is_old = |record: &Record| record.at < oldest;
        let forgotten = self.records.iter().filter(|record| is_old(record));
        let forgotten = forgotten.map(|record| record.position).max().unwrap_or(0);
        if let Some(head) = &mut self.head {
            head.forgotten = head.forgotten.max(forgotten);
        }
        self.records.retain(|record| !is_old(record));
    }

    /// The memory with which the next run goes on; `fresh` is its id if it begins anew.
    pub(super) fn memory(&self, fresh: MemoryId) -> Memory<Outcome> {
        let top = self.records.iter().map(|record| record.position).max().unwrap_or(0);
        let next = |head: &Head| (head.mark.position.max(top) / RUN + 1).checked_mul(RUN);
        let resumed = self.head.and_then(|head| {
            let mark = Mark { memory: head.mark.memory, position: next(&head)? };
            Some(Memory::resumed(mark, head.forgotten))
        });
        let mut memory = resumed.unwrap_or_else(|| Memory::new(fresh));
        for record in &self.records {
            let outcome = if record.unsent {
                Outcome::NotSent("earlier-run")
            } else {
                Outcome::InDoubt("earlier-run")
            };
            memory.restore(record.id, record.fingerprint, record.position, outcome);
        }
        memory
    }
}

/// A file as it is written when a run begins.
pub(super) fn whole(head: Head, records: &[Record]) -> String {
    let mut text = head.line();
    for record in records {
        text.push_str(&record.line());
        if record.unsent && record.fingerprint.is_some() {
            text.push_str(&unsent_line(record.id));
        }
    }
    text
}

/// Nothing of an attempt was sent after all.
pub(super) fn unsent_line(id: AttemptId) -> String {
    finished(format!("unsent {id}"))
}

impl Head {
    /// Of a memory that goes on with this file.
    pub(super) fn of(memory: &Memory<Outcome>) -> Self {
        Self { mark: memory.mark(), forgotten: memory.forgotten(), file: 0 }
    }

    fn line(&self) -> String {
        let Self { mark: Mark { memory, position }, forgotten, file } = self;
        finished(format!("panelboard-attempts 2 {memory} {position} {forgotten} {file}"))
    }

    fn parse(line: &str) -> Option<Self> {
        let mut words = checked(line)?.strip_prefix("panelboard-attempts 2 ")?.split(' ');
        let mark = Mark::parse(words.next()?, words.next()?)?;
        let forgotten = words.next()?.parse().ok()?;
        let file = words.next()?.parse().ok()?;
        words.next().is_none().then_some(Self { mark, forgotten, file })
    }
}

impl Record {
    pub(super) fn line(&self) -> String {
        let Self { id, position, at, .. } = self;
        finished(match self.fingerprint {
            Some(fingerprint) => {
                format!("take {position} {id} {} {at}", hex(&fingerprint))
            }
            None => format!("close {position} {id} {at}"),
        })
    }

    fn parse(line: &str) -> Option<Self> {
        let mut words = checked(line)?.split(' ');
        let is_take = match words.next()? {
            "take" => true,
            "close" => false,
            _ => return None,
        };
        let position = words.next()?.parse().ok()?;
        let id = AttemptId::parse(words.next()?)?;
        let fingerprint = if is_take { Some(unhex(words.next()?)?) } else { None };
        let at = words.next()?.parse().ok()?;
        let unsent = !is_take;
        words.next().is_none().then_some(Self { id, fingerprint, position, at, unsent })
    }

    /// `sent ATTEMPT FINGERPRINT TIME`, as the first version wrote it.
    fn parse_old(line: &str) -> Option<Self> {
        let mut words = line.strip_prefix("sent ")?.split(' ');
        let id = AttemptId::parse(words.next()?)?;
        let fingerprint = Some(unhex(words.next()?)?);
        let at = words.next()?.parse().ok()?;
        words.next().is_none().then_some(Self { id, fingerprint, position: 0, at, unsent: false })
    }
}

fn is_old_head(line: &str) -> bool {
    line.strip_prefix("since ").is_some_and(|since| since.parse::<u64>().is_ok())
}

/// The line's text, if it is text.
fn text(line: &[u8]) -> Option<&str> {
    std::str::from_utf8(line).ok()?.strip_suffix('\n')
}

fn finished(mut line: String) -> String {
    let check = check(&line);
    // Writing into a string cannot fail.
    let _ = writeln!(line, " {check}");
    line
}

/// The line without its check, if that is right.
fn checked(line: &str) -> Option<&str> {
    let (line, found) = line.rsplit_once(' ')?;
    (found == check(line)).then_some(line)
}

fn check(line: &str) -> String {
    hex(&digest(&SHA256, line.as_bytes()).as_ref()[..4])
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

fn unhex(text: &str) -> Option<Fingerprint> {
    let plain = text.len() == 32 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    if plain { u128::from_str_radix(text, 16).ok().map(u128::to_be_bytes) } else { None }
}

#[cfg(test)]
#[path = "content_tests.rs"]
mod tests;
