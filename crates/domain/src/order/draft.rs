//! From what a user typed to what may be sent: all field errors at once, never one by one.

use crate::id::ServiceId;
use crate::money::Amount;
use crate::quote::Basis;
use crate::service::ServiceKind;
use serde::{Deserialize, Serialize};

/// The order form's content, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderDraft {
    /// Chosen service.
    pub service: Option<ServiceId>,
    /// As typed.
    pub link: String,
    /// As typed; digits of any script, `1k`, grouping allowed.
    pub quantity: String,
    /// Fields of the service's type, by the protocol's parameter name (`comments`, `runs`, …), as typed.
    pub extras: Vec<(String, String)>,
}

impl OrderDraft {
    /// No target was typed; a chosen service or a quantity alone is not worth keeping.
    pub fn is_blank(&self) -> bool {
        let empty = |text: &String| text.trim().is_empty();
        empty(&self.link) && self.extras.iter().all(|extra| empty(&extra.1))
    }

    /// What was typed into a field, by the protocol's parameter name, trimmed.
    pub fn typed(&self, name: &str) -> &str {
        match name {
            "link" => self.link.trim(),
            "quantity" => self.quantity.trim(),
            name => self
                .extras
                .iter()
                .find(|(extra, _)| extra.trim() == name)
                .map_or("", |(_, value)| value.trim()),
        }
    }
}

/// A field of the order form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Field {
    /// The service.
    Service,
    /// The link.
    Link,
    /// The quantity.
    Quantity,
    /// An extra, by the protocol's parameter name.
    Extra(String),
}

/// Why a field blocks the order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DraftError {
    /// Nothing typed.
    Empty,
    /// Longer than any panel takes.
    TooLong {
        /// The most characters.
        max: usize,
    },
    /// White space inside a link.
    WhiteSpace,
    /// Not a whole number.
    NotANumber,
    /// Below the service's minimum.
    BelowMin {
        /// The minimum.
        min: u64,
    },
    /// Above the service's maximum.
    AboveMax {
        /// The maximum.
        max: u64,
    },
    /// No http or https address.
    NotAUrl,
    /// No day of the calendar as day/month/year.
    NotADate,
    /// A day that is past or today: the panel would take the order and never run it.
    NotAhead,
    /// None of the numbers that the panel takes.
    NotListed(&'static [u64]),
    /// A free parameter's name that is empty, odd or taken by another field.
    BadName,
    /// The panel says that this service has no drip-feed.
    NotSupported,
    /// The price is beyond any real price.
    TooMuch,
    /// The service cannot be ordered.
    NotOrderable(crate::service::NotOrderable),
}

/// What is sent with `add`, besides key, action and service: the protocol's parameter names with
/// canonical values (lists joined with `\n`, numbers as ASCII digits). Order as sent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct OrderParams(pub Vec<(String, String)>);

/// An order that passed validation: it can be priced, shown for confirmation and sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ValidOrder {
    /// The service.
    pub service: ServiceId,
    /// Its type.
    pub kind: ServiceKind,
    /// The target as it will be sent; empty for subscriptions.
    pub link: String,
    /// The quantity that is charged.
    pub quantity: u64,
    /// All parameters as they will be sent (link and quantity among them).
    pub params: OrderParams,
    /// The estimated charge.
    pub estimate: Amount,
    /// How the estimate was worked out.
    #[serde(default)]
    pub basis: Basis,
}
