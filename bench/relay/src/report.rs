//! The figures, the bounds on them (against the peers, and for a small machine), the table and the JSON.

use super::peers::Peer;
use anyhow::Result;
use serde::Serialize;
use std::fmt::Write;
use std::fs;
use std::time::Duration;

/// What was measured of one peer. Lists hold one value for each round.
#[derive(Default)]
pub struct Figures {
    pub name: &'static str,
    /// Processor time in microseconds.
    pub per_request: Vec<f64>,
    /// Requests.
    pub per_second: Vec<f64>,
    /// Microseconds.
    pub p99: Vec<f64>,
    /// Microseconds at one connection, beyond the upstream's own.
    pub added: Vec<f64>,
    /// Processor time in milliseconds.
    pub per_megabyte: Vec<f64>,
    /// MB.
    pub idle: f64,
    /// MB.
    pub peak: f64,
    pub ready: Duration,
    /// The program's size in MB; for ours only.
    pub size: f64,
}

#[derive(Serialize)]
struct Bound {
    name: &'static str,
    value: f64,
    limit: f64,
    ok: bool,
}

#[derive(Serialize)]
pub struct Report {
    bounds: Vec<Bound>,
    peers: Vec<Row>,
}

/// A peer's figures in one line: medians of the rounds.
#[derive(Serialize)]
struct Row {
    name: &'static str,
    cpu_us_per_request: f64,
    cpu_us_lowest: f64,
    cpu_us_highest: f64,
    requests_per_second: f64,
    p99_us: f64,
    added_us: f64,
    cpu_ms_per_mb: f64,
    idle_mb: f64,
    peak_mb: f64,
    ready_ms: f64,
}

impl Figures {
    pub fn new(peer: &Peer) -> Self {
        let bytes = fs::metadata(&peer.program).map_or(0, |metadata| metadata.len());
        let size = f64::from(u32::try_from(bytes).unwrap_or(u32::MAX)) / (1024.0 * 1024.0);
        Self { name: peer.name, size, ..Self::default() }
    }

    fn row(&self) -> Row {
        let least = |values: &[f64]| values.iter().copied().fold(f64::INFINITY, f64::min);
        let most = |values: &[f64]| values.iter().copied().fold(0.0, f64::max);
        Row {
            name: self.name,
            cpu_us_per_request: median(&self.per_request),
            cpu_us_lowest: least(&self.per_request),
            cpu_us_highest: most(&self.per_request),
            requests_per_second: median(&self.per_second),
            p99_us: median(&self.p99),
            added_us: median(&self.added),
            cpu_ms_per_mb: median(&self.per_megabyte),
            idle_mb: self.idle,
            peak_mb: self.peak,
            ready_ms: self.ready.as_secs_f64() * 1e3,
        }
    }
}

impl Report {
    /// Ratios are taken round by round, against the peer's value of the same round.
    pub fn new(figures: &[Figures]) -> Self {
        let [ours, nginx, node] = figures else { unreachable!("three peers") };
        let to = |peer: &Figures, of: fn(&Figures) -> &Vec<f64>| {
            let pairs = of(ours).iter().zip(of(peer));
            median(&pairs.map(|(ours, theirs)| ours / theirs).collect::<Vec<_>>())
        };
        let bounds = vec![
            Bound::at_most("cpu_per_request_to_nginx", to(nginx, |of| &of.per_request), 2.0),
            Bound::at_most(
                "cpu_per_request_to_local_cors_proxy",
                to(node, |of| &of.per_request),
                0.2,
            ),
            Bound::at_most("cpu_per_megabyte_to_nginx", to(nginx, |of| &of.per_megabyte), 2.0),
            Bound::at_most("idle_mb", ours.idle, 10.0),
            Bound::at_most("peak_mb_with_four_large_bodies", ours.peak, 24.0),
            Bound::at_most("binary_mb", ours.size, 6.0),
        ];
        Self { bounds, peers: figures.iter().map(Figures::row).collect() }
    }

    pub fn holds(&self) -> bool {
        self.bounds.iter().all(|bound| bound.ok)
    }

    pub fn json(&self) -> Result<String> {
        Ok(serde_json::to_string(self)?)
    }

    pub fn table(&self) -> String {
        let mut text = format!(
            "{:<18}{:>14}{:>15}{:>9}{:>9}{:>10}{:>10}{:>9}{:>9}{:>10}\n",
            "",
            "CPU us/request",
            "(spread)",
            "req/s",
            "p99 us",
            "added us",
            "CPU ms/MB",
            "idle MB",
            "peak MB",
            "ready ms"
        );
        for row in &self.peers {
            let spread = format!("{:.1}-{:.1}", row.cpu_us_lowest, row.cpu_us_highest);
            // Writing into a string cannot fail.
            let _ = writeln!(
                text,
                "{:<18}{:>14.1}{:>15}{:>9.0}{:>9.0}{:>10.0}{:>10.2}{:>9.1}{:>9.1}{:>10.0}",
                row.name,
                row.cpu_us_per_request,
                spread,
                row.requests_per_second,
                row.p99_us,
                row.added_us,
                row.cpu_ms_per_mb,
                row.idle_mb,
                row.peak_mb,
                row.ready_ms
            );
        }
        for Bound { name, value, limit, ok } in &self.bounds {
            let verdict = if *ok { "ok" } else { "BROKEN" };
            let _ = writeln!(text, "{name:<38}{value:>8.2}  at most {limit:<6}{verdict}");
        }
        text
    }
}

impl Bound {
    fn at_most(name: &'static str, value: f64, limit: f64) -> Self {
        Self { name, value, limit, ok: value <= limit }
    }
}

fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.get(sorted.len() / 2).copied().unwrap_or(f64::NAN)
}
