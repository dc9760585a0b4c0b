//! Starts the app. Nothing else.

fn main() {
    panelboard::start();
}
