//! One line for each request. It can hold only what this type holds: no body, no query, no header,
//! no address (docs/reliability.md#heads).

use crate::attempts::attempt::AttemptId;
use crate::downstream::answer::Stage;
use crate::rules::form::Action;
use std::fmt;
use std::io::Write;
use std::sync::Arc;
use std::sync::mpsc::{self, SyncSender};
use std::thread;
use std::time::Duration;

/// Where lines go.
#[derive(Clone)]
pub struct Log(Target);

#[derive(Clone)]
enum Target {
    Nowhere,
    Function(Arc<dyn Fn(&str) + Send + Sync>),
    Stderr(SyncSender<Message>),
}

enum Message {
    Line(String),
    Flush(SyncSender<()>),
}

/// What is known of one request when it ends.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Line<'a> {
    /// The panel's alias.
    pub(crate) alias: &'a str,
    /// What was asked, if it could be read.
    pub(crate) action: Option<Action>,
    /// The answer's status.
    pub(crate) status: u16,
    /// How far it got.
    pub(crate) stage: Stage,
    /// The refusal's code.
    pub(crate) code: Option<&'static str>,
    /// Until the answer's head.
    pub(crate) milliseconds: u128,
    /// Only its first digits are printed.
    pub(crate) attempt: Option<AttemptId>,
}

impl Log {
    /// Standard error, on a thread of its own: a reader that falls behind loses lines, but never
    /// holds up a request.
    pub fn stderr() -> Self {
        let (sender, messages) = mpsc::sync_channel(1024);
        thread::spawn(move || {
            for message in messages {
                match message {
                    // Nobody can be told when standard error is closed, or when nobody waits.
                    Message::Line(line) => drop(writeln!(std::io::stderr(), "{line}")),
                    Message::Flush(done) => drop(done.try_send(())),
                }
            }
        });
        Self(Target::Stderr(sender))
    }

    /// No log.
    pub const fn none() -> Self {
        Self(Target::Nowhere)
    }

    /// To a function.
    pub fn to(write: impl Fn(&str) + Send + Sync + 'static) -> Self {
        Self(Target::Function(Arc::new(write)))
    }

    /// One line.
    pub fn write(&self, line: &dyn fmt::Display) {
        match &self.0 {
            Target::Nowhere => {}
            Target::Function(write) => write(&line.to_string()),
            // Full: the line is lost.
            Target::Stderr(sender) => drop(sender.try_send(Message::Line(line.to_string()))),
        }
    }

    /// Waits, not for long, until what was written has come out. For the end of the program.
    pub fn flush(&self) {
        if let Target::Stderr(sender) = &self.0 {
            let (done, waiting) = mpsc::sync_channel(1);
            if sender.try_send(Message::Flush(done)).is_ok() {
                // Too late is too late: the program ends anyway.
                let _ = waiting.recv_timeout(Duration::from_millis(500));
            }
        }
    }
}

impl fmt::Display for Line<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { alias, status, milliseconds, .. } = self;
        let action = self.action.map_or("-", Action::as_str);
        write!(f, "POST {alias} {action} {status} {} {milliseconds}ms", self.stage.as_str())?;
        if let Some(code) = self.code {
            write!(f, " {code}")?;
        }
        if let Some(attempt) = self.attempt {
            write!(f, " attempt {:08x}", attempt.prefix())?;
        }
        Ok(())
    }
}
