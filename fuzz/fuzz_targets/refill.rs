//! `refill` and `refill_status`: an error or rows, and no key in the words that are kept.
#![no_main]

use libfuzzer_sys::fuzz_target;
use panelboard_domain::id::{OrderId, RefillId};
use panelboard_fuzz::{answer, check, key};
use panelboard_panel_api::decode;

fuzz_target!(|bytes: &[u8]| {
    let orders: Vec<OrderId> = ["1", "2"].into_iter().filter_map(OrderId::new).collect();
    let refills: Vec<RefillId> = ["1", "2"].into_iter().filter_map(RefillId::new).collect();
    let answer = answer(bytes);
    check(&decode::refill(&answer, &orders, &key()).err());
    check(&decode::refill_status(&answer, &refills, &key()));
});
