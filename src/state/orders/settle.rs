//! What the user may say of an order and take back, and what earlier orders say of a price. The rules
//! are the domain's; this only brings them what they need.

use super::{Orders, Resolving};
use leptos::prelude::*;
use panelboard_domain::attempt::charge::{PriceHabit, price_habit, whole_charge};
use panelboard_domain::attempt::user::{NotPlacedWord, Withdrawal, not_placed_word, withdrawal};
use panelboard_domain::attempt::{Attempt, Concern};
use panelboard_domain::id::{AccountId, AttemptId};

impl Orders {
    /// Whether the user may say that an order was not placed (reactive); with the money at stake.
    pub fn not_placed_word(self, id: &AttemptId) -> NotPlacedWord {
        let Some(row) = self.row(id) else { return NotPlacedWord::No };
        let can_look = self.accounts.get(&row.with(|row| row.account.clone())).is_some();
        row.with(|row| not_placed_word(&row.record, can_look))
    }

    /// Whether the user's last word on an order can be taken back (reactive).
    pub fn withdrawal(self, id: &AttemptId) -> Withdrawal {
        let Some(row) = self.row(id) else { return Withdrawal::Nothing };
        let record = row.with(|row| row.record.clone());
        let others = self.attempts(|other| other.id != record.id);
        withdrawal(&record, others.iter().map(AsRef::as_ref))
    }

    /// Takes the user's last word back; the signal of [`Orders::resolve`] shows where it stands.
    pub fn withdraw(self, id: &AttemptId) -> Signal<Resolving> {
        let (signal, _) = self.resolving.at(id);
        if let Some(desk) = self.desk.get() {
            signal.set(Resolving::Checking);
            desk.withdraw(id);
        }
        signal.into()
    }

    /// The user has seen what needed a look.
    pub fn mark_seen(self, id: &AttemptId, concern: Concern) {
        if let Some(desk) = self.desk.get() {
            desk.mark_seen(id, concern);
        }
    }

    /// What this account's panel charged for its last order, when that was far from the listed price.
    pub fn price_habit(self, account: &AccountId) -> Option<PriceHabit> {
        let own = self.attempts(|attempt| attempt.account == *account);
        let told = |attempt: &Attempt| {
            let row = self.row(&attempt.id)?;
            row.with(|row| whole_charge(row.reading()?).cloned())
        };
        price_habit(own.iter().map(AsRef::as_ref), told)
    }
}
