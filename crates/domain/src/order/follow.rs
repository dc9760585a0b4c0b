//! A placed order as it is followed: what the panel last said, when, and whether it still says
//! anything. Each answer is applied to its own order; a missing answer never deletes.

use super::{OrderStatus, StatusReading};
use crate::id::{AccountId, OrderId};
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

const DAY_MILLIS: i64 = 24 * 60 * 60 * 1000;

/// One followed order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Followed {
    /// Whose.
    pub account: AccountId,
    /// The panel's id.
    pub order: OrderId,
    /// When the user confirmed it.
    pub placed_at: Timestamp,
    /// The panel's last word.
    pub reading: Option<StatusReading>,
    /// When it said so: the age of what is shown.
    pub read_at: Option<Timestamp>,
    /// When it was last asked for.
    pub asked_at: Option<Timestamp>,
    /// When status or remains last changed.
    pub changed_at: Timestamp,
    /// The account's latest turn ([`crate::attempt::Attempt::turn`]) when it was first heard to be
    /// final: no refund of it can fall into a later turn.
    #[serde(default)]
    pub final_since_turn: Option<u64>,
    /// The last answer left it out: what is shown may be old.
    pub is_missing: bool,
    /// "Incorrect order ID" for an id that the panel gave us: it no longer knows the order.
    pub is_gone: bool,
}

/// What a round of asking brought for one order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StatusReply {
    /// Its state.
    Reading(Box<StatusReading>),
    /// The panel says that there is no such order.
    NoSuchOrder,
    /// The answer left it out, or said something else about it.
    Nothing,
}

impl Followed {
    /// Starts to follow an order.
    pub fn new(account: AccountId, order: OrderId, placed_at: Timestamp) -> Self {
        Self {
            account,
            order,
            placed_at,
            reading: None,
            read_at: None,
            asked_at: None,
            changed_at: placed_at,
            final_since_turn: None,
            is_missing: false,
            is_gone: false,
        }
    }

    /// Applies what was heard at `now`, when the account's latest attempt was number `turn`.
    pub fn take_reply(&mut self, now: Timestamp, turn: u64, reply: StatusReply) {
        self.asked_at = Some(now);
        self.is_missing = reply == StatusReply::Nothing;
        self.is_gone = reply == StatusReply::NoSuchOrder;
        if let StatusReply::Reading(reading) = reply {
            let same = self.reading.as_ref().is_some_and(|last| {
                last.status == reading.status && last.remains == reading.remains
            });
            if !same {
                self.changed_at = now;
            }
            self.reading = Some(*reading);
            self.read_at = Some(now);
        }
        self.final_since_turn =
            self.is_final().then(|| self.final_since_turn.map_or(turn, |first| first.min(turn)));
    }

    /// The panel is done with it, or does not know it any more.
    pub fn is_final(&self) -> bool {
        self.is_gone || self.status().is_some_and(OrderStatus::is_final)
    }

    /// The panel's last word on its state.
    pub fn status(&self) -> Option<&OrderStatus> {
        self.reading.as_ref().map(|reading| &reading.status)
    }

    /// Nothing has moved for the longer of 24 hours and three times what this service usually takes.
    /// Panels mask failures, so only time shows them (docs/protocol.md#status-words).
    pub fn is_stuck(&self, now: Timestamp, usual_millis: Option<i64>) -> bool {
        let patience = usual_millis.unwrap_or(0).saturating_mul(3).max(DAY_MILLIS);
        self.read_at.is_some() && !self.is_final() && now.millis_since(self.changed_at) > patience
    }
}

/// The median of how long orders of one service took; `None` without any.
pub fn usual_millis(mut durations: Vec<i64>) -> Option<i64> {
    durations.sort_unstable();
    durations.get(durations.len() / 2).copied()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;

    fn reading(status: OrderStatus, remains: u64) -> StatusReply {
        let remains = Some(remains);
        StatusReply::Reading(Box::new(StatusReading { remains, ..testing::reading(status) }))
    }

    fn order() -> Followed {
        testing::order("5", Timestamp::default())
    }

    #[test]
    fn fault_20_a_missing_answer_marks_but_keeps_what_was_known() {
        let mut order = order();
        order.take_reply(Timestamp::from_millis(1), 0, reading(OrderStatus::Running, 9));
        order.take_reply(Timestamp::from_millis(2), 0, StatusReply::Nothing);
        assert!(order.is_missing && order.status() == Some(&OrderStatus::Running));
        assert_eq!(order.read_at, Some(Timestamp::from_millis(1)));
        order.take_reply(Timestamp::from_millis(3), 0, StatusReply::NoSuchOrder);
        assert!(order.is_gone && order.is_final() && order.reading.is_some());
    }

    #[test]
    fn an_order_that_does_not_move_is_stuck_after_three_times_the_usual_and_a_day() {
        let mut order = order();
        let at = |days: i64| Timestamp::from_millis(days * DAY_MILLIS + 1);
        order.take_reply(at(0), 0, reading(OrderStatus::Running, 9));
        order.take_reply(at(1), 0, reading(OrderStatus::Running, 8));
        order.take_reply(at(2), 0, reading(OrderStatus::Running, 8));
        assert!(!order.is_stuck(at(2), None));
        assert!(order.is_stuck(Timestamp::from_millis(2 * DAY_MILLIS + 2), None));
        assert!(!order.is_stuck(at(6), Some(2 * DAY_MILLIS)));
        assert!(order.is_stuck(at(8), Some(2 * DAY_MILLIS)));
        order.take_reply(at(9), 0, reading(OrderStatus::Completed, 0));
        assert!(!order.is_stuck(at(90), None));
    }
}
