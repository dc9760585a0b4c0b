//! What `cargo xtask corpus DIR` runs: reads every case of a folder and says what Panelboard understood, one
//! JSON object a line. A case is a file `*.json` with `name`, `dialect`, `action`, `http_status` and
//! `body`; whatever else it holds is not looked at.
//!
//! It never judges: whoever wrote the cases compares. `outcome` is `value`, `refused` (with `kind`),
//! `unreadable` or, for `add` alone, `unknown`.
#![forbid(unsafe_code)]

mod fields;

use anyhow::{Context as _, Result, bail};
use fields::{Entry, Fields, Value};
use panelboard_domain::attempt::{RefusalKind, UnknownHint};
use panelboard_domain::secret::ApiKey;
use panelboard_panel_api::decode::{self, AddOutcome, Row};
use panelboard_panel_api::error::{ApiError, Decoded, Refusal, Warning};
use panelboard_panel_api::http::HttpResponse;
use serde::{Deserialize, Serialize};
use std::path::Path;
use std::process::ExitCode;

/// The key that a case's panel would have been asked with; the cases echo it.
const KEY: &str = "SECRET-KEY";

/// One recorded answer.
#[derive(Deserialize)]
struct Case {
    name: Option<String>,
    action: String,
    /// 200 when nothing is said.
    http_status: Option<u16>,
    /// The body as text. Whoever wrote it as JSON meant that JSON.
    #[serde(default)]
    body: serde_json::Value,
}

impl Case {
    fn read(file: &[u8]) -> Result<Self> {
        let text = String::from_utf8_lossy(file);
        let text = text.trim_start_matches('\u{feff}');
        // Half a surrogate pair is no character, so a case that holds one is read with U+FFFD.
        Ok(serde_json::from_str(text).or_else(|_| serde_json::from_str(&whole_pairs(text)))?)
    }

    fn body(&self) -> Vec<u8> {
        match &self.body {
            serde_json::Value::Null => Vec::new(),
            serde_json::Value::String(text) => text.clone().into_bytes(),
            json => json.to_string().into_bytes(),
        }
    }
}

/// The JSON with `\ud800` and its like, where they stand alone, as `\ufffd`.
fn whole_pairs(json: &str) -> String {
    let code = |at: usize| {
        let escape = json.get(at..at + 6)?.strip_prefix("\\u")?;
        u16::from_str_radix(escape, 16).ok()
    };
    let mut whole = String::with_capacity(json.len());
    let mut at = 0;
    while let Some(length) = json[at..].find('\\') {
        whole.push_str(&json[at..at + length]);
        at += length;
        let (kept, text) = match code(at) {
            Some(0xd800..=0xdbff) if matches!(code(at + 6), Some(0xdc00..=0xdfff)) => (12, None),
            Some(0xd800..=0xdfff) => (6, Some("\\ufffd")),
            Some(_) => (6, None),
            None => (1 + json[at + 1..].chars().next().map_or(0, char::len_utf8), None),
        };
        whole.push_str(text.unwrap_or(&json[at..at + kept]));
        at += kept;
    }
    whole + &json[at..]
}

/// What was understood.
#[derive(Serialize)]
struct Reading {
    name: String,
    outcome: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    kind: Option<RefusalKind>,
    fields: Fields,
    warnings: Vec<String>,
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &[String]) -> Result<()> {
    let [folder] = arguments else { bail!("usage: cargo xtask corpus DIR") };
    let key = ApiKey::parse(KEY).context("the cases' key")?;
    let mut paths: Vec<_> = std::fs::read_dir(folder)
        .with_context(|| format!("cannot list {folder}"))?
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .filter(|path| path.extension().is_some_and(|extension| extension == "json"))
        .collect();
    paths.sort();
    let mut unread = 0;
    for path in &paths {
        match read(path, &key) {
            Ok(reading) => println!("{}", serde_json::to_string(&reading)?),
            Err(error) => {
                eprintln!("{}: {error:#}", path.display());
                unread += 1;
            }
        }
    }
    if unread > 0 {
        bail!("{unread} of {} files are no cases", paths.len());
    }
    Ok(())
}

fn read(path: &Path, key: &ApiKey) -> Result<Reading> {
    let case = Case::read(&std::fs::read(path)?)?;
    let name = case.name.clone().or_else(|| Some(path.file_stem()?.to_str()?.to_owned()));
    let response = HttpResponse {
        status: case.http_status.unwrap_or(200),
        retry_after: None,
        stage: None,
        body: case.body(),
    };
    let mut reading = decoded(&case.action, &response, key);
    reading.name = name.unwrap_or_default();
    Ok(reading)
}

fn decoded(action: &str, response: &HttpResponse, key: &ApiKey) -> Reading {
    match action {
        "services" => whole(decode::services(response, key), |catalog| fields::catalog(&catalog)),
        "balance" => whole(decode::balance(response, key), |(balance, dialect)| {
            fields::balance(&balance, dialect)
        }),
        "add" => added(decode::add(response, key)),
        "refill" => rows(decode::refill_rows(response, key), fields::refill),
        "refill_status" => {
            rows(decode::refill_status_rows(response, key), |status| fields::refill_status(&status))
        }
        "cancel" => rows(decode::cancel_rows(response, key), |()| fields::cancel()),
        _ => never_sent(response, key),
    }
}

/// Other actions are never sent. Where panels have them, account data reads like a balance and an
/// own history like statuses.
fn never_sent(response: &HttpResponse, key: &ApiKey) -> Reading {
    match decode::balance(response, key) {
        Ok(read) => whole(Ok(read), |(balance, dialect)| fields::balance(&balance, dialect)),
        Err(_) => rows(decode::status_rows(response, key), fields::status),
    }
}

