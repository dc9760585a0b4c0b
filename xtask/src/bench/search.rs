//! `cargo xtask bench search`: builds the app's search (`bench/search`) and has a page measure it. A list of
//! 10,000 services in Chromium, against `MiniSearch` and `uFuzzy` in the same page, engine after engine in turn.
//! Times count as ratios only; what is found is judged by patterns that know no engine
//! (`tests/e2e/bench/search/queries.txt`).

use super::module::{self, median};
use crate::commands::only_flags;
use crate::suite::parts;
use crate::{lock, paths, process};
use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::fs;
use std::path::Path;

/// What one engine was measured at, round by round, in milliseconds.
#[derive(Deserialize, Serialize)]
struct Engine {
    /// Making the index; empty for one that has none.
    build: Vec<f64>,
    /// The slowest slice of making it, and what ends it; empty for one that cannot be sliced.
    slices: Vec<f64>,
    /// The 95th of 100 queries.
    query_p95: Vec<f64>,
    /// The same while phrases are typed letter by letter.
    typing_p95: Vec<f64>,
    /// The slowest letter, by its median over the rounds.
    slowest_key: f64,
    /// Of what is relevant, the share among the first 50.
    found: f64,
    /// Queries that have an answer and got none.
    empty: Vec<String>,
}

#[derive(Deserialize, Serialize)]
struct Report {
    ours: Engine,
    minisearch: Engine,
    ufuzzy: Engine,
    /// Queries that have something relevant in the list.
    judged: u32,
    /// The wasm memory with list and index, in MiB.
    memory: f64,
    services: u32,
}

struct Bound {
    name: &'static str,
    value: f64,
    limit: f64,
}

impl Report {
    fn bounds(&self) -> Vec<Bound> {
        let bound = |name, value, limit| Bound { name, value, limit };
        let peers = [&self.minisearch, &self.ufuzzy];
        // Round by round, against the peer that was better in it.
        let ratio = |read: fn(&Engine) -> &Vec<f64>| {
            let better = peers.map(|peer| median(read(peer).iter().copied()));
            let peer = if better[0] <= better[1] { peers[0] } else { peers[1] };
            median(read(&self.ours).iter().zip(read(peer)).map(|(ours, peer)| ours / peer))
        };
        let best = self.minisearch.found.max(self.ufuzzy.found);
        let build = self.ours.build.iter().zip(&self.minisearch.build);
        vec![
            bound("query p95 / the better peer's", ratio(|engine| &engine.query_p95), 0.3),
            bound("typing p95 / the better peer's", ratio(|engine| &engine.typing_p95), 0.1),
            bound("typing p95, ms", median(self.ours.typing_p95.iter().copied()), 1.0),
            bound("slowest key, ms", self.ours.slowest_key, 4.0),
            bound("index / MiniSearch's", median(build.map(|(ours, peer)| ours / peer)), 0.3),
            bound("wasm memory with list and index, MiB", self.memory, 16.0),
            bound("the better peer's quality / ours", best / self.ours.found, 1.0 / 1.15),
            bound("queries without a result that has one", count(&self.ours.empty), 0.0),
        ]
    }
}

/// Measures, prints the table or the JSON, and fails above a limit.
pub fn run(arguments: &[String]) -> Result<()> {
    only_flags(arguments, &["--json"], &[])?;
    let _building = lock::building()?; // until it is measured
    let folder = module::build("search", "the search of service lists")?;
    let report = folder.join("report.json");
    measure(&folder, &report)?;
    let report: Report = serde_json::from_str(&fs::read_to_string(&report)?)?;
    let bounds = report.bounds();
    let is_met = |bound: &Bound| bound.value <= bound.limit; // what is no number is not met
    if arguments.iter().any(|argument| argument == "--json") {
        let list: Vec<_> = bounds
            .iter()
            .map(|bound| json!({ "name": bound.name, "value": bound.value, "limit": bound.limit, "ok": is_met(bound) }))
            .collect();
        println!("{}", json!({ "bounds": list, "report": report }));
    } else {
        print(&report, &bounds);
    }
    let broken: Vec<&str> =
        bounds.iter().filter(|bound| !is_met(bound)).map(|bound| bound.name).collect();
    if !broken.is_empty() {
        bail!("above the limit: {}", broken.join("; "));
    }
    Ok(())
}

fn measure(folder: &Path, report: &Path) -> Result<()> {
    let config = ["test", "--config", "bench/playwright.config.ts", "search.spec.ts"];
    let mut playwright = parts::playwright_for(folder, &config)?;
    playwright.env("PANELBOARD_BENCH_FOLDER", folder).env("PANELBOARD_BENCH_REPORT", report);
    playwright.env("PANELBOARD_BENCH_ROOT", paths::root()).stdout(std::process::Stdio::null());
    process::run("the measurement", &mut playwright).context("the page could not be measured")
}

fn print(report: &Report, bounds: &[Bound]) {
    println!("{} services; milliseconds, the median of the rounds", report.services);
    println!(
        "{:<12} {:>9} {:>11} {:>11} {:>12} {:>8} {:>6}",
        "", "index", "query p95", "typing p95", "slowest key", "found", "empty"
    );
    let engines = [
        ("Panelboard", &report.ours),
        ("MiniSearch", &report.minisearch),
        ("uFuzzy", &report.ufuzzy),
    ];
    for (name, engine) in engines {
        let [index, query, typing] = [&engine.build, &engine.query_p95, &engine.typing_p95]
            .map(|times| median(times.iter().copied()));
        let index = if index.is_finite() { format!("{index:.1}") } else { "-".to_owned() };
        println!(
            "{name:<12} {index:>9} {query:>11.3} {typing:>11.3} {:>12.3} {:>8.3} {:>6}",
            engine.slowest_key,
            engine.found,
            engine.empty.len()
        );
    }
    println!("{} queries have something relevant in the list", report.judged);
    for bound in bounds {
        println!("  {:<40} {:>7.3} of at most {:.3}", bound.name, bound.value, bound.limit);
    }
}

fn count(list: &[String]) -> f64 {
    u32::try_from(list.len()).map_or(f64::INFINITY, f64::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn engine(time: f64, found: f64) -> Engine {
        let times = || vec![time; 3];
        Engine {
            build: times(),
            slices: Vec::new(),
            query_p95: times(),
            typing_p95: times(),
            slowest_key: time,
            found,
            empty: Vec::new(),
        }
    }

    fn broken(ours: Engine) -> usize {
        let (minisearch, ufuzzy) = (engine(10.0, 0.5), engine(20.0, 0.8));
        let report = Report { ours, minisearch, ufuzzy, judged: 1, memory: 1.0, services: 1 };
        report.bounds().iter().filter(|bound| bound.value > bound.limit).count()
    }

    #[test]
    fn the_better_peer_counts_in_time_and_in_quality() {
        assert_eq!(broken(engine(0.5, 0.95)), 0);
        assert_eq!(broken(engine(4.0, 0.95)), 4, "all four of time");
        assert_eq!(broken(engine(0.5, 0.9)), 1, "1.15 of uFuzzy is more");
    }

    #[test]
    fn a_query_without_a_result_breaks_a_bound() {
        assert_eq!(broken(Engine { empty: vec!["ig".to_owned()], ..engine(0.5, 0.95) }), 1);
    }
}
