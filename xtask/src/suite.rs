//! `cargo xtask test`: every check and test, in the order that fails soonest. CI runs exactly this.
//!
//! All parts run even when one fails; the last line counts the tests.

use crate::commands::{only_flags, value_of};
use crate::{process, tidy};
use anyhow::{Context, Result, bail};
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::time::Instant;

pub mod chromium;
mod count;
pub mod parts;

use count::Count;

/// One part: its name for `--only`, what it does, and the work.
struct Part {
    name: &'static str,
    what: &'static str,
    run: fn() -> Result<Count>,
}

const PARTS: [Part; 11] = [
    Part { name: "format", what: "rustfmt", run: parts::format },
    Part {
        name: "tidy",
        what: "the project's own rules",
        run: || tidy::run().map(|()| Count::NONE),
    },
    Part { name: "clippy", what: "lints, native and wasm32", run: parts::clippy },
    Part { name: "deny", what: "licences, bans, sources, advisories", run: parts::deny },
    Part { name: "unit", what: "unit tests of every crate", run: parts::unit },
    Part { name: "flows", what: "client, relay and sandbox over loopback", run: parts::flows },
    Part {
        name: "browser",
        what: "storage, locks and pages in a real browser",
        run: parts::browser,
    },
    Part { name: "e2e", what: "the app as a person uses it", run: parts::e2e },
    Part { name: "kills", what: "orders survive killed browsers and cut lines", run: parts::kills },
    Part { name: "dist", what: "the published site starts and keeps its budget", run: parts::dist },
    // Last: another base compiles the app once more, and the parts before share one compilation.
    Part {
        name: "everywhere",
        what: "under a folder, installed, offline, over broken deploys",
        run: parts::everywhere,
    },
];

/// Runs all parts, or the one named by `--only`.
pub fn run(arguments: &[String]) -> Result<()> {
    only_flags(arguments, &["--list"], &["--only"])?;
    if arguments.iter().any(|argument| argument == "--list") {
        for part in &PARTS {
            println!("{:<9} {}", part.name, part.what);
        }
        return Ok(());
    }
    let only = value_of(arguments, "--only")?;
    if let Some(name) = only.filter(|name| PARTS.iter().all(|part| part.name != *name)) {
        bail!("there is no part '{name}'; `cargo xtask test --list` names them");
    }
    let chosen = PARTS.iter().filter(|part| only.is_none_or(|name| name == part.name));
    let results: Vec<_> = chosen.map(run_part).collect();
    report(&results)
}

type Outcome = (&'static str, Result<Count>, u64);

fn run_part(part: &Part) -> Outcome {
    println!("\n==> {}: {}", part.name, part.what);
    let begin = Instant::now();
    let result = (part.run)();
    if let Err(error) = &result {
        eprintln!("error: {}: {error:#}", part.name);
    }
    (part.name, result, begin.elapsed().as_secs())
}

fn report(results: &[Outcome]) -> Result<()> {
    println!();
    let mut total = Count::NONE;
    let mut broken = 0;
    for (name, result, seconds) in results {
        let count = result.as_ref().copied().unwrap_or(Count { passed: 0, failed: 1 });
        total = total + count;
        broken += usize::from(result.is_err() || count.failed > 0);
        let verdict = if result.is_err() || count.failed > 0 { "FAILED" } else { "ok" };
        println!(
            "{name:<9} {verdict:<7} {:>5} passed {:>4} failed {seconds:>5} s",
            count.passed, count.failed
        );
    }
    println!("\n{} passed, {} failed", total.passed, total.failed);
    if broken > 0 {
        bail!("{broken} of {} parts failed", results.len());
    }
    Ok(())
}

/// Runs a test program, shows its output as it comes, and counts what its closing lines say.
fn counted(what: &str, command: &mut Command, read: fn(&str) -> Count) -> Result<Count> {
    command.stdout(Stdio::piped());
    let mut child = command.spawn().with_context(|| format!("{what} could not be started"))?;
    let output = child.stdout.take().context("the output is piped")?;
    let mut total = Count::NONE;
    for line in BufReader::new(output).lines().map_while(Result::ok) {
        println!("{line}");
        total = total + read(&line);
    }
    let status = child.wait()?;
    if !status.success() && total.failed == 0 {
        bail!("{what} ended with {status}");
    }
    if total.passed + total.failed == 0 {
        bail!("{what} ran no test");
    }
    Ok(total)
}

/// A check without tests of its own.
fn check(what: &str, command: &mut Command) -> Result<Count> {
    process::run(what, command).map(|()| Count::NONE)
}
