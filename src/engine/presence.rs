//! Tells the state whether somebody is looking, whether there is a network, what time it is, and whether a
//! newer version is here.

use crate::platform::{self, page, update};
use crate::state::Presence;
use leptos::task::spawn_local;

/// How often "4 min ago" moves on.
const TICK_MILLIS: u32 = 15_000;

/// `on_tick` is called every few seconds, whether somebody is looking or not.
pub(super) fn watch(presence: Presence, on_tick: impl Fn() + 'static) {
    let look = move || {
        presence.seen(page::is_visible(), page::is_online(), platform::now());
        presence.update_is_ready(update::is_ready());
    };
    look();
    page::on_presence(look);
    spawn_local(async move {
        loop {
            platform::pause(TICK_MILLIS).await;
            on_tick();
            if page::is_visible() {
                look();
            }
        }
    });
}
