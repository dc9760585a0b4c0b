//! Under which parameter a panel wants the ids of a request. The documents say `order` for one and
//! `orders` for several; real panels differ, and then the request can never work (finding K6).

use serde::{Deserialize, Serialize};

/// A place in a request where ids stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IdSlot {
    /// `status` of one order.
    Status,
    /// `status` of several orders, joined with commas.
    ManyStatus,
    /// `refill` of one order.
    Refill,
    /// `refill` of several orders.
    ManyRefill,
    /// `refill_status` of one refill.
    RefillStatus,
    /// `refill_status` of several refills.
    ManyRefillStatus,
    /// `cancel`, whether of one order or of several.
    Cancel,
}

/// A parameter that holds ids.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "each is the parameter of its own name")]
pub enum IdName {
    Order,
    Orders,
    OrderId,
    OrderIds,
    Id,
    Ids,
    Refill,
    Refills,
    RefillId,
    RefillIds,
}

impl IdSlot {
    /// Every slot, in the order of the protocol's table.
    pub const ALL: [Self; 7] = [
        Self::Status,
        Self::ManyStatus,
        Self::Refill,
        Self::ManyRefill,
        Self::RefillStatus,
        Self::ManyRefillStatus,
        Self::Cancel,
    ];

    /// The name in the panels' documents.
    pub const fn documented(self) -> IdName {
        match self {
            Self::Status | Self::Refill => IdName::Order,
            Self::ManyStatus | Self::ManyRefill | Self::Cancel => IdName::Orders,
            Self::RefillStatus => IdName::Refill,
            Self::ManyRefillStatus => IdName::Refills,
        }
    }

    /// The names that make sense here: a cancel never names a refill.
    pub const fn choices(self) -> &'static [IdName] {
        use IdName::{Id, Ids, Order, OrderId, OrderIds, Orders};
        match self {
            Self::Status | Self::ManyStatus | Self::Cancel => {
                &[Order, Orders, OrderId, OrderIds, Id, Ids]
            }
            Self::Refill | Self::ManyRefill | Self::RefillStatus | Self::ManyRefillStatus => {
                &IdName::ALL
            }
        }
    }
}

impl IdName {
    /// Every name.
    pub const ALL: [Self; 10] = [
        Self::Order,
        Self::Orders,
        Self::OrderId,
        Self::OrderIds,
        Self::Id,
        Self::Ids,
        Self::Refill,
        Self::Refills,
        Self::RefillId,
        Self::RefillIds,
    ];

    /// The parameter as it is sent.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Order => "order",
            Self::Orders => "orders",
            Self::OrderId => "order_id",
            Self::OrderIds => "order_ids",
            Self::Id => "id",
            Self::Ids => "ids",
            Self::Refill => "refill",
            Self::Refills => "refills",
            Self::RefillId => "refill_id",
            Self::RefillIds => "refill_ids",
        }
    }

    /// The name that is sent as `text`.
    pub fn named(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|name| name.as_str() == text)
    }
}
