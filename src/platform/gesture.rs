//! The single place that turns a real click or key press into the permission to spend. A scripted
//! event gives none.

pub use panelboard_client::gesture::UserGesture;

use panelboard_client::gesture::with_trusted_event;
use web_sys::Event;

/// Runs `act` with the permission that the event gives; does nothing for a script's event. The
/// permission ends with the handler: it cannot be kept.
pub fn with<R>(event: &Event, act: impl FnOnce(UserGesture<'_>) -> R) -> Option<R> {
    with_trusted_event(event.is_trusted(), act)
}
