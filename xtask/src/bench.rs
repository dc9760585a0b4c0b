//! `cargo xtask bench …`, `cargo xtask corpus` and `cargo xtask search`: programs of their own below `bench/`, built when
//! they are asked for. What is here builds what they measure and must never measure anything itself.

mod module;
mod orders;
mod parse;
mod search;

use crate::commands::only_flags;
use crate::{lock, paths, process};
use anyhow::{Context, Result, bail};
use std::process::Command;

/// Measures what the first argument names.
pub fn run(arguments: &[String]) -> Result<()> {
    match arguments.split_first().map(|(what, rest)| (what.as_str(), rest)) {
        Some(("relay", rest)) => relay(rest),
        Some(("parse", rest)) => parse::run(rest),
        Some(("orders", rest)) => orders::run(rest),
        Some(("search", rest)) => search::run(rest),
        _ => bail!(
            "what is to be measured? There is: cargo xtask bench relay, parse, orders or search"
        ),
    }
}

/// Reads a folder of recorded answers, which is named from where the command was typed.
pub fn corpus(arguments: &[String]) -> Result<()> {
    let mut corpus = program("panelboard-corpus", arguments);
    corpus.current_dir(std::env::current_dir().context("the current folder is gone")?);
    process::run("reading the corpus", &mut corpus)
}

/// Searches a service list, which is named from where the command was typed.
pub fn find(arguments: &[String]) -> Result<()> {
    let mut find = program("panelboard-find", arguments);
    find.current_dir(std::env::current_dir().context("the current folder is gone")?);
    process::run("the search", &mut find)
}

fn relay(arguments: &[String]) -> Result<()> {
    only_flags(arguments, &["--json"], &[])?;
    let _building = lock::building()?; // until it is measured
    let mut build = process::cargo();
    build.args(["build", "--quiet", "--profile", "relay", "--package", "panelboard-relay"]);
    process::run("building the relay", &mut build)?;
    let mut bench = program("panelboard-bench-relay", arguments);
    bench.env("PANELBOARD_RELAY", paths::target().join("relay").join("panelboard-relay"));
    bench.env("PANELBOARD_BENCH_FOLDER", paths::target().join("bench"));
    process::run("the measurement", &mut bench)
}

/// A program of this workspace, built when it changed.
fn program(package: &str, arguments: &[String]) -> Command {
    let mut cargo = process::cargo();
    cargo.args(["run", "--quiet", "--manifest-path"]).arg(paths::root().join("Cargo.toml"));
    cargo.args(["--package", package, "--"]).args(arguments);
    cargo
}
