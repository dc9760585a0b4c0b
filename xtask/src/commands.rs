//! The table of commands.

use crate::{HELP, bench, dist, icons, shots, site, size, start, suite, tidy};
use anyhow::{Result, bail};

/// Runs the command `name` with the arguments after it.
pub fn run(name: &str, arguments: &[String]) -> Result<()> {
    match name {
        "dist" => dist::run(arguments),
        "size" => size::run(arguments),
        "bench" => bench::run(arguments),
        "start" => start::run(arguments),
        "corpus" => bench::corpus(arguments),
        "search" => bench::find(arguments),
        "icons" => icons::run(arguments),
        "site" => site::run(),
        "shots" => shots::run(arguments),
        "test" => suite::run(arguments),
        "tidy" => tidy::run(),
        "" | "help" | "--help" | "-h" => {
            print!("{HELP}");
            Ok(())
        }
        other => bail!("there is no command '{other}'; `cargo xtask help` lists them"),
    }
}

/// The value after `flag`, if the flag is there.
pub fn value_of<'a>(arguments: &'a [String], flag: &str) -> Result<Option<&'a str>> {
    let Some(at) = arguments.iter().position(|argument| argument == flag) else { return Ok(None) };
    match arguments.get(at + 1) {
        Some(value) if !value.starts_with("--") => Ok(Some(value)),
        _ => bail!("{flag} needs a value"),
    }
}

/// Refuses a flag that the command does not know, so that a typing error is not taken for consent.
pub fn only_flags(arguments: &[String], plain: &[&str], with_value: &[&str]) -> Result<()> {
    let mut rest = arguments.iter();
    while let Some(argument) = rest.next() {
        if with_value.contains(&argument.as_str()) {
            rest.next();
        } else if !plain.contains(&argument.as_str()) {
            bail!("unknown argument '{argument}'; `cargo xtask help` shows what there is");
        }
    }
    Ok(())
}
