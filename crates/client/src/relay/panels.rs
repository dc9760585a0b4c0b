//! What a relay answers to `GET /panels`: its version and which panels it serves, if it is one; and the
//! words that its operator adds to its command where it does not serve what is wanted.

use super::{NOT_ALLOWED, WANTS_TOKEN, error};
use crate::probe::RelayPanel;
use panelboard_domain::account::Endpoint;
use panelboard_panel_api::http::{Answer, FromRelay};
use serde::Deserialize;

/// What a relay answers to `GET /panels`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Listing {
    /// The panels that it passes requests on to.
    Panels {
        /// Of the relay's program; `None` from one that is too old to say.
        version: Option<String>,
        /// Its list.
        panels: Vec<RelayPanel>,
    },
    /// It is there, but private: it answers nothing without its token, or the one that was given is
    /// not it.
    WantsToken,
    /// It is there, but this page is not one of those that it serves.
    NotAllowed,
    /// Not a relay, or nothing at all.
    Nothing,
}

/// The longest version that is shown. A relay is another server: its words are shown, never trusted.
const MAX_VERSION: usize = 20;

#[derive(Deserialize)]
struct Panels {
    version: Option<String>,
    panels: Vec<RelayPanel>,
}

/// Reads the answer to `GET /panels`. Only a relay names a stage: elsewhere the site itself may answer
/// any path.
pub fn listing(answer: &FromRelay) -> Listing {
    if answer.stage.is_none() {
        return Listing::Nothing;
    }
    if matches!(answer.status, 401 | 403) {
        let code = error(&Answer::FromRelay(answer.clone()).into()).code;
        return match (answer.status, code.as_str()) {
            (401, WANTS_TOKEN) => Listing::WantsToken,
            (403, NOT_ALLOWED) => Listing::NotAllowed,
            _ => Listing::Nothing,
        };
    }
    match serde_json::from_slice::<Panels>(&answer.body) {
        Ok(Panels { version, panels }) if answer.status == 200 => {
            Listing::Panels { version: version.filter(|version| is_version(version)), panels }
        }
        _ => Listing::Nothing,
    }
}

fn is_version(text: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b".-+".contains(&byte);
    (1..=MAX_VERSION).contains(&text.len()) && text.bytes().all(is_plain)
}

/// What the operator of a relay adds to its command so that it serves this panel, e.g.
/// `--panel smm.plus=https://smm.plus/api/v2`. `None` where a relay never would: it reaches public hosts
/// on their usual port only, and this machine in development.
pub fn panel_line(endpoint: &Endpoint) -> Option<String> {
    let address = endpoint.as_str();
    let is_local = address.starts_with("http://");
    let is_plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    let host = endpoint.host();
    let name = host.split(':').next().filter(|name| name.bytes().next().is_some_and(is_plain))?;
    if !is_local && name.len() < host.len() {
        return None;
    }
    let development = if is_local { " --allow-loopback" } else { "" };
    let alias: String = host.chars().map(|c| if c == ':' { '-' } else { c }).take(64).collect();
    Some(format!("--panel {alias}={address}{development}"))
}

/// What the operator of a relay adds to its command so that the pages of this origin may use it.
pub fn origin_line(origin: &str) -> String {
    format!("--origin {origin}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use panelboard_domain::account::{PrivateHosts, parse_address};
    use panelboard_panel_api::http::RelayStage;

    #[track_caller]
    fn check(status: u16, body: &str, expected: &Listing) {
        let body = body.as_bytes().to_vec();
        let stage = Some(RelayStage::PreUpstream);
        let answer = FromRelay { status, retry_after: None, stage, body };
        assert_eq!(&listing(&answer), expected, "{status}");
        let elsewhere = FromRelay { stage: None, ..answer };
        assert_eq!(listing(&elsewhere), Listing::Nothing, "{status} of another server");
    }

    #[test]
    fn s13_a_private_relay_is_told_from_no_relay() {
        let panel = RelayPanel { alias: "a".to_owned(), endpoint: "https://a.example".to_owned() };
        let list = r#"{"panels":[{"alias":"a","endpoint":"https://a.example"}]}"#;
        let of = |version: Option<&str>, panels| Listing::Panels {
            version: version.map(str::to_owned),
            panels,
        };
        check(200, list, &of(None, vec![panel]));
        check(200, r#"{"version":"0.1.0","panels":[]}"#, &of(Some("0.1.0"), Vec::new()));
        check(200, r#"{"version":"<b>","panels":[]}"#, &of(None, Vec::new()));
        check(200, r#"{"version":"0.1.0-0123456789abcdef","panels":[]}"#, &of(None, Vec::new()));
        check(401, r#"{"relay_error":"token"}"#, &Listing::WantsToken);
        check(403, r#"{"relay_error":"origin"}"#, &Listing::NotAllowed);
        // Whatever else stands in front of a site may say 401 too.
        check(401, "Unauthorized", &Listing::Nothing);
        check(401, r#"{"relay_error":"other"}"#, &Listing::Nothing);
        check(403, r#"{"relay_error":"token"}"#, &Listing::Nothing);
        check(200, r#"{"relay_error":"token"}"#, &Listing::Nothing);
        check(404, list, &Listing::Nothing);
        check(200, "<!doctype html>", &Listing::Nothing);
    }

    #[test]
    fn the_line_for_the_operator_is_one_that_the_relay_takes() {
        let line = |text| {
            let list = parse_address(text, PrivateHosts::Allow).expect("an address");
            panel_line(&list[0])
        };
        for (typed, expected) in [
            ("smm.plus", Some("--panel smm.plus=https://smm.plus/api/v2")),
            ("https://a.example/x/v1", Some("--panel a.example=https://a.example/x/v1")),
            ("localhost:9/v2", Some("--panel localhost-9=http://localhost:9/v2 --allow-loopback")),
            ("a.example:8443", None),
            ("[::1]:9", None),
        ] {
            assert_eq!(line(typed).as_deref(), expected, "{typed}");
        }
        assert_eq!(origin_line("https://app.example"), "--origin https://app.example");
    }
}
