//! Starts the app. Nothing else.
#![forbid(unsafe_code)]

fn main() {
    panelboard::start();
}
