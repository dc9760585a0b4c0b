//! What can be wrong with an answer, and what was odd about one that was read.

use panelboard_domain::attempt::RefusalKind;

/// The panel answered and said no. Asking the same again will not help by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The kind, from the phrase table (docs/protocol.md#refusals).
    pub kind: RefusalKind,
    /// The panel's own text, bounded, key masked. Always shown next to our explanation.
    pub text: String,
    /// For `Cooldown`: how long to wait, when the text says so.
    pub cooldown_minutes: Option<u32>,
}

/// Why an answer could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// No bytes at all.
    Empty,
    /// A web page instead of JSON.
    Html,
    /// A web page of an anti-bot service.
    BotCheck,
    /// JSON that ends too early or is broken.
    BrokenJson {
        /// Where reading stopped.
        at_byte: usize,
    },
    /// JSON of another shape than the action's.
    UnexpectedShape,
    /// Nested deeper or larger than any real answer.
    TooLarge,
}

/// Why there is no value.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ApiError {
    /// Show the refusal; do not repeat.
    #[error("the panel refused: {:?}", .0.kind)]
    Refused(Refusal),
    /// Show what came instead. Reads may be repeated later; a write's outcome is unknown.
    #[error("not an answer of this protocol: {what:?}")]
    Unreadable {
        /// What came instead.
        what: Unreadable,
        /// The HTTP status it came with.
        status: u16,
        /// The start of it as text, bounded, key masked.
        excerpt: String,
    },
}

/// Something odd in an answer that was read all the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Warning {
    /// The answer had something before or after its JSON (BOM, PHP notices, noise).
    NoiseAroundJson,
    /// Rows that could not be read, by position; the others are there.
    RowsSkipped(Vec<usize>),
    /// An id occurs more than once.
    DuplicateIds(usize),
    /// A field of a row was read as unknown.
    FieldUnread {
        /// The row's position.
        row: usize,
        /// The protocol's field name.
        field: &'static str,
    },
    /// The list was empty, perhaps in an unusual way (`null`, `Empty Data`). Holds the panel's own
    /// words, bounded, key masked; empty when it had none.
    EmptyList(String),
    /// The list came in pages.
    InPages {
        /// How many were read.
        pages: usize,
        /// The last one was the end; else the list may go on.
        is_whole: bool,
    },
    /// Answers of a batch could not be matched to their ids.
    UnmatchedBatch,
}

/// A value with what was odd about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded<T> {
    /// What was read.
    pub value: T,
    /// What was odd.
    pub warnings: Vec<Warning>,
}
