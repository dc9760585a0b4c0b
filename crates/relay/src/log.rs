//! One line for each request. It can hold only what this type holds: no body, no query, no header,
//! no address (reliability.md 3.3).

use crate::answer::Stage;
use crate::attempt::AttemptId;
use crate::form::Action;
use std::fmt;
use std::io::Write;
use std::sync::Arc;

/// Where lines go.
#[derive(Clone)]
pub struct Log(Arc<dyn Fn(&str) + Send + Sync>);

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
    /// Standard error.
    pub fn stderr() -> Self {
        Self::to(|line| {
            // Nobody can be told when standard error is closed.
            let _ = writeln!(std::io::stderr(), "{line}");
        })
    }

    /// No log.
    pub fn none() -> Self {
        Self::to(|_| {})
    }

    /// To a function.
    pub fn to(write: impl Fn(&str) + Send + Sync + 'static) -> Self {
        Self(Arc::new(write))
    }

    /// One line.
    pub fn write(&self, line: &dyn fmt::Display) {
        (self.0)(&line.to_string());
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
