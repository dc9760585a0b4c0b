//! Refill requests on the rows of their orders.

use super::*;
use panelboard_domain::id::RefillId;
use panelboard_domain::order::RefillStatus;

#[test]
fn a_refill_shows_on_the_row_of_its_order() {
    with_state(|handles, _| {
        let orders = handles.orders;
        orders.apply(attempt(1, Some("11")));
        orders.follow(heard("11", OrderStatus::Completed));
        let id = orders.ids().get_untracked()[0].clone();
        assert_eq!(orders.can_refill(&id), Some(Eligibility::Yes));
        assert_eq!(orders.can_cancel(&id), Some(Eligibility::No(NotEligible::WrongStatus)));
        let sent = Happening::Sent {
            turn: 2,
            balance_before: None,
            relay_clock: None,
            fence: None,
            is_alone: true,
        };
        let verdict = Verdict::Placed { order_id: order_id("11"), refill_id: None, charge: None };
        let refill = told(
            5,
            Ask::Refill { order: order_id("11") },
            vec![sent, Happening::Judged { verdict }],
        );
        orders.apply(refill);
        assert_eq!(orders.can_refill(&id), Some(Eligibility::No(NotEligible::AlreadyAsked)));
        assert_eq!(orders.ids().get_untracked().len(), 1);
    });
}

#[test]
fn k08_a_refill_number_that_two_orders_share_brings_no_state_to_the_other() {
    with_state(|handles, _| {
        let orders = handles.orders;
        for (attempt_number, order) in [(1, "11"), (2, "12")] {
            orders.apply(attempt(attempt_number, Some(order)));
            orders.follow(heard(order, OrderStatus::Completed));
            let sent = Happening::Sent {
                turn: 2,
                balance_before: None,
                relay_clock: None,
                fence: None,
                is_alone: true,
            };
            let refill_id = RefillId::new("1");
            let verdict = Verdict::Placed { order_id: order_id(order), refill_id, charge: None };
            let ask = Ask::Refill { order: order_id(order) };
            let happened = vec![sent, Happening::Judged { verdict }];
            orders.apply(told(attempt_number + 5, ask, happened));
        }
        let number = RefillId::new("1").expect("an id");
        let account = account_id("a");
        orders.refill_is(&account, &order_id("12"), &number, RefillStatus::Completed);
        let status = |order: &str| {
            let all = orders.refill_requests(&account);
            all.into_iter().find(|request| request.order == order_id(order)).expect("asked").status
        };
        assert_eq!((status("11"), status("12")), (None, Some(RefillStatus::Completed)));
    });
}
