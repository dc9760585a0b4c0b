//! Keys pressed outside of inputs and dialogs: the app's shortcuts.

use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent};

/// Calls `act` for each key as long as the component lives; `true` means that it was used.
pub fn on_key(act: impl Fn(&str) -> bool + 'static) {
    let handle = window_event_listener(ev::keydown, move |event| {
        if is_free(&event) && act(&event.key()) {
            event.prevent_default();
        }
    });
    on_cleanup(move || handle.remove());
}

/// Nobody else wants the key: no modifier, no writing, no dialog.
fn is_free(event: &KeyboardEvent) -> bool {
    let taken = event.ctrl_key() || event.meta_key() || event.alt_key() || event.is_composing();
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let writing = target
        .is_some_and(|element| matches!(element.matches("input, select, textarea"), Ok(true)));
    !taken && !event.default_prevented() && !writing && !a_dialog_is_open()
}

fn a_dialog_is_open() -> bool {
    let page = web_sys::window().and_then(|window| window.document());
    page.is_some_and(|page| matches!(page.query_selector("dialog:modal"), Ok(Some(_))))
}
