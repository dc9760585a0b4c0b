//! `cancel`: an error or rows, and no key in them.
#![no_main]

use libfuzzer_sys::fuzz_target;
use panelboard_domain::id::OrderId;
use panelboard_fuzz::{answer, check, key};
use panelboard_panel_api::decode;

fuzz_target!(|bytes: &[u8]| {
    let orders: Vec<OrderId> = ["1", "2"].into_iter().filter_map(OrderId::new).collect();
    check(&decode::cancel(&answer(bytes), &orders, &key()));
});