fn reading(outcome: &'static str, fields: Fields) -> Reading {
    Reading { name: String::new(), outcome, kind: None, fields, warnings: Vec::new() }
}

fn whole<T>(result: Result<Decoded<T>, ApiError>, show: impl Fn(T) -> Fields) -> Reading {
    match result {
        Ok(Decoded { value, warnings }) => {
            Reading { warnings: words(&warnings), ..reading("value", show(value)) }
        }
        Err(error) => failed(error),
    }
}

/// One entry stands by itself; several stand in a list. One entry that is a refusal is a refusal.
fn rows<T>(result: Result<Decoded<Vec<Row<T>>>, ApiError>, show: impl Fn(T) -> Fields) -> Reading {
    let Decoded { value: rows, warnings } = match result {
        Ok(decoded) => decoded,
        Err(error) => return failed(error),
    };
    let mut entries: Vec<Entry> =
        rows.into_iter().map(|row| Entry { id: row.id, value: row.value.map(&show) }).collect();
    let only = if entries.len() == 1 { entries.pop() } else { None };
    let mut read = match only {
        Some(Entry { id, value: Err(refusal) }) => refused(&refusal, id),
        Some(entry) => reading("value", entry.fields()),
        None => reading("value", fields::entries(entries)),
    };
    read.warnings = words(&warnings);
    read
}

/// An answer to `add`. A panel that speaks of an active order has refused in its own words; the
/// client waits for evidence all the same, which `hint` tells.
fn added(outcome: AddOutcome) -> Reading {
    match outcome {
        AddOutcome::Placed { order, charge } => reading("value", fields::placed(&order, charge)),
        AddOutcome::Rejected(reason) => {
            Reading { kind: Some(reason.kind), ..reading("refused", fields::text(reason.text)) }
        }
        AddOutcome::Unknown { hint, text } => {
            let fields = fields::text(text).with("hint", Value::code(&hint));
            match hint {
                UnknownHint::ActiveLink => {
                    Reading { kind: Some(RefusalKind::ActiveLink), ..reading("refused", fields) }
                }
                _ => reading("unknown", fields),
            }
        }
    }
}

fn failed(error: ApiError) -> Reading {
    match error {
        ApiError::Refused(refusal) => refused(&refusal, None),
        ApiError::Unreadable { what, status, excerpt } => {
            let fields = fields::text(excerpt)
                .with("what", Value::debug(&what))
                .with("http_status", Value::Number(status.into()));
            reading("unreadable", fields)
        }
    }
}

fn refused(refusal: &Refusal, id: Option<String>) -> Reading {
    let mut fields = fields::text(refusal.text.clone());
    if let Some(minutes) = refusal.cooldown_minutes {
        fields = fields.with("cooldown_minutes", Value::Number(minutes.into()));
    }
    if let Some(id) = id {
        fields = fields.with("id", Value::Text(id));
    }
    Reading { kind: Some(refusal.kind), ..reading("refused", fields) }
}

fn words(warnings: &[Warning]) -> Vec<String> {
    warnings.iter().map(|warning| format!("{warning:?}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(file: &str, expected: &str) {
        let case = Case::read(file.as_bytes()).expect("a case");
        let response = HttpResponse {
            status: case.http_status.unwrap_or(200),
            retry_after: None,
            stage: None,
            body: case.body(),
        };
        let key = ApiKey::parse(KEY).expect("a key");
        let read = decoded(&case.action, &response, &key);
        let line = serde_json::to_string(&read).expect("JSON");
        assert_eq!(line, expected, "{file}");
    }

    #[test]
    fn a_case_becomes_one_line() {
        check(
            r#"{"name":"n","dialect":"v2","action":"add","http_status":200,"body":"{\"order\":5}"}"#,
            r#"{"name":"","outcome":"value","fields":{"charge":null,"currency":null,"order":"5"},"warnings":[]}"#,
        );
        check(
            r#"{"action":"add","http_status":null,"body":{"error":"Bad link"}}"#,
            r#"{"name":"","outcome":"refused","kind":"link","fields":{"text":"Bad link"},"warnings":[]}"#,
        );
        check(
            "\u{feff}{\"action\":\"add\"}",
            r#"{"name":"","outcome":"unknown","fields":{"hint":"unreadable","text":""},"warnings":[]}"#,
        );
        check(
            r#"{"action":"balance","body":"{\"balance\":\"x\ud800\\ud83d\ude00\"}"}"#,
            "{\"name\":\"\",\"outcome\":\"value\",\"fields\":{\"balance\":null,\"currency\":null,\"dialect\":null,\"raw\":\"x\u{fffd}\u{fffd}\u{fffd}\"},\"warnings\":[\"FieldUnread { row: 0, field: \\\"balance\\\" }\"]}",
        );
        check(
            r#"{"action":"cancel","body":"[{\"order\":9,\"cancel\":{\"error\":\"Incorrect order ID\"}},{\"order\":2,\"cancel\":1}]"}"#,
            r#"{"name":"","outcome":"value","fields":{"entries":[{"error":"Incorrect order ID","id":"9","kind":"order"},{"cancel":"requested","id":"2"}]},"warnings":[]}"#,
        );
    }

    #[test]
    fn pairs_stay_and_halves_go() {
        for (json, whole) in [
            (r"\ud83d\ude00", r"\ud83d\ude00"),
            (r"\ud83dx\ude00", r"\ufffdx\ufffd"),
            (r"\\ud83d", r"\\ud83d"),
            (r"\ud83d", r"\ufffd"),
            (r"\u00e9\n\", r"\u00e9\n\"),
            ("é\\é", "é\\é"),
        ] {
            assert_eq!(whole_pairs(json), whole, "{json}");
        }
    }
}
