//! A repeat of a lost order: no row of its own, no second press, and a row once it is an order.

use super::*;
use panelboard_domain::attempt::again::NoAgain;

fn repeat_of(first: &Attempt, then: Vec<Happening>) -> Attempt {
    let order = Box::new(first.request.clone());
    let sent = Happening::Sent {
        turn: 2,
        balance_before: None,
        relay_clock: None,
        fence: None,
        is_alone: false,
    };
    let happenings = std::iter::once(sent).chain(then).collect();
    told(5, Request::Again { first: first.id.clone(), order }, happenings)
}

fn placed(order: &str) -> Happening {
    let verdict = Verdict::Placed { order_id: order_id(order), refill_id: None, charge: None };
    Happening::Judged { verdict }
}

#[test]
fn k19_a_repeat_has_no_row_until_the_panel_made_an_order_of_it() {
    with_state(|handles, _| {
        let orders = handles.orders;
        let first = attempt(1, None);
        show(&handles, vec![first.clone()], Vec::new());
        let lost = repeat_of(&first, vec![Happening::Lost { hint: UnknownHint::Timeout }]);
        show(&handles, vec![lost], Vec::new());
        assert_eq!(orders.ids().get_untracked(), std::slice::from_ref(&first.id));
        assert_eq!(orders.unknown_count(), 1, "one open order");

        let parted = repeat_of(&first, vec![placed("12"), Happening::Parted]);
        show(&handles, vec![parted.clone()], Vec::new());
        assert_eq!(orders.ids().get_untracked(), [parted.id.clone(), first.id.clone()]);
        let row = orders.row(&parted.id).expect("a row").get_untracked();
        assert_eq!(row.order, Some(order_id("12")));
    });
}

#[test]
fn k19_a_repeat_that_is_not_safe_says_so_and_a_running_one_takes_no_second_press() {
    with_state(|handles, engine| {
        let orders = handles.orders;
        let first = attempt(1, None);
        show(&handles, vec![first.clone()], Vec::new());
        let press = || with_trusted_event(true, |gesture| orders.ask_again(gesture, &first.id));
        press();
        let repeating = orders.repeating(&first.id);
        assert_eq!(
            repeating.get_untracked(),
            Placing::Stopped(Stop::NotSafeAgain(NoAgain::NoRequestId))
        );
        handles.apply(Event::Repeating(first.id.clone(), Placing::Sending(first.id.clone())));
        press();
        assert!(repeating.with_untracked(Placing::is_running));
        assert_eq!(engine.count("Send"), 0);
    });
}
