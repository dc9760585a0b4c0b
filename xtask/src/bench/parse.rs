//! `cargo xtask bench parse`: builds the reader (`bench/parse`) and has a page measure it. A list of
//! 10,000 services from bytes to the catalogue, in Chromium, against `Response.json()` on the same
//! bytes in the same page. Only the ratio is a result: both times share one moment of one machine.

use crate::commands::only_flags;
use crate::suite::parts;
use crate::tools::{self, WASM};
use crate::{lock, paths, process};
use anyhow::{Context, Result, bail};
use serde::Deserialize;
use serde_json::json;
use std::fs;
use std::path::{Path, PathBuf};

/// The most that ours may take of the browser's time: a list that the app reads itself must not be
/// slower than one that the browser reads for it.
const LIMIT: f64 = 0.75;

/// Milliseconds for each round.
#[derive(Deserialize)]
struct Times {
    ours: Vec<f64>,
    browsers: Vec<f64>,
    first: f64,
    bytes: u32,
}

/// Measures, prints the table or the JSON, and fails above the limit.
pub fn run(arguments: &[String]) -> Result<()> {
    only_flags(arguments, &["--json"], &[])?;
    let _building = lock::building()?; // until it is measured
    let folder = build()?;
    let report = folder.join("report.json");
    measure(&folder, &report)?;
    let times: Times = serde_json::from_str(&fs::read_to_string(&report)?)?;
    let ratio =
        median(times.ours.iter().zip(&times.browsers).map(|(ours, browsers)| ours / browsers));
    let ok = ratio <= LIMIT;
    if arguments.iter().any(|argument| argument == "--json") {
        let bound =
            json!({ "name": "parse / Response.json()", "value": ratio, "limit": LIMIT, "ok": ok });
        println!(
            "{}",
            json!({ "bounds": [bound], "ours_ms": times.ours, "browsers_ms": times.browsers })
        );
    } else {
        println!("10,000 services, {} bytes; milliseconds of each round", times.bytes);
        println!("  Response.json()  {:?}", times.browsers);
        println!("  Panelboard       {:?}  (the first call {:.1})", times.ours, times.first);
        println!("  median ratio     {ratio:.2} of at most {LIMIT}");
    }
    if !ok {
        bail!(
            "reading a service list takes {ratio:.2} of the browser's own time; the limit is {LIMIT}"
        );
    }
    Ok(())
}

/// The reader alone, compiled as the app is.
fn build() -> Result<PathBuf> {
    tools::ensure_wasm_target()?;
    let mut cargo = process::cargo();
    let (flags, hidden) = paths::hidden(); // the same flags as the app's, or both would be built anew
    cargo.env(flags, hidden);
    cargo.args(["build", "--release", "--package", "panelboard-bench-parse", "--target", WASM]);
    process::step("Building the reader of service lists", &mut cargo)?;
    let folder = paths::target().join("panelboard").join("bench-parse");
    fs::create_dir_all(&folder)?;
    let module = paths::target().join(WASM).join("release").join("panelboard_bench_parse.wasm");
    let mut bind = process::command(tools::wasm_bindgen()?.ensure()?.join("wasm-bindgen"));
    bind.args(["--target", "web", "--no-typescript", "--out-name", "parse", "--out-dir"]);
    process::run("wasm-bindgen", bind.arg(&folder).arg(module))?;
    let wasm = folder.join("parse_bg.wasm");
    let optimised = folder.join("optimised.wasm");
    let mut optimise = process::command(tools::wasm_opt()?);
    process::run("wasm-opt", optimise.arg("-Oz").arg(&wasm).arg("-o").arg(&optimised))?;
    fs::rename(optimised, wasm)?;
    Ok(folder)
}

fn measure(folder: &Path, report: &Path) -> Result<()> {
    let mut playwright = parts::playwright_for(
        folder,
        &["test", "--config", "bench/playwright.config.ts", "parse.spec.ts"],
    )?;
    playwright.env("PANELBOARD_BENCH_FOLDER", folder).env("PANELBOARD_BENCH_REPORT", report);
    playwright.stdout(std::process::Stdio::null());
    process::run("the measurement", &mut playwright).context("the page could not be measured")
}

fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::INFINITY)
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_median_is_the_middle_one_and_nothing_measured_is_no_success() {
        assert!((super::median([3.0, 1.0, 2.0].into_iter()) - 2.0).abs() < f64::EPSILON);
        assert!(super::median(std::iter::empty()) > super::LIMIT);
    }
}
