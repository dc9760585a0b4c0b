//! The relay and the sandbox as child processes. Each prints one line of JSON when it listens; a
//! child is ended when its [`Running`] is dropped, whatever happened.

use super::build::Programs;
use crate::process;
use anyhow::{Context, Result, bail};
use serde_json::Value;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

/// A trial account of the sandbox, as the app reads it from `sandbox.json`.
#[derive(Clone, Debug)]
pub struct Account {
    /// Shown to the person.
    pub name: String,
    /// The API address.
    pub address: String,
    /// The API key; worth nothing, it opens a panel on this machine only.
    pub key: String,
    /// `v2` or `v1`.
    pub dialect: String,
}

/// A child process that ends with its owner.
pub struct Running {
    /// For messages.
    pub name: &'static str,
    child: Child,
}

impl Running {
    /// Starts it with the terminal attached.
    pub fn start(name: &'static str, mut command: Command) -> Result<Self> {
        let child = command.spawn().with_context(|| format!("{name} could not be started"))?;
        Ok(Self { name, child })
    }

    /// Starts it and reads the JSON line that says it listens.
    fn start_ready(name: &'static str, mut command: Command) -> Result<(Self, Value)> {
        command.stdout(Stdio::piped());
        let mut running = Self::start(name, command)?;
        let output = running.child.stdout.take().context("the output is piped")?;
        let mut lines = BufReader::new(output);
        let mut line = String::new();
        lines.read_line(&mut line)?;
        if line.is_empty() {
            bail!("{name} ended before it was ready; its own message stands above");
        }
        let ready = serde_json::from_str(&line)
            .with_context(|| format!("{name} said {:?} instead of its JSON line", line.trim()))?;
        std::thread::spawn(move || {
            for line in lines.lines().map_while(Result::ok) {
                println!("{name}: {line}");
            }
        });
        Ok((running, ready))
    }

    /// Its exit status, once it has ended.
    pub fn ended(&mut self) -> Result<Option<ExitStatus>> {
        Ok(self.child.try_wait()?)
    }

    /// Asks it to end and waits: a relay first finishes what a panel is answering, because an order
    /// may be under way.
    fn end(&mut self) {
        let pid = self.child.id().to_string();
        let asked =
            cfg!(unix) && process::capture("kill", process::command("kill").arg(&pid)).is_ok();
        let begin = Instant::now();
        while asked && begin.elapsed() < LONGEST_ANSWER {
            if !matches!(self.child.try_wait(), Ok(None)) {
                return;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        let _ = self.child.kill(); // it may have ended by itself
        let _ = self.child.wait();
    }
}

/// How long the relay waits for panels before it stops.
const LONGEST_ANSWER: Duration = Duration::from_secs(55);

impl Drop for Running {
    fn drop(&mut self) {
        self.end();
    }
}

/// The sandbox panels that a command started.
pub struct Sandbox {
    /// The server.
    pub process: Running,
    /// Its accounts, one per panel software.
    pub accounts: Vec<Account>,
}

impl Sandbox {
    /// Starts the sandbox on a free port with more arguments of its own.
    pub fn start(programs: &Programs, arguments: &[&str]) -> Result<Self> {
        let mut command = Command::new(&programs.sandbox);
        command.args(["--port", "0"]).args(arguments);
        let (process, ready) = Running::start_ready("sandbox", command)?;
        let accounts = ready["accounts"].as_array().context("the sandbox names no accounts")?;
        let accounts = accounts.iter().map(account).collect::<Result<_>>()?;
        Ok(Self { process, accounts })
    }

    /// The two at `/api/v2` and `/api/v1`, under names that say so; the others are for developers.
    pub fn trial_accounts(&self) -> Vec<Account> {
        let trials = self.accounts.iter().filter(|account| account.address.split('/').count() == 5);
        trials
            .map(|account| Account {
                name: format!("Sandbox {}", account.dialect),
                ..account.clone()
            })
            .collect()
    }
}

fn account(value: &Value) -> Result<Account> {
    let field = |name: &str| -> Result<String> {
        let text =
            value[name].as_str().with_context(|| format!("a sandbox account has no {name}"))?;
        Ok(text.to_owned())
    };
    Ok(Account {
        name: field("name")?,
        address: field("address")?,
        key: field("key")?,
        dialect: field("dialect")?,
    })
}

/// The relay, listening.
pub struct Relay {
    /// The server.
    pub process: Running,
    /// Its port.
    pub port: u16,
}

/// Starts the relay: it serves `site` and knows the sandbox's panels by their accounts' names.
/// `behind` is the port of another server on this machine that passes requests on to it.
pub fn relay(
    programs: &Programs,
    site: &Path,
    sandbox: &Sandbox,
    port: u16,
    behind: Option<u16>,
) -> Result<Relay> {
    let mut command = Command::new(&programs.relay);
    command.args([
        "--listen",
        &format!("127.0.0.1:{port}"),
        "--allow-loopback",
        "--no-attempts-file",
    ]);
    command.arg("--app").arg(site);
    for host in ["127.0.0.1", "localhost"] {
        command.args(
            behind.iter().flat_map(|port| ["--origin".to_owned(), format!("http://{host}:{port}")]),
        );
    }
    for account in &sandbox.accounts {
        command.args(["--panel", &format!("sandbox-{}={}", account.name, account.address)]);
    }
    let (process, ready) = Running::start_ready("relay", command)?;
    let address = ready["listening"].as_str().context("the relay does not say where it listens")?;
    let port = address.rsplit(':').next().and_then(|port| port.trim_matches('/').parse().ok());
    Ok(Relay { process, port: port.with_context(|| format!("{address} has no port"))? })
}
