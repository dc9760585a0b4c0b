//! `panelboard-relay`: reads the command line, starts the relay, prints one line when it is ready and
//! stops it in order. Prints nothing else on standard output.
#![forbid(unsafe_code)]

mod arguments;

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
        Ok(Arguments::Run(config)) => run(*config),
        Err(error) => fail(&error),
    }
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
    if ready.wants_token {
        note(NO_TOKEN_IN_APP);
    }
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

/// Until the app has settings for its relay.
const NO_TOKEN_IN_APP: &str = "--token-file: Panelboard itself cannot give a token yet, so the app \
                               cannot use this relay; a program that sends one can";

/// What the ready line says.
struct Ready {
    app: bool,
    wants_token: bool,
    panels: Vec<String>,
}

impl Ready {
    fn of(config: &Config) -> Self {
        let panels = config.panels.iter().map(|panel| panel.alias.clone()).collect();
        Self { app: config.app.is_some(), wants_token: config.token.is_some(), panels }
    }

    fn line(&self, running: &Running) -> String {
        let aliases: Vec<_> = self.panels.iter().map(|alias| format!("\"{alias}\"")).collect();
        format!(
            "{{\"listening\":\"{}\",\"version\":\"{}\",\"app\":{},\"panels\":[{}]}}\n",
            running.url(),
            env!("CARGO_PKG_VERSION"),
            self.app,
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
