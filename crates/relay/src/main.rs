//! `panelboard-relay`: reads the command line, starts the relay, prints one line when it is ready and
//! stops it in order. Prints nothing else on standard output.
#![forbid(unsafe_code)]

mod arguments;
mod entry;

use arguments::{Arguments, HELP};
use panelboard_relay::{Config, Log, Running, spawn};
use std::io::Write;
use std::process::ExitCode;
use tokio::signal::unix::{SignalKind, signal};

fn main() -> ExitCode {
    match arguments::parse(lexopt::Parser::from_env()) {
        Ok(Arguments::Help) => print(HELP),
        Ok(Arguments::Version) => {
            print(concat!("panelboard-relay ", env!("CARGO_PKG_VERSION"), "\n"))
        }
        Ok(Arguments::Link(config, app)) => link(&config, app.as_deref()),
        Ok(Arguments::Run(config)) => run(*config),
        Err(error) => fail(&error),
    }
}

/// Prints the links and ends.
fn link(config: &Config, app: Option<&str>) -> ExitCode {
    let links = match entry::links(config, app) {
        Ok(links) => links,
        Err(error) => return fail(&error),
    };
    if config.token.is_some() {
        note("the token is in no link: enter it yourself");
    }
    print(&(links.join("\n") + "\n"))
}

/// One thread serves everything: a relay for one user waits for the network, not for a processor.
fn run(config: Config) -> ExitCode {
    hide_panics(config.log.clone());
    let runtime =
        tokio::runtime::Builder::new_current_thread().enable_all().max_blocking_threads(4).build();
    match runtime {
        Ok(runtime) => runtime.block_on(serve(config)),
        Err(error) => fail(&error),
    }
}

async fn serve(config: Config) -> ExitCode {
    let log = config.log.clone();
    let ready = Ready::of(&config);
    let (Ok(mut terminate), Ok(mut interrupt)) =
        (signal(SignalKind::terminate()), signal(SignalKind::interrupt()))
    else {
        return fail(&"signals cannot be received");
    };
    let running = match spawn(config).await {
        Ok(running) => running,
        Err(error) => return fail(&error),
    };
    ready.tell(&running, &log);
    print(&ready.line(&running));
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
    log.write(&"stopping: waiting for what is under way");
    let whole = tokio::select! {
        whole = running.stop() => whole,
        _ = interrupt.recv() => false,
    };
    log.flush();
    if whole { ExitCode::SUCCESS } else { fail(&"stopped before everything under way had ended") }
}

/// What the ready line says.
struct Ready {
    config: Config,
}

impl Ready {
    fn of(config: &Config) -> Self {
        Self { config: config.clone() }
    }

    fn address(&self, running: &Running) -> Option<String> {
        entry::address(&self.config, running.address())
    }

    /// For the operator: what to enter in the app.
    fn tell(&self, running: &Running, log: &Log) {
        let token = if self.config.token.is_some() { ", with its token" } else { "" };
        match self.address(running) {
            Some(address) => log.write(&format_args!(
                "to use it in Panelboard: Settings, Relays, Add relay: {address}{token}"
            )),
            None => log.write(
                &"to use it in Panelboard, enter the address that pages reach it by (--public)",
            ),
        }
    }

    fn line(&self, running: &Running) -> String {
        let panels = &self.config.panels;
        let aliases: Vec<_> = panels.iter().map(|panel| format!("\"{}\"", panel.alias)).collect();
        let address = self.address(running).map_or("null".to_owned(), |it| format!("\"{it}\""));
        format!(
            "{{\"listening\":\"{}\",\"address\":{address},\"version\":\"{}\",\"app\":{},\"panels\":[{}]}}\n",
            running.url(),
            env!("CARGO_PKG_VERSION"),
            self.config.app.is_some(),
            aliases.join(",")
        )
    }
}

/// A panic's message could hold anything, a key included: only its place is logged.
fn hide_panics(log: Log) {
    std::panic::set_hook(Box::new(move |panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        log.write(&format_args!("failure at {place}"));
    }));
}

fn print(text: &str) -> ExitCode {
    let mut output = std::io::stdout().lock();
    match output.write_all(text.as_bytes()).and_then(|()| output.flush()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

/// One line for the operator, whatever becomes of the log.
fn note(text: &str) {
    // Nobody can be told when standard error is closed.
    let _ = writeln!(std::io::stderr(), "panelboard-relay: {text}");
}

fn fail(error: &dyn std::fmt::Display) -> ExitCode {
    // Nobody can be told when standard error is closed.
    let _ = writeln!(std::io::stderr(), "panelboard-relay: {error}");
    ExitCode::FAILURE
}
