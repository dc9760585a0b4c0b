//! `services`: an error or a catalogue in which every row can be found by its id; read in steps it is
//! the same.
#![no_main]

use libfuzzer_sys::fuzz_target;
use panelboard_fuzz::{answer, key};
use panelboard_panel_api::decode::{self, ServicesInSteps};

fuzz_target!(|bytes: &[u8]| {
    let (response, key) = (answer(bytes), key());
    let at_once = decode::services(&response, &key);
    assert_eq!(ServicesInSteps::new(&response, &key).finish(), at_once);
    if let Ok(read) = at_once {
        for service in read.value.services() {
            let found = read.value.get(&service.id).expect("every row's id is known");
            assert_eq!(found.id, service.id);
            let _ = service.orderable();
        }
    }
});
