//! Rows and the lists of the tabs: a change redraws what it changes.

use super::*;
use std::sync::atomic::AtomicU32;
use std::sync::atomic::Ordering::Relaxed;

#[test]
fn an_answer_redraws_only_its_own_row() {
    with_state(|handles, _| {
        let orders = handles.orders;
        show(&handles, vec![attempt(1, Some("11")), attempt(2, Some("22"))], Vec::new());
        let runs = Arc::new(AtomicU32::new(0));
        let newest = orders.ids().get_untracked()[0].clone();
        let row = orders.row(&newest).expect("a row");
        assert_eq!(row.with_untracked(|row| row.order.clone()), Some(order_id("22")));
        let counted = Arc::clone(&runs);
        let drawn = Memo::new(move |_| {
            counted.fetch_add(1, Relaxed);
            row.with(OrderRow::delivered)
        });
        drawn.get_untracked();
        show(&handles, Vec::new(), vec![reply("11", OrderStatus::Completed)]);
        drawn.get_untracked();
        assert_eq!(runs.load(Relaxed), 1);
        show(&handles, Vec::new(), vec![reply("22", OrderStatus::Running)]);
        assert_eq!((drawn.get_untracked(), runs.load(Relaxed)), (Some(60), 2));
    });
}

#[test]
fn a_row_that_stays_in_its_tabs_changes_no_list() {
    with_state(|handles, _| {
        show(&handles, vec![attempt(1, Some("11")), attempt(2, Some("22"))], Vec::new());
        let runs = Arc::new(AtomicU32::new(0));
        let (counted, active) = (Arc::clone(&runs), handles.orders.in_tab(Tab::Active));
        let drawn = Memo::new(move |_| {
            counted.fetch_add(1, Relaxed);
            active.get()
        });
        assert_eq!(drawn.get_untracked().len(), 2);
        show(&handles, Vec::new(), vec![reply("22", OrderStatus::Running)]);
        assert_eq!((drawn.get_untracked().len(), runs.load(Relaxed)), (2, 1));
        show(&handles, Vec::new(), vec![reply("22", OrderStatus::Completed)]);
        assert_eq!((drawn.get_untracked().len(), runs.load(Relaxed)), (1, 2));
    });
}

#[test]
fn tabs_count_what_they_hold_newest_first() {
    with_state(|handles, _| {
        let orders = handles.orders;
        let attempts = vec![attempt(2, None), attempt(1, Some("11")), attempt(3, Some("33"))];
        show(&handles, attempts, vec![reply("11", OrderStatus::Completed)]);
        let counts = orders.counts().get_untracked();
        let shown = Tab::ALL.map(|tab| counts.of_tab(tab));
        assert_eq!((shown, counts.unknown), ([3, 1, 1, 1, 0, 0], 1));
        assert_eq!(orders.in_tab(Tab::Attention).get_untracked().len(), 1);
        let ids = orders.ids().get_untracked();
        assert!(ids.is_sorted_by(|newer, older| newer > older));
        let one = ids[0].clone();
        handles.apply(Event::Erased(vec![one.clone()]));
        assert!(orders.row(&one).is_none());
        assert_eq!(orders.counts().get_untracked().of_tab(Tab::All), 2);
    });
}
