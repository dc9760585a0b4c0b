//! `services`: an error or a catalogue in which every row can be found by its id.
#![no_main]

use libfuzzer_sys::fuzz_target;
use panelboard_fuzz::{answer, key};
use panelboard_panel_api::decode;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(read) = decode::services(&answer(bytes), &key()) {
        for service in read.value.services() {
            let found = read.value.get(&service.id).expect("every row's id is known");
            assert_eq!(found.id, service.id);
            let _ = service.orderable();
        }
    }
});
