//! The tools that the build needs, each in the user's cache folder, keyed by version:
//! `trunk-0.21.14/bin`, `wasm-bindgen-<as Cargo.lock>/bin`, … One that is there is used as it is.
//!
//! A tool comes from crates.io, whose checksums cargo verifies. A prebuilt release is taken only
//! when [`PREBUILT`] pins its SHA-256: an unpinned download would be code that nobody checked.

use crate::{paths, process};
use anyhow::{Context, Result, bail};
use std::fs;
use std::path::PathBuf;

mod prebuilt;

/// A program from crates.io in one exact version.
pub struct Tool {
    /// The first part of its folder's name.
    pub name: &'static str,
    /// The crate that holds it.
    pub package: &'static str,
    /// The exact version.
    pub version: String,
    /// Whether the crate's own lock file is used.
    locked: bool,
    /// How far the compiler optimises it: `0` where the tool only calls others or reads small files,
    /// so that a fresh machine waits a third of the time for it.
    opt_level: &'static str,
    /// What to expect of a build from source, for the person who waits.
    wait: &'static str,
}

/// Builds and serves the app. 0.22 needs a newer compiler than `rust-toolchain.toml` names.
pub fn trunk() -> Tool {
    Tool {
        name: "trunk",
        package: "trunk",
        version: "0.21.14".to_owned(),
        locked: true,
        opt_level: "0",
        wait: "about 4 minutes on two cores, once per machine",
    }
}

/// Its version must equal the library's in `Cargo.lock`.
pub fn wasm_bindgen() -> Result<Tool> {
    Ok(Tool {
        name: "wasm-bindgen",
        package: "wasm-bindgen-cli",
        version: locked_version("wasm-bindgen")?,
        locked: false,  // its own lock names versions that were withdrawn
        opt_level: "3", // it rewrites tens of megabytes at each build
        wait: "about 4 minutes on two cores, once per machine",
    })
}

/// Checks licences, bans and sources of every dependency.
pub fn cargo_deny() -> Tool {
    Tool {
        name: "cargo-deny",
        package: "cargo-deny",
        version: "0.20.2".to_owned(),
        locked: true,
        opt_level: "0",
        wait: "two minutes on two cores, once per machine",
    }
}

impl Tool {
    /// The folder of its programs, installed first when it is not there.
    pub fn ensure(&self) -> Result<PathBuf> {
        let folder = paths::tools()?.join(format!("{}-{}", self.name, self.version));
        let bin = folder.join("bin");
        if self.is_in(&bin) {
            return Ok(bin);
        }
        fs::create_dir_all(&folder)
            .with_context(|| format!("{} cannot be made", folder.display()))?;
        if prebuilt::install(self, &bin)? {
            return Ok(bin);
        }
        self.build(&folder)?;
        if !self.is_in(&bin) {
            bail!("{} was built but is not in {}", self.name, bin.display());
        }
        Ok(bin)
    }

    fn is_in(&self, bin: &std::path::Path) -> bool {
        bin.join(format!("{}{}", self.name, std::env::consts::EXE_SUFFIX)).is_file()
    }

    fn build(&self, folder: &std::path::Path) -> Result<()> {
        let what = format!("Installing {} {} ({})", self.name, self.version, self.wait);
        let mut cargo = process::cargo();
        cargo.args(["install", self.package, "--version", &self.version, "--root"]).arg(folder);
        if self.locked {
            cargo.arg("--locked");
        }
        // Its own build folder: the workspace's profile and lock must not touch it.
        cargo.env("CARGO_TARGET_DIR", folder.join("build"));
        cargo.env("CARGO_PROFILE_RELEASE_OPT_LEVEL", self.opt_level);
        cargo.env("CARGO_PROFILE_RELEASE_LTO", "off");
        cargo.env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16");
        cargo.env("CARGO_PROFILE_RELEASE_DEBUG", "0");
        let done = process::step(&what, &mut cargo).with_context(|| {
            format!(
                "{} {} could not be installed; is the network there? By hand: cargo install {} --version {} --root {}",
                self.name,
                self.version,
                self.package,
                self.version,
                folder.display()
            )
        });
        let _ = fs::remove_dir_all(folder.join("build")); // only costs disk if it stays
        done
    }
}

const BINARYEN: &str = "132.0.0";

/// wasm-opt, which npm brings as a ready program. Only `dist` needs it.
pub fn wasm_opt() -> Result<PathBuf> {
    let folder = paths::tools()?.join(format!("binaryen-{BINARYEN}"));
    let program = folder.join("node_modules").join(".bin").join("wasm-opt");
    if !program.is_file() {
        if !process::on_path("npm") {
            bail!(
                "npm is missing: install node 20 or newer with npm; `dist` needs wasm-opt from it"
            );
        }
        fs::create_dir_all(&folder)?;
        let mut npm = process::command("npm");
        npm.args(["install", "--no-audit", "--no-fund", "--prefix"]).arg(&folder);
        process::step("Installing wasm-opt", npm.arg(format!("binaryen@{BINARYEN}")))?;
    }
    Ok(program)
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

fn version_in_lock(lock: &str, package: &str) -> Option<String> {
    let entry = lock
        .split("[[package]]")
        .find(|entry| entry.lines().any(|line| line.trim() == format!("name = \"{package}\"")))?;
    let version = entry.lines().find_map(|line| line.trim().strip_prefix("version = "))?;
    Some(version.trim_matches('"').to_owned())
}

#[cfg(test)]
mod tests {
    use super::version_in_lock;

    #[test]
    fn the_version_is_read_from_the_package_of_that_exact_name() {
        let lock = "[[package]]\nname = \"wasm-bindgen-futures\"\nversion = \"0.4.1\"\n\n\
                    [[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\n";
        assert_eq!(version_in_lock(lock, "wasm-bindgen").as_deref(), Some("0.2.130"));
        assert_eq!(version_in_lock(lock, "trunk"), None);
    }
}
