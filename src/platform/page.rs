//! What the user sees of the page itself: language, direction, theme, density, visibility.

use super::{js, update};
use crate::locale::Locale;
use js_sys::{Array, Reflect};
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

/// This page may reach relays on this machine over plain http: it comes from this machine, and from a build
/// whose policy allows it.
pub fn may_use_local_relays() -> bool {
    is_local() && offers_sandbox()
}

/// The page's own origin, e.g. `https://app.example`.
pub fn origin() -> Option<String> {
    js::window().ok()?.location().origin().ok()
}

/// What is behind `#` in the page's address, without it; and takes it out of the address and the history.
pub fn take_fragment() -> Option<String> {
    let window = js::window().ok()?;
    let location = window.location();
    let fragment = location.hash().ok()?.strip_prefix('#')?.to_owned();
    let path = location.pathname().ok()? + &location.search().ok()?;
    let history = window.history().ok()?;
    let state = history.state().ok()?;
    history.replace_state_with_url(&state, "", Some(&path)).ok()?;
    (!fragment.is_empty()).then_some(fragment)
}

/// Whether this page comes from a relay: it says so itself (live reload), or what sent it did
/// (`Server-Timing`, which a page may read of its own load without asking for anything).
pub fn is_served_by_relay() -> bool {
    js::root().is_some_and(|root| root.has_attribute("data-relay"))
        || was_served_by("panelboard-relay")
}

fn was_served_by(name: &str) -> bool {
    let entries = js::window().ok().and_then(|window| window.performance());
    let entries = entries.map(|performance| performance.get_entries_by_type("navigation"));
    let load = entries.and_then(|entries| entries.iter().next());
    let timings = load.and_then(|load| Reflect::get(&load, &"serverTiming".into()).ok());
    let timings = timings.and_then(|timings| timings.dyn_into::<Array>().ok()).unwrap_or_default();
    timings.iter().any(|timing| {
        let own = Reflect::get(&timing, &"name".into()).ok().and_then(|own| own.as_string());
        own.as_deref() == Some(name)
    })
}

/// The page says that its server offers trial accounts; a published site has none.
pub fn offers_sandbox() -> bool {
    js::root().is_some_and(|root| root.has_attribute("data-sandbox"))
}

/// While it lives, leaving the page asks first.
pub struct LeavingAsks(Closure<dyn FnMut(Event)>);

/// An order is on its way: leaving now would leave its outcome unknown.
pub fn warn_before_leaving() -> LeavingAsks {
    let request = Closure::new(|event: Event| event.prevent_default());
    if let Ok(window) = js::window() {
        let _ = window.add_event_listener_with_callback(LEAVING, request.as_ref().unchecked_ref());
    }
    LeavingAsks(request)
}

const LEAVING: &str = "beforeunload";

impl Drop for LeavingAsks {
    fn drop(&mut self) {
        let request = self.0.as_ref().unchecked_ref();
        if let Ok(window) = js::window() {
            let _ = window.remove_event_listener_with_callback(LEAVING, request);
        }
    }
}
