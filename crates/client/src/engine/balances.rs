//! What is left on each account: the figure of an earlier visit at once, then the panel's.

use super::{Engine, Event};
use crate::balances::{self, LastBalance};
use crate::error::ClientError;
use crate::load::Load;
use crate::place::Credentials;
use crate::ports::Ports;
use crate::reads;
use panelboard_domain::balance::Balance;
use panelboard_domain::id::AccountId;
use panelboard_domain::money::Currency;
use std::rc::Rc;

impl<P: Ports> Engine<P> {
    /// The balances of earlier visits stand until the panels have answered.
    pub(super) async fn load_balances(&self) {
        for (id, LastBalance { balance, at }) in balances::load(&self.ports).await {
            if self.account(&id).is_some() {
                self.set_balance(&id, |load| load.remembered(balance, at));
            }
        }
    }

    pub(super) fn read_balance(self: &Rc<Self>, id: &AccountId) {
        if self.account(id).is_none() {
            self.wanted_balances.borrow_mut().insert(id.clone());
            return;
        }
        if self.balances.borrow().get(id).is_some_and(Load::is_loading) {
            return;
        }
        self.set_balance(id, Load::started);
        let (engine, id) = (Rc::clone(self), id.clone());
        self.spawn(async move {
            let result = engine.ask_balance(&id).await;
            if let Ok(balance) = &result {
                engine.note_balance(&id, balance).await;
            }
            engine.balance_was_read(&id, result).await;
        });
    }

    async fn ask_balance(&self, id: &AccountId) -> Result<Balance, ClientError> {
        let (account, key) = self.credentials(id)?;
        let credentials = Credentials { account: &account, key: &key };
        Ok(reads::read_balance(&self.ports, &self.paces, credentials).await?.value.0)
    }

    /// Shows and keeps a balance that was read just now.
    pub(super) async fn balance_was_read(
        &self,
        id: &AccountId,
        result: Result<Balance, ClientError>,
    ) {
        let (at, read) = (self.ports.now(), result.as_ref().ok().cloned());
        self.set_balance(id, |load| load.ended(result, at));
        if let Some(balance) = read {
            // A figure that cannot be kept is read anew at the next visit.
            let _ = balances::keep(&self.ports, id, LastBalance { balance, at }).await;
        }
    }

    pub(super) fn set_balance(
        &self,
        id: &AccountId,
        change: impl FnOnce(Load<Balance>) -> Load<Balance>,
    ) {
        let load = {
            let mut balances = self.balances.borrow_mut();
            let load = balances.entry(id.clone()).or_default();
            *load = change(std::mem::take(load));
            load.clone()
        };
        self.tell(Event::Balance(id.clone(), load));
        self.batch_balance_changed();
    }

    /// The currency that the panel itself named with the last balance that was read.
    pub(super) fn reported_currency(&self, id: &AccountId) -> Option<Currency> {
        self.balances.borrow().get(id)?.value()?.money.as_ref()?.currency.clone()
    }
}
