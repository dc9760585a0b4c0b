//! Acting a moment later. The only place that starts a timer for a view; nothing here may spend.

use leptos::prelude::{TimeoutHandle, set_timeout, set_timeout_with_handle};
use std::time::Duration;

/// Calls `act` once, after `delay`.
pub fn after(delay: Duration, act: impl FnOnce() + 'static) {
    set_timeout(act, delay);
}

/// Calls `act` once, after `delay`, unless the handle is cleared before. `None` where the browser
/// gives no timer: then `act` is never called.
pub fn after_unless_cleared(
    delay: Duration,
    act: impl FnOnce() + 'static,
) -> Option<TimeoutHandle> {
    set_timeout_with_handle(act, delay).ok()
}
