//! What a batch costs: a sum for each account and currency, exact, and what it leaves. Never over two
//! currencies, and never a float.

use crate::balance::Balance;
use crate::id::AccountId;
use crate::money::{Amount, Currency};

/// One row's part of the costs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Share {
    /// Who pays.
    pub account: AccountId,
    /// In what.
    pub currency: Option<Currency>,
    /// The estimate.
    pub estimate: Amount,
}

/// What the rows of one account cost in one currency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sum {
    /// Who pays.
    pub account: AccountId,
    /// In what; `None` when the panel names none.
    pub currency: Option<Currency>,
    /// How many rows.
    pub rows: usize,
    /// What they cost together; `None` when it is beyond any real price.
    pub total: Option<Amount>,
    /// What the account would have left; `None` when its balance is not known, or is in another
    /// currency.
    pub after: Option<Amount>,
}

/// The sums of these rows, in the order in which the accounts come. `balance` is what was last read of an
/// account.
pub fn sums(
    shares: impl IntoIterator<Item = Share>,
    balance: impl Fn(&AccountId) -> Option<Balance>,
) -> Vec<Sum> {
    let mut sums: Vec<Sum> = Vec::new();
    for share in shares {
        let same = |sum: &&mut Sum| sum.account == share.account && sum.currency == share.currency;
        if let Some(sum) = sums.iter_mut().find(same) {
            sum.rows += 1;
            sum.total = sum.total.and_then(|total| total.checked_add(share.estimate));
        } else {
            let Share { account, currency, estimate } = share;
            sums.push(Sum { account, currency, rows: 1, total: Some(estimate), after: None });
        }
    }
    for sum in &mut sums {
        let balance = balance(&sum.account).filter(|balance| is_in(balance, sum.currency.as_ref()));
        sum.after = sum.total.and_then(|total| balance?.after(total));
    }
    sums
}

/// The balance is in the money of the sum, as far as both say.
fn is_in(balance: &Balance, currency: Option<&Currency>) -> bool {
    let own = balance.money.as_ref().and_then(|money| money.currency.as_ref());
    own.zip(currency).is_none_or(|(own, currency)| own.is_same(currency))
}

impl Sum {
    /// The balance does not suffice, as far as it is known.
    pub fn is_short(&self) -> bool {
        self.after.is_some_and(Amount::is_negative)
    }

    /// It costs more than the user wants to spend on this account.
    pub fn is_over(&self, cap: Option<Amount>) -> bool {
        cap.is_some_and(|cap| self.total.is_none_or(|total| total > cap))
    }
}
