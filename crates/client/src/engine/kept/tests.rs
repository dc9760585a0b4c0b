//! What is kept comes back, and only what changed is written.

use super::*;
use crate::testing::{Fakes, block_on};
use panelboard_domain::time::Timestamp;

fn account(text: &str) -> AccountId {
    AccountId::new(text).expect("an id")
}

fn order(number: u32) -> KeptOrder {
    let id = OrderId::new(&number.to_string()).expect("an id");
    let followed = Followed::new(account("a1"), id, Timestamp::from_millis(i64::from(number)));
    KeptOrder { followed, refill: None }
}

fn all(fakes: &Fakes, id: &str) -> Vec<KeptOrder> {
    let mut kept = Vec::new();
    block_on(load(fakes, &account(id), |page| {
        assert!(page.len() <= PAGE as usize);
        kept.extend(page);
    }));
    kept.sort_by_key(|kept| kept.followed.placed_at);
    kept
}

#[test]
fn a_thousand_orders_come_back_page_by_page_and_go_when_they_are_forgotten() {
    let fakes = Fakes::default();
    let mut orders: Vec<KeptOrder> = (0..1_000).map(order).collect();
    orders[7].refill = RefillId::new("9").map(|refill| (refill, RefillStatus::Completed));
    block_on(save(&fakes, &account("a1"), &orders)).expect("room");
    assert_eq!(all(&fakes, "a1"), orders);
    assert!(all(&fakes, "a").is_empty(), "an account whose id begins so is another");
    block_on(forget(&fakes, &account("a1"))).expect("works");
    assert!(all(&fakes, "a1").is_empty());
}

#[test]
fn what_is_kept_of_one_order_leaves_the_others_alone() {
    let fakes = Fakes::default();
    block_on(save(&fakes, &account("a1"), &[order(1), order(2)])).expect("room");
    let mut changed = order(2);
    changed.followed.is_gone = true;
    block_on(save(&fakes, &account("a1"), std::slice::from_ref(&changed))).expect("room");
    assert_eq!(all(&fakes, "a1"), [order(1), changed.clone()]);
    let two = [changed.followed.order.clone(), OrderId::new("77").expect("an id")];
    assert_eq!(block_on(load_some(&fakes, &account("a1"), &two)), [changed]);
}

#[test]
fn the_form_of_the_first_release_opens_once_and_is_rewritten() {
    let fakes = Fakes::default();
    let followed = serde_json::to_string(&order(1).followed).expect("encodes");
    let text = format!(r#"{{"orders":[{followed}],"refill_states":[["1","9","completed"]]}}"#);
    block_on(fakes.save("orders:a1", text.as_bytes())).expect("room");
    for _ in 0..2 {
        let kept = all(&fakes, "a1");
        let refill = RefillId::new("9").map(|refill| (refill, RefillStatus::Completed));
        assert!(kept.iter().all(|kept| kept.refill == refill && !kept.followed.is_gone));
    }
    assert_eq!(block_on(fakes.load("orders:a1")), Ok(None));
    assert_eq!(all(&fakes, "a1").len(), 1);
}

#[test]
fn what_is_damaged_or_from_elsewhere_is_asked_for_again() {
    let fakes = Fakes::default();
    block_on(save(&fakes, &account("a1"), &[order(1)])).expect("room");
    for (name, text) in [("followed:a1:2", "{"), ("followed:a1:3", ""), ("orders:a1", "[]")] {
        block_on(fakes.save(name, text.as_bytes())).expect("room");
    }
    assert_eq!(all(&fakes, "a1"), [order(1)]);
}
