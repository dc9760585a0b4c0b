//! The balances of the accounts, and under which label they are shown.

use super::Accounts;
use crate::state::Load;
use leptos::prelude::*;
use panelboard_client::engine::Command;
use panelboard_domain::balance::Balance;
use panelboard_domain::id::AccountId;
use panelboard_domain::money::Currency;

impl Accounts {
    /// An account's balance; read by itself when it is first shown.
    pub fn balance(self, id: &AccountId) -> Signal<Load<Balance>> {
        let mut is_new = false;
        self.watched.update_value(|watched| is_new = watched.insert(id.clone()));
        if is_new {
            self.refresh_balance(id);
        }
        self.balances.at(id).0.into()
    }

    /// The label of an account's money: what the user says, else what its panel reports.
    pub fn currency(self, id: &AccountId) -> Signal<Option<Currency>> {
        self.currency_of(id, self.balance(id))
    }

    /// [`Accounts::currency`] beside a balance that is here already.
    pub fn currency_of(
        self,
        id: &AccountId,
        balance: Signal<Load<Balance>>,
    ) -> Signal<Option<Currency>> {
        let id = id.clone();
        Signal::derive(move || {
            let own = self.get(&id).and_then(|account| account.currency_override);
            own.or_else(|| balance.with(|load| load.value()?.money.as_ref()?.currency.clone()))
        })
    }

    /// Reads an account's balance again; a read under way is not doubled.
    pub fn refresh_balance(self, id: &AccountId) {
        self.engine.run(Command::ReadBalance(id.clone()));
    }

    pub(in crate::state) fn set_balance(self, id: &AccountId, load: Load<Balance>) {
        self.balances.at(id).0.set(load);
    }
}
