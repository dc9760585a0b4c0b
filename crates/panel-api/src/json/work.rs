//! Counts the steps of reading, so that tests can tell linear from quadratic without a clock.

use std::cell::Cell;

thread_local! {
    static STEPS: Cell<usize> = const { Cell::new(0) };
}

/// Adds steps.
pub(crate) fn count(steps: usize) {
    STEPS.set(STEPS.get() + steps);
}

/// The steps that `work` took.
pub(crate) fn of<T>(work: impl FnOnce() -> T) -> (T, usize) {
    STEPS.set(0);
    let result = work();
    (result, STEPS.get())
}
