//! The user's words on orders, carried to the journal: settled, taken back, seen. What may be said is
//! [`crate::settle`]'s.

use super::progress::Settling;
use super::{Engine, Event};
use crate::place::Credentials;
use crate::ports::Ports;
use crate::settle::{self, Asker, NotSettled, UserSettlement};
use panelboard_domain::attempt::Concern;
use panelboard_domain::id::AttemptId;
use std::rc::Rc;

impl<P: Ports> Engine<P> {
    pub(super) async fn settle(self: Rc<Self>, id: AttemptId, settlement: UserSettlement) {
        let Some(attempt) = self.book.attempt(&id) else { return };
        self.tell(Event::Settling(id.clone(), Settling::Checking));
        let credentials = self.credentials(&attempt.account).ok();
        let followed = self.book.all_followed();
        let asker = credentials.as_ref().map(|(account, key)| Asker {
            credentials: Credentials { account, key },
            paces: &self.paces,
            followed: &followed,
        });
        let mut learned = Vec::new();
        let settling = settle::settle(&self.ports, asker, &id, settlement, &mut learned);
        let result = Box::pin(settling).await;
        self.learn(&attempt.account, &learned);
        let ended = match result {
            Ok(attempt) => {
                let account = attempt.account.clone();
                self.pair_changed(&attempt).await;
                self.changed(attempt);
                // Its state is asked for at once: until then the row only says that it was placed.
                self.refresh_orders(&account);
                Settling::Done
            }
            Err(NotSettled::NotNow(attempt)) => {
                self.changed(*attempt);
                Settling::Done
            }
            Err(stop) => Settling::Stopped(stop),
        };
        self.tell(Event::Settling(id, ended));
    }

    pub(super) async fn withdraw(self: Rc<Self>, id: AttemptId) {
        match settle::withdraw(&self.ports, &id).await {
            Ok(attempt) => {
                self.changed(attempt.clone());
                self.tell(Event::Settling(id, Settling::Idle));
                self.look(attempt).await;
            }
            Err(stop) => self.tell(Event::NotKept(stop)),
        }
    }

    pub(super) async fn mark_seen(self: Rc<Self>, id: AttemptId, concern: Concern) {
        match settle::mark_seen(&self.ports, &id, concern).await {
            Ok(attempt) => {
                self.changed(attempt);
            }
            Err(stop) => self.tell(Event::NotKept(stop)),
        }
    }
}
