//! The orders of this device while the page lives: every attempt of the journal, what the panels last
//! said of each order and of its refills, and the ways to find them. Only the engine writes here; a
//! screen reads.
//!
//! Must never be the place where something is kept: the journal is. Nothing here walks over all orders
//! for one of them.

mod account;
#[cfg(test)]
mod tests;

use super::kept::KeptOrder;
use account::AccountOrders;
pub use account::Schedule;
use panelboard_domain::attempt::{Attempt, AttemptState, Request};
use panelboard_domain::id::{AccountId, AttemptId, OrderId, RefillId};
use panelboard_domain::order::{Followed, RefillRequest, RefillStatus};
use panelboard_domain::panel::PanelId;
use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

/// The book.
#[derive(Debug, Default)]
pub struct Book {
    records: RefCell<Records>,
    is_whole: Cell<bool>,
}

#[derive(Debug, Default)]
struct Records {
    /// Refills, cancels and repeats among them, oldest first.
    attempts: BTreeMap<AttemptId, Arc<Attempt>>,
    /// Those that are being sent, or whose outcome is open.
    open: BTreeSet<AttemptId>,
    /// Those whose outcome was unknown at some time.
    were_unknown: BTreeSet<AttemptId>,
    /// The latest turn at each panel; `None` stands for records that name no panel, which count at each.
    turns: HashMap<Option<PanelId>, u64>,
    accounts: HashMap<AccountId, AccountOrders>,
}

impl Book {
    /// One attempt; `None` when the journal has none with this id.
    pub fn attempt(&self, id: &AttemptId) -> Option<Arc<Attempt>> {
        self.records.borrow().attempts.get(id).cloned()
    }

    /// Every attempt that fits, oldest first. Walks over all of them.
    pub fn attempts(&self, fits: impl Fn(&Attempt) -> bool) -> Vec<Arc<Attempt>> {
        let records = self.records.borrow();
        records.attempts.values().filter(|attempt| fits(attempt)).cloned().collect()
    }

    /// The newest attempt at an order; `None` when nothing was ever ordered.
    pub(crate) fn newest_order(&self) -> Option<AttemptId> {
        let records = self.records.borrow();
        let mut newest = records.attempts.values().rev();
        newest
            .find(|attempt| matches!(attempt.request, Request::Add { .. }))
            .map(|one| one.id.clone())
    }

    /// How many attempts there are.
    pub fn len(&self) -> usize {
        self.records.borrow().attempts.len()
    }

    /// Nothing was ever ordered, or nothing is read yet.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The whole journal has been read into it.
    pub fn set_whole(&self) {
        self.is_whole.set(true);
    }

    /// Whether the whole journal has been read into it.
    pub fn is_whole(&self) -> bool {
        self.is_whole.get()
    }

    /// What another tab can hardly have changed, oldest first: all but the `newest` so many, what is open,
    /// and what was unknown at some time. And the ids of those others, oldest first.
    pub(crate) fn settled(&self, newest: usize) -> (Vec<Arc<Attempt>>, Vec<AttemptId>) {
        let records = self.records.borrow();
        let old = records.attempts.len().saturating_sub(newest);
        let (mut settled, mut others) = (Vec::with_capacity(old), Vec::new());
        for (position, (id, attempt)) in records.attempts.iter().enumerate() {
            let may_change =
                position >= old || records.open.contains(id) || records.were_unknown.contains(id);
            match may_change {
                true => others.push(id.clone()),
                false => settled.push(Arc::clone(attempt)),
            }
        }
        (settled, others)
    }

    /// The attempts that are being sent or whose outcome is open, oldest first.
    pub fn open(&self) -> Vec<Arc<Attempt>> {
        let records = self.records.borrow();
        records.open.iter().filter_map(|id| records.attempts.get(id).cloned()).collect()
    }

    /// Reads every attempt in place, oldest first.
    pub fn read<T>(&self, read: impl FnOnce(&mut dyn Iterator<Item = &Attempt>) -> T) -> T {
        let records = self.records.borrow();
        read(&mut records.attempts.values().map(AsRef::as_ref))
    }

    /// The latest turn at a panel, of whatever account ([`Attempt::turn`]).
    pub fn turn(&self, panel: &PanelId) -> u64 {
        let turns = &self.records.borrow().turns;
        let own = turns.get(&Some(panel.clone())).copied();
        own.max(turns.get(&None).copied()).unwrap_or(0)
    }

    /// The order that a panel numbered so; the newest when two records hold one number.
    pub fn find(&self, account: &AccountId, order: &OrderId) -> Option<AttemptId> {
        self.records.borrow().accounts.get(account)?.find(order)
    }

    /// What the panel last said of an order; `None` while it has no number.
    pub fn followed(&self, account: &AccountId, order: &OrderId) -> Option<Followed> {
        self.records.borrow().accounts.get(account)?.followed(order).cloned()
    }

