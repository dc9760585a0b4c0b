//! Which orders to ask about now (docs/reliability.md#reads): often while an order is young,
//! seldom later, never once it is final. The caller asks only in the leading, visible tab.

use crate::order::{Followed, OrderStatus};
use crate::time::Timestamp;

const SECOND: i64 = 1000;
const MINUTE: i64 = 60 * SECOND;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// A new order is asked for this long after it was placed: start count and charge are there.
pub const FIRST_LOOK_MILLIS: i64 = 3 * SECOND;

/// The orders to ask about at `now`, longest waiting first.
pub fn due<'o>(
    now: Timestamp,
    orders: impl IntoIterator<Item = &'o Followed>,
) -> Vec<&'o Followed> {
    let mut due: Vec<&Followed> = orders.into_iter().filter(|order| is_due(now, order)).collect();
    due.sort_by_key(|order| order.asked_at);
    due
}

fn is_due(now: Timestamp, order: &Followed) -> bool {
    // Asked in what is now the future: the clock went back, so the plan starts afresh.
    due_at(order).is_some_and(|at| at <= now || order.asked_at.is_some_and(|asked| asked > now))
}

/// When an order is asked about next; `None` when it never is again.
pub fn due_at(order: &Followed) -> Option<Timestamp> {
    let Some(asked) = order.asked_at else {
        return Some(order.placed_at.plus_millis(FIRST_LOOK_MILLIS));
    };
    if !order.is_final() {
        let interval = interval(asked.millis_since(order.placed_at));
        return Some(together(asked.plus_millis(interval * 9 / 10), interval));
    }
    // A completed order gets one more look: some panels take completion back.
    let read = order.read_at.unwrap_or(asked);
    let second_look = read.millis_since(order.changed_at) < DAY;
    (order.status() == Some(&OrderStatus::Completed) && second_look && !order.is_gone)
        .then(|| order.changed_at.plus_millis(DAY).max(asked.plus_millis(HOUR)))
}

fn interval(age_millis: i64) -> i64 {
    let steps =
        [(10 * MINUTE, 30 * SECOND), (2 * HOUR, 2 * MINUTE), (DAY, 10 * MINUTE), (7 * DAY, HOUR)];
    steps.iter().find(|(younger, _)| age_millis < *younger).map_or(DAY, |(_, interval)| *interval)
}

/// The next of the moments that all orders with this interval share: ten in each, so that orders of
/// different ages go in one question of up to a hundred, and none waits longer than its interval.
fn together(earliest: Timestamp, interval: i64) -> Timestamp {
    let step = (interval / 10).max(1);
    let late = earliest.millis().rem_euclid(step);
    earliest.plus_millis(if late == 0 { 0 } else { step - late })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::order::StatusReply;
    use crate::testing;

    fn order(status: OrderStatus, placed: i64, asked: i64) -> Followed {
        let mut order = testing::order("23501", Timestamp::from_millis(placed));
        let reading = Box::new(testing::reading(status));
        order.take_reply(Timestamp::from_millis(asked), 0, StatusReply::Reading(reading));
        order
    }

    #[test]
    fn young_orders_are_asked_about_often_and_old_ones_seldom() {
        for (age, interval) in [
            (MINUTE, 30 * SECOND),
            (HOUR, 2 * MINUTE),
            (12 * HOUR, 10 * MINUTE),
            (3 * DAY, HOUR),
            (30 * DAY, DAY),
        ] {
            let order = order(OrderStatus::Running, 0, age);
            let wait = due_at(&order).expect("will be due").millis() - age;
            assert!((interval * 9 / 10..=interval).contains(&wait), "{age} {wait}");
        }
    }

    /// Two thousand orders that were placed over a week, followed for an hour: as many questions as
    /// their hundreds take, not one for each phase.
    #[test]
    fn orders_of_different_ages_are_asked_about_together() {
        let mut orders: Vec<Followed> = (0..2_000)
            .map(|number| {
                let placed = 7 * DAY * number / 2_000;
                let mut order = order(OrderStatus::Running, placed, placed + MINUTE);
                order.asked_at = Some(Timestamp::from_millis(9 * DAY + number * 1_753));
                order
            })
            .collect();
        let (mut questions, mut asked) = (0, 0);
        for turn in 0..1_440 {
            let now = Timestamp::from_millis(9 * DAY + HOUR + turn * 5 * SECOND);
            let due: Vec<_> = due(now, &orders).iter().map(|order| order.order.clone()).collect();
            if due.is_empty() {
                continue;
            }
            questions += due.len().div_ceil(100);
            asked += due.len();
            for order in orders.iter_mut().filter(|order| due_at(order) <= Some(now)) {
                order.asked_at = Some(now);
            }
        }
        assert!(asked > 100, "{asked}");
        assert!(questions <= asked.div_ceil(100) + 40, "{questions} for {asked}");
    }

    #[test]
    fn final_orders_are_left_alone_but_a_completed_one_gets_a_second_look() {
        for status in [OrderStatus::Canceled, OrderStatus::Partial, OrderStatus::Refunded] {
            assert_eq!(due_at(&order(status, 0, HOUR)), None);
        }
        let mut completed = order(OrderStatus::Completed, 0, HOUR);
        assert_eq!(due_at(&completed), Some(Timestamp::from_millis(HOUR + DAY)));
        let reading = completed.reading.clone().expect("was read");
        completed.take_reply(
            Timestamp::from_millis(HOUR + DAY),
            0,
            StatusReply::Reading(Box::new(reading)),
        );
        assert_eq!(due_at(&completed), None);
    }

    #[test]
    fn fault_35_eight_hours_of_sleep_make_one_question_not_many() {
        let mut order = order(OrderStatus::Running, 0, MINUTE);
        let woken = Timestamp::from_millis(8 * HOUR);
        assert_eq!(due(woken, [&order]).len(), 1);
        order.take_reply(woken, 0, StatusReply::Nothing);
        assert!(due(woken.plus_millis(SECOND), [&order]).is_empty());
    }

    #[test]
    fn fault_28_a_clock_that_goes_back_asks_once_and_goes_on() {
        let mut order = order(OrderStatus::Running, 10 * HOUR, 10 * HOUR + MINUTE);
        let back = Timestamp::from_millis(8 * HOUR);
        assert_eq!(due(back, [&order]).len(), 1);
        order.take_reply(back, 0, StatusReply::Nothing);
        assert!(due(back, [&order]).is_empty());
    }
}
