//! A look at the balance after every order, on both routes: the browser or a relay may have sent it
//! twice (F1, docs/reliability.md#facts), and a panel may take another price than it lists. What the
//! panel itself says it charged is compared as well.

use super::Credentials;
use crate::error::ClientError;
use crate::journal::{self, AppendError, panel_lock};
use crate::ports::{Destination, OrderPorts};
use crate::reads;
use crate::reconcile::{CHARGED_COUNTS_MILLIS, speaks_alone};
use panelboard_domain::attempt::charge::{
    ChargeLook, alarm_of_charge, alarm_of_look, look, may_have_come_back, whole_charge,
};
use panelboard_domain::attempt::{
    Attempt, AttemptState, BalanceReading, Evidence, Happening, ResolvedBy,
};
use panelboard_domain::id::AttemptId;
use panelboard_domain::money::{Amount, Money};
use panelboard_domain::order::StatusReading;
use panelboard_domain::panel::{KeyPrint, PanelId};
use panelboard_domain::time::Timestamp;

/// What the balance shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AfterCheck {
    /// As expected.
    Fine,
    /// Not changed yet: look again at 20 s.
    Unchanged,
    /// The user must look: the attempt now carries the alarm.
    Alarm(Box<Attempt>),
    /// Another order came after, or the numbers do not tell.
    CannotTell,
}

/// Whether nobody has seen yet what this order cost: the tab that placed it died, or its looks came too
/// early. Only while the balance can still tell.
pub fn is_charge_unseen(attempt: &Attempt, now: Timestamp) -> bool {
    let has_outcome =
        matches!(attempt.state(), AttemptState::Placed { .. } | AttemptState::Rejected { .. });
    let is_fresh = attempt
        .sent_at()
        .is_some_and(|sent| now.millis_since(sent).saturating_abs() <= CHARGED_COUNTS_MILLIS);
    let shows_a_fall = |reading| look(attempt, reading) != ChargeLook::NotCharged;
    // What the balance itself settled was looked at already.
    let by_balance = attempt.resolution().is_some_and(|found| found.by == ResolvedBy::Balance);
    has_outcome
        && is_fresh
        && attempt.alarm().is_none()
        && !by_balance
        && attempt.request.target().is_some()
        && !attempt.readings().any(|(_, reading, _)| shows_a_fall(reading))
}

/// Reads the balance again and compares. To be called two seconds or more after the outcome.
pub async fn check_balance_after(
    ports: &impl OrderPorts,
    credentials: Credentials<'_>,
    id: &AttemptId,
) -> Result<AfterCheck, ClientError> {
    let Some((attempt, reading)) = read_balance_for(ports, credentials, id).await? else {
        return Ok(AfterCheck::CannotTell);
    };
    compare(ports, credentials, &attempt, reading).await
}

/// Compares a reading with what an attempt should have cost, and raises the alarm.
async fn compare(
    ports: &impl OrderPorts,
    credentials: Credentials<'_>,
    attempt: &Attempt,
    reading: BalanceReading,
) -> Result<AfterCheck, ClientError> {
    let seen = look(attempt, reading);
    if let ChargeLook::Other { charged } = seen
        && is_less_explained(ports, credentials, attempt, charged).await
    {
        return Ok(AfterCheck::CannotTell);
    }
    if let Some(alarm) = alarm_of_look(attempt, seen) {
        return match journal::append(ports, &attempt.id, vec![Happening::Alarm(alarm)]).await {
            Ok(attempt) => Ok(AfterCheck::Alarm(Box::new(attempt))),
            Err(AppendError::Storage(error)) => Err(error.into()),
            Err(_) => Ok(AfterCheck::CannotTell),
        };
    }
    Ok(match (attempt.state(), seen) {
        (_, ChargeLook::CannotTell) => AfterCheck::CannotTell,
        (AttemptState::Placed { .. }, ChargeLook::NotCharged) => AfterCheck::Unchanged,
        _ => AfterCheck::Fine,
    })
}

/// What the balance before the next order of a batch says of the order before it.
pub(super) enum NextLook {
    /// It was charged as estimated, or the numbers do not tell. With the reading in its record, if it went
    /// there.
    GoOn(Option<Box<Attempt>>),
    /// The balance has not moved yet.
    NotCharged(Box<Attempt>),
    /// It carries an alarm now: the user must look before anything more is sent.
    Alarm(Box<Attempt>),
}

