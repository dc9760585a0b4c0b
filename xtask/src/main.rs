//! Panelboard's automation, in Rust: `cargo xtask <command>`.
//!
//! Start here: [`HELP`] lists the commands, each has a module of the same name. A command says in
//! one plain line what went wrong and what to do; it must never leave a process behind.
#![forbid(unsafe_code)]

use std::process::ExitCode;

mod bench;
mod commands;
mod dist;
mod icons;
mod lock;
mod paths;
mod process;
mod sbom;
mod shots;
mod site;
mod size;
mod start;
mod suite;
mod tidy;
mod tools;

const HELP: &str = "\
Usage: cargo xtask <command>

  start            build and run everything on this machine: app, relay and sandbox panel
      --no-open      do not open the browser
      --dev          debug build with live reload
      --port N       the app's port (default 7410)
  test             every check and test, as CI runs them
      --only NAME    one part of them; `test --list` names the parts
  tidy             the project's own rules
  dist             the optimised static site in dist/
      --public-url /path/   where the site will be served (default /)
      --no-offline   a site that is not kept by browsers, and ends what they keep of earlier ones
  size             raw, gzip and brotli size of dist/; fails above a budget
      --functions    where the bytes of the last build go: crates and families of functions
  shots            pictures of every screen and state in target/shots
      --only TITLE   only the walks whose title fits
  icons            draws public/*.png from public/icon.svg
  bench relay      the relay beside nginx and local-cors-proxy
      --json         one JSON object instead of the table
  bench parse      reading a service list beside the browser's own JSON; --json as above
  bench orders     an order book of 1,000 and 10,000 orders, at full speed and slowed down four times; --json
  bench search     finding services beside MiniSearch and uFuzzy; --json
  search LIST      what the app's search finds in a panel's list, for each line of the standard input
  corpus DIR       what Panelboard understands of a folder of panel answers, a JSON line each
  help             this text
";

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let command = arguments.next().unwrap_or_default();
    let rest: Vec<String> = arguments.collect();
    match commands::run(&command, &rest) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
