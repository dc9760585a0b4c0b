//! The imperative shell: the only modules that may name the browser's APIs.

pub mod document;
pub mod gesture;
pub mod intl;
pub mod keyboard;
pub mod media;
