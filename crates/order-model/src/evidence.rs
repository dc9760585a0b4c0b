//! What becomes of a lost answer: the relay's log, the balance, the status (`client::reconcile`). What
//! is still on its way lands within the time that the product waits before evidence counts (35
//! seconds): here, evidence counts once all has landed.

use crate::action::Action;
use crate::bounds::Bounds;
use crate::journal::{By, Fact, Settled, Sign};
use crate::memo::remember;
use crate::rules::{Ending, Log, Reader, Readings, Rules};
use crate::sample;
use crate::state::{Look, No, State, customer};
use panelboard_domain::account::Route;
use panelboard_domain::attempt::{AttemptState, Outcome, Receipt};

impl<R: Rules> State<R> {
    pub(crate) fn evidence_actions(&self, bounds: &Bounds, no: No, out: &mut Vec<Action>) {
        let attempt = &self.journal.attempts()[no];
        let is_reachable = self.reader(no).is_some();
        if attempt.is_unknown() && is_reachable {
            self.look_actions(bounds, no, out);
        }
        let has_outcome =
            matches!(attempt.state(), AttemptState::Placed { .. } | AttemptState::Rejected { .. });
        let is_checked = bounds.route() == Route::Direct || R::CHECKS_RELAY_CHARGE;
        if has_outcome
            && is_reachable
            && is_checked
            && R::checks_charge(attempt, self.now())
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

    fn look_actions(&self, bounds: &Bounds, no: No, out: &mut Vec<Action>) {
        let look = self.facts[no].look;
        for slot in (0..self.relays.len()).filter(|slot| self.relays[*slot].is_some()) {
            if look != Look::NotSeenOnce || self.is_given_up(no) {
                out.push(Action::AskRelay { no, slot });
            }
        }
        // A relay that did not say otherwise may still be sending it while the balance is read.
        let is_over = self.is_given_up(no)
            || (R::KEEPS_SIGNS && bounds.route() == Route::Relay && look != Look::Asked);
        if is_over && self.may_read(no) {
            out.push(match look {
                Look::First(..) => Action::ReadAgain(no),
                Look::None | Look::NotSeenOnce | Look::Asked => Action::ReadBalance(no),
            });
        } else if R::KEEPS_SIGNS
            && self.left.words > 0
            && !self.journal.attempts()[no].was_looked_for()
        {
            out.push(Action::LookInVain(no));
        }
    }

    /// The account of this attempt, if it is here.
    pub(crate) fn reader(&self, no: No) -> Option<Reader> {
        let own = &self.journal.attempts()[no].account;
        let here = self.rows.iter().filter(|row| row.is_present);
        let row = here.into_iter().find(|row| sample::is_account(own, row.name))?;
        Some(Reader { name: row.name, key: row.key })
    }

    fn may_read(&self, no: No) -> bool {
        let Some(reader) = self.reader(no) else { return false };
        !self.is_locked(self.facts[no].account)
            && remember::<R, bool>(("may read", self.journal.key(), no, reader), || {
                R::may_read(no, self.journal.attempts(), reader)
            })
    }

    fn is_refunded(&self, id: &str) -> bool {
        let orders = self.panel.orders.iter().enumerate();
        orders
            .filter(|(_, order)| order.is_refunded)
            .any(|(at, _)| sample::order_id(at).as_str() == id)
    }

    /// R0.
    pub(crate) fn ask_relay(&mut self, no: No, slot: usize) {
        let clock = |relay: &crate::state::Relay<R>| relay.clock(self.tick);
        let Some(clock) = self.relays[slot].as_ref().map(clock) else { return };
        let Some(relay) = self.relays[slot].as_mut() else { return };
        let is_second = self.facts[no].look == Look::NotSeenOnce;
        let log = if is_second {
            let noted = self.facts[no].noted.as_ref();
            R::close(&mut relay.memory, &mut self.file, no, noted, clock)
        } else {
            R::log(&relay.memory, no, clock)
        };
        self.facts[no].look = Look::None;
        if is_second && !R::KEEPS_SIGNS {
            // The first version took a copy that had not come by then for lost.
            self.land(no);
        }
        let receipt = if is_second { Receipt::NotSeen } else { Receipt::NotSent };
        let not_placed = Fact::Settled(By::Relay, Settled::NotPlaced);
        match log {
            Log::InFlight if R::KEEPS_SIGNS => self.tell(no, Fact::Sign(Sign::InFlight)),
            Log::InFlight => {}
            Log::Ended(Ending::InDoubt) => self.facts[no].look = Look::Asked,
            Log::Ended(Ending::NotSent) => {
                self.settle(no, &Outcome::NotPlaced, Some(receipt), not_placed);
            }
            Log::Ended(Ending::Answered(answer)) => match sample::outcome(answer) {
                Some(outcome) => {
                    self.settle(no, &outcome, Some(Receipt::Done), Fact::Log(answer));
                }
                None => self.facts[no].look = Look::Asked,
            },
            Log::NotSeen(now) => {
                let attempt = &self.journal.attempts()[no];
                if !R::proves_not_sent(attempt, self.facts[no].noted.as_ref(), &now) {
                    self.facts[no].look = Look::Asked;
                    self.tell(no, Fact::NotSeen);
                } else if is_second && !R::CLOSES {
                    self.settle(no, &Outcome::NotPlaced, Some(receipt), not_placed);
                } else if !is_second {
                    // "Not seen" must be said twice, with time for a late arrival between.
                    self.facts[no].look = Look::NotSeenOnce;
                }
            }
        }
    }

    /// Settles without the user, unless anything that is known by then speaks against it.
    fn settle(&mut self, no: No, outcome: &Outcome, receipt: Option<Receipt>, fact: Fact) {
        if R::may_settle(&self.journal.attempts()[no], outcome, receipt) {
            self.tell(no, fact);
            self.tell_others(no);
        }
    }

    /// R2, the first reading.
    pub(crate) fn read_balance(&mut self, no: No) {
        if self.is_given_up(no) {
            self.land(no);
        }
        let Some(balance) = self.note_balance(no) else { return };
        let was_asked = self.facts[no].look == Look::Asked;
        self.facts[no].look = Look::First(balance, was_asked);
    }

    /// R2, the second reading.
    pub(crate) fn read_again(&mut self, no: No) {
        let Some(balance) = self.note_balance(no) else { return };
        let look = std::mem::replace(&mut self.facts[no].look, Look::None);
        let (first, was_asked) = match look {
            Look::First(first, was_asked) => (first, was_asked),
            Look::None | Look::NotSeenOnce | Look::Asked => return,
        };
        if first == balance {
            self.weigh(no, balance, was_asked);
        }
        if R::KEEPS_SIGNS && self.journal.attempts()[no].is_unknown() {
            self.tell(no, Fact::Looked);
        }
    }

    fn weigh(&mut self, no: No, balance: i32, was_asked: bool) {
        let final_since: Vec<_> =
            self.facts.iter().map(|facts| (facts.account, facts.final_since)).collect();
        let attempts = self.journal.attempts();
        let readings = Readings {
            no,
            attempts,
            final_since: &final_since,
            balance,
            age: i64::from(self.minute - self.facts[no].sent_in) * 60_000,
            now: self.now(),
            may_still_send: attempts[no].route == Route::Relay && !was_asked,
        };
        if let Some(settled) = R::by_balance(readings) {
            let outcome = settled.outcome();
            self.settle(no, &outcome, None, Fact::Settled(By::Balance, settled));
            if !self.journal.attempts()[no].is_unknown() {
                self.alarm(no, balance);
            }
        }
    }

    pub(crate) fn check_charge(&mut self, no: No) {
        if let Some(balance) = self.note_balance(no) {
            self.alarm(no, balance);
        }
    }

    fn alarm(&mut self, no: No, balance: i32) {
        if let Some(alarm) = R::charge(&self.journal.attempts()[no], balance) {
            self.tell(no, Fact::Charge(alarm));
        }
    }

    /// What the attempt's account shows now.
    fn note_balance(&mut self, no: No) -> Option<i32> {
        let balance = self.panel.balances[customer(self.reader(no)?.key)];
        let turn = self.journal.attempts()[no].turn();
        self.tell(no, Fact::Read(balance, turn));
        Some(balance)
    }

    /// The order's status is read: the panel is done with it.
    pub(crate) fn follow(&mut self, no: No) {
        let account = self.facts[no].account;
        let own = |other: &usize| R::is_shared(self.facts[*other].account, account);
        let turns = (0..self.facts.len()).filter(own).map(|no| self.journal.attempts()[no].turn());
        self.facts[no].final_since = turns.max();
    }
}
