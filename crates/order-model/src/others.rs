//! What a fact about one record means for others (`place::dispatch`, `settle`, `evidence`): a hint at an
//! older one, a number that the panel itself gave away, a balance that another part of the app has read.

use crate::journal::{Fact, Sign};
use crate::rules::Rules;
use crate::state::{No, State, customer};
use panelboard_domain::attempt::guard::is_same_target;
use panelboard_domain::attempt::{Attempt, AttemptState, ResolvedBy, UnknownHint};

impl<R: Rules> State<R> {
    /// Appends a fact where the record takes it.
    pub(crate) fn tell(&mut self, no: No, fact: Fact) {
        self.journal.apply::<R>(no, self.wall_minute(), fact);
    }

    /// After an answer or a settlement.
    pub(crate) fn tell_others(&mut self, no: No) {
        if R::KEEPS_SIGNS {
            self.hint_at_older(no);
            self.displace_holders(no);
        }
    }

    /// The panel said something to a later order with the same target.
    fn hint_at_older(&mut self, no: No) {
        let attempt = &self.journal.attempts()[no];
        let hint = match attempt.state() {
            AttemptState::Placed { .. } if attempt.resolution().is_none() => Sign::LaterSuccess,
            AttemptState::Unknown { hint: UnknownHint::ActiveLink } => Sign::ActiveLink,
            _ => return,
        };
        for other in (0..self.facts.len()).filter(|other| *other != no) {
            let [attempt, older] = [no, other].map(|no| &self.journal.attempts()[no]);
            if older.is_unknown() && is_same_target(&attempt.request, &older.request) {
                self.tell(other, Fact::Sign(hint));
            }
        }
    }

    /// A number that the user gave to another order is taken from it.
    fn displace_holders(&mut self, no: No) {
        let by_user = |attempt: &Attempt| {
            attempt.resolution().is_some_and(|found| found.by == ResolvedBy::User)
        };
        for other in (0..self.facts.len()).filter(|other| *other != no) {
            let [attempt, holder] = [no, other].map(|no| &self.journal.attempts()[no]);
            let number = attempt.order_id().filter(|_| !by_user(attempt));
            if number.is_some() && holder.order_id() == number && by_user(holder) {
                self.tell(other, Fact::Displaced(no));
            }
        }
    }

    /// The balance of an account is shown somewhere, and kept with every open order that it speaks of.
    pub(crate) fn glance(&mut self, row: usize) {
        self.left.glances -= 1;
        let Some((_, reader)) = self.readers().into_iter().find(|(at, _)| *at == row) else {
            return;
        };
        let balance = self.panel.balances[customer(reader.key)];
        let (concerned, turn) = R::concerned(reader, self.journal.attempts());
        for no in concerned {
            self.tell(no, Fact::Read(balance, turn));
        }
    }
}
