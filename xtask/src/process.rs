//! Runs other programs, with one plain line when one is missing or fails.

use anyhow::{Context, Result, bail};
use std::ffi::OsString;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::Instant;

/// A program to be run in the repository's root.
pub fn command(program: impl AsRef<Path>) -> Command {
    let mut command = Command::new(program.as_ref());
    command.current_dir(crate::paths::root());
    command
}

/// Cargo, the same one that runs this tool.
pub fn cargo() -> Command {
    command(std::env::var_os("CARGO").map_or_else(|| PathBuf::from("cargo"), PathBuf::from))
}

/// Runs to the end with the terminal attached; an exit code other than 0 is an error.
pub fn run(what: &str, command: &mut Command) -> Result<()> {
    let status = command.status().map_err(|error| missing(command, error))?;
    if !status.success() {
        bail!("{what} failed ({status})");
    }
    Ok(())
}

/// Like [`run`], headed by a line that says what happens and closed by one that says how long it took.
pub fn step(what: &str, command: &mut Command) -> Result<()> {
    println!("==> {what}");
    let begin = Instant::now();
    run(what, command)?;
    println!("    {what}: {} s", begin.elapsed().as_secs());
    Ok(())
}

/// Runs quietly and returns what was printed; an exit code other than 0 is an error with the output.
pub fn capture(what: &str, command: &mut Command) -> Result<String> {
    let Output { status, stdout, stderr } =
        command.stdin(Stdio::null()).output().map_err(|error| missing(command, error))?;
    if !status.success() {
        bail!("{what} failed ({status})\n{}", String::from_utf8_lossy(&stderr));
    }
    String::from_utf8(stdout).with_context(|| format!("{what} printed bytes that are no text"))
}

fn missing(command: &Command, error: std::io::Error) -> anyhow::Error {
    let program = command.get_program().to_string_lossy().into_owned();
    if error.kind() == ErrorKind::NotFound {
        anyhow::anyhow!("{program} is not installed or not on PATH; install it and try again")
    } else {
        anyhow::Error::new(error).context(format!("{program} could not be started"))
    }
}

/// PATH with `folders` in front of it.
pub fn path_with(folders: &[PathBuf]) -> Result<OsString> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let all = folders.iter().cloned().chain(std::env::split_paths(&path));
    std::env::join_paths(all).context("a folder's name cannot stand in PATH")
}

/// The program of that name on PATH.
pub fn which(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    let file = format!("{name}{}", std::env::consts::EXE_SUFFIX);
    std::env::split_paths(&path).map(|folder| folder.join(&file)).find(|program| program.is_file())
}

/// Whether a program of that name is on PATH.
pub fn on_path(name: &str) -> bool {
    which(name).is_some()
}
