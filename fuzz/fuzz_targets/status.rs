//! `status`: rows of the orders that were asked for, in that order, each once.
#![no_main]

use libfuzzer_sys::fuzz_target;
use panelboard_domain::id::OrderId;
use panelboard_fuzz::{answer, check, key};
use panelboard_panel_api::decode;

fuzz_target!(|bytes: &[u8]| {
    let asked: Vec<OrderId> = ["1", "10", "ord_1"].into_iter().filter_map(OrderId::new).collect();
    let answer = answer(bytes);
    for asked in [&asked[..1], &asked[..]] {
        let read = decode::status(&answer, asked, &key());
        if let Ok(read) = &read {
            let places: Vec<_> =
                read.value.iter().map(|(id, _)| asked.iter().position(|ask| ask == id)).collect();
            assert!(places.iter().all(Option::is_some) && places.windows(2).all(|w| w[0] < w[1]));
        } else {
            check(&read);
        }
    }
});
