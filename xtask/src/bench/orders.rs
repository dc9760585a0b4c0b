//! `cargo xtask bench orders`: the order book of somebody who comes back, in the built site: when the first
//! rows stand, how long the page stands still, how long a letter in the search takes. `bench/orders` writes
//! the journal. Only the bounds count; times of a busy machine say little.

use crate::commands::only_flags;
use crate::start::build;
use crate::suite::parts;
use crate::{lock, paths, process, tools};
use anyhow::{Context, Result, bail};
use serde::Deserialize;
use serde_json::json;
use std::fs;
use std::process::Stdio;

/// What was measured with so many orders and the processor slowed down so many times.
#[derive(Deserialize, serde::Serialize)]
struct Row {
    orders: u32,
    slowed: u32,
    rows_ms: f64,
    ready_ms: f64,
    longest_start_ms: f64,
    longest_idle_ms: f64,
    typing_p95_ms: f64,
    requests: u32,
    megabytes: f64,
}

/// The longest task while the book opens, afterwards, and the slowest letters: at full speed and slowed
/// down four times.
fn limits(slowed: u32) -> [f64; 3] {
    if slowed == 1 { [50.0, 50.0, 32.0] } else { [200.0, 200.0, 64.0] }
}

impl Row {
    fn bounds(&self) -> Vec<(String, f64, f64)> {
        let at = format!("{} orders, {}x", self.orders, self.slowed);
        let titles = ["longest task at the start", "longest task afterwards", "typing, p95"];
        let values = [self.longest_start_ms, self.longest_idle_ms, self.typing_p95_ms];
        let bounds = titles.into_iter().zip(values).zip(limits(self.slowed));
        bounds.map(|((name, value), limit)| (format!("{at}: {name}"), value, limit)).collect()
    }
}

/// Measures, prints the table or the JSON, and fails above a limit.
pub fn run(arguments: &[String]) -> Result<()> {
    only_flags(arguments, &["--json"], &[])?;
    let _building = lock::building()?; // until it is measured
    let journal = parts::journal_writer()?;
    tools::ensure_wasm_target()?;
    let site = build::site_for_this_machine(&build::Trunk::ensure()?)?;
    let report = paths::target().join("panelboard").join("bench-orders.json");
    let config = ["test", "--config", "bench/playwright.config.ts", "orders.spec.ts"];
    let mut playwright = parts::playwright_for(&site, &config)?;
    playwright.env("PANELBOARD_BENCH_REPORT", &report);
    playwright.env("PANELBOARD_BENCH_JOURNAL", journal).stdout(Stdio::null());
    process::run("the measurement", &mut playwright).context("the book could not be measured")?;
    let rows: Vec<Row> = serde_json::from_str(&fs::read_to_string(&report)?)?;
    if rows.is_empty() {
        bail!("nothing was measured");
    }
    let bounds: Vec<_> = rows.iter().flat_map(Row::bounds).collect();
    if arguments.iter().any(|argument| argument == "--json") {
        let list = bounds.iter().map(|(name, value, limit)| {
            json!({ "name": name, "value": value, "limit": limit, "ok": value <= limit })
        });
        println!("{}", json!({ "bounds": list.collect::<Vec<_>>(), "rows": rows }));
    } else {
        print(&rows);
    }
    let broken: Vec<&str> =
        bounds.iter().filter(|(_, value, limit)| value > limit).map(|(name, ..)| &**name).collect();
    if !broken.is_empty() {
        bail!("above the limit: {}", broken.join("; "));
    }
    Ok(())
}

fn print(rows: &[Row]) {
    println!(
        "{:>7} {:>3} {:>10} {:>10} {:>12} {:>12} {:>11} {:>9} {:>7}",
        "orders",
        "x",
        "rows, ms",
        "all, ms",
        "longest, ms",
        "after, ms",
        "typing p95",
        "requests",
        "MB"
    );
    for row in rows {
        println!(
            "{:>7} {:>3} {:>10.0} {:>10.0} {:>12.0} {:>12.0} {:>11.0} {:>9} {:>7.1}",
            row.orders,
            row.slowed,
            row.rows_ms,
            row.ready_ms,
            row.longest_start_ms,
            row.longest_idle_ms,
            row.typing_p95_ms,
            row.requests,
            row.megabytes
        );
    }
}
