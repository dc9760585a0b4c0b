//! What is known of one account's orders, by the panel's number, and when each is asked about next.

use crate::engine::kept::KeptOrder;
use panelboard_domain::attempt::{Attempt, AttemptState};
use panelboard_domain::id::{AttemptId, OrderId, RefillId};
use panelboard_domain::order::{Followed, RefillRequest, RefillStatus};
use panelboard_domain::polling;
use panelboard_domain::time::Timestamp;
use std::collections::{BTreeMap, BTreeSet, HashMap};

#[derive(Debug, Default)]
pub(super) struct AccountOrders {
    records: HashMap<OrderId, AttemptId>,
    followed: HashMap<OrderId, Followed>,
    /// When each order is asked about next; final ones are not in it.
    due: BTreeSet<(Timestamp, OrderId)>,
    refills: BTreeMap<OrderId, LatestRefill>,
}

/// The latest refill of an order.
#[derive(Debug)]
struct LatestRefill {
    attempt: AttemptId,
    /// `None` when the panel did not take it, or nobody knows.
    request: Option<RefillRequest>,
}

/// An account's orders, as they are read to plan a round.
#[derive(Clone, Copy, Debug)]
pub struct Schedule<'a>(&'a AccountOrders);

impl<'a> Schedule<'a> {
    /// What the panel last said of an order.
    pub fn followed(self, order: &OrderId) -> Option<&'a Followed> {
        self.0.followed.get(order)
    }

    /// Everything that is known of each order. Walks over all of them.
    pub fn all(self) -> impl Iterator<Item = &'a Followed> {
        self.0.followed.values()
    }

    /// The orders that are due at this time, the longest waiting first.
    pub fn due(self, now: Timestamp) -> impl Iterator<Item = &'a Followed> {
        let due = self.0.due.iter().take_while(move |(at, _)| *at <= now);
        due.filter_map(|(_, order)| self.0.followed.get(order))
    }

    /// The orders that will be asked about at some time.
    pub fn scheduled(self) -> impl Iterator<Item = &'a Followed> {
        self.0.due.iter().filter_map(|(_, order)| self.0.followed.get(order))
    }

    /// When the next one is due; `None` when none ever will be.
    pub fn next_due(self) -> Option<Timestamp> {
        self.0.due.first().map(|(at, _)| *at)
    }

    /// The latest refill request of each order.
    pub fn refill_requests(self) -> Vec<RefillRequest> {
        self.0.refill_requests()
    }
}

impl AccountOrders {
    pub(super) fn schedule(&self) -> Schedule<'_> {
        Schedule(self)
    }

    pub(super) fn find(&self, order: &OrderId) -> Option<AttemptId> {
        self.records.get(order).cloned()
    }

    pub(super) fn followed(&self, order: &OrderId) -> Option<&Followed> {
        self.followed.get(order)
    }

    pub(super) fn kept(&self, order: &OrderId) -> Option<KeptOrder> {
        let followed = self.followed.get(order)?.clone();
        let request = self.refills.get(order).and_then(|latest| latest.request.as_ref());
        // A refill without a number or a state has nothing to keep.
        let refill = request.and_then(|request| request.refill.clone().zip(request.status.clone()));
        Some(KeptOrder { followed, refill })
    }

    pub(super) fn all(&self) -> impl Iterator<Item = &Followed> {
        self.followed.values()
    }

    pub(super) fn refill_requests(&self) -> Vec<RefillRequest> {
        self.refills.values().filter_map(|latest| latest.request.clone()).collect()
    }

    /// An order has its number.
    pub(super) fn place(&mut self, attempt: &Attempt, order: &OrderId) {
        match self.records.get_mut(order) {
            // The newest of two records that hold one number.
            Some(known) if *known < attempt.id => *known = attempt.id.clone(),
            Some(_) => {}
            None => {
                self.records.insert(order.clone(), attempt.id.clone());
            }
        }
        if !self.followed.contains_key(order) {
            let account = attempt.account.clone();
            self.set(Followed::new(account, order.clone(), attempt.created_at));
        }
    }

    /// Only an order that a record holds is followed.
    pub(super) fn follow(&mut self, followed: Followed) -> bool {
        let is_known = self.records.contains_key(&followed.order);
        if is_known {
            self.set(followed);
        }
        is_known
    }

    fn set(&mut self, followed: Followed) {
        let order = followed.order.clone();
        self.unschedule(&order);
        if let Some(at) = polling::due_at(&followed) {
            self.due.insert((at, order.clone()));
        }
        self.followed.insert(order, followed);
    }

    fn unschedule(&mut self, order: &OrderId) {
        if let Some(at) = self.followed.get(order).and_then(polling::due_at) {
            self.due.remove(&(at, order.clone()));
        }
    }

    /// The record of this order is another account's from now on.
    pub(super) fn take(&mut self, attempt: &AttemptId, order: &OrderId) -> Option<Followed> {
        if self.records.get(order) != Some(attempt) {
            return None;
        }
        self.unschedule(order);
        self.records.remove(order);
        self.followed.remove(order)
    }

    /// A refill of this order changed. An older one than the known one says nothing new.
    pub(super) fn refill_asked(&mut self, attempt: &Attempt, order: &OrderId) {
        let latest = self.refills.get(order);
        if latest.is_some_and(|latest| latest.attempt > attempt.id) {
            return;
        }
        let status = latest
            .filter(|latest| latest.attempt == attempt.id)
            .and_then(|latest| latest.request.as_ref()?.status.clone());
        let request = match attempt.state() {
            AttemptState::Placed { refill_id, .. } => Some(RefillRequest {
                order: order.clone(),
                refill: refill_id.clone(),
                asked_at: attempt.created_at,
                status,
            }),
            _ => None,
        };
        self.refills.insert(order.clone(), LatestRefill { attempt: attempt.id.clone(), request });
    }

    pub(super) fn set_refill_status(
        &mut self,
        order: &OrderId,
        refill: &RefillId,
        status: RefillStatus,
    ) -> bool {
        let request = self.refills.get_mut(order).and_then(|latest| latest.request.as_mut());
        let Some(request) = request.filter(|request| request.refill.as_ref() == Some(refill))
        else {
            return false;
        };
        request.status = Some(status);
        true
    }
}
