//! The single place that turns a real click or key press into the permission to spend. A scripted
//! event gives none.

use leptos::web_sys::Event;

/// Proof that a user acted just now. Not `Clone`: one gesture, one call.
#[derive(Debug)]
pub struct UserGesture(());

/// The gesture behind an event; `None` when a script made the event.
pub fn of(event: &Event) -> Option<UserGesture> {
    event.is_trusted().then_some(UserGesture(()))
}
