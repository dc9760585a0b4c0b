//! What the user says of an order, and takes back. What may be said when is the domain's; what was said is
//! the journal's.

use super::Orders;
use crate::state::Settling;
use leptos::prelude::*;
use panelboard_client::engine::Command;
use panelboard_client::settle::UserSettlement;
use panelboard_domain::attempt::charge::{PriceHabit, is_over, price_habit, whole_charge};
use panelboard_domain::attempt::user::{NotPlacedWord, Withdrawal, not_placed_word, withdrawal};
use panelboard_domain::attempt::{Attempt, Concern, Watch};
use panelboard_domain::id::{AccountId, AttemptId};

impl Orders {
    /// The user says what became of an order. A number is asked for at the panel first.
    pub fn settle(self, id: &AttemptId, settlement: UserSettlement) {
        let (signal, _) = self.settling.at(id);
        let is_free = signal.with_untracked(|settling| *settling != Settling::Checking);
        if self.engine.is_set() && is_free {
            signal.set(Settling::Checking);
            self.engine.run(Command::Settle(id.clone(), settlement));
        }
    }

    /// Where that stands.
    pub fn settling(self, id: &AttemptId) -> Signal<Settling> {
        self.settling.at(id).0.into()
    }

    /// The user types another number: what became of the last one is no news any more.
    pub fn forget_settling(self, id: &AttemptId) {
        let (signal, _) = self.settling.at(id);
        if signal.with_untracked(|settling| *settling != Settling::Checking) {
            signal.set(Settling::Idle);
        }
    }

    /// Takes the user's last word on an order back.
    pub fn withdraw(self, id: &AttemptId) {
        self.engine.run(Command::Withdraw(id.clone()));
    }

    /// Whether it can be taken back (reactive in the order itself).
    pub fn withdrawal(self, id: &AttemptId) -> Withdrawal {
        let Some(row) = self.row(id) else { return Withdrawal::Nothing };
        row.track();
        let book = self.book();
        let Some(attempt) = book.attempt(id) else { return Withdrawal::Nothing };
        let is_same =
            |other: &&Attempt| attempt.panel.as_ref().is_none_or(|panel| other.concerns(panel));
        book.read(|attempts| withdrawal(&attempt, attempts.filter(is_same)))
    }

    /// Whether the user may say that it was not placed (reactive).
    pub fn not_placed_word(self, id: &AttemptId) -> NotPlacedWord {
        let Some(row) = self.row(id) else { return NotPlacedWord::No };
        row.with(|row| {
            let can_look = self.accounts.get(&row.account).is_some();
            not_placed_word(&row.record, can_look)
        })
    }

    /// Looks for evidence on an unknown outcome.
    pub fn look_again(self, id: &AttemptId) {
        self.engine.run(Command::LookAgain(id.clone()));
    }

    /// The user has seen what needed a look.
    pub fn mark_seen(self, id: &AttemptId, concern: Concern) {
        self.engine.run(Command::MarkSeen(id.clone(), concern));
    }

    /// What is being watched for an open order, and since when; `None` when nothing is.
    pub fn watching(self, id: &AttemptId) -> Signal<Option<Watch>> {
        self.watching.at(id).0.into()
    }

    /// What this account's panel charged for its last order, when that was far from the listed price.
    pub fn price_habit(self, account: &AccountId) -> Option<PriceHabit> {
        let book = self.book();
        let told = |attempt: &Attempt| {
            let row = self.row(&attempt.id)?;
            row.with(|row| whole_charge(row.reading()?).cloned())
        };
        let is_whole = |attempt: &Attempt| {
            let row = self.row(&attempt.id);
            row.is_none_or(|row| row.with(|row| row.reading().is_none_or(|read| !is_over(read))))
        };
        let own = |attempt: &&Attempt| attempt.account == *account && is_whole(attempt);
        book.read(|attempts| price_habit(attempts.filter(own), told))
    }
}
