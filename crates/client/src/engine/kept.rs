//! What is kept between visits of an account's orders: what the panel last said of each and of its
//! refill, an entry for each order, so that a round keeps what it changed and nothing else. Can be asked
//! for again, so a damaged or missing one is none.
//!
//! The first release kept all orders of an account in one snapshot; it is read once and rewritten.

#[cfg(test)]
mod tests;

use crate::error::StorageError;
use crate::ports::{Pause, Snapshots};
use panelboard_domain::id::{AccountId, OrderId, RefillId};
use panelboard_domain::order::{Followed, RefillStatus};
use serde::{Deserialize, Serialize};

/// Entries that are read at a stretch.
const PAGE: u32 = 200;

/// One order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct KeptOrder {
    /// What the panel last said of it.
    pub followed: Followed,
    /// What it last said of its latest refill; `None` when it was asked for none, or told nothing.
    #[serde(default)]
    pub refill: Option<(RefillId, RefillStatus)>,
}

/// The form of the first release.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Whole {
    orders: Vec<Followed>,
    /// By order: a panel may give every refill the same number.
    refill_states: Vec<(OrderId, RefillId, RefillStatus)>,
}

/// Reads everything that was kept of an account, page by page; the page of the screen is drawn in
/// between.
pub async fn load(
    ports: &(impl Snapshots + Pause),
    account: &AccountId,
    mut on_page: impl FnMut(Vec<KeptOrder>),
) {
    if let Some(orders) = first_release(ports, account).await {
        // What cannot be rewritten is read like this again next time.
        if save(ports, account, &orders).await.is_ok() {
            let _ = ports.remove(&whole_name(account)).await;
        }
        on_page(orders);
    }
    let (prefix, mut after) = (prefix(account), None::<String>);
    loop {
        let page = ports.page(&prefix, after.as_deref(), PAGE).await.unwrap_or_default();
        let Some((last, _)) = page.last() else { return };
        after = Some(last.clone());
        on_page(page.iter().filter_map(|(_, bytes)| serde_json::from_slice(bytes).ok()).collect());
        ports.pause(0).await;
    }
}

async fn first_release(ports: &impl Snapshots, account: &AccountId) -> Option<Vec<KeptOrder>> {
    let bytes = ports.load(&whole_name(account)).await.ok()??;
    let Whole { orders, refill_states } = serde_json::from_slice(&bytes).ok()?;
    let kept = orders.into_iter().map(|followed| {
        let refill = refill_states.iter().find(|(order, ..)| *order == followed.order);
        let refill = refill.map(|(_, refill, status)| (refill.clone(), status.clone()));
        KeptOrder { followed, refill }
    });
    Some(kept.collect())
}

/// Reads what was kept of these orders: another tab has just kept it.
pub async fn load_some(
    ports: &impl Snapshots,
    account: &AccountId,
    orders: &[OrderId],
) -> Vec<KeptOrder> {
    let mut kept = Vec::with_capacity(orders.len());
    for order in orders {
        let bytes = ports.load(&name(account, order)).await.ok().flatten();
        kept.extend(bytes.and_then(|bytes| serde_json::from_slice(&bytes).ok()));
    }
    kept
}

/// Keeps these orders.
///
/// # Errors
/// Without room for them the panel is asked again after a reload.
pub async fn save(
    ports: &impl Snapshots,
    account: &AccountId,
    orders: &[KeptOrder],
) -> Result<(), StorageError> {
    let entry = |kept: &KeptOrder| {
        let bytes = serde_json::to_vec(kept).ok()?;
        Some((name(account, &kept.followed.order), bytes))
    };
    let entries: Vec<_> = orders.iter().filter_map(entry).collect();
    ports.save_all(&entries).await
}

/// Forgets what was kept of an account.
///
/// # Errors
/// When the storage does not work.
pub async fn forget(ports: &impl Snapshots, account: &AccountId) -> Result<(), StorageError> {
    ports.remove(&whole_name(account)).await?;
    ports.remove_all(&prefix(account)).await
}

fn prefix(account: &AccountId) -> String {
    format!("followed:{account}:")
}

fn name(account: &AccountId, order: &OrderId) -> String {
    format!("{}{order}", prefix(account))
}

fn whole_name(account: &AccountId) -> String {
    format!("orders:{account}")
}