    /// What is to be kept of an order between visits.
    pub(super) fn kept(&self, account: &AccountId, order: &OrderId) -> Option<KeptOrder> {
        self.records.borrow().accounts.get(account)?.kept(order)
    }

    /// What the panels last said of every order there is. Walks over all of them.
    pub fn all_followed(&self) -> Vec<Followed> {
        self.records.borrow().accounts.values().flat_map(AccountOrders::all).cloned().collect()
    }

    /// Whether a panel is done with an order of this number, of whatever account.
    pub fn is_final(&self, panel: &PanelId, order: &OrderId) -> bool {
        let records = self.records.borrow();
        records.accounts.values().any(|orders| {
            let record = orders.find(order).and_then(|id| records.attempts.get(&id));
            record.is_some_and(|record| record.concerns(panel))
                && orders.followed(order).is_some_and(Followed::is_final)
        })
    }

    /// Fills a book that no engine owns: for pictures and tests.
    pub fn fill(&self, attempts: Vec<Attempt>, followed: Vec<Followed>) {
        for attempt in attempts {
            self.put(attempt);
        }
        for followed in followed {
            self.follow(followed);
        }
    }

    /// The latest refill request of each order of an account, closed ones too.
    pub fn refill_requests(&self, account: &AccountId) -> Vec<RefillRequest> {
        let records = self.records.borrow();
        records.accounts.get(account).map(AccountOrders::refill_requests).unwrap_or_default()
    }

    /// Reads what is known of an account's orders in place.
    pub(crate) fn schedule<T>(
        &self,
        account: &AccountId,
        read: impl FnOnce(Schedule<'_>) -> T,
    ) -> T {
        let records = self.records.borrow();
        let none = AccountOrders::default();
        read(records.accounts.get(account).unwrap_or(&none).schedule())
    }

    /// The accounts that have an order here.
    pub fn accounts(&self) -> Vec<AccountId> {
        self.records.borrow().accounts.keys().cloned().collect()
    }

    /// An attempt as the journal has it now.
    pub(crate) fn put(&self, attempt: Attempt) -> Arc<Attempt> {
        let attempt = Arc::new(attempt);
        let mut records = self.records.borrow_mut();
        let before = records.attempts.insert(attempt.id.clone(), Arc::clone(&attempt));
        let turn = records.turns.entry(attempt.panel.clone()).or_default();
        *turn = attempt.turn().max(*turn);
        let is_open =
            matches!(attempt.state(), AttemptState::Sending | AttemptState::Unknown { .. });
        match is_open {
            true => records.open.insert(attempt.id.clone()),
            false => records.open.remove(&attempt.id),
        };
        if attempt.was_unknown() {
            records.were_unknown.insert(attempt.id.clone());
        }
        // Taken over by another account: what was known of the order goes with it.
        let moved = before.filter(|before| before.account != attempt.account).and_then(|before| {
            let order = attempt.order_id()?;
            records.accounts.get_mut(&before.account)?.take(&attempt.id, order)
        });
        let orders = records.accounts.entry(attempt.account.clone()).or_default();
        match (&attempt.request, attempt.order_id()) {
            (Request::Add { .. }, Some(order)) => orders.place(&attempt, order),
            (Request::Refill { order }, _) => orders.refill_asked(&attempt, order),
            _ => {}
        }
        if let Some(followed) = moved {
            orders.follow(Followed { account: attempt.account.clone(), ..followed });
        }
        attempt
    }

    /// What is known of a followed order now. `false` when no record has this order.
    pub(crate) fn follow(&self, followed: Followed) -> bool {
        let mut records = self.records.borrow_mut();
        let orders = records.accounts.get_mut(&followed.account);
        orders.is_some_and(|orders| orders.follow(followed))
    }

    /// What the panel says of a refill of this order. `false` when it is not the order's latest request.
    pub(crate) fn set_refill_status(
        &self,
        account: &AccountId,
        order: &OrderId,
        refill: &RefillId,
        status: RefillStatus,
    ) -> bool {
        let mut records = self.records.borrow_mut();
        let orders = records.accounts.get_mut(account);
        orders.is_some_and(|orders| orders.set_refill_status(order, refill, status))
    }

    /// Takes an erased account's attempts out; their ids.
    pub(crate) fn forget(&self, account: &AccountId) -> Vec<AttemptId> {
        let mut records = self.records.borrow_mut();
        let of_account = records.attempts.values().filter(|attempt| attempt.account == *account);
        let gone: Vec<AttemptId> = of_account.map(|attempt| attempt.id.clone()).collect();
        for id in &gone {
            records.attempts.remove(id);
            records.open.remove(id);
            records.were_unknown.remove(id);
        }
        records.accounts.remove(account);
        gone
    }
}
