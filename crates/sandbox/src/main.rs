//! `panelboard-sandbox`: serves the sandbox until Ctrl-C or SIGTERM.
//!
//! Standard output carries exactly one line, the JSON that says where everything is.
#![forbid(unsafe_code)]

use panelboard_sandbox::server::{HELP, Options, OptionsError, spawn};
use std::io::Write as _;
use std::process::ExitCode;

#[tokio::main]
async fn main() -> ExitCode {
    let options = Options::parse(std::env::args().skip(1), |path| std::fs::read_to_string(path));
    match options {
        Ok(options) => serve(options).await,
        Err(OptionsError::Help) => {
            say(HELP);
            ExitCode::SUCCESS
        }
        Err(OptionsError::Bad(why)) => complain(&why),
    }
}

async fn serve(options: Options) -> ExitCode {
    let asked = (options.bind, options.port, options.control_port);
    match spawn(options).await {
        Ok(running) => {
            say(&format!("{}\n", running.announcement()));
            until_signal().await;
            ExitCode::SUCCESS
        }
        Err(error) => {
            let (bind, port, control_port) = asked;
            complain(&format!("cannot serve on {bind}, ports {port} and {control_port}: {error}"))
        }
    }
}

fn say(text: &str) {
    let mut out = std::io::stdout().lock();
    let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush()); // nobody listens: serve on
}

fn complain(why: &str) -> ExitCode {
    let _ = writeln!(std::io::stderr(), "panelboard-sandbox: {why}");
    ExitCode::from(2)
}

/// Ctrl-C, or SIGTERM where that exists.
async fn until_signal() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = tokio::signal::ctrl_c() => {}
                _ = terminate.recv() => {}
            }
            return;
        }
    }
    let _ = tokio::signal::ctrl_c().await; // without signals there is nothing to wait for
}
