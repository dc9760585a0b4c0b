//! Status words folded into states (docs/protocol.md#status-words). Unknown words are kept verbatim and
//! are never final.

use super::status_words;
use crate::money::Money;
use serde::{Deserialize, Serialize};

/// What a panel says of an order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the variants are the field's own status words")]
pub enum OrderStatus {
    Queued,
    Preparing,
    Running,
    Completed,
    Partial,
    Canceled,
    Refunded,
    Failed,
    Paused,
    Expired,
    /// A word outside the table, as the panel wrote it.
    Other(String),
}

impl OrderStatus {
    /// A panel's word, in any of its forms, whatever its case, blanks, `_` and `-`.
    pub fn read(word: &str) -> Self {
        status_words::state_of(word).unwrap_or_else(|| Self::Other(word.trim().to_owned()))
    }

    /// The panel will not change it any more (a refill may still follow `Completed`).
    pub fn is_final(&self) -> bool {
        matches!(
            self,
            Self::Completed
                | Self::Partial
                | Self::Canceled
                | Self::Refunded
                | Self::Failed
                | Self::Expired
        )
    }
}

/// What a panel says of a refill.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the variants are the field's own status words")]
pub enum RefillStatus {
    Pending,
    Running,
    Completed,
    Rejected,
    Failed,
    Other(String),
}

impl RefillStatus {
    /// A panel's word like [`OrderStatus::read`]; `approved` is a refill that runs, and one that was
    /// canceled or denied is rejected.
    pub fn read(word: &str) -> Self {
        let is_one_of =
            |words: &[&str]| words.iter().any(|known| word.trim().eq_ignore_ascii_case(known));
        if is_one_of(&["approved", "accepted"]) {
            return Self::Running;
        }
        if is_one_of(&["rejected", "reject", "denied", "declined"]) {
            return Self::Rejected;
        }
        match OrderStatus::read(word) {
            OrderStatus::Queued => Self::Pending,
            OrderStatus::Preparing | OrderStatus::Running => Self::Running,
            OrderStatus::Completed => Self::Completed,
            OrderStatus::Canceled => Self::Rejected,
            OrderStatus::Failed => Self::Failed,
            _ => Self::Other(word.trim().to_owned()),
        }
    }

    /// The panel will not change it any more.
    pub fn is_final(&self) -> bool {
        matches!(self, Self::Completed | Self::Rejected | Self::Failed)
    }
}

/// A parent of other orders, by what its status answer holds (docs/protocol.md#status). It has no
/// charge, start count or remains of its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Parent {
    /// Orders made for new posts.
    Subscription {
        /// How many posts.
        posts: Option<u64>,
        /// v1's `expiry`: `true` = not yet expired.
        is_live: Option<bool>,
    },
    /// Orders made one after the other.
    DripFeed {
        /// How many runs.
        runs: Option<u64>,
    },
}

/// One answer to `status` for one order. Everything but the word may be missing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatusReading {
    /// The folded state.
    pub status: OrderStatus,
    /// The panel's own word.
    pub status_raw: String,
    /// What was charged.
    pub charge: Option<Money>,
    /// The count when the panel started, as the panel wrote it.
    pub start_count: Option<String>,
    /// How many are still to come; never negative (over-delivery reads as zero left).
    pub remains: Option<u64>,
    /// Delivered beyond the order (`"+12"` or a negative `remains`).
    pub over_delivered: Option<u64>,
    /// Child orders of a drip-feed or subscription parent.
    pub children: Vec<crate::id::OrderId>,
    /// What kind of parent this is; `None` for a plain order.
    #[serde(default)]
    pub parent: Option<Parent>,
}
