//! The next order of a batch: as any order, but that the balance read before it is also the look at the
//! charge of the one before.
//!
//! Must never give an order back that may have been written down: it would be sent twice.

use super::Credentials;
use super::after::{NextLook, look_before_next};
use super::confirm::ConfirmedOrder;
use super::dispatch::{Dispatched, prepare, send, write_down};
use crate::journal::panel_lock;
use crate::ports::OrderPorts;
use crate::stop::Stop;
use panelboard_domain::attempt::Attempt;
use panelboard_domain::id::AttemptId;
use std::collections::BTreeSet;

/// Why an order of a batch has to wait or must not be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Held {
    /// As for a single order.
    Stopped(Stop),
    /// The order before it was not charged as estimated, and carries the alarm now.
    Alarm(AttemptId),
    /// The outcome of another order at the panel became unknown while this one waited: its evidence is the
    /// balance, which must not move now.
    Unknown(AttemptId),
    /// The balance has not moved since the order before: the panel may book late.
    NotCharged,
}

/// An order of a batch that was not sent.
#[derive(Debug)]
pub struct NotSent {
    /// Why.
    pub why: Held,
    /// It comes back where nothing of it can have been written down: it may be tried later.
    pub order: Option<ConfirmedOrder>,
}

/// Places the next order of a batch. The balance that is read before it is the look at the charge of
/// `previous`, which was sent before it on the same panel: one reading for both. `None`: nothing is
/// looked at. `known_open` are the orders whose open outcome the user has been shown.
pub async fn place_next(
    ports: &impl OrderPorts,
    credentials: Credentials<'_>,
    order: ConfirmedOrder,
    previous: Option<&AttemptId>,
    known_open: &BTreeSet<AttemptId>,
    progress: impl Fn(&Attempt),
) -> Result<Dispatched, NotSent> {
    let stopped = |stop: Stop| NotSent { why: Held::Stopped(stop), order: None };
    ports.lay_ballast().await.map_err(|error| stopped(error.into()))?;
    let lock = ports.lock(&panel_lock(&order.0.panel)).await;
    let _spending = lock.map_err(|error| stopped(error.into()))?;
    let ready = match prepare(ports, credentials, &order.0).await {
        Ok(ready) => ready,
        Err(stop) => {
            let may_wait = matches!(stop, Stop::BalanceUnreadable(_) | Stop::ReceiptUnreadable(_));
            return Err(NotSent { why: Held::Stopped(stop), order: may_wait.then_some(order) });
        }
    };
    let is_new_doubt = |attempt: &&Attempt| {
        attempt.is_unknown()
            && attempt.concerns(&order.0.panel)
            && !known_open.contains(&attempt.id)
    };
    if let Some(open) = ready.attempts.iter().map(AsRef::as_ref).find(is_new_doubt) {
        let why = Held::Unknown(open.id.clone());
        return Err(NotSent { why, order: Some(order) });
    }
    if let (Some(previous), Some(reading)) = (previous, ready.balance_before) {
        let own = ready.attempts.iter().map(AsRef::as_ref);
        let own = own.filter(|attempt: &&Attempt| attempt.concerns(&order.0.panel));
        match look_before_next(ports, credentials, own.collect(), previous, reading).await {
            Ok(NextLook::GoOn(looked)) => looked.iter().for_each(|looked| progress(looked)),
            Ok(NextLook::NotCharged(attempt)) => {
                progress(&attempt);
                return Err(NotSent { why: Held::NotCharged, order: Some(order) });
            }
            Ok(NextLook::Alarm(attempt)) => {
                progress(&attempt);
                let why = Held::Alarm(attempt.id.clone());
                return Err(NotSent { why, order: Some(order) });
            }
            Err(error) => return Err(stopped(Stop::Failed(error))),
        }
    }
    let attempt = write_down(ports, &order.0, ready).await.map_err(stopped)?;
    Ok(send(ports, credentials, &order.0, attempt, &progress).await)
}
