//! What a build has left behind: the fingerprint of everything that it was made from, and the hash of
//! each file. A folder counts as built only while both still hold: one that was interrupted, or touched
//! since, is built again.

use super::build::files;
use crate::site::integrity::sha256_hex;
use anyhow::{Context, Result};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

/// A mark, as read.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Mark {
    fingerprint: String,
    /// Hashes by path below the folder.
    files: BTreeMap<String, String>,
}

impl Mark {
    /// Of the folder as it stands.
    pub fn of(folder: &Path, fingerprint: &str) -> Result<Self> {
        let files = files(folder)?.into_iter().map(|file| {
            let name = file.strip_prefix(folder)?.to_string_lossy().into_owned();
            let content = fs::read(&file).with_context(|| format!("{}", file.display()))?;
            Ok((name, sha256_hex(&content)))
        });
        let files = files.collect::<Result<_>>()?;
        Ok(Self { fingerprint: fingerprint.to_owned(), files })
    }

    /// With the files that stand in the folder now; made from the same sources.
    pub fn with_files_of(self, folder: &Path) -> Result<Self> {
        Self::of(folder, &self.fingerprint)
    }

    /// The mark at `path`; an empty one where there is none, which fits nothing.
    pub fn read(path: &Path) -> Self {
        let text = fs::read_to_string(path).unwrap_or_default();
        let mut lines = text.lines();
        let fingerprint = lines.next().unwrap_or_default().to_owned();
        let files = lines.filter_map(|line| line.split_once("  "));
        let files = files.map(|(hash, name)| (name.to_owned(), hash.to_owned())).collect();
        Self { fingerprint, files }
    }

    /// Writes it in one step: half a mark is none.
    pub fn write(&self, path: &Path) -> Result<()> {
        let mut text = format!("{}\n", self.fingerprint);
        for (name, hash) in &self.files {
            let _ = writeln!(text, "{hash}  {name}"); // writing to a String cannot fail
        }
        let new = path.with_extension("new");
        fs::write(&new, text)?;
        Ok(fs::rename(new, path)?)
    }

    /// Whether `folder` was made from these sources and still holds what was made, byte for byte.
    /// What was put beside it since does not count.
    pub fn fits(&self, folder: &Path, fingerprint: &str) -> bool {
        self.fingerprint == fingerprint
            && self.files.contains_key("index.html")
            && self.files.iter().all(|(name, hash)| {
                fs::read(folder.join(name)).is_ok_and(|content| sha256_hex(&content) == *hash)
            })
    }

    /// Whether a file of that name was there.
    pub fn lists(&self, name: &str) -> bool {
        self.files.contains_key(name)
    }
}

#[cfg(test)]
mod tests {
    use super::Mark;
    use std::fs;

    #[test]
    fn a_folder_that_lacks_a_file_or_has_another_one_is_not_built() {
        let root = std::env::temp_dir().join(format!("panelboard-mark-{}", std::process::id()));
        let folder = root.join("site");
        fs::create_dir_all(folder.join("locales")).expect("a folder");
        let all = ["index.html", "a.js", "a.js.br", "locales/ko.json"];
        for name in all {
            fs::write(folder.join(name), name).expect("a file");
        }
        let path = root.join("site.fingerprint");
        assert!(!Mark::read(&path).fits(&folder, ""), "no mark");
        Mark::of(&folder, "sources").expect("readable").write(&path).expect("written");
        let mark = Mark::read(&path);
        assert!(mark.fits(&folder, "sources"));
        assert!(!mark.fits(&folder, "other sources"));
        assert!(mark.lists("a.js.br") && !mark.lists("a.js.gz"));
        fs::write(folder.join("a.js.gz"), "a.js.gz").expect("a file");
        let more = Mark::read(&path).with_files_of(&folder).expect("readable");
        assert!(more.lists("a.js.gz") && more.fits(&folder, "sources"));
        fs::write(folder.join("sandbox.json"), "beside it").expect("a file");
        assert!(mark.fits(&folder, "sources"), "what is put beside it does not count");
        for name in all {
            let file = folder.join(name);
            fs::write(&file, format!("{name}!")).expect("a file");
            assert!(!mark.fits(&folder, "sources"), "{name} changed");
            fs::remove_file(&file).expect("removed");
            assert!(!mark.fits(&folder, "sources"), "{name} missing");
            fs::write(&file, name).expect("a file");
        }
        assert!(mark.fits(&folder, "sources"));
        // The first form of a mark was the fingerprint alone.
        fs::write(&path, "sources").expect("a file");
        assert!(!Mark::read(&path).fits(&folder, "sources"));
        fs::remove_dir_all(root).expect("removed");
    }
}
