//! The reader of service lists as the app has it, callable from a page: what `cargo xtask bench parse`
//! holds against the browser's own `Response.json()`. Nothing else may come in here.
#![allow(unsafe_code, reason = "the macro makes the call from JavaScript")]

use panelboard_domain::secret::ApiKey;
use panelboard_panel_api::decode;
use panelboard_panel_api::http::HttpResponse;
use wasm_bindgen::prelude::wasm_bindgen;

/// Reads a service list from the bytes that arrived and says how many services it found; 0 when it
/// is no list. Copying the bytes into the module is part of the call, as it is in the app.
#[wasm_bindgen]
pub fn services(body: Vec<u8>) -> usize {
    let Ok(key) = ApiKey::parse("bench-key-0123456789") else { return 0 };
    let response = HttpResponse { status: 200, retry_after: None, stage: None, body };
    decode::services(&response, &key).map_or(0, |decoded| decoded.value.services().len())
}
