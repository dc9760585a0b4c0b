//! `add`: placed only by an `order` in a 2xx answer, and no key in what is kept.
#![no_main]

use libfuzzer_sys::fuzz_target;
use panelboard_fuzz::{answer, check, key};
use panelboard_panel_api::decode::{self, AddOutcome};

fuzz_target!(|bytes: &[u8]| {
    let answer = answer(bytes);
    let outcome = decode::add(&answer, &key());
    if let AddOutcome::Placed { order, .. } = &outcome {
        assert!((200..300).contains(&answer.status));
        assert!(!order.as_str().is_empty() && order.as_str() != "0");
    } else {
        check(&outcome);
    }
});
