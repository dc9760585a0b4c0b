//! What the user sees of the page itself: language, direction, theme, density, visibility.

use super::{js, update};
use crate::locale::Locale;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{Event, VisibilityState};

/// Sets `<html lang dir>`.
pub fn set_locale(locale: Locale) {
    set("lang", locale.tag());
    set("dir", locale.dir());
}

/// Sets `<html data-theme>`; the tokens do the rest.
pub fn set_theme(theme: &str) {
    set("data-theme", theme);
}

/// Sets `<html data-density>`.
pub fn set_density(density: &str) {
    set("data-density", density);
}

fn set(name: &str, value: &str) {
    if let Some(root) = js::root() {
        // A fixed attribute name is always a valid one.
        let _ = root.set_attribute(name, value);
    }
}

/// The page can be seen.
pub fn is_visible() -> bool {
    js::document().is_none_or(|document| document.visibility_state() == VisibilityState::Visible)
}

/// What the browser says about the network. A hint: it may be wrong.
pub fn is_online() -> bool {
    js::is_online()
}

/// The first of the user's languages that the app speaks.
pub fn preferred_locale() -> Option<Locale> {
    let languages = js::window().ok()?.navigator().languages();
    languages.iter().filter_map(|tag| tag.as_string()).find_map(|tag| Locale::of(&tag))
}

/// Calls back for as long as the page lives whenever visibility or network change, the page comes back
/// from the back/forward cache, or a newer version of the app is there.
pub fn on_presence(callback: impl Fn() + 'static) {
    let callback = Closure::<dyn FnMut()>::new(callback).into_js_value();
    let callback = callback.unchecked_ref();
    if let Some(document) = js::document() {
        let _ = document.add_event_listener_with_callback("visibilitychange", callback);
    }
    if let Ok(window) = js::window() {
        for name in ["online", "offline", "pageshow", "focus", update::READY] {
            let _ = window.add_event_listener_with_callback(name, callback);
        }
    }
}

/// The app is served from this machine: development or a trial, so private hosts may be used.
pub fn is_local() -> bool {
    let host = js::window().and_then(|window| window.location().hostname());
    host.is_ok_and(|host| matches!(host.as_str(), "localhost" | "127.0.0.1" | "[::1]"))
}

/// The page says that its server offers trial accounts; a published site has none.
pub fn offers_sandbox() -> bool {
    js::root().is_some_and(|root| root.has_attribute("data-sandbox"))
}

/// While it lives, leaving the page asks first.
pub struct LeavingAsks(Closure<dyn FnMut(Event)>);

/// An order is on its way: leaving now would leave its outcome unknown.
pub fn warn_before_leaving() -> LeavingAsks {
    let ask = Closure::new(|event: Event| event.prevent_default());
    if let Ok(window) = js::window() {
        let _ = window.add_event_listener_with_callback(LEAVING, ask.as_ref().unchecked_ref());
    }
    LeavingAsks(ask)
}

const LEAVING: &str = "beforeunload";

impl Drop for LeavingAsks {
    fn drop(&mut self) {
        let ask = self.0.as_ref().unchecked_ref();
        if let Ok(window) = js::window() {
            let _ = window.remove_event_listener_with_callback(LEAVING, ask);
        }
    }
}
