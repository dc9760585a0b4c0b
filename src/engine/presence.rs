//! Tells the state whether somebody is looking, whether there is a network, and what time it is.

use crate::platform::{self, Browser, page};
use crate::state::Presence;
use leptos::task::spawn_local;
use panelboard_client::clock;

/// How often "4 min ago" moves on.
const TICK_MILLIS: u32 = 15_000;

pub(super) fn watch(presence: Presence) {
    let look = move || presence.seen(page::is_visible(), page::is_online(), platform::now());
    look();
    page::on_presence(look);
    spawn_local(async move {
        loop {
            platform::pause(TICK_MILLIS).await;
            // A clock that is set back later opens nothing that is shut by now.
            clock::seen(&Browser::default());
            if page::is_visible() {
                look();
            }
        }
    });
}
