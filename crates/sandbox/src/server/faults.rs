//! Faults: what goes wrong, for which requests, how often.

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

    /// Reads the JSON of the control API.
    pub(crate) fn from_json(value: &Value) -> Result<Self, String> {
        let text = |name: &str| value.get(name).and_then(Value::as_str).map(str::to_owned);
        let number = |name: &str| value.get(name).and_then(Value::as_u64);
        let kind = text("kind").ok_or("a fault needs a kind")?;
        let kind = kind_named(&kind, &text, &number)?;
        let small = |name: &str| number(name).map(|value| u32::try_from(value).unwrap_or(u32::MAX));
        let mut rule = Self::always(kind);
        rule.action = text("action");
        rule.profile = text("profile");
        rule.times = small("times");
        rule.skip = small("skip").unwrap_or(0);
        rule.percent =
            number("percent").map_or(100, |percent| u8::try_from(percent).unwrap_or(100));
        if let Some(processed) = value.get("processed").and_then(Value::as_bool) {
            rule.processed = processed;
        }
        Ok(rule)
    }

    /// Reads a flag such as `latency:ms=300,action=services,percent=20`.
    pub(crate) fn from_flag(flag: &str) -> Result<Self, String> {
        let (kind, rest) = flag.split_once(':').unwrap_or((flag, ""));
        let mut object = serde_json::Map::new();
        object.insert("kind".into(), kind.into());
        for pair in rest.split(',').filter(|pair| !pair.is_empty()) {
            let (name, value) =
                pair.split_once('=').ok_or(format!("{pair}: expected name=value"))?;
            let value = match value {
                "true" => Value::Bool(true),
                "false" => Value::Bool(false),
                _ => value.parse::<u64>().map_or_else(|_| value.into(), Value::from),
            };
            object.insert(name.into(), value);
        }
        Self::from_json(&Value::Object(object))
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

fn kind_named(
    kind: &str,
    text: &impl Fn(&str) -> Option<String>,
    number: &impl Fn(&str) -> Option<u64>,
) -> Result<FaultKind, String> {
    let status = |usual: u16| number("status").and_then(|s| u16::try_from(s).ok()).unwrap_or(usual);
    Ok(match kind {
        "latency" => FaultKind::Latency { ms: number("ms").unwrap_or(1_000) },
        "hang" => FaultKind::Hang,
        "fin" => FaultKind::Fin,
        "rst" => FaultKind::Reset,
        "408" => FaultKind::TimeoutOnReuse,
        "status" => FaultKind::Status(status(500)),
        "html" => FaultKind::Html(status(200)),
        "truncate" => FaultKind::Truncate,
        "bom" => FaultKind::Bom,
        "notice" => FaultKind::Notice,
        "noise" => FaultKind::Noise,
        "utf16" => FaultKind::Utf16,
        "bad_utf8" => FaultKind::BadUtf8,
        "empty" => FaultKind::Empty,
        "wrong_types" => FaultKind::WrongTypes,
        "missing_ids" => FaultKind::MissingIds,
        "rate_limit" => FaultKind::RateLimit {
            retry_after: text("retry_after")
                .or_else(|| number("retry_after").map(|seconds| seconds.to_string()))
                .unwrap_or_else(|| "7".into()),
        },
        "redirect" => FaultKind::Redirect {
            status: status(307),
            location: text("location").unwrap_or_else(|| "/elsewhere".into()),
        },
        "gzip_bomb" => FaultKind::GzipBomb {
            megabytes: number("megabytes").and_then(|m| u32::try_from(m).ok()).unwrap_or(64),
        },
        "answer" => FaultKind::Answer {
            status: status(200),
            content_type: text("content_type").unwrap_or_else(|| "application/json".into()),
            body: text("body").unwrap_or_default(),
        },
        "no_cors" => FaultKind::NoCors,
        _ => return Err(format!("no fault is called {kind:?}")),
    })
}

#[cfg(test)]
mod tests {
    use super::{FaultKind, FaultRule};

    #[test]
    fn an_unknown_fault_is_refused() {
        assert!(FaultRule::from_flag("meteor").is_err());
        assert_eq!(
            FaultRule::from_flag("rate_limit:retry_after=9").map(|rule| rule.kind),
            Ok(FaultKind::RateLimit { retry_after: "9".into() })
        );
    }
}
