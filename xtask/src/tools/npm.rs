//! What comes from npm: wasm-opt, which writes the published bytes, and the e2e tests' packages. Both
//! with a committed lock file whose hashes npm verifies; no package's own scripts are run.

use crate::{lock, paths, process};
use anyhow::{Result, bail};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const BINARYEN: &str = "xtask/tools/binaryen";
/// Without `--ignore-scripts` every package of the lock could run code here.
const CLEAN_INSTALL: [&str; 4] = ["ci", "--ignore-scripts", "--no-audit", "--no-fund"];

/// wasm-opt, which npm brings as a ready program. Only `dist` needs it.
pub fn wasm_opt() -> Result<PathBuf> {
    let (tools, source) = (paths::tools()?, paths::root().join(BINARYEN));
    let folder = tools.join("binaryen");
    let program = folder.join("node_modules").join(".bin").join("wasm-opt");
    if is_installed(&folder, &source)? && program.is_file() {
        return Ok(program);
    }
    fs::create_dir_all(&folder)?;
    let _installing = lock::hold(&tools.join("install.lock"), "another installation of tools")?;
    for name in ["package.json", "package-lock.json"] {
        fs::copy(source.join(name), folder.join(name))?;
    }
    clean_install("Installing wasm-opt", &folder, &source)?;
    Ok(program)
}

/// Playwright and axe, beside the tests.
pub fn install_packages() -> Result<()> {
    let folder = paths::root().join("tests").join("e2e");
    if is_installed(&folder, &folder)? {
        return Ok(());
    }
    clean_install("Installing the e2e tests' packages", &folder, &folder)
}

/// Whether exactly the packages of the lock in `source` were installed into `folder`.
fn is_installed(folder: &Path, source: &Path) -> Result<bool> {
    let lock = fs::read(source.join("package-lock.json"))?;
    Ok(fs::read(mark(folder)).is_ok_and(|installed| installed == lock))
}

fn clean_install(what: &str, folder: &Path, source: &Path) -> Result<()> {
    if !process::on_path("npm") {
        bail!(
            "npm is missing: install node 20 or newer with npm (only the e2e tests, dist and shots need it)"
        );
    }
    process::step(what, &mut command(folder))?;
    Ok(fs::write(mark(folder), fs::read(source.join("package-lock.json"))?)?)
}

fn command(folder: &Path) -> Command {
    let mut npm = process::command("npm");
    npm.current_dir(folder).args(CLEAN_INSTALL);
    npm
}

/// Written last, so that half an installation does not count.
fn mark(folder: &Path) -> PathBuf {
    folder.join("node_modules").join(".installed")
}

#[cfg(test)]
mod tests {
    use super::{BINARYEN, command};
    use crate::paths;
    use serde_json::Value;
    use std::fs;
    use std::path::Path;

    fn lock(folder: &str) -> Value {
        let file = paths::root().join(folder).join("package-lock.json");
        serde_json::from_slice(&fs::read(file).expect("it is committed")).expect("JSON")
    }

    #[test]
    fn s15_npm_installs_the_lock_and_runs_no_scripts() {
        let command = command(Path::new("somewhere"));
        let arguments: Vec<_> = command.get_args().map(|text| text.to_string_lossy()).collect();
        assert_eq!(arguments[..2], ["ci", "--ignore-scripts"]);
    }

    #[test]
    fn s15_every_package_from_npm_is_pinned_by_its_hash() {
        for folder in [BINARYEN, "tests/e2e"] {
            let lock = lock(folder);
            let packages = lock["packages"].as_object().expect("version 3");
            assert!(packages.len() > 1, "{folder}");
            for (path, package) in packages.iter().filter(|(path, _)| !path.is_empty()) {
                let hash = package["integrity"].as_str().unwrap_or_default();
                assert!(hash.starts_with("sha512-") && hash.len() > 80, "{folder}: {path}");
                assert!(package["version"].is_string(), "{folder}: {path}");
            }
        }
        let wanted = lock(BINARYEN)["packages"][""]["dependencies"]["binaryen"].clone();
        let version = lock(BINARYEN)["packages"]["node_modules/binaryen"]["version"].clone();
        assert_eq!(wanted, version, "an exact version, no range");
    }
}
