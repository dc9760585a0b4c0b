//! What an answer means. One odd row never hides the others; the HTTP status alone means nothing.
//!
//! Every function takes the answer of one action and gives domain types. They accept both dialects
//! and all shapes seen, because what a server says decides, not what it calls itself.
//!
//! # Where an answer says no
//!
//! | Carrier | Seen in |
//! |---|---|
//! | `{"error":"…"}` | nearly everywhere |
//! | `{"error":"…","status":"102"}` | "clients/orders" PHP; the code is never looked at, 113 means two things |
//! | `{"status":"error","message":"…"}`, `"msg"` | `SmartPanel` (drip-feed), CMSNT |
//! | `{"error":{"code":401,"message":"…"}}`, `{"errors":{"field":["…"]}}` | Laravel |
//! | `{"error":true,"message":"…"}`, `{"success":false,"message":"…"}`, `{"status":0,"msg":"…"}` | single panels |
//! | `{"message":"…"}` with HTTP 400 and above | Laravel, Flask |
//! | `{"order":3,"refill":{"error":"…"}}`, `{"order":2,"error":"…"}` | rows of a batch |
//! | a bare sentence under an id | v1 batches |
//! | the JSON `null` | an unknown action in "clients/orders" PHP |
//!
//! A member's name counts in other letters too (`Error`), except `order` in answers to `add`.
//!
//! `error` counts only when it is truthy: `null`, `false`, `0`, `""`, `[]` and `{}` are success. The
//! words decide the kind ([`crate::phrases`]); the HTTP status helps only where the words say nothing
//! (401, 429), and never for `add`.
//!
//! # Batches
//!
//! | Shape | Read as |
//! |---|---|
//! | `{"1":{…},"2":"Incorrect order ID"}` | by id |
//! | `[{"order":1,…},{"order":2,"error":"…"}]` | by id |
//! | `[{…},{…}]` without ids | by position, if all are there |
//! | `{…}` for one id, also when it names another | that id |
//! | ids left out, `[]`, `{}` | nothing known of them |
//! | ids that nobody asked for, too few rows | passed over, with a warning |
//!
//! The functions `…_rows` give the entries as they stand, for whoever does not know the question.

mod add;
mod balance;
mod batch;
mod body;
mod consent;
mod refill;
mod refill_status;
mod refusal;
mod services;
mod status;

pub use add::{AddOutcome, add};
pub use balance::balance;
pub use batch::Row;
pub use refill::{cancel, cancel_rows, refill, refill_rows};
pub use refill_status::{refill_status, refill_status_rows};
#[cfg(test)]
pub(crate) use refusal::refusal;
pub use services::{ServicesInSteps, services};
pub use status::{status, status_rows};

use crate::error::Refusal;
use panelboard_domain::id::{OrderId, RefillId};
use panelboard_domain::order::RefillStatus;

/// What a batch answer says of each order that it names.
pub type PerOrder<T> = Vec<(OrderId, Result<T, Refusal>)>;

/// What a batch answer says of each refill that it names.
pub type PerRefill = Vec<(RefillId, Result<RefillStatus, Refusal>)>;
