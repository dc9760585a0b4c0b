//! Whether somebody is looking, whether the browser sees a network, what time it is, and whether a newer
//! version of the app may be offered. Hints for
//! views and the poller, never proof: `online` may be wrong (docs/reliability.md#reads).

use leptos::prelude::*;
use panelboard_domain::time::Timestamp;

/// The handle.
#[derive(Clone, Copy)]
pub struct Presence {
    online: RwSignal<bool>,
    visible: RwSignal<bool>,
    now: RwSignal<Timestamp>,
    update: RwSignal<bool>,
    sending: RwSignal<bool>,
}

impl Presence {
    pub(super) fn provide() -> Self {
        let presence = Self {
            online: RwSignal::new(true),
            visible: RwSignal::new(true),
            now: RwSignal::new(Timestamp::default()),
            update: RwSignal::new(false),
            sending: RwSignal::new(false),
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

    /// A newer version of the app may be offered: it is here, and no order of this tab is on its way.
    pub fn update(self) -> Signal<bool> {
        Signal::derive(move || self.update.get() && !self.sending.get())
    }

    pub(crate) fn update_is_ready(self, is_ready: bool) {
        if self.update.get_untracked() != is_ready {
            self.update.set(is_ready);
        }
    }

    /// An order of this tab is on its way, or none is any more.
    pub(crate) fn sending(self, is_sending: bool) {
        self.sending.set(is_sending);
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_newer_version_is_not_offered_while_an_order_is_on_its_way() {
        let owner = Owner::new();
        owner.with(|| {
            let presence = Presence::provide();
            let offered = presence.update();
            assert!(!offered.get_untracked(), "there is none");
            presence.sending(true);
            presence.update_is_ready(true);
            assert!(!offered.get_untracked(), "an order is on its way");
            presence.sending(false);
            assert!(offered.get_untracked());
        });
    }
}
