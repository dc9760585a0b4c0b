//! `cargo xtask start`: app, relay and sandbox panel on this machine, until Ctrl-C.
//!
//! It builds what changed, starts the servers on loopback only, says what to open and which keys to
//! use, and stops everything it started. It must never write into `dist/`.

use crate::commands::{only_flags, value_of};
use crate::{paths, process, tools};
use anyhow::{Context, Result, bail};
use serde_json::json;
use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::mpsc;
use std::time::Duration;

pub mod build;
pub mod mark;
pub mod servers;

use servers::{Account, Running, Sandbox};

const DEFAULT_PORT: u16 = 7410;

/// Runs until Ctrl-C or until a server ends.
pub fn run(arguments: &[String]) -> Result<()> {
    only_flags(arguments, &["--no-open", "--dev"], &["--port"])?;
    let developer = arguments.iter().any(|argument| argument == "--dev");
    let open = !arguments.iter().any(|argument| argument == "--no-open");
    let port = match value_of(arguments, "--port")? {
        Some(text) => text.parse().with_context(|| format!("--port {text} is no port number"))?,
        None => DEFAULT_PORT,
    };
    free_port(port)?;
    let stop = stop_signal()?;

    tools::ensure_wasm_target()?;
    let trunk = build::Trunk::ensure()?;
    let app = if developer { None } else { Some(build::site_for_this_machine(&trunk)?) };
    let programs = build::servers()?;

    let folder = paths::target().join("panelboard");
    let sandbox = Sandbox::start(&programs, &[])?;
    let site = match app {
        Some(site) => site,
        None => runtime(&folder)?,
    };
    write_accounts(&site, &sandbox)?;
    let (relay_port, behind) = if developer { (0, Some(port)) } else { (port, None) };
    let relay = servers::relay(&programs, &site, &sandbox, relay_port, behind)?;
    let address = format!("http://127.0.0.1:{port}/");
    announce(&address, &sandbox);
    let mut running = vec![sandbox.process, relay.process];
    if developer {
        let command = build::trunk_serve(&trunk, &folder, port, relay.port)?;
        running.push(Running::start("trunk serve", command)?);
    }
    if open {
        open_browser(&address);
    }
    wait(&stop, &mut running)
}

/// What the relay serves when Trunk serves the app: the trial accounts, and a page that says so.
fn runtime(folder: &Path) -> Result<PathBuf> {
    let runtime = folder.join("runtime");
    fs::create_dir_all(&runtime)?;
    fs::write(runtime.join("index.html"), "<!doctype html><title>Trunk serves the app</title>")?;
    Ok(runtime)
}

/// Says who holds the port instead of letting a server fail later.
fn free_port(port: u16) -> Result<()> {
    match TcpListener::bind(("127.0.0.1", port)) {
        Ok(_) => Ok(()),
        Err(_) => bail!(
            "port {port} is in use; stop the other program, or choose one: cargo xtask start --port {}",
            port.wrapping_add(1).max(1024)
        ),
    }
}

fn stop_signal() -> Result<mpsc::Receiver<()>> {
    let (sender, receiver) = mpsc::channel();
    ctrlc::set_handler(move || {
        let _ = sender.send(()); // the receiver is gone only when the program ends anyway
    })
    .context("Ctrl-C cannot be handled")?;
    Ok(receiver)
}

/// `sandbox.json` tells the app which trial accounts exist. It is served beside the app and never
/// stands in `dist/`.
pub fn write_accounts(site: &Path, sandbox: &Sandbox) -> Result<()> {
    fs::create_dir_all(site)?;
    let accounts: Vec<_> = sandbox
        .trial_accounts()
        .iter()
        .map(|Account { name, address, key, dialect }| {
            json!({ "name": name, "address": address, "key": key, "dialect": dialect })
        })
        .collect();
    Ok(fs::write(site.join("sandbox.json"), json!({ "accounts": accounts }).to_string())?)
}

fn announce(address: &str, sandbox: &Sandbox) {
    println!("\nPanelboard runs at {address}\n\nSandbox accounts (no real money):");
    for account in sandbox.trial_accounts() {
        println!(
            "  {:<12} address {}  key {}  dialect {}",
            account.name, account.address, account.key, account.dialect
        );
    }
    println!("\nCtrl-C stops everything.");
}

fn open_browser(address: &str) {
    let (program, first): (&str, &[&str]) = if cfg!(target_os = "macos") {
        ("open", &[])
    } else if cfg!(windows) {
        ("cmd", &["/C", "start", ""])
    } else {
        ("xdg-open", &[])
    };
    let opened =
        process::on_path(program) && Command::new(program).args(first).arg(address).spawn().is_ok();
    if !opened {
        println!("No browser could be opened: open {address} yourself.");
    }
}

fn wait(stop: &mpsc::Receiver<()>, running: &mut [Running]) -> Result<()> {
    loop {
        if stop.recv_timeout(Duration::from_millis(300)).is_ok() {
            println!("\nStopping.");
            return Ok(()); // dropping the servers ends them
        }
        for server in running.iter_mut() {
            if let Some(status) = server.ended()? {
                bail!("{} ended by itself ({status})", server.name);
            }
        }
    }
}
