//! A part of the app alone, compiled as the app is and callable from a page. It must never be built with
//! other flags than the site.

use crate::tools::{self, WASM};
use crate::{paths, process};
use anyhow::Result;
use std::fs;
use std::path::PathBuf;

/// Builds `panelboard-bench-{name}` and says in which folder `{name}.js` and its wasm stand.
pub fn build(name: &str, what: &str) -> Result<PathBuf> {
    tools::ensure_wasm_target()?;
    let mut cargo = process::cargo();
    let (flags, hidden) = paths::hidden(); // the same flags as the app's, or both would be built anew
    cargo.env(flags, hidden);
    let package = format!("panelboard-bench-{name}");
    cargo.args(["build", "--release", "--package", &package, "--target", WASM]);
    process::step(&format!("Building {what}"), &mut cargo)?;
    let folder = paths::target().join("panelboard").join(format!("bench-{name}"));
    fs::create_dir_all(&folder)?;
    let file = format!("panelboard_bench_{name}.wasm");
    let module = paths::target().join(WASM).join("release").join(file);
    let mut bind = process::command(tools::wasm_bindgen()?.ensure()?.join("wasm-bindgen"));
    bind.args(["--target", "web", "--no-typescript", "--out-name", name, "--out-dir"]);
    process::run("wasm-bindgen", bind.arg(&folder).arg(module))?;
    let wasm = folder.join(format!("{name}_bg.wasm"));
    let optimised = folder.join("optimised.wasm");
    let mut optimise = process::command(tools::wasm_opt()?);
    process::run("wasm-opt", optimise.arg("-Oz").arg(&wasm).arg("-o").arg(&optimised))?;
    fs::rename(optimised, wasm)?;
    Ok(folder)
}

/// The middle one; infinity when nothing was measured, which is no success.
pub fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::INFINITY)
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_median_is_the_middle_one_and_nothing_measured_is_no_success() {
        assert!((super::median([3.0, 1.0, 2.0].into_iter()) - 2.0).abs() < f64::EPSILON);
        assert!(super::median(std::iter::empty()).is_infinite());
    }
}
