//! The tools that the build needs, each in the user's cache folder, keyed by version:
//! `trunk-0.21.14/bin`, `wasm-bindgen-<as Cargo.lock>-<hash of its lock>/bin`, … One that is there is
//! used as it is.
//!
//! A tool comes from crates.io or npm with a lock file, whose checksums cargo and npm verify. A prebuilt
//! release is taken only when [`prebuilt`] pins its SHA-256: an unpinned download would be code that
//! nobody checked. No script that a package brings is run while it is installed.

use crate::site::integrity;
use crate::{lock, paths, process};
use anyhow::{Context, Result, bail};
use std::fs;
use std::path::PathBuf;

mod npm;
mod prebuilt;

pub use npm::{install_packages, wasm_opt};
pub use prebuilt::host_triple;

/// A program from crates.io in one exact version.
pub struct Tool {
    /// The first part of its folder's name.
    pub name: &'static str,
    /// Its exact version.
    pub version: String,
    /// Where it comes from.
    source: Origin,
    /// How far the compiler optimises it: `0` where the tool only calls others or reads small files,
    /// so that a fresh machine waits a third of the time for it.
    opt_level: &'static str,
    /// What to expect of a build from source, for the person who waits.
    wait: &'static str,
}

/// Where a tool comes from; either way with a lock file.
enum Origin {
    /// A crate that brings a lock file which still works.
    Registry,
    /// A package of this repository with a lock file of its own: its folder, and the hash of the lock.
    Folder { path: &'static str, lock: String },
}

/// Builds and serves the app. 0.22 needs a newer compiler than `rust-toolchain.toml` names.
pub fn trunk() -> Tool {
    Tool {
        name: "trunk",
        version: "0.21.14".to_owned(),
        source: Origin::Registry,
        opt_level: "0",
        wait: "about 4 minutes on two cores, once per machine",
    }
}

/// Its version must equal the library's in `Cargo.lock`.
pub fn wasm_bindgen() -> Result<Tool> {
    let lock = fs::read(paths::root().join(WASM_BINDGEN).join("Cargo.lock"))?;
    Ok(Tool {
        name: "wasm-bindgen",
        version: locked_version("wasm-bindgen")?,
        source: Origin::Folder { path: WASM_BINDGEN, lock: integrity::short_hash(&lock) },
        opt_level: "3", // it rewrites tens of megabytes at each build
        wait: "about 4 minutes on two cores, once per machine",
    })
}

const WASM_BINDGEN: &str = "xtask/tools/wasm-bindgen";

/// Checks licences, bans and sources of every dependency.
pub fn cargo_deny() -> Tool {
    Tool {
        name: "cargo-deny",
        version: "0.20.2".to_owned(),
        source: Origin::Registry,
        opt_level: "0",
        wait: "two minutes on two cores, once per machine",
    }
}

impl Tool {
    /// The folder of its programs, installed first when it is not there.
    pub fn ensure(&self) -> Result<PathBuf> {
        let tools = paths::tools()?;
        let folder = tools.join(self.folder());
        let bin = folder.join("bin");
        if self.is_in(&bin) {
            return Ok(bin);
        }
        fs::create_dir_all(&folder)
            .with_context(|| format!("{} cannot be made", folder.display()))?;
        let _installing = lock::hold(&tools.join("install.lock"), "another installation of tools")?;
        if self.is_in(&bin) || prebuilt::install(self, &bin)? {
            return Ok(bin);
        }
        self.build(&folder)?;
        if !self.is_in(&bin) {
            bail!("{} was built but is not in {}", self.name, bin.display());
        }
        Ok(bin)
    }

    /// The name of its folder in the cache: another version, or another lock, is another tool.
    fn folder(&self) -> String {
        match &self.source {
            Origin::Registry => format!("{}-{}", self.name, self.version),
            Origin::Folder { lock, .. } => format!("{}-{}-{lock}", self.name, self.version),
        }
    }

    fn is_in(&self, bin: &std::path::Path) -> bool {
        bin.join(format!("{}{}", self.name, std::env::consts::EXE_SUFFIX)).is_file()
    }

