//! What was bought: status words, delivery figures, drafts and what a panel is asked for.

mod draft;
mod parameters;
mod status;
mod typed;
mod validate;

pub use draft::{DraftError, Field, OrderDraft, OrderParams, ValidOrder};
pub use parameters::{DELAYS, DEVICES, Form, Parameter, TRAFFIC_TYPES, V1_MINUTES, parameters};
pub use status::{OrderStatus, Parent, RefillStatus, StatusReading};
pub use typed::{is_url, lines, parse_day, parse_quantity};
pub use validate::{expiry_lies_ahead, validate};
