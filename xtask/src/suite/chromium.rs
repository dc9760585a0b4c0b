//! Finds Chromium and its driver; installs them where it may (Debian as root), else says what is
//! missing.

use crate::process;
use anyhow::{Result, bail};
use std::path::{Path, PathBuf};

/// A browser.
pub struct Chromium {
    /// Its program.
    pub browser: PathBuf,
    /// The program that drives it for `wasm-bindgen-test-runner`.
    pub driver: PathBuf,
}

impl Chromium {
    /// Those on PATH, installed first where that is allowed.
    pub fn ensure() -> Result<Self> {
        if let Some(found) = Self::find() {
            return Ok(found);
        }
        if !Path::new("/etc/debian_version").exists() || !is_root() {
            bail!(
                "Chromium or its driver is missing: install them (Debian: the packages chromium and chromium-driver) and put chromium and chromedriver on PATH"
            );
        }
        let mut update = process::command("apt-get");
        process::step("Reading Debian's list of packages", update.args(["update", "--quiet"]))?;
        let mut install = process::command("apt-get");
        install.args(["install", "--quiet", "--yes", "--no-install-recommends"]);
        install.args(["chromium", "chromium-driver"]).env("DEBIAN_FRONTEND", "noninteractive");
        process::step("Installing Chromium and its driver", &mut install)?;
        match Self::find() {
            Some(found) => Ok(found),
            None => bail!("the packages chromium and chromium-driver brought no program onto PATH"),
        }
    }

    fn find() -> Option<Self> {
        let names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
        let browser = names.into_iter().find_map(process::which)?;
        let driver = process::which("chromedriver")?;
        Some(Self { browser, driver })
    }
}

fn is_root() -> bool {
    process::capture("id", process::command("id").arg("-u")).is_ok_and(|id| id.trim() == "0")
}