    fn build(&self, folder: &std::path::Path) -> Result<()> {
        let what = format!("Installing {} {} ({})", self.name, self.version, self.wait);
        let mut cargo = process::cargo();
        cargo.args(["install", "--locked"]).args(self.install_arguments());
        cargo.arg("--root").arg(folder);
        // Its own build folder: the workspace's profile and lock must not touch it.
        cargo.env("CARGO_TARGET_DIR", folder.join("build"));
        cargo.env("CARGO_PROFILE_RELEASE_OPT_LEVEL", self.opt_level);
        cargo.env("CARGO_PROFILE_RELEASE_LTO", "off");
        cargo.env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16");
        cargo.env("CARGO_PROFILE_RELEASE_DEBUG", "0");
        let done = process::step(&what, &mut cargo).with_context(|| {
            format!(
                "{} {} could not be installed; is the network there? By hand: cargo install --locked {} --root {}",
                self.name,
                self.version,
                self.install_arguments().join(" "),
                folder.display()
            )
        });
        let _ = fs::remove_dir_all(folder.join("build")); // only costs disk if it stays
        done
    }

    fn install_arguments(&self) -> Vec<&str> {
        match &self.source {
            Origin::Registry => vec![self.name, "--version", &self.version],
            Origin::Folder { path, .. } => vec!["--path", path],
        }
    }
}

/// Adds the wasm target to the pinned toolchain when it is missing.
pub fn ensure_wasm_target() -> Result<()> {
    let installed = process::command("rustup").args(["target", "list", "--installed"]).output();
    let Ok(installed) = installed else {
        return Ok(()); // no rustup: the compiler is the person's own, and cargo will say what it lacks
    };
    if String::from_utf8_lossy(&installed.stdout).lines().any(|line| line == WASM) {
        return Ok(());
    }
    process::step(
        "Adding the WebAssembly target",
        process::command("rustup").args(["target", "add", WASM]),
    )
}

/// The browser's target.
pub const WASM: &str = "wasm32-unknown-unknown";

fn locked_version(package: &str) -> Result<String> {
    let lock = fs::read_to_string(paths::root().join("Cargo.lock")).context("Cargo.lock")?;
    version_in_lock(&lock, package)
        .with_context(|| format!("Cargo.lock names no version of {package}"))
}

/// The version of the package of that exact name in a `Cargo.lock`.
pub fn version_in_lock(lock: &str, package: &str) -> Option<String> {
    let entry = lock
        .split("[[package]]")
        .find(|entry| entry.lines().any(|line| line.trim() == format!("name = \"{package}\"")))?;
    let version = entry.lines().find_map(|line| line.trim().strip_prefix("version = "))?;
    Some(version.trim_matches('"').to_owned())
}

#[cfg(test)]
mod tests {
    use super::{Origin, WASM_BINDGEN, cargo_deny, trunk, version_in_lock, wasm_bindgen};
    use crate::paths;
    use std::fs;

    #[test]
    fn s15_every_tool_from_crates_io_is_installed_with_a_lock() {
        for tool in [trunk(), wasm_bindgen().expect("Cargo.lock names it"), cargo_deny()] {
            match &tool.source {
                Origin::Registry => {
                    let expected = [tool.name, "--version", tool.version.as_str()];
                    assert_eq!(tool.install_arguments(), expected);
                }
                Origin::Folder { path, lock } => {
                    assert_eq!(tool.install_arguments(), ["--path", *path]);
                    assert!(tool.folder().ends_with(lock), "another lock is another tool");
                }
            }
        }
    }

    #[test]
    fn s15_the_lock_of_wasm_bindgen_holds_a_checksum_for_every_crate() {
        let lock = fs::read_to_string(paths::root().join(WASM_BINDGEN).join("Cargo.lock"));
        let lock = lock.expect("it is committed");
        let packages: Vec<_> = lock.split("[[package]]").skip(1).collect();
        assert!(packages.len() > 50);
        let unsealed = packages.iter().filter(|package| !package.contains("checksum = \""));
        let unsealed: Vec<_> = unsealed.map(|package| package.lines().nth(1)).collect();
        assert_eq!(unsealed, [Some("name = \"panelboard-wasm-bindgen\"")]);
        let library = wasm_bindgen().expect("Cargo.lock names it").version;
        assert_eq!(version_in_lock(&lock, "wasm-bindgen-cli"), Some(library));
    }

    #[test]
    fn the_version_is_read_from_the_package_of_that_exact_name() {
        let lock = "[[package]]\nname = \"wasm-bindgen-futures\"\nversion = \"0.4.1\"\n\n\
                    [[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\n";
        assert_eq!(version_in_lock(lock, "wasm-bindgen").as_deref(), Some("0.2.130"));
        assert_eq!(version_in_lock(lock, "trunk"), None);
    }
}
