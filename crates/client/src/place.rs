//! The spending path: what a user's gesture confirmed is stored first, sent at most once, and its
//! outcome is recorded whatever happens (docs/reliability.md#one-send).
//!
//! [`confirm_order`], [`confirm_again`] and [`confirm_requests`] turn a gesture into owned, uncopyable
//! values; [`place_order`], [`ask_again`] and [`request`] use them up. There is no other way to send a write.

mod after;
mod again;
mod confirm;
mod dispatch;
mod learned;
mod next;
mod verdict;

#[cfg(test)]
mod tests;

pub use after::{AfterCheck, check_balance_after, is_charge_unseen, note_status_charge};
pub use again::{ConfirmedRepeat, Repeated, ask_again, confirm_again};
pub use confirm::{
    BatchItem, ConfirmedOrder, ConfirmedRequest, OrderProposal, PRICE_AGE_MILLIS, Session, Sheet,
    confirm_order, confirm_orders, confirm_requests, findings,
};
pub use dispatch::{Dispatched, place_order, send_request};
pub use learned::learned_from;
pub use next::{Held, NotSent, place_next};

pub(crate) use after::read_balance_for;
pub(crate) use verdict::{believed, judge, kept_answer};

use panelboard_domain::account::Account;
use panelboard_domain::secret::ApiKey;

/// An account together with its key.
#[derive(Clone, Copy, Debug)]
pub struct Credentials<'a> {
    /// The account.
    pub account: &'a Account,
    /// Its key.
    pub key: &'a ApiKey,
}
