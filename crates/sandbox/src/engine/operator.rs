//! The operator's side of the panel: looking behind the API and changing things there.

use super::catalogue::Catalogue;
use super::money::Amount;
use super::order::{Fate, Order, OrderView, State, whole};
use super::profile::Profile;
use super::progress::Event;
use super::world::World;

/// A change that an operator makes behind the API.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// The client's balance is set.
    Balance(Amount),
    /// A service's rate is set (new orders only).
    Rate {
        /// The service.
        service: String,
        /// Per thousand.
        rate: Amount,
    },
    /// An order is put into a state. Partial takes what remains; refunds follow as usual.
    Order {
        /// The order.
        order: String,
        /// The state.
        state: State,
        /// What remains undelivered, for `Partial` and `Completed`.
        remains: Option<i64>,
    },
    /// What becomes of orders placed from now on.
    Fate(Fate),
    /// Whether the account may be used.
    Suspended(bool),
}

/// What a client cannot do.
impl World {
    /// The panel software.
    #[must_use]
    pub const fn profile(&self) -> &'static Profile {
        self.profile
    }

    /// The key of the one account.
    #[must_use]
    pub fn key(&self) -> &str {
        &self.key
    }

    /// The client's money.
    #[must_use]
    pub const fn balance(&self) -> Amount {
        self.balance
    }

    /// The list.
    #[must_use]
    pub const fn catalogue(&self) -> &Catalogue {
        &self.catalogue
    }

    /// How many calls of `add` were accepted.
    #[must_use]
    pub const fn accepted(&self) -> u64 {
        self.accepted
    }

    /// Every order in the order of acceptance, children included.
    #[must_use]
    pub fn orders(&self) -> Vec<OrderView> {
        self.orders.iter().map(|order| self.view(order)).collect()
    }

    /// Lets time pass without a request.
    pub fn advance_to(&mut self, now_ms: u64) {
        self.advance(now_ms);
    }

    fn view(&self, order: &Order) -> OrderView {
        OrderView {
            id: order.id.clone(),
            service: self.catalogue.services()[order.service].id.clone(),
            parent: order.parent.map(|parent| self.orders[parent].id.clone()),
            link: order.link.clone(),
            quantity: order.quantity,
            charge: order.charge,
            state: order.state,
            remains: order.remains(self.now),
            created_at: order.created_at,
            fields: order.fields.clone(),
        }
    }

    /// Makes a change behind the API; false when the service or order does not exist.
    pub fn change(&mut self, now_ms: u64, change: Change) -> bool {
        self.advance(now_ms);
        match change {
            Change::Balance(balance) => self.balance = balance,
            Change::Fate(fate) => self.fate = fate,
            Change::Suspended(suspended) => self.suspended = suspended,
            Change::Rate { service, rate } => {
                let Some(index) = self.catalogue.position(&service) else { return false };
                self.catalogue.change(index, |service| service.rate = rate);
                self.written_services = None;
            }
            Change::Order { order, state, remains } => {
                let Ok(index) = self.find(&order) else { return false };
                self.put(index, state, remains);
            }
        }
        true
    }

    fn put(&mut self, index: usize, state: State, remains: Option<i64>) {
        if state.is_final() {
            let quantity = whole(self.orders[index].quantity);
            let usual = if state == State::Completed { 0 } else { quantity };
            self.close(index, state, remains.unwrap_or(usual));
        } else {
            self.orders[index].state = state;
            self.live.insert(index);
            self.queue.plan(self.now, Event::Move(index, state));
        }
    }
}
