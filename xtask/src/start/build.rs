//! Builds the app with Trunk and the two servers with cargo; skips Trunk when nothing it reads has
//! changed since.

use super::mark::Mark;
use crate::site::{integrity, verify};
use crate::{lock, paths, process, tools};
use anyhow::{Context, Result, ensure};
use std::ffi::OsString;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Trunk and the wasm-bindgen that fits `Cargo.lock`, installed.
pub struct Trunk {
    path: OsString,
}

impl Trunk {
    /// Installs what is missing.
    pub fn ensure() -> Result<Self> {
        let folders = [tools::trunk().ensure()?, tools::wasm_bindgen()?.ensure()?];
        Ok(Self { path: process::path_with(&folders)? })
    }

    /// A Trunk command that finds its tools.
    pub fn command(&self) -> Command {
        let mut command = process::command("trunk");
        command.env("PATH", &self.path);
        command.env_remove("NO_COLOR"); // Trunk 0.21 refuses its usual value, 1
        command
    }
}

/// One way to build the site.
pub struct Recipe<'a> {
    /// Where it goes.
    pub folder: PathBuf,
    /// `PANELBOARD_SITE`: who may use it (see `site::policy`).
    pub audience: &'a str,
    /// Cargo features of the app, separated by commas.
    pub features: &'a str,
    /// The path that it will be served under.
    pub public_url: &'a str,
    /// The wasm-opt program, for `dist`.
    pub optimiser: Option<&'a Path>,
    /// Whether it opens without a network; when not, the service workers of earlier sites are ended.
    pub is_kept: bool,
}

/// The site for `start` and the browser tests: may reach loopback, needs no wasm-opt.
pub fn site_for_this_machine(trunk: &Trunk) -> Result<PathBuf> {
    build(trunk, &local_recipe("site", ""))
}

/// A site that may reach loopback, in a folder of `target/panelboard`.
pub fn local_recipe<'a>(folder: &str, features: &'a str) -> Recipe<'a> {
    Recipe {
        folder: paths::target().join("panelboard").join(folder),
        audience: "loopback",
        features,
        public_url: "/",
        optimiser: None,
        is_kept: true,
    }
}

/// Builds the site unless it stands there, whole, made from the same sources by the same recipe.
pub fn build(trunk: &Trunk, recipe: &Recipe) -> Result<PathBuf> {
    let _building = lock::building()?;
    let mark = mark_file(recipe)?;
    let fingerprint = fingerprint(recipe)?;
    if Mark::read(&mark).fits(&recipe.folder, &fingerprint) {
        verify::whole(&recipe.folder, recipe.public_url)?;
        println!("==> The app is built already");
        return Ok(recipe.folder.clone());
    }
    // From here on the folder is no built site, whatever becomes of this build.
    if mark.exists() {
        fs::remove_file(&mark)?;
    }
    let mut command = trunk.command();
    command.args(["build", "--release", "--public-url", recipe.public_url, "--dist"]);
    command.arg(&recipe.folder);
    let (flags, hidden) = paths::hidden();
    command.env(flags, hidden);
    command.args(["--features", &format!("split,{}", recipe.features)]);
    command.env("PANELBOARD_PARTS", "1").env("PANELBOARD_SITE", recipe.audience);
    command.env("PANELBOARD_BASE", recipe.public_url.trim_end_matches('/'));
    command.env("PANELBOARD_WORKER", if recipe.is_kept { "keep" } else { "retire" });
    match recipe.optimiser {
        Some(program) => command.env("PANELBOARD_WASM_OPT", program),
        None => command.env_remove("PANELBOARD_WASM_OPT"),
    };
    process::step("Building the app (release; the first build takes some minutes)", &mut command)?;
    verify::whole(&recipe.folder, recipe.public_url)?;
    // Nobody can tell which of two versions of a file went into it.
    ensure!(
        self::fingerprint(recipe)? == fingerprint,
        "a source of the app changed while it was built; build it again"
    );
    Mark::of(&recipe.folder, &fingerprint)?.write(&mark)?;
    Ok(recipe.folder.clone())
}

/// Notes what has been added to a built site, such as compressed forms, as part of it. It stays a build
/// of the sources that it was made from, whatever they are by now.
pub fn mark_again(recipe: &Recipe) -> Result<()> {
    let mark = mark_file(recipe)?;
    Mark::read(&mark).with_files_of(&recipe.folder)?.write(&mark)
}

