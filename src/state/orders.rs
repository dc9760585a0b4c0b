//! The order book: one signal a row, so that an answer redraws only its own row; and the three
//! writes, each of which needs a user's gesture.

mod row;
mod tab;
mod writes;

pub use row::{OrderRow, WriteState};
pub use tab::{Tab, TabCounts};
pub use writes::{
    Duplicate, Eligibility, NotEligible, PlaceStop, Placing, PriceCheck, Resolution, Resolving,
};

use super::Load;
use crate::platform::gesture::UserGesture;
use leptos::prelude::*;
use panelboard_domain::account::Account;
use panelboard_domain::id::{AccountId, AttemptId, OrderId};
use panelboard_domain::order::ValidOrder;
use std::collections::HashMap;

/// The handle.
#[derive(Clone, Copy)]
pub struct Orders {
    ids: RwSignal<Vec<AttemptId>>,
    rows: StoredValue<HashMap<AttemptId, ArcRwSignal<OrderRow>>>,
    counts: Memo<TabCounts>,
    ready: RwSignal<bool>,
}

impl Orders {
    /// Puts the handle into context.
    pub fn provide() -> Self {
        let ids = RwSignal::new(Vec::new());
        let rows = StoredValue::new(HashMap::<AttemptId, ArcRwSignal<OrderRow>>::new());
        let counts = Memo::new(move |_| TabCounts::of(&all(ids, rows)));
        let orders = Self { ids, rows, counts, ready: RwSignal::new(false) };
        provide_context(orders);
        orders
    }

    /// The journal was read: an empty list means no orders, not "not yet".
    pub fn ready(self) -> Signal<bool> {
        self.ready.into()
    }

    /// Keys of all orders, newest first.
    pub fn ids(self) -> Signal<Vec<AttemptId>> {
        self.ids.into()
    }

    /// Keys of the orders of a tab, newest first (reactive).
    pub fn in_tab(self, tab: Tab) -> Vec<AttemptId> {
        let ids = self.ids.get();
        ids.into_iter()
            .filter(|id| self.row(id).is_some_and(|row| row.with(|row| tab.holds(row))))
            .collect()
    }

    /// One order; `None` when there is none with this key.
    pub fn row(self, id: &AttemptId) -> Option<ArcReadSignal<OrderRow>> {
        self.rows.with_value(|rows| rows.get(id).map(ArcRwSignal::read_only))
    }

    /// The key of the order that a panel numbered so (addresses name orders by account and number).
    pub fn find(self, account: &AccountId, order: &OrderId) -> Option<AttemptId> {
        self.ids.get().into_iter().find(|id| {
            self.row(id).is_some_and(|row| {
                row.with(|row| row.account == *account && row.order.as_ref() == Some(order))
            })
        })
    }

    /// How many orders each tab holds.
    pub fn counts(self) -> Memo<TabCounts> {
        self.counts
    }

    /// Orders whose outcome is not known: the badge.
    pub fn unknown_count(self) -> usize {
        self.counts.with(|counts| counts.unknown)
    }

    /// Asks the panel for the states of an account's open orders now; at least ten seconds apart.
    pub fn refresh(self, account: &AccountId) {
        let _ = account;
    }

    /// Reads the service again when the list is older than 15 minutes and compares: the user must
    /// accept a changed price before [`Orders::place`].
    pub fn check_price(
        self,
        account: &Account,
        order: &ValidOrder,
    ) -> ReadSignal<Load<PriceCheck>> {
        let _ = (account, order);
        RwSignal::new(Load::Idle).read_only()
    }

    /// Whether this order may be one that was already placed. Ask before confirming.
    pub fn duplicate(self, account: &Account, order: &ValidOrder) -> Duplicate {
        let _ = (account, order);
        Duplicate::No
    }

    /// Places an order: stored first, sent at most once. `override_duplicate` says that the user saw
    /// the earlier order and wants another one. A second call while one runs for the account changes
    /// nothing and returns the running one.
    pub fn place(
        self,
        gesture: UserGesture<'_>,
        account: &Account,
        order: &ValidOrder,
        override_duplicate: bool,
    ) -> ReadSignal<Placing> {
        let _ = (gesture, account, order, override_duplicate);
        RwSignal::new(Placing::Idle).read_only()
    }

    /// Whether a refill may be asked for, and why not (reactive).
    pub fn can_refill(self, id: &AttemptId) -> Eligibility {
        let _ = id;
        Eligibility::No(NotEligible::NoOrderId)
    }

    /// Whether a cancel may be asked for, and why not (reactive).
    pub fn can_cancel(self, id: &AttemptId) -> Eligibility {
        let _ = id;
        Eligibility::No(NotEligible::NoOrderId)
    }

    /// Asks the panel for a refill. The row's `refill` shows where it stands.
    pub fn request_refill(self, gesture: UserGesture<'_>, id: &AttemptId) {
        let _ = (gesture, id);
    }

    /// Asks the panel to cancel. The row's `cancel` shows where it stands.
    pub fn request_cancel(self, gesture: UserGesture<'_>, id: &AttemptId) {
        let _ = (gesture, id);
    }

    /// The user says what became of an unknown order. A found id is checked with `status` first.
    pub fn resolve(self, id: &AttemptId, resolution: Resolution) -> ReadSignal<Resolving> {
        let _ = (id, resolution);
        RwSignal::new(Resolving::Idle).read_only()
    }
}

fn all(
    ids: RwSignal<Vec<AttemptId>>,
    rows: StoredValue<HashMap<AttemptId, ArcRwSignal<OrderRow>>>,
) -> Vec<ArcRwSignal<OrderRow>> {
    ids.with(|ids| {
        rows.with_value(|rows| ids.iter().filter_map(|id| rows.get(id).cloned()).collect())
    })
}

/// The handle.
pub fn use_orders() -> Orders {
    use_context().expect("Orders::provide() runs in App")
}
