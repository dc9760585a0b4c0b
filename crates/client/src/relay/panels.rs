//! What the relay answers to `GET /panels`: which panels it serves, if it is one.

use super::{WANTS_TOKEN, error};
use crate::probe::{RelayOffer, RelayPanel};
use panelboard_panel_api::http::{Answer, FromRelay};
use serde::Deserialize;

/// What the relay answers to `GET /panels`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Listing {
    /// The panels that it passes requests on to.
    Panels(Vec<RelayPanel>),
    /// It is there, but private: it answers nothing without a token.
    WantsToken,
    /// Not a relay, or one that does not list its panels to this page.
    Nothing,
}

impl Listing {
    /// As the test of an account takes it.
    pub fn offer(&self) -> Option<RelayOffer<'_>> {
        match self {
            Self::Panels(panels) => Some(RelayOffer::Panels(panels)),
            Self::WantsToken => Some(RelayOffer::WantsToken),
            Self::Nothing => None,
        }
    }
}

#[derive(Deserialize)]
struct Panels {
    panels: Vec<RelayPanel>,
}

/// Reads the answer to `GET /panels`. Only a relay names a stage: elsewhere the site itself may answer
/// any path.
pub fn listing(answer: &FromRelay) -> Listing {
    if answer.stage.is_none() {
        return Listing::Nothing;
    }
    if answer.status == 401 && error(&Answer::FromRelay(answer.clone()).into()).code == WANTS_TOKEN
    {
        return Listing::WantsToken;
    }
    match serde_json::from_slice::<Panels>(&answer.body) {
        Ok(Panels { panels }) if answer.status == 200 => Listing::Panels(panels),
        _ => Listing::Nothing,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
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
        check(200, list, &Listing::Panels(vec![panel]));
        check(200, r#"{"panels":[]}"#, &Listing::Panels(Vec::new()));
        check(401, r#"{"relay_error":"token"}"#, &Listing::WantsToken);
        // Whatever else stands in front of a site may say 401 too.
        check(401, "Unauthorized", &Listing::Nothing);
        check(401, r#"{"relay_error":"other"}"#, &Listing::Nothing);
        check(403, r#"{"relay_error":"origin"}"#, &Listing::Nothing);
        check(200, r#"{"relay_error":"token"}"#, &Listing::Nothing);
        check(404, list, &Listing::Nothing);
        check(200, "<!doctype html>", &Listing::Nothing);
    }
}
