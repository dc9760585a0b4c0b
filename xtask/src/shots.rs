//! `cargo xtask shots`: pictures of every screen and state at 390 and 1280 px, light and dark, in
//! English and Arabic, into `target/shots`. The walks are in `tests/e2e/shots`.
//!
//! It must never count as a test: a picture is for a person to look at.

use crate::commands::{only_flags, value_of};
use crate::start::build;
use crate::suite::parts;
use crate::{lock, paths, process, tools};
use anyhow::{Result, bail};
use std::fs;
use std::path::Path;

/// Takes all pictures, or those of the walks whose title fits `--only`.
pub fn run(arguments: &[String]) -> Result<()> {
    only_flags(arguments, &[], &["--only"])?;
    let only = value_of(arguments, "--only")?;
    let _building = lock::building()?; // until the last picture is taken
    tools::ensure_wasm_target()?;
    let trunk = build::Trunk::ensure()?;
    let site = build::build(&trunk, &build::local_recipe("site-gallery", "gallery"))?;
    let folder = paths::target().join("shots");
    if only.is_none() && folder.exists() {
        fs::remove_dir_all(&folder)?; // a state that is gone leaves no picture behind
    }
    fs::create_dir_all(&folder)?;
    let mut playwright = parts::playwright_for(&site, &["test", "--config", "shots"])?;
    playwright.env("PANELBOARD_SHOTS", &folder);
    if let Some(title) = only {
        playwright.args(["--grep", title]);
    }
    let walked = process::run("the walks through the app", &mut playwright);
    println!("{} pictures in {}", pictures(&folder)?, folder.display());
    if walked.is_err() {
        bail!("some walks did not reach their end; the list above says which");
    }
    Ok(())
}

fn pictures(folder: &Path) -> Result<usize> {
    let files = build::files(folder)?;
    Ok(files.iter().filter(|file| file.extension().is_some_and(|end| end == "png")).count())
}
