//! `cargo xtask dist`: the optimised static site in `dist/`, ready to be published.
//!
//! Every text file has a `.br` and a `.gz` beside it. The site counts only when the final wasm was
//! started in a real browser: an optimiser can make a module that is valid and does not start.

use crate::commands::{only_flags, value_of};
use crate::start::build::{self, Recipe, Trunk};
use crate::start::mark::Mark;
use crate::suite::parts;
use crate::{lock, paths, process, tools};
use anyhow::{Context, Result, ensure};
use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// Builds, compresses and starts the site.
pub fn run(arguments: &[String]) -> Result<()> {
    only_flags(arguments, &["--no-offline"], &["--public-url"])?;
    let is_kept = !arguments.iter().any(|argument| argument == "--no-offline");
    let public_url = value_of(arguments, "--public-url")?.unwrap_or("/");
    ensure!(
        public_url.starts_with('/') && public_url.ends_with('/'),
        "--public-url must begin and end with a slash, such as /panelboard/"
    );
    let _building = lock::building()?; // until it was started: nobody may build it anew under the browser
    let folder = site(public_url, is_kept)?;
    if public_url == "/" {
        gate(&folder)?;
    }
    if is_kept {
        static_gate(&folder, public_url)?;
    }
    println!("The site is in {}", folder.display());
    println!("What it and the relay are made of is listed in {}", crate::sbom::write()?.display());
    Ok(())
}

/// Builds and compresses `dist/`, unless it stands there already, whole.
pub fn site(public_url: &str, is_kept: bool) -> Result<PathBuf> {
    let _building = lock::building()?;
    tools::ensure_wasm_target()?;
    let trunk = Trunk::ensure()?;
    let optimiser = tools::wasm_opt()?;
    let recipe = Recipe {
        folder: paths::root().join("dist"),
        audience: "public",
        features: "",
        public_url,
        optimiser: Some(&optimiser),
        is_kept,
    };
    let folder = build::build(&trunk, &recipe)?;
    let known = Mark::read(&build::mark_file(&recipe)?);
    for file in build::files(&folder)? {
        compress(&file, |form| {
            form.strip_prefix(&folder).is_ok_and(|name| known.lists(&name.to_string_lossy()))
        })?;
    }
    build::mark_again(&recipe)?;
    Ok(folder)
}

/// Starts the final site in Chromium, and a changed byte in it must keep it from starting.
pub fn gate(folder: &Path) -> Result<()> {
    let mut playwright = parts::playwright_for(
        folder,
        &["test", "journeys/start.spec.ts", "journeys/final.spec.ts"],
    )?;
    process::step("Starting the final site in Chromium", &mut playwright)
}

/// Starts it under its own folder of a plain static host as well, offline and over broken deploys.
fn static_gate(folder: &Path, public_url: &str) -> Result<()> {
    let mut playwright = parts::everywhere_for(folder, public_url, "public")?;
    process::step("Starting the final site on a static host", &mut playwright)
}

const COMPRESSED: [&str; 7] = ["html", "js", "css", "wasm", "json", "svg", "webmanifest"];

/// Writes the two forms of a file, unless both were noted as finished: what an interrupted run has left
/// behind may be half of one.
fn compress(file: &Path, is_finished: impl Fn(&Path) -> bool) -> Result<()> {
    let extension = file.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    let form = |ending: &str| PathBuf::from(format!("{}.{ending}", file.display()));
    let (brotli_file, gzip_file) = (form("br"), form("gz"));
    let done = is_finished(&brotli_file) && is_finished(&gzip_file);
    if !COMPRESSED.contains(&extension) || done {
        return Ok(());
    }
    let content = fs::read(file).with_context(|| format!("{}", file.display()))?;
    fs::write(brotli_file, brotli(&content)?)?;
    let mut encoder =
        flate2::write::GzEncoder::new(File::create(gzip_file)?, flate2::Compression::best());
    encoder.write_all(&content)?;
    encoder.finish()?;
    Ok(())
}

/// Brotli at its best quality, as a static host serves it.
pub fn brotli(content: &[u8]) -> Result<Vec<u8>> {
    let settings =
        brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 24, ..Default::default() };
    let mut out = Vec::new();
    brotli::BrotliCompress(&mut &content[..], &mut out, &settings)?;
    Ok(out)
}
