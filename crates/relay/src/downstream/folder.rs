//! Reads the app's folder once, at start, into a map from names to files. Whatever a request says,
//! only a name of this map is ever served: nothing of a request reaches the file system.
//!
//! Small files stay in memory, so that one version of the page is served as long as the relay runs.
//! Larger ones are opened again by the path that the map holds, and only if they are still the very
//! files that were found. A link that leads out of the folder, and a folder that holds one of the
//! operator's own secrets, keep the relay from starting.

use bytes::Bytes;
use ring::digest::{SHA256, digest};
use std::collections::HashMap;
use std::fmt::Write as _;
use std::fs::{self, Metadata};
use std::io;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

/// What is held in memory: every page, script, style and language file of this app.
const SMALL: u64 = 256 * 1024;
/// All small files together; whatever comes later is opened when it is asked for.
const IN_MEMORY: u64 = 8 * 1024 * 1024;
/// Ten times what a built app has. Somebody who names a whole home folder hears about it.
const MOST_FILES: usize = 2_000;
const MOST_DEPTH: usize = 8;

/// Every file that may be served, by its path below the folder, with `/` between the parts.
pub(crate) struct Folder(HashMap<String, AppFile>);

/// One file, as it was at start.
#[derive(Clone, Debug)]
pub(crate) struct AppFile {
    /// The bytes, or where they lie.
    pub(crate) content: Content,
    /// Tells two states of a file apart: without quotes, hexadecimal digits only.
    pub(crate) version: String,
    /// In bytes.
    pub(crate) length: u64,
}

/// Where a file's bytes are.
#[derive(Clone, Debug)]
pub(crate) enum Content {
    /// Here.
    Memory(Bytes),
    /// On disk, at a path without links, which comes from the operator's folder alone.
    Disk(PathBuf, Identity),
}

/// What makes a file the same one as before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Identity {
    place: (u64, u64),
    modified: u128,
    length: u64,
}

/// Why a folder cannot be served. Each names the entry to look at.
#[derive(Debug, thiserror::Error)]
pub enum FolderError {
    /// Build the app first.
    #[error("the app's folder has no index.html: {}", .0.display())]
    NoIndex(PathBuf),
    /// Check its rights.
    #[error("the app's folder cannot be read at {}: {}", .0.display(), .1)]
    Unreadable(PathBuf, #[source] io::Error),
    /// Copy what it points to.
    #[error("the app's folder holds a link that leads out of it: {}", .0.display())]
    LinkOut(PathBuf),
    /// A device, a pipe, a socket, a link to a folder.
    #[error("the app's folder holds what is neither a file nor a folder: {}", .0.display())]
    NoFile(PathBuf),
    /// Everything in the folder is public: move it elsewhere.
    #[error("a secret or a memory of the relay lies in the app's folder, where all is public: {}", .0.display())]
    Secret(PathBuf),
    /// Name the built app's folder, not one above it.
    #[error("the app's folder holds more than an app does: {}", .0.display())]
    TooMuch(PathBuf),
}

impl Folder {
    /// Reads all of `root`. `secrets` are files that must not lie in it.
    ///
    /// Entries whose name begins with a dot, or holds anything but ASCII letters, digits and
    /// `-_.~@`, are left out: no request could name them.
    pub(crate) fn read(root: &Path, secrets: &[PathBuf]) -> Result<Self, FolderError> {
        let unreadable = |error| FolderError::Unreadable(root.to_owned(), error);
        let root = fs::canonicalize(root).map_err(unreadable)?;
        let secrets = Secrets::of(secrets);
        let mut reading =
            Reading { root: &root, secrets: &secrets, files: HashMap::new(), held: 0 };
        reading.folder(&root, "", 0)?;
        if !reading.files.contains_key("index.html") {
            return Err(FolderError::NoIndex(root));
        }
        Ok(Self(reading.files))
    }

    /// The file of exactly this name.
    pub(crate) fn get(&self, name: &str) -> Option<&AppFile> {
        self.0.get(name)
    }
}

struct Reading<'a> {
    root: &'a Path,
    secrets: &'a Secrets,
    files: HashMap<String, AppFile>,
    held: u64,
}

