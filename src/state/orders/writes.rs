//! What a click asks for: an order, a refill, a cancel, the same request once more. Each takes the click
//! itself; a second one while the first runs changes nothing.

use super::{OrderRow, Orders, WriteState};
use crate::platform::gesture::UserGesture;
use crate::state::{OrderProposal, Placing};
use leptos::prelude::*;
use panelboard_client::engine::Event;
use panelboard_client::engine::writes::Proposal;
use panelboard_domain::account::{Ability, Account};
use panelboard_domain::attempt::WriteKind;
use panelboard_domain::id::{AccountId, AttemptId};
use panelboard_domain::order::refill_request::is_key;
use panelboard_domain::order::{Asked, Eligibility, can_cancel, can_refill};
use panelboard_domain::time::Timestamp;

impl Orders {
    /// Places an order: stored first, sent at most once. A second call while one runs for the account
    /// changes nothing and returns the running one.
    pub fn place(
        self,
        gesture: UserGesture<'_>,
        account: &AccountId,
        proposal: OrderProposal,
    ) -> Signal<Placing> {
        let (signal, _) = self.placing.at(account);
        if self.engine.is_set() && !signal.with_untracked(Placing::is_running) {
            signal.set(Placing::Waiting);
            self.send(gesture, &Proposal::Order(account.clone(), Box::new(proposal)));
        }
        signal.into()
    }

    /// Where placing an order of this account stands.
    pub fn placing(self, account: &AccountId) -> Signal<Placing> {
        self.placing.at(account).0.into()
    }

    /// The user has seen how placing ended.
    pub fn placing_seen(self, account: &AccountId) {
        let (signal, _) = self.placing.at(account);
        if !signal.with_untracked(Placing::is_running) {
            signal.set(Placing::Idle);
        }
    }

    /// Asks the panel to refill or cancel an order. The row's `refill` and `cancel` show where it stands.
    pub fn request(self, gesture: UserGesture<'_>, kind: WriteKind, id: &AttemptId) {
        self.send(gesture, &Proposal::Request(kind, id.clone()));
    }

    /// Until when the order may be asked for again safely; `None` when it may not. Not reactive: it goes
    /// by the clock and the key as well.
    pub fn ask_again_until(self, id: &AttemptId) -> Option<Timestamp> {
        self.engine.get()?.may_ask_again_until(id)
    }

    /// Sends the exact request once more. A second call while one runs for the order changes nothing.
    pub fn ask_again(self, gesture: UserGesture<'_>, id: &AttemptId) {
        let (signal, _) = self.repeating.at(id);
        if self.engine.is_set() && !signal.with_untracked(Placing::is_running) {
            signal.set(Placing::Waiting);
            self.send(gesture, &Proposal::Again(id.clone()));
        }
    }

    /// Where asking again stands.
    pub fn repeating(self, id: &AttemptId) -> Signal<Placing> {
        self.repeating.at(id).0.into()
    }

    fn send(self, gesture: UserGesture<'_>, proposal: &Proposal) {
        match self.engine.send(gesture, proposal) {
            Some(Event::Placing(account, placing)) => self.set_placing(&account, placing),
            Some(Event::Repeating(id, placing)) => self.set_repeating(&id, placing),
            Some(Event::Write(id, kind, result)) => self.set_write(&id, kind, result),
            _ => {}
        }
    }

    /// Whether a refill may be asked for, and why not (reactive); `None` when there is nothing to ask
    /// about: the order has no number, or its account is gone.
    pub fn can_refill(self, id: &AttemptId) -> Option<Eligibility> {
        let (account, row) = self.with_account(id)?;
        let asked = self.refill_asked(&account, &row, self.engine.now());
        Some(can_refill(&account, &row.service, row.followed.as_ref()?, asked, self.engine.now()))
    }

    /// Whether a cancel may be asked for; as [`Orders::can_refill`].
    pub fn can_cancel(self, id: &AttemptId) -> Option<Eligibility> {
        let (account, row) = self.with_account(id)?;
        let asked = row.cancel.asked(self.engine.now());
        Some(can_cancel(&account, &row.service, row.followed.as_ref()?, asked, self.engine.now()))
    }

    fn with_account(self, id: &AttemptId) -> Option<(Account, OrderRow)> {
        let row = self.row(id)?.get();
        Some((self.accounts.get(&row.account)?, row))
    }

    /// What the rule about asking for another refill needs. A request belongs to (account, order): the
    /// panel's number alone is no key.
    fn refill_asked(self, account: &Account, row: &OrderRow, now: Timestamp) -> Asked {
        let asked = row.refill.asked(now);
        if !matches!(row.refill, WriteState::Asked { .. }) {
            return asked;
        }
        let all = self.book().refill_requests(&account.id);
        let Some(request) = all.iter().find(|request| Some(&request.order) == row.order.as_ref())
        else {
            return asked;
        };
        let can_tell = account.capabilities.has(Ability::RefillStatus) && is_key(request, &all);
        let is_open = request.is_open(can_tell, row.followed.as_ref(), now);
        Asked { is_open, ..asked }
    }
}
