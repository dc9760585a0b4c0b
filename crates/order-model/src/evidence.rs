//! What becomes of a lost answer: the relay's log, the balance, the status, the user's word
//! (`client::reconcile`). What is still on its way lands within the time that the product waits
//! before evidence counts (35 seconds): here, evidence counts once all has landed.

use crate::action::Action;
use crate::bounds::Bounds;
use crate::journal::{By, Fact, Settled};
use crate::rules::{Ending, Log, Readings, Rules};
use crate::sample::{self, FOREIGN_NUMBER};
use crate::state::{Look, No, State};
use panelboard_domain::account::Route;
use panelboard_domain::attempt::AttemptState;

impl<R: Rules> State<R> {
    pub(crate) fn evidence_actions(&self, bounds: &Bounds, no: No, out: &mut Vec<Action>) {
        let attempt = &self.journal.attempts()[no];
        let is_reachable = (0..2).any(|row| {
            self.rows[row].is_present && R::is_shared(self.facts[no].account, self.name(row))
        });
        if attempt.is_unknown() && is_reachable {
            self.look_actions(no, out);
        }
        let has_outcome =
            matches!(attempt.state(), AttemptState::Placed { .. } | AttemptState::Rejected { .. });
        let is_checked = bounds.route() == Route::Direct || R::CHECKS_RELAY_CHARGE;
        if has_outcome
            && is_reachable
            && is_checked
            && attempt.resolution().is_none()
            && self.may_read(no)
        {
            out.push(Action::CheckCharge(no));
        }
        let is_final = attempt.order_id().is_some_and(|id| self.is_refunded(id.as_str()));
        if is_final && is_reachable && self.facts[no].final_since.is_none() {
            out.push(Action::Follow(no));
        }
        self.word_actions(no, out);
    }

    fn look_actions(&self, no: No, out: &mut Vec<Action>) {
        for slot in (0..self.relays.len()).filter(|slot| self.relays[*slot].is_some()) {
            let is_second = self.facts[no].look == Look::NotSeenOnce;
            if !is_second || self.is_given_up(no) {
                out.push(Action::AskRelay { no, slot });
            }
        }
        if self.is_given_up(no) && self.may_read(no) {
            out.push(match self.facts[no].look {
                Look::First(_) => Action::ReadAgain(no),
                Look::None | Look::NotSeenOnce => Action::ReadBalance(no),
            });
        }
    }

    fn word_actions(&self, no: No, out: &mut Vec<Action>) {
        let attempt = &self.journal.attempts()[no];
        let lacks_number = matches!(attempt.state(), AttemptState::Placed { order_id: None, .. });
        if self.left.words == 0 || !(attempt.is_unknown() || lacks_number) {
            return;
        }
        let foreign = self.panel.has_foreign.then_some(FOREIGN_NUMBER);
        let numbers = (0..self.panel.orders.len()).chain(foreign);
        out.extend(numbers.map(|number| Action::Say { no, found: Some(number) }));
        if attempt.is_unknown() {
            out.push(Action::Say { no, found: None });
        }
    }

    fn may_read(&self, no: No) -> bool {
        !self.is_locked(self.facts[no].account) && R::may_read(no, self.journal.attempts())
    }

    fn is_refunded(&self, id: &str) -> bool {
        let orders = self.panel.orders.iter().enumerate();
        orders
            .filter(|(_, order)| order.is_refunded)
            .any(|(at, _)| sample::order_id(at).as_str() == id)
    }

    /// R0.
    pub(crate) fn ask_relay(&mut self, no: No, slot: usize) {
        let Some(relay) = &self.relays[slot] else { return };
        let log = R::log(&relay.memory, no, relay.clock(self.tick));
        let look = std::mem::replace(&mut self.facts[no].look, Look::None);
        if look == Look::NotSeenOnce {
            self.land(no);
        }
        let fact = match log {
            Log::InFlight | Log::Ended(Ending::InDoubt) => None,
            Log::Ended(Ending::NotSent) => Some(Fact::Settled(By::Relay, Settled::NotPlaced)),
            Log::Ended(Ending::Answered(answer)) => Some(Fact::Log(answer)),
            Log::NotSeen(receipt) => self.not_seen(no, &receipt, look),
        };
        if let Some(fact) = fact {
            self.journal.apply::<R>(no, self.era, fact);
        }
    }

    /// "Not seen" must be said twice, with time for a late arrival between.
    fn not_seen(&mut self, no: No, receipt: &R::Receipt, look: Look) -> Option<Fact> {
        let (attempts, noted) = (self.journal.attempts(), self.facts[no].noted.as_ref());
        if !R::proves_not_sent(&attempts[no], noted, receipt) {
            return Some(Fact::NotSeen);
        }
        if look == Look::NotSeenOnce {
            let may = R::may_settle_not_sent(no, attempts);
            return may.then_some(Fact::Settled(By::Relay, Settled::NotPlaced));
        }
        self.facts[no].look = Look::NotSeenOnce;
        None
    }

    /// R2, the first reading.
    pub(crate) fn read_balance(&mut self, no: No) {
        self.land(no);
        self.note_balance(no);
        self.facts[no].look = Look::First(self.panel.balance);
    }

    /// R2, the second reading.
    pub(crate) fn read_again(&mut self, no: No) {
        self.note_balance(no);
        let look = std::mem::replace(&mut self.facts[no].look, Look::None);
        if look != Look::First(self.panel.balance) {
            return;
        }
        let final_since: Vec<_> = self.facts.iter().map(|facts| facts.final_since).collect();
        let readings = Readings {
            no,
            attempts: self.journal.attempts(),
            final_since: &final_since,
            balance: self.panel.balance,
            age: i64::from(self.era - self.facts[no].sent_in) * 600_000,
        };
        if let Some(outcome) = R::by_balance(readings) {
            self.journal.apply::<R>(no, self.era, Fact::Settled(By::Balance, outcome));
            self.alarm(no);
        }
    }

    pub(crate) fn check_charge(&mut self, no: No) {
        self.note_balance(no);
        self.alarm(no);
    }

    fn alarm(&mut self, no: No) {
        if let Some(alarm) = R::charge(&self.journal.attempts()[no], self.panel.balance) {
            self.journal.apply::<R>(no, self.era, Fact::Charge(alarm));
        }
    }

    fn note_balance(&mut self, no: No) {
        let turn = self.journal.attempts()[no].turn();
        self.journal.apply::<R>(no, self.era, Fact::Read(self.panel.balance, turn));
    }

    /// The order's status is read: the panel is done with it.
    pub(crate) fn follow(&mut self, no: No) {
        let account = self.facts[no].account;
        let own = |other: &usize| R::is_shared(self.facts[*other].account, account);
        let turns = (0..self.facts.len()).filter(own).map(|no| self.journal.attempts()[no].turn());
        self.facts[no].final_since = turns.max();
    }

    /// R4: the user's word, which may be wrong.
    pub(crate) fn say(&mut self, no: No, found: Option<usize>) {
        self.left.words -= 1;
        let is_taken = found.is_none_or(|number| {
            R::takes_number(no, sample::order_id(number).as_str(), self.journal.attempts())
        });
        if is_taken {
            let word = found.map_or(Settled::NotPlaced, |number| Settled::Placed(Some(number)));
            self.journal.apply::<R>(no, self.era, Fact::Settled(By::User, word));
        }
    }
}
