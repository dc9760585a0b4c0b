//! JSON as panels write it, read straight from the body: borrowed strings, numbers kept as the text
//! they were sent as, lone surrogates replaced, nesting bounded.
//!
//! It exists beside `serde_json` because money must never pass through a float, because one lone
//! surrogate must not cost a whole catalogue, and because the catalogue is on the app's hot path.
//! It accepts everything that JSON allows and a little more (any character inside a string).

mod cursor;
mod node;
#[cfg(test)]
mod tests;
#[cfg(test)]
pub(crate) mod work;

pub(crate) use cursor::{Cursor, Stop};
pub(crate) use node::{Node, Scalar};
