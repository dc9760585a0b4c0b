//! Reactive state: one handle type per aggregate, provided in `App`, `Copy`. No DOM, no browser API.
