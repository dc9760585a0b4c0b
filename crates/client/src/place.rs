//! The spending path: what a user's gesture confirmed is stored first, sent at most once, and its
//! outcome is recorded whatever happens (reliability.md 2.2).
//!
//! [`confirm_order`], [`confirm_refills`] and [`confirm_cancels`] turn a gesture into owned, uncopyable
//! values; [`place_order`], [`ask_refill`] and [`ask_cancel`] use them up. There is no other way to
//! send a write.

mod after;
mod confirm;
mod dispatch;
mod verdict;

#[cfg(test)]
mod tests;

pub use after::{AfterCheck, check_balance_after, is_charge_unseen};
pub use confirm::{
    ConfirmStop, ConfirmedCancel, ConfirmedOrder, ConfirmedRefill, OrderProposal, PRICE_AGE_MILLIS,
    Session, confirm_cancels, confirm_order, confirm_refills, findings,
};
pub use dispatch::{Dispatched, NotSent, ask_cancel, ask_refill, place_order};

pub(crate) use after::{fall_since, read_balance_for};
pub(crate) use verdict::{judge, kept_answer};

use panelboard_domain::account::Account;
use panelboard_domain::secret::ApiKey;

/// An account together with its key.
#[derive(Clone, Copy, Debug)]
pub struct Keyed<'a> {
    /// The account.
    pub account: &'a Account,
    /// Its key.
    pub key: &'a ApiKey,
}
