//! Whole flows without a browser: the client's use cases, over real sockets, through a real relay,
//! to a sandbox panel that counts what it really did.
#![cfg(not(target_arch = "wasm32"))]

mod orders;
mod outside;
mod recorded;
mod world;
