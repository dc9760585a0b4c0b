//! Where things are: the repository, its build folder, and the per-user cache of tools.

use anyhow::{Context, Result};
use std::env;
use std::path::{Path, PathBuf};

/// The repository's root.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask lies in the root").to_owned()
}

/// Cargo's build folder; everything that this tool makes lies in it, except `dist/`.
pub fn target() -> PathBuf {
    env::var_os("CARGO_TARGET_DIR")
        .map_or_else(|| root().join("target"), |folder| root().join(PathBuf::from(folder)))
}

/// The folder of installed tools. It belongs to the user, not to one clone, so that a second clone
/// and a clean checkout in CI find the tools again: `$PANELBOARD_CACHE/tools`, else
/// `panelboard/tools` in the platform's cache folder.
pub fn tools() -> Result<PathBuf> {
    if let Some(folder) = env::var_os("PANELBOARD_CACHE") {
        return Ok(PathBuf::from(folder).join("tools"));
    }
    Ok(platform_cache()?.join("panelboard").join("tools"))
}

/// Compiler flags, as an environment variable, that keep this machine's paths out of the published
/// wasm: panic messages name their source files. Cargo adds them to those of `.cargo/config.toml`.
pub fn hidden() -> (&'static str, String) {
    let home = env::home_dir().unwrap_or_default();
    let cargo = env::var_os("CARGO_HOME").map_or_else(|| home.join(".cargo"), PathBuf::from);
    let toolchain = env::var_os("RUSTUP_HOME").map_or_else(|| home.join(".rustup"), PathBuf::from);
    let names = [(root(), "panelboard"), (cargo, "cargo"), (toolchain, "rustup")];
    // A path with a space could not stand in the variable; it stays as it is then.
    let flag = |(path, name): (PathBuf, &str)| {
        let path = path.to_str().filter(|path| !path.is_empty() && !path.contains(' '))?;
        Some(format!("--remap-path-prefix={path}={name}"))
    };
    let flags: Vec<String> = names.into_iter().filter_map(flag).collect();
    ("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", flags.join(" "))
}

fn platform_cache() -> Result<PathBuf> {
    let home = || {
        env::home_dir()
            .context("no home folder is known; set PANELBOARD_CACHE to a folder for tools")
    };
    if cfg!(windows) {
        env::var_os("LOCALAPPDATA")
            .map(PathBuf::from)
            .context("LOCALAPPDATA is not set; set PANELBOARD_CACHE to a folder for tools")
    } else if cfg!(target_os = "macos") {
        Ok(home()?.join("Library").join("Caches"))
    } else {
        match env::var_os("XDG_CACHE_HOME") {
            Some(folder) if !folder.is_empty() => Ok(PathBuf::from(folder)),
            _ => Ok(home()?.join(".cache")),
        }
    }
}
