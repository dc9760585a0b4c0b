//! A refill request that the panel took: whether it is still open, and what may be asked about it.
//!
//! Many panels cannot tell: they lack `refill_status`, look their refills up under a number that the
//! client never sees, or give every refill the same number. Then only time and the order's own status
//! can end a request; it must never stay open for ever, and a number that two orders share must never
//! bring one order's state to another (findings K7, K8).

use super::{Followed, RefillStatus};
use crate::id::{OrderId, RefillId};
use crate::time::Timestamp;

/// Panels take another refill request of an order a day after the last one
/// (docs/protocol.md#refill-and-cancel).
pub const REFILL_WINDOW_MILLIS: i64 = 24 * 60 * 60 * 1000;
/// How often the order is looked at while nothing else can tell of its refill.
const WATCH_MILLIS: i64 = 60 * 60 * 1000;

/// The latest refill request of one order, as far as it is known. The panel's number belongs to the
/// account and the order together: by itself it is no key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefillRequest {
    /// Of which order.
    pub order: OrderId,
    /// The panel's number of it, when it named one.
    pub refill: Option<RefillId>,
    /// When the user asked for it.
    pub asked_at: Timestamp,
    /// What the panel last said of it.
    pub status: Option<RefillStatus>,
}

impl RefillRequest {
    /// Whether the panel may still be working on it. `can_tell`: the panel answers about this very
    /// request; `order` is what is known of the order.
    pub fn is_open(&self, can_tell: bool, order: Option<&Followed>, now: Timestamp) -> bool {
        match &self.status {
            Some(status) if status.is_final() => return false,
            Some(_) if can_tell => return true,
            Some(_) | None => {}
        }
        // It was complete when the refill was asked for: running again, it is being refilled.
        let runs = |order: &Followed| order.changed_at > self.asked_at && !order.is_final();
        order.is_some_and(runs) || now.millis_since(self.asked_at) < REFILL_WINDOW_MILLIS
    }
}

/// Whether a refill's number tells it from those of other orders.
pub fn is_key(request: &RefillRequest, all: &[RefillRequest]) -> bool {
    let is_shared =
        |other: &RefillRequest| other.order != request.order && other.refill == request.refill;
    request.refill.is_some() && !all.iter().any(is_shared)
}

/// What to ask about an account's refills now.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RefillPlan {
    /// Ask `refill_status` about these.
    pub request: Vec<(OrderId, RefillId)>,
    /// Look at these orders instead: nothing else tells of their refills.
    pub watch: Vec<OrderId>,
}

/// Plans. `all` are all requests of the account, closed ones too; `followed` finds what the panel last
/// said of an order; `has_status`: the panel's `refill_status` is of use.
pub fn plan<'o>(
    all: &[RefillRequest],
    followed: impl Fn(&OrderId) -> Option<&'o Followed>,
    has_status: bool,
    now: Timestamp,
) -> RefillPlan {
    let mut plan = RefillPlan::default();
    for request in all {
        let order = followed(&request.order);
        let can_tell = has_status && is_key(request, all);
        if !request.is_open(can_tell, order, now) {
            continue;
        }
        match &request.refill {
            Some(refill) if can_tell => plan.request.push((request.order.clone(), refill.clone())),
            _ => {
                let looked = order.and_then(|order| order.asked_at);
                if looked.is_none_or(|at| now.millis_since(at).saturating_abs() >= WATCH_MILLIS) {
                    plan.watch.push(request.order.clone());
                }
            }
        }
    }
    plan
}

