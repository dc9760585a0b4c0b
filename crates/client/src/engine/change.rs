//! What one round of questions changed, as it happens. The engine writes it into the book and tells the app.

use panelboard_domain::account::Fact;
use panelboard_domain::attempt::Attempt;
use panelboard_domain::id::{AccountId, OrderId, RefillId};
use panelboard_domain::order::{Followed, RefillStatus};

/// Something is another way than before.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// A record of the journal, as it is stored now.
    Attempt(Box<Attempt>),
    /// What one answer said of an account's orders, or that they were asked about.
    Followed(AccountId, Vec<Followed>),
    /// What the panel said of a refill.
    Refill {
        /// Of which account.
        account: AccountId,
        /// Of which order.
        order: OrderId,
        /// The panel's number of the refill.
        refill: RefillId,
        /// Its state.
        status: RefillStatus,
    },
    /// An answer showed these of an account's panel: to be kept with the account.
    Learned {
        /// The account.
        account: AccountId,
        /// What was shown.
        facts: Vec<Fact>,
    },
}
