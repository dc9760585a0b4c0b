//! What an attempt asks the panel to do.

use crate::id::{AttemptId, OrderId, ServiceId};
use crate::money::{Amount, Currency};
use crate::order::OrderParams;
use crate::service::Service;
use serde::{Deserialize, Serialize};

/// What an attempt asks the panel to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Request {
    /// Place an order.
    Add {
        /// The service as it was listed when the user confirmed.
        service: Box<Service>,
        /// What is sent.
        params: OrderParams,
        /// The quantity that is charged.
        quantity: u64,
        /// The target.
        link: String,
        /// The price the user confirmed.
        estimate: Amount,
        /// The currency label shown beside it.
        currency: Option<Currency>,
    },
    /// Refill an order.
    Refill {
        /// Which.
        order: OrderId,
    },
    /// Cancel an order.
    Cancel {
        /// Which.
        order: OrderId,
    },
    /// Send the exact request of an order once more, whose answer was lost. No order of its own, unless
    /// the panel makes one of it ([`super::Happening::Parted`]).
    Again {
        /// The order's own attempt.
        first: AttemptId,
        /// What that one asks ([`Request::Add`]).
        order: Box<Request>,
    },
}

/// What can be asked of an order that the panel has: the two writes besides placing one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum WriteKind {
    /// To deliver again what dropped.
    Refill,
    /// To stop it and return the money for the rest.
    Cancel,
}

impl Request {
    /// Which request about an order this is; `None` for placing one.
    pub const fn write_kind(&self) -> Option<WriteKind> {
        match self {
            Self::Refill { .. } => Some(WriteKind::Refill),
            Self::Cancel { .. } => Some(WriteKind::Cancel),
            Self::Add { .. } | Self::Again { .. } => None,
        }
    }

    /// The service and link of an order to place; `None` for a refill or cancel, and for a repeat, which
    /// is no order of its own.
    pub fn target(&self) -> Option<(&ServiceId, &str)> {
        match self {
            Self::Add { service, link, .. } => Some((&service.id, link)),
            Self::Refill { .. } | Self::Cancel { .. } | Self::Again { .. } => None,
        }
    }

    /// The price the user confirmed; `None` for a refill, a cancel or a repeat.
    pub fn estimate(&self) -> Option<Amount> {
        match self {
            Self::Add { estimate, .. } => Some(*estimate),
            Self::Refill { .. } | Self::Cancel { .. } | Self::Again { .. } => None,
        }
    }

    /// The order that a refill or cancel is about.
    pub fn about(&self) -> Option<&OrderId> {
        match self {
            Self::Add { .. } | Self::Again { .. } => None,
            Self::Refill { order } | Self::Cancel { order } => Some(order),
        }
    }
}
