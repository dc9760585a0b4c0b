//! What an answer means. One odd row never hides the others; the HTTP status alone means nothing.
//!
//! Every function takes the answer of one action and gives domain types. They accept both dialects
//! and all shapes seen, because what a server says decides, not what it calls itself.

mod add;
mod balance;
mod batch;
mod body;
mod refill;
mod refusal;
mod services;
mod status;

pub use add::{AddOutcome, add};
pub use balance::balance;
pub use batch::Row;
pub use refill::{cancel, cancel_rows, refill, refill_rows, refill_status, refill_status_rows};
pub use services::services;
pub use status::{status, status_rows};

use crate::error::Refusal;
use panelboard_domain::id::{OrderId, RefillId};
use panelboard_domain::order::RefillStatus;

/// What a batch answer says of each order that it names.
pub type PerOrder<T> = Vec<(OrderId, Result<T, Refusal>)>;

/// What a batch answer says of each refill that it names.
pub type PerRefill = Vec<(RefillId, Result<RefillStatus, Refusal>)>;
