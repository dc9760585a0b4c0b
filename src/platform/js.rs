//! The few things that every platform module needs of the browser.

use js_sys::{Function, Promise, Reflect};
use panelboard_client::error::StorageError;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Document, DomException, Element, Window};

/// The window; an error only in a worker.
pub(super) fn window() -> Result<Window, JsValue> {
    web_sys::window().ok_or(JsValue::UNDEFINED)
}

/// The document.
pub(super) fn document() -> Option<Document> {
    web_sys::window()?.document()
}

/// `<html>`.
pub(super) fn root() -> Option<Element> {
    document()?.document_element()
}

/// Calls a function of the boot script by its name; nothing where there is none.
pub(super) fn call(name: &str) {
    let function = Reflect::get(&js_sys::global(), &name.into());
    if let Some(function) = function.ok().and_then(|value| value.dyn_into::<Function>().ok()) {
        // There is nothing to fall back to.
        let _ = function.call0(&JsValue::UNDEFINED);
    }
}

/// Waits for a promise.
pub(super) async fn wait(promise: Promise) -> Result<JsValue, JsValue> {
    JsFuture::from(promise).await
}

/// What the browser says about the network. A hint: it may be wrong.
pub(super) fn is_online() -> bool {
    web_sys::window().is_none_or(|window| window.navigator().on_line())
}

pub(super) fn set_timeout(callback: &Function, millis: u32) -> i32 {
    let millis = i32::try_from(millis).unwrap_or(i32::MAX);
    window()
        .and_then(|window| {
            window.set_timeout_with_callback_and_timeout_and_arguments_0(callback, millis)
        })
        .unwrap_or_default()
}

pub(super) fn clear_timeout(timer: i32) {
    if let Ok(window) = window() {
        window.clear_timeout_with_handle(timer);
    }
}

/// A promise and the function that fulfils it.
pub(super) fn deferred() -> (Promise, Function) {
    let mut fulfil = None;
    let promise = Promise::new(&mut |resolve, _| fulfil = Some(resolve));
    (promise, fulfil.expect("a promise's executor runs at once"))
}

/// Any value as JSON, as far as it has one.
pub(super) fn to_json(value: &JsValue) -> Option<String> {
    js_sys::JSON::stringify(value).ok()?.as_string()
}

/// What a thrown storage error means.
pub(super) fn storage_error(error: &JsValue) -> StorageError {
    let name = error.dyn_ref::<DomException>().map(DomException::name);
    match name.as_deref() {
        Some("QuotaExceededError") => StorageError::Quota,
        Some("DataError" | "DataCloneError") => StorageError::Corrupt,
        Some("VersionError") => StorageError::Newer,
        _ => StorageError::Unavailable,
    }
}

/// The nearest whole number from 0 on.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "rounded and held within the range"
)]
pub(super) fn whole(number: f64) -> u32 {
    number.round().clamp(0.0, f64::from(u32::MAX)) as u32
}
