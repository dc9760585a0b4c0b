//! Refill requests on the rows of their orders. A request belongs to (account, order): the panel's
//! number alone is no key. The rules are `domain::order::refill_request`'s.

use super::{OrderRow, Orders, WriteState};
use leptos::prelude::*;
use panelboard_domain::account::{Ability, Account};
use panelboard_domain::id::{AccountId, OrderId, RefillId};
use panelboard_domain::order::refill_request::is_key;
use panelboard_domain::order::{Asked, RefillRequest, RefillStatus};
use panelboard_domain::time::Timestamp;

impl OrderRow {
    /// The refill that was asked for, when the panel took the request.
    fn refill_request(&self) -> Option<RefillRequest> {
        let WriteState::Asked { at, refill, status, .. } = &self.refill else { return None };
        Some(RefillRequest {
            order: self.order.clone()?,
            refill: refill.clone(),
            asked_at: *at,
            status: status.clone(),
        })
    }
}

impl Orders {
    /// The latest refill request of each order of an account, closed ones too.
    pub(crate) fn refill_requests(self, account: &AccountId) -> Vec<RefillRequest> {
        let of_account = |row: &ArcRwSignal<OrderRow>| {
            row.with_untracked(|row| row.refill_request().filter(|_| row.account == *account))
        };
        self.rows.with_value(|rows| rows.values().filter_map(of_account).collect())
    }

    /// What the panel says of a refill of this order.
    pub(crate) fn refill_is(
        self,
        account: &AccountId,
        order: &OrderId,
        id: &RefillId,
        now: RefillStatus,
    ) {
        let Some(row) = self.find_untracked(account, order) else { return };
        let is_it = |row: &OrderRow| matches!(&row.refill, WriteState::Asked { refill: Some(refill), .. } if refill == id);
        if row.with_untracked(is_it) {
            row.update(|row| {
                if let WriteState::Asked { status, .. } = &mut row.refill {
                    *status = Some(now);
                }
            });
        }
    }

    /// What the rule about asking for another refill needs.
    pub(super) fn refill_asked(self, account: &Account, row: &OrderRow, now: Timestamp) -> Asked {
        let asked = row.refill.asked(now);
        let Some(request) = row.refill_request() else { return asked };
        let all = self.refill_requests(&account.id);
        let can_tell = account.capabilities.has(Ability::RefillStatus) && is_key(&request, &all);
        let is_open = request.is_open(can_tell, row.followed.as_ref(), now);
        Asked { is_open, ..asked }
    }
}
