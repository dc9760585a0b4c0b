//! Acting a moment later. The only place that starts a timer or waits for a frame for a view; nothing
//! here may spend.

use leptos::prelude::{
    LocalStorage, SetValue as _, StoredValue, TimeoutHandle, UpdateValue as _, on_cleanup,
    request_animation_frame, set_timeout_with_handle,
};
use std::time::Duration;

/// What becomes of an act that still waits when its component goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AtEnd {
    /// It is forgotten.
    Forget,
    /// It is done at once.
    Act,
}

/// An act that waits until nothing has put it off for a while. Made by [`debounced`].
#[derive(Clone, Copy)]
pub struct Debounced {
    delay: Duration,
    waiting: StoredValue<Option<Waiting>, LocalStorage>,
}

struct Waiting {
    /// `None` where the browser gives no timer: then it acts at the end, if at all.
    timer: Option<TimeoutHandle>,
    act: Box<dyn FnOnce()>,
}

/// For what is to happen once, `delay` after it was last asked for. It belongs to the component that
/// makes it.
pub fn debounced(delay: Duration, at_end: AtEnd) -> Debounced {
    let debounced = Debounced { delay, waiting: StoredValue::new_local(None) };
    on_cleanup(move || {
        if let (Some(act), AtEnd::Act) = (debounced.stop(), at_end) {
            act();
        }
    });
    debounced
}

impl Debounced {
    /// Waits anew, with `act` in place of what waited before.
    pub fn put_off(self, act: impl FnOnce() + 'static) {
        self.stop();
        let due = move || {
            // Taken out first: while it acts, nothing waits any more.
            if let Some(Some(Waiting { act, .. })) = self.waiting.try_update_value(Option::take) {
                act();
            }
        };
        let timer = set_timeout_with_handle(due, self.delay).ok();
        self.waiting.set_value(Some(Waiting { timer, act: Box::new(act) }));
    }

    /// Forgets what waits.
    pub fn cancel(self) {
        self.stop();
    }

    fn stop(self) -> Option<Box<dyn FnOnce()>> {
        let Waiting { timer, act } = self.waiting.try_update_value(Option::take)??;
        timer.iter().for_each(TimeoutHandle::clear);
        Some(act)
    }
}

/// Calls `act` when the page is about to be drawn anew: what has just been put into it is there then.
pub fn next_frame(act: impl FnOnce() + 'static) {
    request_animation_frame(act);
}
