//! The user's buttons of a running batch, and its end.

use super::Engine;
use crate::engine::message::Message;
use crate::ports::Ports;
use std::rc::Rc;

impl<P: Ports> Engine<P> {
    pub(super) fn pause_batch(&self) {
        self.with_run(|run| run.is_paused = true);
        self.tell_batch();
    }

    /// Goes on with what was confirmed, also where it stands still: the user has looked.
    pub(super) fn resume_batch(self: &Rc<Self>) {
        self.with_run(|run| {
            run.is_paused = false;
            for (panel, lane) in &mut run.lanes {
                (lane.halted, lane.throttled, lane.unreadable) = (None, 0, 0);
                lane.stopped.clear();
                lane.known_open = self.unknown_at(panel);
                lane.known_alarms = self.alarmed_at(panel);
            }
        });
        self.start_lanes();
    }

    /// What is on its way ends; the rest are drafts.
    pub(super) fn stop_batch(self: &Rc<Self>) {
        {
            let batch = &mut *self.batch.borrow_mut();
            let Some(run) = &mut batch.run else { return };
            run.is_stopping = true;
            let rest: Vec<usize> = std::mem::take(&mut run.waiting).into_keys().collect();
            for at in rest {
                batch.give_back(at, None);
            }
        }
        self.tell_batch();
        self.end_if_over();
    }

    pub(super) fn end_if_over(self: &Rc<Self>) {
        let is_over = self.with_run(|run| run.is_over()).unwrap_or(false);
        if is_over {
            self.end_batch();
        } else {
            self.tell_batch();
        }
    }

    /// The run is over: what is left are drafts, to be checked anew.
    pub(super) fn end_batch(self: &Rc<Self>) {
        {
            let batch = &mut *self.batch.borrow_mut();
            let rest = batch.run.take().map(|run| run.waiting.into_keys().collect::<Vec<_>>());
            for at in rest.unwrap_or_default() {
                batch.give_back(at, None);
            }
        }
        self.check_batch();
        let engine = Rc::clone(self);
        self.spawn(async move {
            let _ = engine.keep_batch().await;
            engine.ports.broadcast(&Message::Batch);
        });
    }
}
