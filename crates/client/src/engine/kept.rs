//! What is kept between visits of an account's orders: what the panel last said of each and of its
//! refills. Can be asked for again, so a damaged or missing one is an empty one.

use crate::error::StorageError;
use crate::ports::Snapshots;
use panelboard_domain::id::{AccountId, OrderId, RefillId};
use panelboard_domain::order::{Followed, RefillRequest, RefillStatus};
use serde::{Deserialize, Serialize};

/// The orders of one account.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct KeptOrders {
    /// What the panel last said.
    pub orders: Vec<Followed>,
    /// By order: a panel may give every refill the same number.
    pub refill_states: Vec<(OrderId, RefillId, RefillStatus)>,
}

impl KeptOrders {
    /// Of what is known now. Refills without a number or a state have nothing to keep.
    pub fn of(orders: Vec<Followed>, refills: Vec<RefillRequest>) -> Self {
        let state =
            |request: RefillRequest| Some((request.order, request.refill?, request.status?));
        Self { orders, refill_states: refills.into_iter().filter_map(state).collect() }
    }

    /// What was kept.
    pub async fn load(outside: &impl Snapshots, account: &AccountId) -> Self {
        let bytes = outside.load(&name(account)).await.ok().flatten();
        bytes.and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default()
    }

    /// Keeps it.
    ///
    /// # Errors
    /// Without room for it the panel is asked again after a reload.
    pub async fn save(
        &self,
        outside: &impl Snapshots,
        account: &AccountId,
    ) -> Result<(), StorageError> {
        let bytes = serde_json::to_vec(self).map_err(|_| StorageError::Corrupt)?;
        outside.save(&name(account), &bytes).await
    }
}

/// Forgets what was kept of an account.
///
/// # Errors
/// When the storage does not work.
pub async fn forget(outside: &impl Snapshots, account: &AccountId) -> Result<(), StorageError> {
    outside.remove(&name(account)).await
}

fn name(account: &AccountId) -> String {
    format!("orders:{account}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{MemorySnapshots, block_on};
    use panelboard_domain::time::Timestamp;

    fn number(text: &str) -> OrderId {
        OrderId::new(text).expect("an id")
    }

    #[test]
    fn what_is_kept_comes_back_and_goes_when_it_is_forgotten() {
        let (store, account) = (MemorySnapshots::default(), AccountId::new("a1").expect("an id"));
        let refill = RefillRequest {
            order: number("1"),
            refill: RefillId::new("9"),
            asked_at: Timestamp::from_millis(0),
            status: Some(RefillStatus::Completed),
        };
        let untold = RefillRequest { status: None, ..refill.clone() };
        let order = Followed::new(account.clone(), number("1"), Timestamp::from_millis(5));
        let kept = KeptOrders::of(vec![order], vec![refill, untold]);
        assert_eq!(kept.refill_states.len(), 1, "nothing is known of the other one");
        block_on(async {
            kept.save(&store, &account).await.expect("room");
            assert_eq!(KeptOrders::load(&store, &account).await, kept);
            let other = AccountId::new("a2").expect("an id");
            assert_eq!(KeptOrders::load(&store, &other).await, KeptOrders::default());
            forget(&store, &account).await.expect("works");
            assert_eq!(KeptOrders::load(&store, &account).await, KeptOrders::default());
        });
    }

    /// The form of the first release; what is damaged or from elsewhere is asked for again.
    #[test]
    fn the_released_form_opens_and_anything_else_is_empty() {
        let (store, account) = (MemorySnapshots::default(), AccountId::new("a1").expect("an id"));
        let read = |text: &str| {
            block_on(async {
                store.save("orders:a1", text.as_bytes()).await.expect("room");
                KeptOrders::load(&store, &account).await
            })
        };
        let released = r#"{"orders":[],"refill_states":[["1","9","completed"]]}"#;
        assert_eq!(read(released).refill_states.len(), 1);
        for text in ["", "{", "[]", r#"{"orders":7}"#] {
            assert_eq!(read(text), KeptOrders::default(), "{text}");
        }
    }
}
