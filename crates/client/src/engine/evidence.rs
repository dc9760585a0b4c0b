//! Looks for what became of an order: the evidence on an open outcome, in one tab at a time, and the two
//! looks at the charge after an order. The rules are [`crate::reconcile`]'s and [`super::charge`]'s.

use super::charge::{self, look_lock};
use super::{Engine, Event};
use crate::evidence;
use crate::journal;
use crate::place::Credentials;
use crate::ports::Ports;
use crate::reconcile;
use panelboard_domain::attempt::again::repeats;
use panelboard_domain::attempt::{Attempt, BalanceReading};
use panelboard_domain::balance::Balance;
use panelboard_domain::id::{AccountId, AttemptId};
use std::rc::Rc;

/// When the balance is also read while an open order is looked into.
const EARLY_READS_MILLIS: [u32; 3] = [3_000, 12_000, 24_000];

impl<P: Ports> Engine<P> {
    pub(super) async fn look_again(self: Rc<Self>, id: AttemptId) {
        if let Some(attempt) = self.book.attempt(&id) {
            self.look(Attempt::clone(&attempt)).await;
        }
    }

    /// Looks for evidence, in one tab at a time.
    pub(super) async fn look(self: Rc<Self>, attempt: Attempt) {
        let lock = self.ports.try_lock(&look_lock(&attempt.id)).await;
        let Ok(Some(looking)) = lock else { return };
        let Ok((account, key)) = self.credentials(&attempt.account) else { return };
        let followed = self.book.all_followed();
        let attempts: Vec<Attempt> = self.book.read(|attempts| attempts.cloned().collect());
        let refunds = reconcile::refunds(&attempt, &attempts, &followed);
        let credentials = Credentials { account: &account, key: &key };
        let id = attempt.id.clone();
        for millis in EARLY_READS_MILLIS {
            self.read_early(account.id.clone(), millis);
        }
        let watching = |watch| self.tell(Event::Watching(id.clone(), Some(watch)));
        let looking_for =
            reconcile::reconcile_watched(&self.ports, credentials, attempt, refunds, watching);
        let found = Box::pin(looking_for).await;
        self.tell(Event::Watching(id.clone(), None));
        match found {
            Ok(attempt) => {
                self.changed(attempt.clone());
                self.pair_changed(&attempt).await;
                let after =
                    charge::look_at_charge_after(&self.ports, credentials, &attempt, looking);
                if let Some(alarmed) = Box::pin(after).await {
                    self.changed(alarmed);
                }
            }
            // What could not be read stays open; the next start or the user looks again.
            Err(_) => {
                let engine = Rc::clone(&self);
                self.spawn(engine.reread(id));
            }
        }
    }

    /// A charge and its refund may both fall between the readings that can settle: others see them.
    fn read_early(self: &Rc<Self>, account: AccountId, millis: u32) {
        let engine = Rc::clone(self);
        self.spawn(async move {
            engine.ports.pause(millis).await;
            engine.read_balance(&account);
        });
    }

    /// Looks whether an order was charged as estimated.
    pub(super) async fn look_at_charge(self: &Rc<Self>, attempt: &Attempt) {
        let Ok((account, key)) = self.credentials(&attempt.account) else { return };
        let credentials = Credentials { account: &account, key: &key };
        if let Some(alarmed) = charge::look_at_charge(&self.ports, credentials, &attempt.id).await {
            self.changed(alarmed);
        }
    }

    /// The balance tells whether the order was charged as estimated, twice, or otherwise.
    pub(super) async fn look_after(self: Rc<Self>, attempt: Attempt) {
        if attempt.is_unknown() {
            return self.look(attempt).await;
        }
        self.look_at_charge(&attempt).await;
    }

    /// What is written down of an order may be written into its repeats, and the other way round.
    pub(super) async fn pair_changed(self: &Rc<Self>, attempt: &Attempt) {
        let is_other = |other: &Attempt| repeats(other, attempt) || repeats(attempt, other);
        for other in self.book.attempts(is_other) {
            if let Ok(Some(now)) = journal::get(&self.ports, &other.id).await {
                self.changed(now);
            }
        }
    }

    /// A balance that was read anywhere is evidence about what is open.
    pub(super) async fn note_balance(self: &Rc<Self>, id: &AccountId, balance: &Balance) {
        let Some(reading) = BalanceReading::of(balance) else { return };
        let Ok((account, key)) = self.credentials(id) else { return };
        let credentials = Credentials { account: &account, key: &key };
        let (ids, turn) = self.book.read(|attempts| evidence::concerned(credentials, attempts));
        for attempt in evidence::note_balance(&self.ports, &ids, turn, reading).await {
            self.changed(attempt);
        }
    }
}
