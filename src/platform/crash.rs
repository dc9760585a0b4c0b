//! The last resort: a panic ends the app, so the page's plain crash card is shown. The panic's text
//! goes to the console in debug builds only; it holds no payload in release builds.

use super::js;

/// Sets the panic hook. The cards are the boot script's: `globalThis.panelboardCrashed`,
/// `globalThis.panelboardIncomplete`.
pub fn watch() {
    std::panic::set_hook(Box::new(|info| {
        if cfg!(debug_assertions) {
            web_sys::console::error_1(&info.to_string().into());
        }
        js::call("panelboardCrashed");
    }));
}

/// A part of the app that nothing works without did not arrive: the page says so and offers to reload.
pub fn part_is_missing() {
    js::call("panelboardIncomplete");
}
