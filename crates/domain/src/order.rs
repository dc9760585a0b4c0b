//! What was bought: status words, delivery figures, drafts and what a panel is asked for.

mod draft;
mod status;

pub use draft::{DraftError, Field, OrderDraft, OrderParams, ValidOrder};
pub use status::{OrderStatus, RefillStatus, StatusReading};
