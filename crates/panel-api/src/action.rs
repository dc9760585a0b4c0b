//! The fixed list of actions. Only these can ever be sent (protocol.md 2, 4.3).

use panelboard_domain::id::{OrderId, RefillId, ServiceId};
use panelboard_domain::order::OrderParams;

/// An action's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the protocol's own action names")]
pub enum ActionName {
    Services,
    Balance,
    Add,
    Status,
    Refill,
    RefillStatus,
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

/// A request to a panel. Lists are unique and ascending as text batches (protocol.md 1.11).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// The service list.
    Services,
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
            Self::Services => ActionName::Services,
            Self::Balance => ActionName::Balance,
            Self::Add { .. } => ActionName::Add,
            Self::Status(_) => ActionName::Status,
            Self::Refill(_) => ActionName::Refill,
            Self::RefillStatus(_) => ActionName::RefillStatus,
            Self::Cancel(_) => ActionName::Cancel,
        }
    }
}