/// Takes the balance that was read under the panel's lock before the next order as the look at the charge
/// of the one before. `own` are the attempts of the panel as they are stored.
pub(super) async fn look_before_next(
    ports: &impl OrderPorts,
    credentials: Credentials<'_>,
    own: Vec<&Attempt>,
    previous: &AttemptId,
    reading: BalanceReading,
) -> Result<NextLook, ClientError> {
    let Some(attempt) = own.iter().copied().find(|attempt| attempt.id == *previous) else {
        return Ok(NextLook::GoOn(None));
    };
    if attempt.alarm().is_some() {
        return Ok(NextLook::Alarm(Box::new(attempt.clone()))); // another look raised it meanwhile
    }
    let panel = PanelId::of(&credentials.account.endpoint);
    let is_paid =
        attempt.is_paid_by(&credentials.account.id, &KeyPrint::of(&panel, credentials.key));
    let is_open_question = is_charge_unseen(attempt, ports.now());
    if !is_paid || !is_open_question || !speaks_alone(attempt, own.iter().copied()) {
        return Ok(NextLook::GoOn(None));
    }
    let evidence = Happening::Evidence(Evidence::Balance { reading, turn: attempt.turn() });
    let attempt = match journal::append(ports, previous, vec![evidence]).await {
        Ok(attempt) => attempt,
        Err(AppendError::Storage(error)) => return Err(error.into()),
        Err(_) => return Ok(NextLook::GoOn(None)),
    };
    // In the middle of a batch orders end and bring money back all the time: a fall below the price is no
    // reason to stop, and costs nothing.
    if fell_for_less(&attempt, reading) {
        return Ok(NextLook::GoOn(Some(Box::new(attempt))));
    }
    Ok(match compare(ports, credentials, &attempt, reading).await? {
        AfterCheck::Alarm(attempt) => NextLook::Alarm(attempt),
        AfterCheck::Unchanged => NextLook::NotCharged(Box::new(attempt)),
        AfterCheck::Fine | AfterCheck::CannotTell => NextLook::GoOn(Some(Box::new(attempt))),
    })
}

/// The balance fell, and by less than the order's price.
fn fell_for_less(attempt: &Attempt, reading: BalanceReading) -> bool {
    if !matches!(attempt.state(), AttemptState::Placed { .. }) {
        return false;
    }
    let before = attempt.balance_before().map(|before| before.amount);
    let fell = before.and_then(|before| before.checked_sub(reading.amount));
    let estimate = attempt.request.estimate();
    fell.zip(estimate).is_some_and(|(fell, price)| !fell.is_zero() && fell < price)
}

/// An order that ends within seconds gets a part of its price back before anybody looks. So a fall below
/// the price is an alarm only where the order's own status, read after the balance, does not explain it;
/// one that cannot be read tells nothing.
async fn is_less_explained(
    ports: &impl OrderPorts,
    credentials: Credentials<'_>,
    attempt: &Attempt,
    charged: Amount,
) -> bool {
    let is_less = attempt.request.estimate().is_some_and(|estimate| charged < estimate);
    let (Some(order), true) = (attempt.order_id(), is_less) else { return false };
    let Ok(destination) = Destination::of(credentials.account) else { return true };
    let status = reads::status_once(ports, &destination, credentials, order).await;
    status.is_none_or(|status| may_have_come_back(attempt, charged, &status))
}

/// Compares what the panel says it charged with the estimate. `Some` when that raised an alarm that the
/// attempt did not have.
pub async fn note_status_charge(
    ports: &impl OrderPorts,
    attempt: &Attempt,
    reading: &StatusReading,
) -> Result<Option<Attempt>, AppendError> {
    match whole_charge(reading) {
        Some(charge) if may_have_come_back(attempt, charge.amount, reading) => Ok(None),
        Some(charge) => note_charge(ports, attempt, charge).await,
        None => Ok(None),
    }
}

/// [`note_status_charge`] for a charge that came with the answer to the order.
pub(crate) async fn note_charge(
    ports: &impl OrderPorts,
    attempt: &Attempt,
    charge: &Money,
) -> Result<Option<Attempt>, AppendError> {
    let alarm = |attempt: &Attempt| {
        // Twice the price stays twice the price, whatever one order's status says.
        let is_new = attempt.alarm().is_none();
        let alarm = alarm_of_charge(attempt, charge).filter(|_| is_new);
        alarm.map(Happening::Alarm).into_iter().collect::<Vec<_>>()
    };
    if alarm(attempt).is_empty() {
        return Ok(None);
    }
    journal::append_if(ports, &attempt.id, alarm).await.map(Some)
}

/// The balance as evidence for one attempt: read under the panel's lock, so that no order of ours, of
/// whatever account, can come between, and recorded. `None` when another attempt at the panel may have
/// moved the balance, when it is another key's, when the balance before is not known, or when there is
/// no number.
pub(crate) async fn read_balance_for(
    ports: &impl OrderPorts,
    credentials: Credentials<'_>,
    id: &AttemptId,
) -> Result<Option<(Attempt, BalanceReading)>, ClientError> {
    let panel = PanelId::of(&credentials.account.endpoint);
    let Ok(_spending) = ports.lock(&panel_lock(&panel)).await else {
        return Ok(None);
    };
    let attempts = journal::load(ports).await?.attempts;
    let own =
        || attempts.iter().map(AsRef::as_ref).filter(|attempt: &&Attempt| attempt.concerns(&panel));
    let Some(attempt) = own().find(|attempt| attempt.id == *id) else { return Ok(None) };
    let turn = attempt.turn();
    // Another key than the one that paid may show another customer's balance.
    let is_paid =
        attempt.is_paid_by(&credentials.account.id, &KeyPrint::of(&panel, credentials.key));
    if !is_paid || !speaks_alone(attempt, own()) {
        return Ok(None);
    }
    let destination = Destination::of(credentials.account)?;
    let balance = reads::balance_once(ports, &destination, credentials).await?;
    let Some(reading) = BalanceReading::of(&balance) else { return Ok(None) };
    let evidence = Happening::Evidence(Evidence::Balance { reading, turn });
    match journal::append(ports, id, vec![evidence]).await {
        Ok(attempt) => Ok(Some((attempt, reading))),
        Err(AppendError::Storage(error)) => Err(error.into()),
        Err(_) => Ok(None),
    }
}
