//! The imperative shell: the only modules that may name the browser's APIs.

pub mod gesture;
pub mod intl;
pub mod media;