/// What is noted of the site at the end of its build.
pub fn mark_file(recipe: &Recipe) -> Result<PathBuf> {
    let name = recipe.folder.file_name().context("a site's folder has a name")?;
    let marks = paths::target().join("panelboard");
    fs::create_dir_all(&marks)?;
    Ok(marks.join(name).with_extension("fingerprint"))
}

/// Everything that the site is made from, and what names the tools that make it.
const SOURCES: [&str; 17] = [
    "Cargo.toml",
    "Cargo.lock",
    "Trunk.toml",
    "index.html",
    "build.rs",
    ".cargo/config.toml",
    "build",
    "src",
    "style",
    "locales",
    "web",
    "public",
    "xtask/src/site.rs",
    "xtask/src/site",
    "xtask/src/tools.rs",
    "xtask/tools",
    "rust-toolchain.toml",
];

fn fingerprint(recipe: &Recipe) -> Result<String> {
    let root = paths::root();
    let mut text = format!(
        "{} {} {} {:?} {}\n",
        recipe.audience, recipe.features, recipe.public_url, recipe.optimiser, recipe.is_kept
    );
    let libraries = ["fence", "domain", "panel-api", "client"].map(|name| format!("crates/{name}"));
    for source in SOURCES.iter().copied().chain(libraries.iter().map(String::as_str)) {
        for file in files(&root.join(source))? {
            let content = fs::read(&file).with_context(|| format!("{}", file.display()))?;
            let _ = writeln!(text, "{} {}", file.display(), integrity::sha256_hex(&content));
        }
    }
    Ok(integrity::sha256_hex(text.as_bytes()))
}

/// All files under `path`, in a fixed order; the path itself when it is a file; none when it is not there.
pub fn files(path: &Path) -> Result<Vec<PathBuf>> {
    if path.is_file() {
        return Ok(vec![path.to_owned()]);
    }
    let mut found = Vec::new();
    if path.is_dir() {
        for entry in fs::read_dir(path)? {
            found.extend(files(&entry?.path())?);
        }
    }
    found.sort();
    Ok(found)
}

/// The two servers.
pub struct Programs {
    /// `panelboard-relay`.
    pub relay: PathBuf,
    /// `panelboard-sandbox`.
    pub sandbox: PathBuf,
}

/// Builds the servers, unoptimised: they serve one person, and the tests use the same build.
pub fn servers() -> Result<Programs> {
    let _building = lock::building()?;
    let mut command = process::cargo();
    command.args(["build", "--package", "panelboard-relay", "--package", "panelboard-sandbox"]);
    process::step("Building the relay and the sandbox panel", &mut command)?;
    let program = |name: &str| {
        let file = format!("{name}{}", std::env::consts::EXE_SUFFIX);
        let path = paths::target().join("debug").join(file);
        ensure!(path.is_file(), "{} was not built", path.display());
        Ok(path)
    };
    Ok(Programs { relay: program("panelboard-relay")?, sandbox: program("panelboard-sandbox")? })
}

/// `trunk serve` on `port`, which passes the relay's paths on to `relay_port`.
pub fn trunk_serve(trunk: &Trunk, folder: &Path, port: u16, relay_port: u16) -> Result<Command> {
    let mut config = fs::read_to_string(paths::root().join("Trunk.toml"))?;
    for path in ["p/", "attempts/", "panels", "sandbox.json"] {
        let _ = write!(
            config,
            "\n[[proxy]]\nbackend = \"http://127.0.0.1:{relay_port}/{path}\"\nno_system_proxy = true\n\
             request_headers = {{ host = \"127.0.0.1:{relay_port}\" }}\n" // Trunk drops the port
        );
    }
    // Trunk takes the folder of its configuration for the project's root, so it must stand there.
    let file = paths::root().join("Trunk.start.toml");
    fs::write(&file, config)?;
    let mut command = trunk.command();
    command.args(["serve", "--config"]).arg(file);
    command.args(["--address", "127.0.0.1", "--port", &port.to_string(), "--dist"]);
    command.arg(folder.join("site-dev"));
    command.env("PANELBOARD_SITE", "developer");
    Ok(command)
}
