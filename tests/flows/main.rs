//! Whole flows without a browser: the client's use cases, over real sockets, through a real relay,
//! to a sandbox panel that counts what it really did.
#![cfg(not(target_arch = "wasm32"))]
#![allow(unreachable_pub, reason = "the modules of one test program")]
#![allow(clippy::print_stdout, reason = "a test says what it could not find")]
#![allow(clippy::assigning_clones, reason = "a test's words, once")]

mod again;
mod fence;
mod orders;
mod ports;
mod recorded;
mod world;
