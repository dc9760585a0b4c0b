//! The attempts file: the memory that outlives the process. Each attempt that is taken is on the disk
//! before its request leaves; never a body, a key or an answer (docs/adr/0012).

mod content;
mod file;
mod folder;

#[cfg(test)]
mod tests;

pub use folder::default_attempts_file;

use crate::attempts::attempt::{AttemptId, Fingerprint, Outcome};
use content::{Content, Head, Record};
use file::{Appender, Held, OpenError};
use panelboard_fence::{Memory, MemoryId};
use ring::rand::{SecureRandom, SystemRandom};
use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// Where the memory is kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum AttemptsFile {
    /// In the process alone: after a restart nothing is known.
    #[default]
    Nowhere,
    /// In this file if it can be had, else in the process alone.
    Wanted(PathBuf),
    /// In this file, or the relay does not start.
    Named(PathBuf),
}

/// Why a file that was named cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum AttemptsFileError {
    /// Stop that relay, or name another file for this one.
    #[error("another process uses it")]
    InUse,
    /// Check the file's place and rights.
    #[error(transparent)]
    Io(#[from] io::Error),
}

/// What was found at the start.
pub(crate) struct Opened {
    pub(crate) journal: Journal,
    /// The memory to go on with.
    pub(crate) memory: Memory<Outcome>,
    /// For the log: where memory is kept, and since when.
    pub(crate) words: String,
}

/// How a run begins.
#[derive(Clone, Debug)]
pub(crate) struct Start {
    /// Random: the memory's id if it begins anew.
    pub(crate) fresh: MemoryId,
    /// Random: for names beside the file.
    pub(crate) name: String,
    /// Attempts that were taken before are forgotten; milliseconds since 1970.
    pub(crate) oldest: u64,
}

/// The file, or nothing.
#[derive(Clone, Default)]
pub(crate) struct Journal(Option<Arc<Mutex<Store>>>);

/// One line.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Entry {
    /// An attempt that is about to be sent; `at` in milliseconds since 1970.
    Take { id: AttemptId, fingerprint: Fingerprint, position: u64, at: u64 },
    /// An attempt that is never to be sent.
    Close { id: AttemptId, position: u64, at: u64 },
    /// Nothing of it was sent.
    Unsent { id: AttemptId },
}

struct Store {
    held: Held,
    name: String,
    /// `None` while the file could not be written for this run: a full disk keeps orders from being
    /// sent, but not the relay from starting and saying so.
    appender: Option<Appender>,
    /// What must stand in it before the first line.
    head: Head,
    records: Vec<Record>,
}

impl Start {
    /// With randomness of the operating system; `None` when it has none to give.
    pub(crate) fn with(oldest: u64) -> Option<Self> {
        let random = SystemRandom::new();
        let bits = || {
            let mut bytes = [0; 16];
            random.fill(&mut bytes).ok()?;
            Some(u128::from_be_bytes(bytes))
        };
        Some(Self {
            fresh: MemoryId::from_bits(bits()?),
            name: format!("{:032x}", bits()?),
            oldest,
        })
    }
}

impl AttemptsFile {
    /// Which file, if any.
    pub(crate) const fn path(&self) -> Option<&PathBuf> {
        match self {
            Self::Nowhere => None,
            Self::Wanted(path) | Self::Named(path) => Some(path),
        }
    }

    /// Reads what earlier runs left and goes on.
    pub(crate) fn open(&self, start: &Start) -> Result<Opened, AttemptsFileError> {
        let (path, is_named) = match self {
            Self::Nowhere => return Ok(nowhere(start, "no attempts file")),
            Self::Wanted(path) => (path, false),
            Self::Named(path) => (path, true),
        };
        let made = if is_named { Ok(()) } else { make_folder(path) };
        let why = match made.map_err(OpenError::from).and_then(|()| Held::open(path)) {
            Ok((held, bytes)) => return Ok(go_on(held, &bytes, start, path)),
            Err(OpenError::InUse) => AttemptsFileError::InUse,
            Err(OpenError::Io(error)) => error.into(),
        };
        if is_named {
            return Err(why);
        }
        Ok(nowhere(start, &format!("no attempts file ({}: {why})", path.display())))
    }
}

impl Journal {
    /// Returns when the line is on the disk. An error means: do not send, do not promise.
    pub(crate) async fn add(&self, entry: Entry) -> io::Result<()> {
        let Some(store) = self.0.clone() else { return Ok(()) };
        let add = move || store.lock().unwrap_or_else(PoisonError::into_inner).add(&entry.line());
        tokio::task::spawn_blocking(add).await.map_err(io::Error::other)?
    }
}

impl Store {
    fn add(&mut self, line: &str) -> io::Result<()> {
        self.appender()?.add(line)
    }

    fn appender(&mut self) -> io::Result<&mut Appender> {
        let appender = match self.appender.take() {
            Some(appender) => appender,
            None => {
                let (head, records) = (self.head, &self.records);
                let text = |file| content::whole(Head { file, ..head }, records);
                self.held.replace(&format!("{}.new", self.name), text)?
            }
        };
        self.records = Vec::new();
        Ok(self.appender.insert(appender))
    }
}

impl Entry {
    fn line(self) -> String {
        match self {
            Self::Take { id, fingerprint, position, at } => {
                let fingerprint = Some(fingerprint);
                Record { id, fingerprint, position, at, unsent: false }.line()
            }
            Self::Close { id, position, at } => {
                Record { id, fingerprint: None, position, at, unsent: true }.line()
            }
            Self::Unsent { id } => content::unsent_line(id),
        }
    }
}

/// Nobody else makes the default folder.
fn make_folder(path: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    path.parent().map_or(Ok(()), |folder| builder.create(folder))
}

fn nowhere(start: &Start, why: &str) -> Opened {
    let words = format!("{why}: after a restart nothing is known of what was sent before");
    Opened { journal: Journal::default(), memory: Memory::new(start.fresh), words }
}

fn go_on(held: Held, bytes: &[u8], start: &Start, path: &Path) -> Opened {
    let mut content = Content::parse(bytes, held.number());
    content.forget_before(start.oldest);
    let mut words = format!("attempts file {}", path.display());
    let aside = if content.damaged {
        held.keep_aside(&format!("{}.unreadable", start.name)).map(Some)
    } else {
        Ok(None)
    };
    let mut memory = content.memory(start.fresh);
    let head = Head::of(&memory);
    let records = content.records.clone();
    let mut store = Store { held, name: start.name.clone(), appender: None, head, records };
    let written = aside.and_then(|aside| store.appender().map(|_| aside));
    match written {
        Ok(None) => {}
        Ok(Some(aside)) => {
            let _ = write!(words, ", not readable as a whole (kept as {})", aside.display());
        }
        Err(error) => {
            // The next run must not tell the positions of this one under the same id.
            content.begin_anew();
            memory = content.memory(start.fresh);
            store.head = Head::of(&memory);
            store.records.clone_from(&content.records);
            let _ = write!(words, ", which cannot be written now ({error})");
        }
    }
    words.push_str(if content.head.is_some() { ": memory goes on" } else { ": memory begins now" });
    Opened { journal: Journal(Some(Arc::new(Mutex::new(store)))), memory, words }
}
