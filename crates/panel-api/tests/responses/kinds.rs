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

#[test]
fn k05_a_tail_of_decimals_is_rounded_in_text_too() {
    check("k05", 10);
}

#[test]
fn k09_a_state_inside_another_value_is_found() {
    check("k09", 10);
}

#[test]
fn k13_words_of_states_in_other_forms_are_read() {
    check("k13", 8);
}

#[test]
fn single_answers_that_were_read_wrongly() {
    check("smaller", 15);
}
