//! Whether somebody is looking, whether the browser sees a network, and what time it is. Hints for
//! views and the poller, never proof: `online` may be wrong (docs/reliability.md#reads).

use leptos::prelude::*;
use panelboard_domain::time::Timestamp;

/// The handle.
#[derive(Clone, Copy)]
pub struct Presence {
    online: RwSignal<bool>,
    visible: RwSignal<bool>,
    now: RwSignal<Timestamp>,
}

impl Presence {
    pub(super) fn provide() -> Self {
        let presence = Self {
            online: RwSignal::new(true),
            visible: RwSignal::new(true),
            now: RwSignal::new(Timestamp::default()),
        };
        provide_context(presence);
        presence
    }

    /// The browser says that there is a network.
    pub fn online(self) -> Signal<bool> {
        self.online.into()
    }

    /// The page can be seen.
    pub fn visible(self) -> Signal<bool> {
        self.visible.into()
    }

    /// The time, moving on every 15 seconds while the page is visible: for "4 min ago".
    pub fn now(self) -> Signal<Timestamp> {
        self.now.into()
    }

    pub(crate) fn seen(self, visible: bool, online: bool, now: Timestamp) {
        for (signal, value) in [(self.visible, visible), (self.online, online)] {
            if signal.get_untracked() != value {
                signal.set(value);
            }
        }
        self.now.set(now);
    }
}

/// The handle.
pub fn use_presence() -> Presence {
    use_context().expect("state::provide() runs in App")
}
