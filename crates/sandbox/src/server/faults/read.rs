//! Fault rules as flags and the control API write them. What makes no sense is refused: a fault that
//! silently does something else makes a test say something else.

use super::{FaultKind, FaultRule};
use crate::engine::Profile;
use serde_json::Value;

/// Names that every fault takes.
const COMMON: [&str; 7] = ["kind", "action", "profile", "times", "percent", "skip", "processed"];

/// Every action that some panel has.
const ACTIONS: [&str; 9] = [
    "services",
    "balance",
    "add",
    "status",
    "refill",
    "refill_status",
    "cancel",
    "orders",
    "categories",
];

impl FaultRule {
    /// Reads the JSON of the control API.
    pub(crate) fn from_json(value: &Value) -> Result<Self, String> {
        let given = Given(value);
        let name = given.text("kind")?.ok_or("a fault needs a kind")?;
        let (kind, own) = kind_named(&name, &given)?;
        let names = value.as_object().into_iter().flat_map(|object| object.keys());
        for given in names {
            if !COMMON.contains(&given.as_str()) && !own.contains(&given.as_str()) {
                return Err(format!("{name} takes no {given}"));
            }
        }
        let mut rule = Self::always(kind);
        rule.action = given.text("action")?;
        if let Some(action) = rule.action.as_deref().filter(|action| !ACTIONS.contains(action)) {
            return Err(format!("no panel has an action called {action}"));
        }
        rule.profile = given.text("profile")?;
        if let Some(profile) = rule.profile.as_deref().filter(|name| Profile::named(name).is_none())
        {
            return Err(format!("no profile is called {profile}"));
        }
        rule.times = given.number("times", 0, u32::MAX)?;
        rule.skip = given.number("skip", 0, u32::MAX)?.unwrap_or(0);
        rule.percent = given.number("percent", 0, 100)?.unwrap_or(100);
        rule.processed = given.flag("processed")?.unwrap_or(rule.processed);
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
            object.insert(name.into(), value.into());
        }
        Self::from_json(&Value::Object(object))
    }
}

/// The values of a rule. Numbers and flags may also come as text.
struct Given<'v>(&'v Value);

impl Given<'_> {
    fn text(&self, name: &str) -> Result<Option<String>, String> {
        match self.0.get(name) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(text)) => Ok(Some(text.clone())),
            Some(Value::Number(number)) => Ok(Some(number.to_string())),
            Some(_) => Err(format!("{name} is no text")),
        }
    }

    fn number<T>(&self, name: &str, least: T, most: T) -> Result<Option<T>, String>
    where
        T: std::str::FromStr + PartialOrd + std::fmt::Display + Default + Copy,
    {
        let Some(text) = self.text(name)? else { return Ok(None) };
        let number = text.parse().ok().filter(|number| (&least..=&most).contains(&number));
        let from = if least > T::default() { format!("from {least} to") } else { "up to".into() };
        number.map(Some).ok_or_else(|| format!("{name} is no number {from} {most}"))
    }

    fn flag(&self, name: &str) -> Result<Option<bool>, String> {
        let flag = match self.0.get(name) {
            None | Some(Value::Null) => return Ok(None),
            Some(Value::Bool(flag)) => Some(*flag),
            Some(Value::String(text)) => text.parse().ok(),
            Some(_) => None,
        };
        flag.map(Some).ok_or_else(|| format!("{name} is neither true nor false"))
    }
}

/// The kind of that name, and the names of the values that it alone takes.
fn kind_named(
    kind: &str,
    given: &Given<'_>,
) -> Result<(FaultKind, &'static [&'static str]), String> {
    let status =
        |usual| given.number("status", 100, 599).map(|status: Option<u16>| status.unwrap_or(usual));
    Ok(match kind {
        "latency" => {
            let ms = given.number("ms", 0, u32::MAX)?.unwrap_or(1_000);
            (FaultKind::Latency { ms: ms.into() }, &["ms"])
        }
        "hang" => (FaultKind::Hang, &[]),
        "fin" => (FaultKind::Fin, &[]),
        "rst" => (FaultKind::Reset, &[]),
        "408" => (FaultKind::TimeoutOnReuse, &[]),
        "status" => (FaultKind::Status(status(500)?), &["status"]),
        "html" => (FaultKind::Html(status(200)?), &["status"]),
        "truncate" => (FaultKind::Truncate, &[]),
        "bom" => (FaultKind::Bom, &[]),
        "notice" => (FaultKind::Notice, &[]),
        "noise" => (FaultKind::Noise, &[]),
        "utf16" => (FaultKind::Utf16, &[]),
        "bad_utf8" => (FaultKind::BadUtf8, &[]),
        "empty" => (FaultKind::Empty, &[]),
        "wrong_types" => (FaultKind::WrongTypes, &[]),
        "missing_ids" => (FaultKind::MissingIds, &[]),
        "rate_limit" => {
            let retry_after = given.text("retry_after")?.unwrap_or_else(|| "7".into());
            (FaultKind::RateLimit { retry_after }, &["retry_after"])
        }
        "redirect" => {
            let location = given.text("location")?.unwrap_or_else(|| "/elsewhere".into());
            (FaultKind::Redirect { status: status(307)?, location }, &["status", "location"])
        }
        "gzip_bomb" => {
            let megabytes = given.number("megabytes", 0, 100_000)?.unwrap_or(64);
            (FaultKind::GzipBomb { megabytes }, &["megabytes"])
        }
        "answer" => {
            let usual = || "application/json".into();
            let content_type = given.text("content_type")?.unwrap_or_else(usual);
            let body = given.text("body")?.unwrap_or_default();
            let answer = FaultKind::Answer { status: status(200)?, content_type, body };
            (answer, &["status", "content_type", "body"])
        }
        "no_cors" => (FaultKind::NoCors, &[]),
        _ => return Err(format!("no fault is called {kind:?}")),
    })
}
