//! On what an outcome was settled: kept with the settlement and shown in the timeline, so that nobody
//! has to believe a verdict without its evidence.

use super::BalanceReading;
use crate::id::AttemptId;
use crate::money::Amount;
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

/// One piece of evidence that a settlement rests on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ground {
    /// A reading of the balance. The one before the send is the attempt's own.
    Balance {
        /// What the panel said.
        reading: BalanceReading,
        /// When.
        at: Timestamp,
    },
    /// The relay's receipt.
    Receipt(Receipt),
    /// The order's status, in the panel's own word.
    Status {
        /// The word.
        word: String,
    },
    /// The number that the user gave, compared with the panel's reply about it in one point.
    Number {
        /// What was compared.
        point: Point,
        /// How it fits.
        fit: Fit,
    },
    /// The answer to the same request, sent once more.
    Repeat {
        /// The attempt that brought it.
        attempt: AttemptId,
    },
}

/// What the relay's receipt says of an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Receipt {
    /// The panel's own answer is in it.
    Done,
    /// The relay has no such attempt, and its memory reaches back to before the send.
    NotSeen,
    /// The relay stopped it before any byte reached the panel.
    NotSent,
}

/// In what the order under a number can be compared with what was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Point {
    /// What the panel charged, against the estimate.
    Charge,
    /// How many are still to come, against the quantity.
    Quantity,
    /// The service.
    Service,
    /// The count at the start, against the last order of the same service and link.
    Start,
    /// The number that the reply itself names, against the one that was asked for.
    Number,
}

/// How a number fits in one point.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fit {
    /// As it should be.
    Fits,
    /// One side does not tell.
    CannotCompare,
    /// It does not fit; the user confirmed it by name all the same.
    Misfit {
        /// What was sent or is known.
        ours: PointValue,
        /// What the panel says.
        theirs: PointValue,
    },
}

/// One side of a comparison, ready to be shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PointValue {
    /// Money, in the account's currency.
    Amount(Amount),
    /// A quantity or count.
    Count(u64),
    /// A word; empty where the panel's is not known.
    Text(String),
}