impl Reading<'_> {
    fn folder(&mut self, folder: &Path, above: &str, depth: usize) -> Result<(), FolderError> {
        let unreadable = |error| FolderError::Unreadable(folder.to_owned(), error);
        if depth > MOST_DEPTH {
            return Err(FolderError::TooMuch(folder.to_owned()));
        }
        for entry in fs::read_dir(folder).map_err(unreadable)? {
            let path = entry.map_err(unreadable)?.path();
            let Some(part) = path.file_name().and_then(|part| part.to_str()) else { continue };
            if !is_plain(part) {
                continue;
            }
            let name = format!("{above}{part}");
            let kind = fs::symlink_metadata(&path)
                .map_err(|error| FolderError::Unreadable(path.clone(), error))?
                .file_type();
            if kind.is_dir() {
                self.folder(&path, &format!("{name}/"), depth + 1)?;
            } else {
                self.file(name, path)?;
            }
        }
        Ok(())
    }

    fn file(&mut self, name: String, path: PathBuf) -> Result<(), FolderError> {
        let unreadable = |error| FolderError::Unreadable(path.clone(), error);
        let real = fs::canonicalize(&path).map_err(unreadable)?;
        if !real.starts_with(self.root) {
            return Err(FolderError::LinkOut(path));
        }
        let metadata = fs::metadata(&real).map_err(unreadable)?;
        if !metadata.is_file() {
            return Err(FolderError::NoFile(path));
        }
        let identity = Identity::of(&metadata);
        if self.secrets.hold(&real, identity) {
            return Err(FolderError::Secret(path));
        }
        if self.files.len() >= MOST_FILES {
            return Err(FolderError::TooMuch(self.root.to_owned()));
        }
        let in_memory = identity.length <= SMALL && self.held + identity.length <= IN_MEMORY;
        let file = if in_memory {
            let bytes = Bytes::from(fs::read(&real).map_err(unreadable)?);
            let length = bytes.len() as u64;
            self.held += length;
            AppFile { version: hash(&bytes), length, content: Content::Memory(bytes) }
        } else {
            // Opened once now: a file that may not be read must not be found out by a visitor.
            fs::File::open(&real).map_err(unreadable)?;
            let version = format!("{:x}-{:x}", identity.modified, identity.length);
            AppFile { version, length: identity.length, content: Content::Disk(real, identity) }
        };
        self.files.insert(name, file);
        Ok(())
    }
}

impl Identity {
    /// Of a file that is open, or was looked at.
    pub(crate) fn of(metadata: &Metadata) -> Self {
        let modified = metadata.modified().unwrap_or(SystemTime::UNIX_EPOCH);
        let modified = modified.duration_since(UNIX_EPOCH).unwrap_or_default().as_nanos();
        Self { place: place(metadata), modified, length: metadata.len() }
    }
}

/// Device and inode, where there are such.
#[cfg(unix)]
fn place(metadata: &Metadata) -> (u64, u64) {
    use std::os::unix::fs::MetadataExt as _;
    (metadata.dev(), metadata.ino())
}

#[cfg(not(unix))]
fn place(_: &Metadata) -> (u64, u64) {
    (0, 0)
}

/// The operator's files that nobody may read: by path, and by place for a second name of one.
struct Secrets(Vec<(PathBuf, (u64, u64))>);

impl Secrets {
    fn of(paths: &[PathBuf]) -> Self {
        let known = paths.iter().filter_map(|path| {
            // What is not there has said so, or will say so, where it is used.
            let real = fs::canonicalize(path).ok()?;
            let place = place(&fs::metadata(&real).ok()?);
            Some((real, place))
        });
        Self(known.collect())
    }

    fn hold(&self, path: &Path, identity: Identity) -> bool {
        let same_place = |place| place != (0, 0) && place == identity.place;
        self.0.iter().any(|(secret, place)| secret == path || same_place(*place))
    }
}

/// A part of a name that a request can write without encoding, and that hides nothing.
pub(crate) fn is_plain(part: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"._-~@".contains(&byte);
    !part.is_empty() && !part.starts_with('.') && part.bytes().all(plain)
}

fn hash(bytes: &[u8]) -> String {
    digest(&SHA256, bytes).as_ref()[..16].iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}"); // writing to a String cannot fail
        hex
    })
}
