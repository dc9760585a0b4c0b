//! The journal as the engine keeps it: opened and recovered at the start, read again when another tab
//! wrote, watched over as a whole ([`super::alarm`]).

use super::alarm::{JournalAlarm, judge};
use super::message::Message;
use super::{Engine, Event};
use crate::error::StorageError;
use crate::journal::{self, lock_of, sentinel};
use crate::place::is_charge_unseen;
use crate::ports::Ports;
use panelboard_domain::attempt::{Attempt, AttemptState};
use panelboard_domain::id::AttemptId;
use std::rc::Rc;
use std::sync::Arc;

impl<P: Ports> Engine<P> {
    /// Reads the journal, turns what nobody sends any more into unknown, then looks after the unknown.
    pub(super) async fn open_journal(self: &Rc<Self>) {
        let read = Box::pin(journal::open(&self.ports, |page| self.show_all(page))).await;
        self.set_alarm(judge(&read, 0));
        self.recover().await;
        for account in self.book.accounts() {
            self.paint_orders(&account).await;
        }
        if read.is_ok() {
            self.book.set_whole();
        }
        self.is_journal_read.set(true);
        self.tell(Event::JournalReady);
        let now = self.ports.now();
        // The tab that placed an order may have died before it looked whether it was charged twice.
        for attempt in self.book.attempts(|attempt| is_charge_unseen(attempt, now)) {
            let engine = Rc::clone(self);
            self.spawn(async move { engine.look_at_charge(&attempt).await });
        }
        for attempt in self.book.open().into_iter().filter(|attempt| attempt.is_unknown()) {
            let engine = Rc::clone(self);
            self.spawn(async move { engine.look(Attempt::clone(&attempt)).await });
        }
    }

    /// Turns what nobody sends any more into unknown, and waits for what another tab still sends.
    async fn recover(self: &Rc<Self>) {
        let sending = self.book.open().into_iter().filter(|attempt| is_sending(attempt));
        let sending: Vec<Arc<Attempt>> = sending.collect();
        let recovered = journal::recover(&self.ports, &sending).await.unwrap_or_default();
        self.show_all(recovered);
        for attempt in self.book.open().into_iter().filter(|attempt| is_sending(attempt)) {
            let engine = Rc::clone(self);
            self.spawn(async move { engine.watch(Attempt::clone(&attempt)).await });
        }
    }

    fn show_all(&self, attempts: Vec<Attempt>) {
        let shown = attempts.into_iter().map(|attempt| self.book.put(attempt)).collect();
        self.tell(Event::Attempts(shown));
    }

    /// Shows a record as it is stored now.
    pub(super) fn show(&self, attempt: Attempt) -> Arc<Attempt> {
        let attempt = self.book.put(attempt);
        self.tell(Event::Attempts(vec![Arc::clone(&attempt)]));
        self.batch_attempt_changed(&attempt);
        attempt
    }

    /// Shows a changed record here and in the other tabs.
    pub(super) fn changed(self: &Rc<Self>, attempt: Attempt) -> Arc<Attempt> {
        self.ports.broadcast(&Message::Attempt(attempt.id.clone()));
        let attempt = self.show(attempt);
        self.plan_turn();
        attempt
    }

    /// Another tab wrote this record.
    pub(super) async fn reread(self: Rc<Self>, id: AttemptId) {
        let Ok(Some(attempt)) = journal::get(&self.ports, &id).await else { return };
        let attempt = self.show(attempt);
        self.plan_turn();
        if is_sending(&attempt) {
            Box::pin(self.watch(Attempt::clone(&attempt))).await;
        }
    }

    /// Waits until another tab's attempt has an outcome. Its lock comes free when that tab is done, or
    /// dead; a record that still says `sending` then has no owner.
    async fn watch(self: Rc<Self>, attempt: Attempt) {
        let lock = self.ports.lock(&lock_of(&attempt)).await;
        drop(lock);
        let Ok(Some(now)) = journal::get(&self.ports, &attempt.id).await else { return };
        self.show(now.clone());
        if let Ok(recovered) = journal::recover(&self.ports, &[now]).await {
            for attempt in recovered {
                self.changed(attempt.clone());
                Rc::clone(&self).look(attempt).await;
            }
        }
    }

    /// The browser or another tab closed the storage: reads once more and compares with what this page
    /// has seen. What it has seen stays on the screen.
    pub async fn check_journal(self: Rc<Self>) {
        let read = journal::load(&self.ports).await;
        self.set_alarm(judge(&read, self.book.len()));
    }

    /// The user has seen it: from here on, what is there is all there is.
    pub(super) async fn accept_loss(self: Rc<Self>) {
        match self.ports.all().await {
            Ok(records) => {
                sentinel::seen(&self.ports, records.len());
                self.set_alarm(None);
            }
            Err(error) => self.set_alarm(Some(JournalAlarm::Shut(error))),
        }
    }

    fn set_alarm(&self, alarm: Option<JournalAlarm>) {
        self.alarm.replace(alarm.clone());
        self.tell(Event::Alarm(alarm));
    }

    /// Why the journal cannot be read; `None` when it can.
    pub(super) fn shut(&self) -> Option<StorageError> {
        match &*self.alarm.borrow() {
            Some(JournalAlarm::Shut(error)) => Some(error.clone()),
            _ => None,
        }
    }

    /// Records that are missing, until the user has taken note.
    pub(super) fn loss(&self) -> Option<journal::JournalLoss> {
        match &*self.alarm.borrow() {
            Some(JournalAlarm::Lost(loss)) => Some(*loss),
            _ => None,
        }
    }
}

pub(super) fn is_sending(attempt: &Attempt) -> bool {
    matches!(attempt.state(), AttemptState::Sending)
}
