//! Faults: what goes wrong, for which requests, how often.

mod read;

use serde_json::Value;

/// What goes wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FaultKind {
    /// The answer comes late.
    Latency {
        /// By so many real milliseconds.
        ms: u64,
    },
    /// No answer ever comes.
    Hang,
    /// The connection ends by FIN instead of an answer.
    Fin,
    /// The connection ends by RST instead of an answer.
    Reset,
    /// 408, but only on a connection that has already served a request.
    TimeoutOnReuse,
    /// A status with a line of plain text.
    Status(u16),
    /// A page, as from a login form or a firewall.
    Html(u16),
    /// Half the body, then the connection ends.
    Truncate,
    /// A byte order mark before the JSON.
    Bom,
    /// A PHP notice before the JSON.
    Notice,
    /// Text after the JSON.
    Noise,
    /// The body in UTF-16.
    Utf16,
    /// The body with a byte that UTF-8 does not know.
    BadUtf8,
    /// No body.
    Empty,
    /// Numbers as text and text as numbers.
    WrongTypes,
    /// The first id of a batch is left out.
    MissingIds,
    /// 429 with Retry-After.
    RateLimit {
        /// The header's value: seconds, a date, or nonsense.
        retry_after: String,
    },
    /// A redirect.
    Redirect {
        /// 301, 302, 307 or 308.
        status: u16,
        /// Where to.
        location: String,
    },
    /// A small gzip body that becomes this many megabytes.
    GzipBomb {
        /// Megabytes when unpacked.
        megabytes: u32,
    },
    /// A given answer.
    Answer {
        /// Its status.
        status: u16,
        /// Its content type.
        content_type: String,
        /// Its body.
        body: String,
    },
    /// This answer lacks the CORS header.
    NoCors,
}

impl FaultKind {
    /// The name that flags and the control API use.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Latency { .. } => "latency",
            Self::Hang => "hang",
            Self::Fin => "fin",
            Self::Reset => "rst",
            Self::TimeoutOnReuse => "408",
            Self::Status(_) => "status",
            Self::Html(_) => "html",
            Self::Truncate => "truncate",
            Self::Bom => "bom",
            Self::Notice => "notice",
            Self::Noise => "noise",
            Self::Utf16 => "utf16",
            Self::BadUtf8 => "bad_utf8",
            Self::Empty => "empty",
            Self::WrongTypes => "wrong_types",
            Self::MissingIds => "missing_ids",
            Self::RateLimit { .. } => "rate_limit",
            Self::Redirect { .. } => "redirect",
            Self::GzipBomb { .. } => "gzip_bomb",
            Self::Answer { .. } => "answer",
            Self::NoCors => "no_cors",
        }
    }

    /// Whether the panel does what was asked although the client will not learn it properly.
    const fn processes_by_default(&self) -> bool {
        !matches!(
            self,
            Self::TimeoutOnReuse
                | Self::Status(_)
                | Self::Html(_)
                | Self::RateLimit { .. }
                | Self::Redirect { .. }
                | Self::Answer { .. }
        )
    }

    /// May come together with another fault.
    pub(crate) const fn is_additional(&self) -> bool {
        matches!(self, Self::Latency { .. } | Self::NoCors)
    }
}

/// A fault and the requests that it is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FaultRule {
    /// What goes wrong.
    pub kind: FaultKind,
    /// Only requests with this action; all when `None`.
    pub action: Option<String>,
    /// Only requests to this profile; all when `None`.
    pub profile: Option<String>,
    /// So many requests, after which the rule is gone; all when `None`.
    pub times: Option<u32>,
    /// In so many percent of the matching requests.
    pub percent: u8,
    /// Let so many matching requests pass first.
    pub skip: u32,
    /// The panel does what was asked before the fault shows.
    pub processed: bool,
}

impl FaultRule {
    /// A rule for every request.
    #[must_use]
    pub const fn always(kind: FaultKind) -> Self {
        let processed = kind.processes_by_default();
        Self { kind, action: None, profile: None, times: None, percent: 100, skip: 0, processed }
    }

    pub(crate) fn to_json(&self) -> Value {
        serde_json::json!({
            "kind": self.kind.name(),
            "action": self.action,
            "profile": self.profile,
            "times": self.times,
            "percent": self.percent,
            "skip": self.skip,
            "processed": self.processed,
        })
    }

    pub(crate) fn matches(&self, profile: &str, action: &str) -> bool {
        let is = |wanted: &Option<String>, got: &str| wanted.as_deref().is_none_or(|w| w == got);
        is(&self.action, action) && is(&self.profile, profile) && self.times != Some(0)
    }
}

#[cfg(test)]
mod tests {
    use super::{FaultKind, FaultRule};

    fn check(flag: &str, expected: &Result<FaultKind, String>) {
        assert_eq!(&FaultRule::from_flag(flag).map(|rule| rule.kind), expected, "{flag}");
    }

    #[test]
    fn faults_take_their_own_values() {
        check("latency:ms=300,action=add", &Ok(FaultKind::Latency { ms: 300 }));
        check("rate_limit:retry_after=9", &Ok(FaultKind::RateLimit { retry_after: "9".into() }));
        check("rate_limit", &Ok(FaultKind::RateLimit { retry_after: "7".into() }));
        check("html:status=403", &Ok(FaultKind::Html(403)));
        check(
            "answer:status=418,body=5",
            &Ok(FaultKind::Answer {
                status: 418,
                content_type: "application/json".into(),
                body: "5".into(),
            }),
        );
        let rule = FaultRule::from_flag("fin:action=add,times=2,skip=1,percent=20,processed=false");
        let expected = FaultRule {
            action: Some("add".into()),
            times: Some(2),
            skip: 1,
            percent: 20,
            processed: false,
            ..FaultRule::always(FaultKind::Fin)
        };
        assert_eq!(rule, Ok(expected));
    }

    #[test]
    fn what_makes_no_sense_is_refused_and_never_passed_over() {
        let bad = |flag: &str, why: &str| check(flag, &Err(why.to_owned()));
        bad("meteor", "no fault is called \"meteor\"");
        bad("latency:ms=x", "ms is no number up to 4294967295");
        bad("latency:seconds=3", "latency takes no seconds");
        bad("hang:status=500", "hang takes no status");
        bad("status:status=99", "status is no number from 100 to 599");
        bad("status:status=99999", "status is no number from 100 to 599");
        bad("fin:percent=101", "percent is no number up to 100");
        bad("fin:times=-1", "times is no number up to 4294967295");
        bad("fin:processed=maybe", "processed is neither true nor false");
        bad("fin:action", "action: expected name=value");
        bad("fin:action=dance", "no panel has an action called dance");
        bad("fin:profile=nobody", "no profile is called nobody");
    }
}
