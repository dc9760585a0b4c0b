//! What `GET /panels` says: the allow-list, so that the app can tell which accounts this
//! relay serves; and the version of this program.

use super::panel::Upstream;
use serde::Serialize;

#[derive(Serialize)]
struct Panels<'a> {
    version: &'static str,
    panels: Vec<Row<'a>>,
}

#[derive(Serialize)]
struct Row<'a> {
    alias: &'a str,
    endpoint: String,
}

/// The listed panels by alias, as JSON.
pub(crate) fn panels<'a>(upstreams: impl Iterator<Item = &'a Upstream>) -> String {
    let mut panels: Vec<_> = upstreams
        .map(|upstream| Row { alias: &upstream.alias, endpoint: upstream.endpoint.to_string() })
        .collect();
    panels.sort_by_key(|row| row.alias);
    let version = env!("CARGO_PKG_VERSION");
    serde_json::to_string(&Panels { version, panels }).expect("texts are JSON")
}
