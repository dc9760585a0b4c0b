//! `cargo xtask bench parse`: builds the reader (`bench/parse`) and has a page measure it. A list of
//! 10,000 services from bytes to the catalogue, in Chromium, against `Response.json()` on the same
//! bytes in the same page. Only the ratio is a result: both times share one moment of one machine.

use super::module::{self, median};
use crate::commands::only_flags;
use crate::suite::parts;
use crate::{lock, process};
use anyhow::{Context, Result, bail};
use serde::Deserialize;
use serde_json::json;
use std::fs;
use std::path::Path;

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
    let folder = module::build("parse", "the reader of service lists")?;
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

fn measure(folder: &Path, report: &Path) -> Result<()> {
    let mut playwright = parts::playwright_for(
        folder,
        &["test", "--config", "bench/playwright.config.ts", "parse.spec.ts"],
    )?;
    playwright.env("PANELBOARD_BENCH_FOLDER", folder).env("PANELBOARD_BENCH_REPORT", report);
    playwright.stdout(std::process::Stdio::null());
    process::run("the measurement", &mut playwright).context("the page could not be measured")
}
