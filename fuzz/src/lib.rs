//! What the fuzz targets share: an answer made of bytes, and a key that must never come back.

use panelboard_domain::secret::ApiKey;
use panelboard_panel_api::http::HttpResponse;
use std::fmt::Debug;

/// The key that the panel was asked with.
pub const KEY: &str = "CANARY-0123456789";

/// The key as the readers take it.
pub fn key() -> ApiKey {
    ApiKey::parse(KEY).expect("a key")
}

/// The first byte chooses the HTTP status, the rest is the body.
pub fn answer(bytes: &[u8]) -> HttpResponse {
    const STATUS: [u16; 8] = [200, 201, 400, 401, 403, 429, 500, 502];
    let (first, body) = bytes.split_first().unwrap_or((&0, &[]));
    HttpResponse {
        status: STATUS[usize::from(*first) % STATUS.len()],
        retry_after: None,
        stage: None,
        body: body.to_vec(),
    }
}

/// Whatever is kept of an answer holds no key.
pub fn check(reading: &impl Debug) {
    let shown = format!("{reading:?}");
    assert!(!shown.contains(KEY), "{shown}");
}
