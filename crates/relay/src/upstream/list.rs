//! What `GET /panels` says: the allow-list, so that the app can tell which accounts this relay serves.

use super::panel::Upstream;
use serde::Serialize;

#[derive(Serialize)]
struct Panels<'a> {
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
    serde_json::to_string(&Panels { panels }).expect("texts are JSON")
}
