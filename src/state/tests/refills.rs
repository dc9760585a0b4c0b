//! Refill requests on the rows of their orders.

use super::*;
use panelboard_domain::id::RefillId;
use panelboard_domain::order::RefillStatus;

#[test]
fn a_refill_shows_on_the_row_of_its_order() {
    with_state(|handles, _| {
        let orders = handles.orders;
        show(&handles, vec![attempt(1, Some("11"))], vec![reply("11", OrderStatus::Completed)]);
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
            Request::Refill { order: order_id("11") },
            vec![sent, Happening::Judged { verdict }],
        );
        show(&handles, vec![refill], Vec::new());
        assert_eq!(orders.can_refill(&id), Some(Eligibility::No(NotEligible::AlreadyAsked)));
        assert_eq!(orders.ids().get_untracked().len(), 1);
    });
}

#[test]
fn k08_a_refill_number_that_two_orders_share_brings_no_state_to_the_other() {
    with_state(|handles, _| {
        let orders = handles.orders;
        for (attempt_number, order) in [(1, "11"), (2, "12")] {
            let placed = vec![attempt(attempt_number, Some(order))];
            show(&handles, placed, vec![reply(order, OrderStatus::Completed)]);
            let sent = Happening::Sent {
                turn: 2,
                balance_before: None,
                relay_clock: None,
                fence: None,
                is_alone: true,
            };
            let refill_id = RefillId::new("1");
            let verdict = Verdict::Placed { order_id: order_id(order), refill_id, charge: None };
            let request = Request::Refill { order: order_id(order) };
            let happened = vec![sent, Happening::Judged { verdict }];
            show(&handles, vec![told(attempt_number + 5, request, happened)], Vec::new());
        }
        let ids = orders.ids().get_untracked();
        handles.apply(Event::Refill(ids[0].clone(), RefillStatus::Completed));
        let status = |id: &AttemptId| {
            let row = orders.row(id).expect("a row").get_untracked();
            match row.refill {
                WriteState::Asked { status, .. } => status,
                _ => None,
            }
        };
        assert_eq!((status(&ids[1]), status(&ids[0])), (None, Some(RefillStatus::Completed)));
    });
}
