//! The fixed list of actions. Only these can ever be sent (docs/protocol.md#actions).

use panelboard_domain::id::{OrderId, RefillId, ServiceId};
use panelboard_domain::order::OrderParams;

/// An action's name. Nothing else is ever sent: some panels have hidden actions that change their
/// state (docs/protocol.md#actions).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ActionName {
    /// `services`: the service list. Some panels serve it without a key.
    Services,
    /// `balance`: what is left. It changes nothing and proves the key.
    Balance,
    /// `add`: places an order and spends money.
    Add,
    /// `status`: how far orders are.
    Status,
    /// `refill`: asks to refill what dropped. v2 and some v1 forks.
    Refill,
    /// `refill_status`: what became of a refill. v2 and some v1 forks.
    RefillStatus,
    /// `cancel`: asks to cancel. v2.
    Cancel,
}

impl ActionName {
    /// The `action` field's value.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Services => "services",
            Self::Balance => "balance",
            Self::Add => "add",
            Self::Status => "status",
            Self::Refill => "refill",
            Self::RefillStatus => "refill_status",
            Self::Cancel => "cancel",
        }
    }

    /// Spends or changes something at the panel: journaled, sent once, never retried.
    pub const fn is_write(self) -> bool {
        matches!(self, Self::Add | Self::Refill | Self::Cancel)
    }
}

/// A request to a panel. Lists are unique and ascending as text batches (docs/protocol.md#batches).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// The service list.
    Services,
    /// The service list from this row on, where a panel gives it in pages.
    ServicesFrom {
        /// Rows before it.
        offset: u32,
    },
    /// What is left.
    Balance,
    /// Place one order.
    Add {
        /// The service.
        service: ServiceId,
        /// The service type's parameters.
        params: OrderParams,
    },
    /// Ask for one (`order`) or many (`orders`) orders.
    Status(Vec<OrderId>),
    /// Ask for a refill of one or many orders.
    Refill(Vec<OrderId>),
    /// Ask for the state of one or many refills.
    RefillStatus(Vec<RefillId>),
    /// Ask to cancel.
    Cancel(Vec<OrderId>),
}

impl Action {
    /// Its name.
    pub const fn name(&self) -> ActionName {
        match self {
            Self::Services | Self::ServicesFrom { .. } => ActionName::Services,
            Self::Balance => ActionName::Balance,
            Self::Add { .. } => ActionName::Add,
            Self::Status(_) => ActionName::Status,
            Self::Refill(_) => ActionName::Refill,
            Self::RefillStatus(_) => ActionName::RefillStatus,
            Self::Cancel(_) => ActionName::Cancel,
        }
    }
}