/// How long until an order must be looked at because nothing else tells of its refill, in milliseconds;
/// `None` when there is none. As [`plan`], which then names it.
pub fn watched_in<'o>(
    all: &[RefillRequest],
    followed: impl Fn(&OrderId) -> Option<&'o Followed>,
    has_status: bool,
    now: Timestamp,
) -> Option<i64> {
    let is_watched = |request: &&RefillRequest| {
        let can_tell = has_status && is_key(request, all);
        !can_tell && request.is_open(false, followed(&request.order), now)
    };
    let wait = |request: &RefillRequest| {
        let looked = followed(&request.order).and_then(|order| order.asked_at);
        looked.map_or(0, |at| WATCH_MILLIS - now.millis_since(at).saturating_abs())
    };
    all.iter().filter(is_watched).map(wait).min()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::order::{OrderStatus, StatusReply};
    use crate::testing;

    const HOUR: i64 = 60 * 60 * 1000;

    fn find<'o>(followed: &'o [Followed]) -> impl Fn(&OrderId) -> Option<&'o Followed> {
        move |order| followed.iter().find(|followed| followed.order == *order)
    }

    fn at(millis: i64) -> Timestamp {
        Timestamp::from_millis(millis)
    }

    fn request(order: &str, refill: Option<&str>, status: Option<RefillStatus>) -> RefillRequest {
        RefillRequest {
            order: OrderId::new(order).expect("an id"),
            refill: refill.and_then(RefillId::new),
            asked_at: at(10 * HOUR),
            status,
        }
    }

    /// An order that was completed at hour 1 and heard as `later` at `hour`, if it was.
    fn order(id: &str, later: Option<(OrderStatus, i64)>) -> Followed {
        let mut order = testing::order(id, at(0));
        let said = [(OrderStatus::Completed, 1)].into_iter().chain(later);
        for (status, hour) in said {
            order.take_reply(
                at(hour * HOUR),
                0,
                StatusReply::Reading(Box::new(testing::reading(status))),
            );
        }
        order
    }

    #[test]
    fn k07_a_request_that_the_panel_can_tell_of_is_open_until_it_says_so() {
        let order = order("5", None);
        let is_open = |status, hour| {
            request("5", Some("1"), status).is_open(true, Some(&order), at(hour * HOUR))
        };
        assert!(is_open(Some(RefillStatus::Running), 11));
        assert!(is_open(Some(RefillStatus::Pending), 500));
        assert!(!is_open(Some(RefillStatus::Completed), 11));
        assert!(!is_open(Some(RefillStatus::Rejected), 11));
        assert!(is_open(None, 11));
        assert!(!is_open(None, 34), "a panel that never says anything does not block for ever");
    }

    #[test]
    fn k07_without_a_state_the_age_and_the_order_tell() {
        let is_open = |later, hour| {
            let order = order("5", later);
            request("5", Some("1"), None).is_open(false, Some(&order), at(hour * HOUR))
        };
        assert!(is_open(None, 10) && is_open(None, 33));
        assert!(!is_open(None, 34), "may be asked again after the window");
        assert!(is_open(Some((OrderStatus::Running, 12)), 50), "the panel is at work on it");
        assert!(!is_open(Some((OrderStatus::Partial, 12)), 50));
        let mut again = order("5", Some((OrderStatus::Running, 40)));
        let done = order("5", None).reading.expect("read");
        again.take_reply(at(44 * HOUR), 0, StatusReply::Reading(Box::new(done)));
        assert!(!request("5", None, None).is_open(false, Some(&again), at(45 * HOUR)));
        assert!(request("5", None, None).is_open(false, None, at(9 * HOUR)), "a clock gone back");
        let stale = Some(RefillStatus::Pending);
        assert!(!request("5", Some("1"), stale).is_open(false, None, at(40 * HOUR)));
    }

    #[test]
    fn k08_a_number_that_two_orders_share_is_no_key() {
        let same = [request("5", Some("1"), None), request("6", Some("1"), None)];
        let own = [request("5", Some("1"), None), request("6", Some("2"), None)];
        assert!(!is_key(&same[0], &same) && !is_key(&same[1], &same));
        assert!(is_key(&own[0], &own) && is_key(&own[1], &own));
        let nameless = [request("5", None, None), request("6", None, None)];
        assert!(!is_key(&nameless[0], &nameless));
        // A closed one counts: its state must not come to the new order.
        let closed = request("5", Some("1"), Some(RefillStatus::Completed));
        assert!(!is_key(&same[1], &[closed, same[1].clone()]));
    }

    #[test]
    fn k07_k08_only_what_the_panel_can_tell_of_is_asked_the_rest_is_watched_by_the_hour() {
        let all = [
            request("5", Some("1"), None),
            request("6", Some("1"), None),
            request("7", Some("2"), None),
            request("8", None, None),
            request("9", Some("3"), Some(RefillStatus::Completed)),
        ];
        let followed = [order("5", None), order("6", Some((OrderStatus::Completed, 11)))];
        let ids = |plan: &RefillPlan| {
            let asked = plan.request.iter().map(|(order, refill)| format!("{order}/{refill}"));
            let watched = plan.watch.iter().map(ToString::to_string);
            asked.chain(watched).collect::<Vec<_>>()
        };
        let now = at(11 * HOUR);
        assert_eq!(ids(&plan(&all, find(&followed), true, now)), ["7/2", "5", "8"]);
        assert_eq!(ids(&plan(&all, find(&followed), false, now)), ["5", "7", "8"]);
        assert_eq!(plan(&all, find(&followed), false, at(90 * HOUR)), RefillPlan::default());
    }
}
