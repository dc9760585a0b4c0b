//! The last balance of each account that a panel has told, kept between visits: when a panel does not
//! answer, the user sees the last figure and how old it is, never nothing. It is for showing only: no
//! rule about money may read it, because it says what was, not what is.

use crate::error::StorageError;
use crate::ports::Snapshots;
use panelboard_domain::balance::Balance;
use panelboard_domain::id::AccountId;
use panelboard_domain::time::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The snapshot's name.
const NAME: &str = "balances";

/// A balance and when the panel told it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastBalance {
    /// What the panel said.
    pub balance: Balance,
    /// When, by the wall clock: for showing its age.
    pub at: Timestamp,
}

/// What was kept. Nothing when nothing was kept or it cannot be read: it will be read anew anyway.
pub async fn load(ports: &impl Snapshots) -> BTreeMap<AccountId, LastBalance> {
    let bytes = ports.load(NAME).await.ok().flatten().unwrap_or_default();
    serde_json::from_slice(&bytes).unwrap_or_default()
}

/// Keeps an account's balance beside those of the others.
pub async fn keep(
    ports: &impl Snapshots,
    account: &AccountId,
    last: LastBalance,
) -> Result<(), StorageError> {
    let mut all = load(ports).await;
    all.insert(account.clone(), last);
    save(ports, &all).await
}

/// Forgets the balance of a removed account.
pub async fn forget(ports: &impl Snapshots, account: &AccountId) -> Result<(), StorageError> {
    let mut all = load(ports).await;
    match all.remove(account) {
        Some(_) => save(ports, &all).await,
        None => Ok(()),
    }
}

async fn save(
    ports: &impl Snapshots,
    all: &BTreeMap<AccountId, LastBalance>,
) -> Result<(), StorageError> {
    let bytes = serde_json::to_vec(all).map_err(|_| StorageError::Corrupt)?;
    ports.save(NAME, &bytes).await
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{MemorySnapshots, block_on};
    use panelboard_domain::money::{Amount, Currency, Money};

    fn last(raw: &str, at: i64) -> LastBalance {
        let amount = Amount::parse(raw).expect("a number");
        let money = Some(Money { amount, currency: Currency::new("USD") });
        let balance = Balance { money, raw: raw.to_owned() };
        LastBalance { balance, at: Timestamp::from_millis(at) }
    }

    #[test]
    fn d12_the_last_balance_of_each_account_outlives_a_visit() {
        let kept = MemorySnapshots::default();
        let (one, other) =
            (AccountId::new("a1").expect("an id"), AccountId::new("a2").expect("an id"));
        block_on(async {
            keep(&kept, &one, last("248.4100001", 5)).await.expect("kept");
            keep(&kept, &other, last("7", 6)).await.expect("kept");
            keep(&kept, &one, last("200", 9)).await.expect("kept");
            let all = load(&kept).await;
            assert_eq!(all.get(&one), Some(&last("200", 9)));
            assert_eq!(all.get(&other), Some(&last("7", 6)));
            forget(&kept, &one).await.expect("kept");
            assert_eq!(load(&kept).await.keys().collect::<Vec<_>>(), [&other]);
        });
    }

    #[test]
    fn d12_what_cannot_be_read_is_nothing() {
        let kept = MemorySnapshots::default();
        block_on(async {
            kept.save(NAME, b"{\"a1\":").await.expect("kept");
            assert_eq!(load(&kept).await, BTreeMap::new());
        });
    }
}
