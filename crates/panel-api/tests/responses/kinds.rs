//! Answers that were once read wrongly, by the number of their kind, each with its neighbours: other
//! words, other languages, other shapes.

use crate::{answers, support};

fn check(number: &str, at_least: usize) {
    let count = support::check(&format!("kinds/{number}.txt"), answers::read);
    assert!(count >= at_least, "{number}: {count} cases");
}

#[test]
fn k03_a_no_is_never_read_as_asked() {
    check("k03", 30);
}

#[test]
fn k04_a_yes_is_read_in_any_shape() {
    check("k04", 20);
}
