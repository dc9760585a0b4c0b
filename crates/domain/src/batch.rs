//! Many orders at once: from a pasted text or a file to rows, each of which goes the way of a single
//! order ([`crate::order::validate`]) or says which line is wrong and why.
//!
//! Must never guess where money hangs on it: what may mean two things is a [`Doubt`] that the row shows,
//! and what was typed stays in the row, understood or not.

mod budget;
mod cells;
mod fields;
mod header;
mod read;
mod records;
mod repeats;
mod text;

pub use budget::{Share, Sum, sums};
pub use fields::Fields;
pub use read::{Reading, read};
pub use repeats::{SameTarget, same_targets};
pub use text::{TextError, decode};

use serde::{Deserialize, Serialize};

/// Rows of one batch at most.
pub const MOST_ROWS: usize = 1_000;
/// Bytes of a pasted text or a file at most.
pub const MOST_BYTES: usize = 1024 * 1024;

/// One line as it was read: texts as typed, not judged yet.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BatchRow {
    /// The line of the text where it begins, counted from 1.
    pub line: u32,
    /// The account by its name; empty: the chosen one.
    pub account: String,
    /// The service's number.
    pub service: String,
    /// The link or handle.
    pub link: String,
    /// The quantity.
    pub quantity: String,
    /// Parameters that the header or the line itself names.
    pub named: Vec<(String, String)>,
    /// Fields whose meaning hangs on the service's type, in their order ([`Fields::of`]).
    pub rest: Vec<String>,
    /// What may mean two things, or cannot be read; `None` when all is clear.
    pub doubt: Option<Doubt>,
}

/// Why a line must be looked at before it can become an order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Doubt {
    /// Either number may be the service.
    WhichService {
        /// The one that stands first.
        first: String,
        /// The other.
        second: String,
    },
    /// A quote is opened and never closed: the line was read without it.
    OpenQuote,
    /// The line has more fields than the header: a separator inside a field needs quotes.
    MoreFields {
        /// Fields of the line.
        has: usize,
        /// Columns of the header.
        columns: usize,
    },
}

impl BatchRow {
    /// The user has typed into one of its fields: it is as the user wants it.
    #[must_use]
    pub fn decided(mut self) -> Self {
        self.doubt = None;
        self
    }
}
