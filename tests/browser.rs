//! The app's own side of the browser, in a real browser: storage that must survive, locks, time,
//! words of `Intl`, and every page put up once. Run by `cargo xtask test --only browser`.
//!
//! It must never reach a panel: nothing here is sent.
#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on says so")]

mod browser {
    mod intl;
    mod locks;
    mod pages;
    mod storage;
    mod time;
    mod vault;
}

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
