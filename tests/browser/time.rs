//! The clock, waiting, chance.

use panelboard::platform::{now, pause, random};
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen_test]
async fn a_pause_takes_its_time() {
    let begin = now();
    pause(30).await;
    let took = now().millis_since(begin);
    assert!((29..5_000).contains(&took), "{took} ms");
}

#[wasm_bindgen_test]
fn the_clock_counts_milliseconds_of_this_era() {
    const YEAR_2025: i64 = 1_735_689_600_000;
    assert!(now().millis() > YEAR_2025);
}

#[wasm_bindgen_test]
fn two_draws_differ() {
    assert_ne!(random::<16>().unwrap(), random::<16>().unwrap());
}
