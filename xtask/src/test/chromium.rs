//! Finds Chromium; installs it where it may (Debian as root), else says what is missing.

use crate::process;
use anyhow::{Result, bail};
use std::path::{Path, PathBuf};

/// A browser.
pub struct Chromium {
    /// Its program.
    pub browser: PathBuf,
}

impl Chromium {
    /// Those on PATH, installed first where that is allowed.
    pub fn ensure() -> Result<Self> {
        if let Some(found) = Self::find() {
            return Ok(found);
        }
        if !Path::new("/etc/debian_version").exists() || !is_root() {
            bail!(
                "Chromium is missing: install it (Debian, Ubuntu: the package chromium) and put it on PATH"
            );
        }
        let mut update = process::command("apt-get");
        process::step("Reading Debian's list of packages", update.args(["update", "--quiet"]))?;
        let mut install = process::command("apt-get");
        install.args(["install", "--quiet", "--yes", "--no-install-recommends"]);
        install.arg("chromium").env("DEBIAN_FRONTEND", "noninteractive");
        process::step("Installing Chromium", &mut install)?;
        match Self::find() {
            Some(found) => Ok(found),
            None => bail!("the package chromium brought no program onto PATH"),
        }
    }

    fn find() -> Option<Self> {
        let names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
        let browser = names.into_iter().find_map(process::which)?;
        Some(Self { browser })
    }
}

fn is_root() -> bool {
    process::capture("id", process::command("id").arg("-u")).is_ok_and(|id| id.trim() == "0")
}
