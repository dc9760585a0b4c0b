//! What was bought: status words, delivery figures, drafts and what a panel is asked for.

mod attention;
mod cautions;
mod draft;
mod eligibility;
mod follow;
mod kept_drafts;
mod parameters;
mod progress;
mod recheck;
pub mod refill_request;
mod reorder;
mod returned;
mod search;
mod status;
mod status_words;
mod typed;
mod validate;

pub use attention::{Attention, attention};
pub use cautions::{Caution, cautions, without_repeats};
pub use draft::{DraftError, Field, OrderDraft, OrderParams, ValidOrder};
pub use eligibility::{Asked, Eligibility, NotEligible, can_cancel, can_refill};
pub use follow::{Followed, StatusReply, usual_millis};
pub use kept_drafts::KeptDrafts;
pub use parameters::{DELAYS, DEVICES, Form, Parameter, TRAFFIC_TYPES, V1_MINUTES, parameters};
pub use progress::{Progress, progress};
pub use recheck::{Recheck, recheck};
pub use refill_request::{RefillPlan, RefillRequest};
pub use reorder::{Addressed, Reorder, addressed, reorder};
pub use returned::{ReturnBasis, Returned, returned};
pub use search::{OrderIndex, Search};
pub use status::{OrderStatus, Parent, RefillStatus, StatusReading};
pub use typed::{is_url, lines, parse_day, parse_quantity};
pub use validate::{estimate, expiry_lies_ahead, validate, validate_on};
