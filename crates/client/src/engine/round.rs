//! One round of questions about an account's orders and refills, and what follows from the answers: a
//! cancel whose own answer was lost is settled by its order, a charge is compared with the estimate.
//!
//! Must never send a write.

#[cfg(test)]
mod tests;

use super::change::Change;
use super::rounds::Plan;
use crate::error::ClientError;
use crate::orders::refresh_orders;
use crate::place::{Credentials, note_status_charge};
use crate::ports::OrderPorts;
use crate::reads::Paces;
use crate::reconcile::settle_cancel;
use crate::refills::{RefillRound, refresh_refills};
use panelboard_domain::attempt::{Attempt, Request};
use panelboard_domain::id::{AccountId, OrderId, RefillId};
use panelboard_domain::order::{Followed, StatusReply};
use std::cell::RefCell;
use std::collections::HashMap;

/// What is known before a round.
#[derive(Clone, Copy)]
pub struct Before<'a> {
    /// The account's orders that the round is about.
    pub followed: &'a [Followed],
    /// The account's attempts that the round may change: those orders, and cancels whose outcome is open.
    pub attempts: &'a [&'a Attempt],
    /// The latest turn at the panel at that moment, of whatever account. Read when a reply comes: an order
    /// that left while it was waited for may not count as later than what the reply says.
    pub turn: &'a dyn Fn() -> u64,
}

/// How a round ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ended {
    /// The first failure, if one ended it.
    pub result: Result<(), ClientError>,
    /// What was heard of refills; `None` when they were not asked about, or nothing came back.
    pub refills: Option<RefillRound>,
}

/// Asks what `plan` says and tells `on` what changed, as it changes.
pub async fn run(
    ports: &impl OrderPorts,
    paces: &Paces,
    credentials: Credentials<'_>,
    plan: &Plan,
    before: Before<'_>,
    on: &dyn Fn(Change),
) -> Ended {
    let known = before.followed.iter().map(|followed| (followed.order.clone(), followed.clone()));
    let orders =
        Orders { account: &credentials.account.id, known: RefCell::new(known.collect()), on };
    let asked = ask_orders(ports, paces, credentials, &plan.orders, before.turn, &orders).await;
    let asked_refills = ask_refills(ports, paces, credentials, &plan.refills, on).await;
    settle_cancels(ports, credentials, before.attempts, &orders).await;
    compare_charges(ports, credentials, &plan.orders, before.attempts, &orders).await;
    let (asked_refills, refills) = match asked_refills {
        Ok(reply) => (Ok(()), reply),
        Err(error) => (Err(error), None),
    };
    Ended { result: asked.and(asked_refills), refills }
}

/// The account's orders as they are by now.
struct Orders<'a> {
    account: &'a AccountId,
    known: RefCell<HashMap<OrderId, Followed>>,
    on: &'a dyn Fn(Change),
}

impl Orders<'_> {
    /// Changes these orders and tells of all of them at once: an answer is one change of the screen.
    fn change<T>(&self, told: Vec<(OrderId, T)>, change: impl Fn(&mut Followed, T)) {
        let mut known = self.known.borrow_mut();
        let changed = told.into_iter().filter_map(|(order, told)| {
            let followed = known.get_mut(&order)?;
            change(followed, told);
            Some(followed.clone())
        });
        let changed: Vec<Followed> = changed.collect();
        drop(known);
        if !changed.is_empty() {
            (self.on)(Change::Followed(self.account.clone(), changed));
        }
    }

    fn get(&self, order: &OrderId) -> Option<Followed> {
        self.known.borrow().get(order).cloned()
    }
}

async fn ask_orders(
    ports: &impl OrderPorts,
    paces: &Paces,
    credentials: Credentials<'_>,
    asked: &[OrderId],
    turn: &dyn Fn() -> u64,
    orders: &Orders<'_>,
) -> Result<(), ClientError> {
    if asked.is_empty() {
        return Ok(());
    }
    let take_reply = |answer: Vec<(OrderId, StatusReply)>| {
        let (now, turn) = (ports.now(), turn());
        orders.change(answer, |followed, reply| followed.take_reply(now, turn, reply));
    };
    match refresh_orders(ports, paces, credentials, asked, take_reply).await {
        Ok(report) => {
            learned(credentials, report.learned, orders.on);
            Ok(())
        }
        Err(error) => {
            // No answer: what is shown stays, and the plan waits its turn.
            let (now, asked) = (ports.now(), asked.iter().map(|order| (order.clone(), ())));
            orders.change(asked.collect(), |followed, ()| followed.asked_at = Some(now));
            Err(error)
        }
    }
}

async fn ask_refills(
    ports: &impl OrderPorts,
    paces: &Paces,
    credentials: Credentials<'_>,
    refills: &[(OrderId, RefillId)],
    on: &dyn Fn(Change),
) -> Result<Option<RefillRound>, ClientError> {
    if refills.is_empty() {
        return Ok(None);
    }
    let told = |order: &OrderId, refill: &RefillId, status| {
        let account = credentials.account.id.clone();
        on(Change::Refill { account, order: order.clone(), refill: refill.clone(), status });
    };
    let reply = refresh_refills(ports, paces, credentials, refills, told).await?;
    learned(credentials, reply.learned.clone(), on);
    Ok(Some(reply))
}

fn learned(
    credentials: Credentials<'_>,
    facts: Vec<panelboard_domain::account::Fact>,
    on: &dyn Fn(Change),
) {
    if !facts.is_empty() {
        on(Change::Learned { account: credentials.account.id.clone(), facts });
    }
}

/// A cancel with unknown outcome is settled by its order's status.
async fn settle_cancels(
    ports: &impl OrderPorts,
    credentials: Credentials<'_>,
    attempts: &[&Attempt],
    orders: &Orders<'_>,
) {
    let is_open = |attempt: &&Attempt| {
        attempt.account == credentials.account.id
            && attempt.is_unknown()
            && matches!(attempt.request, Request::Cancel { .. })
    };
    for attempt in attempts.iter().copied().filter(is_open) {
        let order = attempt.request.about().and_then(|order| orders.get(order));
        let Some(reading) = order.and_then(|order| order.reading) else { continue };
        let (status, word) = (&reading.status, reading.status_raw.as_str());
        // What could not be stored is settled in the next round.
        if let Ok(settled) = settle_cancel(ports, attempt.clone(), status, word).await
            && !settled.is_unknown()
        {
            (orders.on)(Change::Attempt(Box::new(settled)));
        }
    }
}

/// What the panel says it charged, against the estimates.
async fn compare_charges(
    ports: &impl OrderPorts,
    credentials: Credentials<'_>,
    asked: &[OrderId],
    attempts: &[&Attempt],
    orders: &Orders<'_>,
) {
    let is_order = |attempt: &&Attempt| {
        attempt.account == credentials.account.id && attempt.request.target().is_some()
    };
    for attempt in attempts.iter().copied().filter(is_order) {
        let order = attempt.order_id().filter(|order| asked.contains(order));
        let reading = order.and_then(|order| orders.get(order)).and_then(|order| order.reading);
        let Some(reading) = reading else { continue };
        // What could not be stored is compared again in the next round.
        if let Ok(Some(alarmed)) = note_status_charge(ports, attempt, &reading).await {
            (orders.on)(Change::Attempt(Box::new(alarmed)));
        }
    }
}
