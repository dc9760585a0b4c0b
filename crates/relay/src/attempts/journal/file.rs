//! The attempts file on its disk: held by one process, replaced in one step, and cut back to what was
//! written whole before anything is added.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

/// Looks at a file that others may be replacing.
const TRIES: u32 = 20;

/// Why a file cannot be had.
#[derive(Debug)]
pub(super) enum OpenError {
    /// Another process has it.
    InUse,
    /// The file system says no.
    Io(io::Error),
}

impl From<io::Error> for OpenError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// The file, held.
#[derive(Debug)]
pub(super) struct Held {
    path: PathBuf,
    file: File,
}

/// A file under its final name, to which whole lines are added.
#[derive(Debug)]
pub(super) struct Appender {
    file: File,
    /// All before this was written whole and is on the disk.
    good: u64,
}

impl Held {
    /// Opens or creates the file and holds it against every other process. Returns its bytes too.
    pub(super) fn open(path: &Path) -> Result<(Self, Vec<u8>), OpenError> {
        // A link stays a link: its target is what is replaced.
        let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        for _ in 0..TRIES {
            let mut file = options().create(true).read(true).open(&path)?;
            if !file.metadata()?.is_file() {
                return Err(io::Error::other("it is not a regular file").into());
            }
            match file.try_lock() {
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => return Err(OpenError::InUse),
                Err(TryLockError::Error(error)) => return Err(error.into()),
            }
            // Whoever held it before may have replaced it since it was opened here.
            if is_at(&file, &path)? {
                let mut bytes = Vec::new();
                file.read_to_end(&mut bytes)?;
                return Ok((Self { path, file }, bytes));
            }
        }
        Err(OpenError::InUse)
    }

    /// The file's number in its file system; 0 where there is none.
    pub(super) fn number(&self) -> u64 {
        number(&self.file)
    }

    /// Keeps the present content under a name of its own, because it cannot be understood.
    pub(super) fn keep_aside(&self, name: &str) -> io::Result<PathBuf> {
        let aside = beside(&self.path, name);
        fs::hard_link(&self.path, &aside).or_else(|_| fs::copy(&self.path, &aside).map(drop))?;
        Ok(aside)
    }

    /// Puts a new content in place in one step; `text` is made for the new file's number. `name` is new
    /// with each call, so that nobody's file is written over.
    pub(super) fn replace(
        &mut self,
        name: &str,
        text: impl FnOnce(u64) -> String,
    ) -> io::Result<Appender> {
        let new = beside(&self.path, name);
        let written = self.write_new(&new, text);
        if written.is_err() {
            // Best effort: it may never have been made.
            let _ = fs::remove_file(&new);
        }
        written
    }

    fn write_new(&mut self, new: &Path, text: impl FnOnce(u64) -> String) -> io::Result<Appender> {
        let mut file = options().create_new(true).open(new)?;
        // Held before it has the name, so that the name is held at every moment.
        file.try_lock()?;
        let text = text(number(&file));
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        fs::rename(new, &self.path)?;
        sync_folder(&self.path)?;
        self.file = file.try_clone()?;
        Ok(Appender { file, good: text.len() as u64 })
    }
}

impl Appender {
    /// Returns when the line is on the disk. After an error it is as if nothing had been added.
    pub(super) fn add(&mut self, line: &str) -> io::Result<()> {
        // What an earlier failure left is no line, and must not become the start of this one.
        if self.file.metadata()?.len() != self.good {
            self.file.set_len(self.good)?;
        }
        self.file.write_all(line.as_bytes())?;
        self.file.sync_data()?;
        self.good += line.len() as u64;
        Ok(())
    }
}

fn options() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.append(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// The folder is written to disk, so that the name leads to the new file after a loss of power too.
fn sync_folder(path: &Path) -> io::Result<()> {
    if cfg!(unix) {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        File::open(folder.unwrap_or(Path::new(".")))?.sync_all()?;
    }
    Ok(())
}

/// The whole name with an ending: `x.new` beside `x` could be somebody's file.
fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(ending);
    name.into()
}

#[cfg(unix)]
fn number(file: &File) -> u64 {
    use std::os::unix::fs::MetadataExt;
    file.metadata().map_or(0, |data| data.ino())
}

#[cfg(not(unix))]
fn number(_: &File) -> u64 {
    0
}

#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> io::Result<bool> {
    use std::os::unix::fs::MetadataExt;
    let held = file.metadata()?;
    match fs::metadata(path) {
        Ok(named) => Ok((named.dev(), named.ino()) == (held.dev(), held.ino())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}

#[cfg(not(unix))]
fn is_at(_: &File, _: &Path) -> io::Result<bool> {
    // There a file that is open cannot be replaced.
    Ok(true)
}
