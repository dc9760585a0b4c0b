//! A newer version of the app that the service worker has ready. The boot script (`web/update.js`) talks
//! to the worker; here it is only seen and accepted. Never accepted without the user's press.

use super::js;

/// What the boot script sends to the window when [`is_ready`] has become true.
pub(super) const READY: &str = "panelboard-update";

/// All files of a newer version are here.
pub fn is_ready() -> bool {
    js::root().is_some_and(|root| root.has_attribute("data-update"))
}

/// Leaves this version: the page starts again as soon as the newer one serves it.
pub fn accept() {
    js::call("panelboardUpdate");
}
