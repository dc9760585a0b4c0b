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
        let age = asked.millis_since(order.placed_at);
        return Some(asked.plus_millis(jittered(interval(age), order)));
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

/// ±20 %, from the order's own id and last time, so that orders placed together drift apart and the
/// plan stays a pure function.
fn jittered(interval: i64, order: &Followed) -> i64 {
    let seed = order.asked_at.map_or(0, Timestamp::millis).unsigned_abs();
    let hash = order.order.as_str().bytes().fold(seed ^ 0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    let percent = 80 + i64::try_from((hash >> 24) % 41).unwrap_or(20);
    interval * percent / 100
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::order::Heard;
    use crate::testing;

    fn order(status: OrderStatus, placed: i64, asked: i64) -> Followed {
        let mut order = testing::order("23501", Timestamp::from_millis(placed));
        let reading = Box::new(testing::reading(status));
        order.hear(Timestamp::from_millis(asked), 0, Heard::Reading(reading));
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
            assert!((interval * 8 / 10..=interval * 12 / 10).contains(&wait), "{age} {wait}");
        }
    }

    #[test]
    fn final_orders_are_left_alone_but_a_completed_one_gets_a_second_look() {
        for status in [OrderStatus::Canceled, OrderStatus::Partial, OrderStatus::Refunded] {
            assert_eq!(due_at(&order(status, 0, HOUR)), None);
        }
        let mut completed = order(OrderStatus::Completed, 0, HOUR);
        assert_eq!(due_at(&completed), Some(Timestamp::from_millis(HOUR + DAY)));
        let reading = completed.reading.clone().expect("was read");
        completed.hear(Timestamp::from_millis(HOUR + DAY), 0, Heard::Reading(Box::new(reading)));
        assert_eq!(due_at(&completed), None);
    }

    #[test]
    fn fault_35_eight_hours_of_sleep_make_one_question_not_many() {
        let mut order = order(OrderStatus::Running, 0, MINUTE);
        let woken = Timestamp::from_millis(8 * HOUR);
        assert_eq!(due(woken, [&order]).len(), 1);
        order.hear(woken, 0, Heard::Nothing);
        assert!(due(woken.plus_millis(SECOND), [&order]).is_empty());
    }

    #[test]
    fn fault_28_a_clock_that_goes_back_asks_once_and_goes_on() {
        let mut order = order(OrderStatus::Running, 10 * HOUR, 10 * HOUR + MINUTE);
        let back = Timestamp::from_millis(8 * HOUR);
        assert_eq!(due(back, [&order]).len(), 1);
        order.hear(back, 0, Heard::Nothing);
        assert!(due(back, [&order]).is_empty());
    }
}
