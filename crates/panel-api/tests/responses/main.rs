//! Answers of panels, and what is read in them.

mod answers;
mod kinds;
#[path = "../support/mod.rs"]
mod support;

#[test]
fn answers_read_as_written_down() {
    let count: usize = ["balance", "services", "add", "status", "refill", "cancel"]
        .iter()
        .map(|name| support::check(&format!("responses/{name}.txt"), answers::read))
        .sum();
    assert!(count >= 300, "{count} cases");
}
