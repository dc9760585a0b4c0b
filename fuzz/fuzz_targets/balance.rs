//! `balance`: an error or a reading, and no key in it.
#![no_main]

use libfuzzer_sys::fuzz_target;
use panelboard_fuzz::{answer, check, key};
use panelboard_panel_api::decode;

fuzz_target!(|bytes: &[u8]| check(&decode::balance(&answer(bytes), &key())));
