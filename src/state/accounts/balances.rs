//! The balances of the accounts, and under which label they are shown.

use super::Accounts;
use crate::state::Load;
use leptos::prelude::*;
use panelboard_client::balances::LastBalance;
use panelboard_client::error::ClientError;
use panelboard_domain::balance::Balance;
use panelboard_domain::id::AccountId;
use panelboard_domain::money::Currency;
use std::collections::BTreeMap;

impl Accounts {
    /// An account's balance; read by itself when it is first shown.
    pub fn balance(self, id: &AccountId) -> Signal<Load<Balance>> {
        let (signal, is_new) = self.balances.at(id);
        if is_new {
            self.remember(id);
            self.refresh_balance(id);
        }
        signal.into()
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

    /// The currency that the panel itself named with the last balance that was read.
    pub(crate) fn reported_currency(self, id: &AccountId) -> Option<Currency> {
        let (signal, _) = self.balances.at(id);
        signal.with_untracked(|load| load.value()?.money.as_ref()?.currency.clone())
    }

    /// Reads an account's balance again; a read under way is not doubled.
    pub fn refresh_balance(self, id: &AccountId) {
        let (signal, _) = self.balances.at(id);
        let (Some(desk), Some(account)) = (self.desk.get(), self.get_untracked(id)) else { return };
        if !signal.with_untracked(Load::is_loading) {
            signal.update(|load| *load = std::mem::take(load).started());
            desk.read_balance(account);
        }
    }
}

/// What the desk brings back.
impl Accounts {
    /// Balances of an earlier visit, told with their age until the panels have answered.
    pub(crate) fn balances_known(self, last: BTreeMap<AccountId, LastBalance>) {
        self.last_balances.set_value(last);
        for id in self.balances.keys() {
            self.remember(&id);
        }
    }

    /// The balance of an earlier visit, in the account's slot when nothing newer is there.
    fn remember(self, id: &AccountId) {
        let last = self.last_balances.with_value(|last| last.get(id).cloned());
        if let Some(LastBalance { balance, at }) = last {
            let (signal, _) = self.balances.at(id);
            signal.update(|load| *load = std::mem::take(load).remembered(balance, at));
        }
    }

    pub(crate) fn balance_read(self, id: &AccountId, result: Result<Balance, ClientError>) {
        let now = self.desk.now();
        let (signal, _) = self.balances.at(id);
        signal.update(|load| *load = std::mem::take(load).ended(result, now));
    }
}
