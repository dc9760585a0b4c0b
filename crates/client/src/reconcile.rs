//! What became of a lost answer (docs/reliability.md#evidence). Only looks, never sends again; resolves
//! on the relay's log (R0), on two equal balance readings (R2), or on a cancelled order's status; the
//! user's word (R4) is [`crate::settle`]. Hints (R1, R3) are shown and resolve nothing, but one of
//! them, or one reading of the balance that does not fit, forbids that anything settles itself
//! (`panelboard_domain::attempt::settlement`). A relay is asked about what went over it.

#[cfg(test)]
mod tests;
mod weigh;

use weigh::names_another;
pub use weigh::{Refunds, by_balance, refunds, speaks_alone};

use crate::clock;
use crate::error::{ClientError, StorageError};
use crate::journal::{self, AppendError};
use crate::place::{Credentials, believed, judge, kept_answer, read_balance_for};
use crate::ports::OrderPorts;
use crate::relay::{self, End};
use crate::settle::{close_repeats, displace_holders, settle_by_repeats, settle_first};
use panelboard_domain::account::Route;
use panelboard_domain::attempt::again::may_have_reached;
use panelboard_domain::attempt::evidence::{Fall, fall_since};
use panelboard_domain::attempt::settlement::contrary;
use panelboard_domain::attempt::{
    Alarm, Attempt, AttemptState, BalanceReading, Evidence, Ground, Happening, Outcome, Receipt,
    Request, ResolvedBy, UnknownHint, Verdict, Watch, Watched,
};
use panelboard_domain::id::AttemptId;
use panelboard_domain::order::OrderStatus;
use panelboard_fence::State;
use std::sync::Arc;

/// What was sent may still be on its way; no evidence before this counts.
pub const SETTLE_MILLIS: u32 = 35_000;
/// Two balance readings are at least this far apart, by timers, not by the clock.
pub const STABLE_MILLIS: u32 = 20_000;
/// An unchanged balance counts only this soon after the send: later the order may have been placed,
/// cancelled and refunded.
pub const UNCHANGED_COUNTS_MILLIS: i64 = 90_000;
/// A charge counts only this soon after the send: later somebody may have spent elsewhere.
pub const CHARGED_COUNTS_MILLIS: i64 = 15 * 60_000;
const LOOK_AGAIN_MILLIS: u32 = 5_000;
const LOOKS: u32 = 10;

/// Why looking did not work. The outcome stays open.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReconcileError {
    /// The journal did not take the fact.
    #[error(transparent)]
    Journal(#[from] AppendError),
    /// A question brought no answer: look again later.
    #[error(transparent)]
    Client(#[from] ClientError),
}

impl From<StorageError> for ReconcileError {
    fn from(error: StorageError) -> Self {
        Self::Client(error.into())
    }
}

/// Looks for evidence about an attempt with an unknown outcome, takes up to a minute, and resolves it
/// if the evidence suffices. Returns the attempt as it stands then.
pub async fn reconcile(
    ports: &impl OrderPorts,
    credentials: Credentials<'_>,
    attempt: Attempt,
    refunds: Refunds,
) -> Result<Attempt, ReconcileError> {
    reconcile_watched(ports, credentials, attempt, refunds, |_| ()).await
}

/// [`reconcile`] that tells `watching` what it waits for and how long still, whenever that changes.
pub async fn reconcile_watched(
    ports: &impl OrderPorts,
    credentials: Credentials<'_>,
    attempt: Attempt,
    refunds: Refunds,
    watching: impl Fn(Watch),
) -> Result<Attempt, ReconcileError> {
    if !attempt.is_unknown() {
        return Ok(attempt);
    }
    let id = attempt.id.clone();
    let found = look(ports, credentials, attempt, refunds, &watching).await;
    if let Ok(attempt) = &found {
        displace_holders(ports, attempt).await;
        settle_first(ports, attempt).await;
        close_repeats(ports, attempt).await;
    }
    // A look that brought no answer was a look as well: the user must not wait for the panel.
    match found {
        Ok(attempt) if !attempt.is_unknown() => Ok(attempt),
        Ok(_) => looked(ports, &id).await,
        Err(error) => {
            looked(ports, &id).await?;
            Err(error)
        }
    }
}

async fn look(
    ports: &impl OrderPorts,
    credentials: Credentials<'_>,
    attempt: Attempt,
    refunds: Refunds,
    watching: &dyn Fn(Watch),
) -> Result<Attempt, ReconcileError> {
    let attempt = settle_by_repeats(ports, attempt).await;
    let attempt = judge_kept_answer(ports, credentials, attempt).await?;
    let (attempt, refunds) = match attempt.route {
        _ if !attempt.is_unknown() => return Ok(attempt),
        Route::Relay => match ask_relay(ports, credentials, attempt, watching).await? {
            Asked { attempt, may_still_send: false } => (attempt, refunds),
            // An unchanged balance proves nothing either.
            Asked { attempt, may_still_send: true } => (attempt, Refunds::Possible),
        },
        Route::Direct => (attempt, refunds),
    };
    match attempt.request {
        Request::Add { .. } if attempt.is_unknown() => {
            watch_balance(ports, credentials, attempt, refunds, watching).await
        }
        _ => Ok(attempt),
    }
}

/// The first whole look is noted: from then on the user may say what became of it.
async fn looked(ports: &impl OrderPorts, id: &AttemptId) -> Result<Attempt, ReconcileError> {
    let decide = |attempt: &Attempt| match attempt.is_unknown() && !attempt.was_looked_for() {
        true => vec![Happening::Looked],
        false => Vec::new(),
    };
    Ok(journal::append_if(ports, id, decide).await?)
}

/// The tab died between storing the answer and judging it: the answer is still there.
async fn judge_kept_answer(
    ports: &impl OrderPorts,
    credentials: Credentials<'_>,
    attempt: Attempt,
) -> Result<Attempt, ReconcileError> {
    let was_interrupted =
        *attempt.state() == AttemptState::Unknown { hint: UnknownHint::Interrupted };
    let kept = if was_interrupted { kept_answer(&attempt) } else { None };
    let Some(answer) = kept else { return Ok(attempt) };
    let verdict = judge(&attempt.request, &answer, credentials.key).verdict;
    let Some(outcome) = settled(verdict.clone()) else { return Ok(attempt) };
    let judge = |attempt: &Attempt, attempts: &[Arc<Attempt>]| {
        let verdict = believed(attempt, verdict, attempts);
        Ok::<_, AppendError>(match is_contradicted(attempt, &outcome, None, attempts) {
            false => vec![Happening::Judged { verdict }],
            true => Vec::new(),
        })
    };
    Ok(journal::append_among(ports, &attempt.id, judge).await?)
}

/// What asking the relay brought.
struct Asked {
    attempt: Attempt,
    /// The relay did not say what it knows, or waits for the panel: it may yet send the order.
    may_still_send: bool,
}

/// R0: the relay's log. In flight is waited for. "Not seen" proves that nothing was sent so far, if the
/// fence holds; after time for a late arrival the relay is asked never to send it, and only that
/// settles it: a copy may still be on its way.
async fn ask_relay(
    ports: &impl OrderPorts,
    credentials: Credentials<'_>,
    attempt: Attempt,
    watching: &dyn Fn(Watch),
) -> Result<Asked, ReconcileError> {
    let mut has_waited = false;
    for looks in (1..=LOOKS).rev() {
        let answer = match attempt.fence().filter(|_| has_waited) {
            Some(mark) => ports.relay_close(&attempt.relay, &attempt.id, mark).await,
            None => ports.relay_receipt(&attempt.relay, &attempt.id).await,
        };
        let Some(receipt) = answer.ok().and_then(|answer| relay::receipt(&answer)) else { break };
        let proves = receipt.proves_not_sent(attempt.fence());
        let (outcome, ground, millis) = match receipt.state {
            State::Settled(End::Done(answer)) => {
                let outcome = settled(judge(&attempt.request, &answer, credentials.key).verdict);
                (outcome, Some(Receipt::Done), None)
            }
            State::Settled(End::NotSent) => {
                // Closed just now, it rests on not having been seen.
                let ground = if has_waited { Receipt::NotSeen } else { Receipt::NotSent };
                (Some(Outcome::NotPlaced), Some(ground), None)
            }
            State::Settled(End::InDoubt) => (None, None, None),
            State::InFlight => {
                let waits = Happening::Evidence(Evidence::RelayInFlight);
                note(ports, &attempt, waits).await?;
                (None, None, Some(LOOK_AGAIN_MILLIS))
            }
            State::NotSeen if proves && !has_waited => (None, None, Some(SETTLE_MILLIS)),
            State::NotSeen => {
                let seen = Happening::Evidence(Evidence::RelayNotSeen);
                let attempt = note(ports, &attempt, seen).await?;
                return Ok(Asked { attempt, may_still_send: false });
            }
        };
        if let Some(outcome) = outcome {
            let by = ResolvedBy::Relay;
            let attempt = settle(ports, &attempt.id, by, outcome, ground).await?;
            return Ok(Asked { attempt, may_still_send: false });
        }
        let Some(millis) = millis else { return Ok(Asked { attempt, may_still_send: false }) };
        has_waited |= millis == SETTLE_MILLIS;
        let rest = if has_waited { millis } else { LOOK_AGAIN_MILLIS * looks };
        watching(Watch { what: Watched::Relay, since: ports.now(), millis: rest });
        ports.pause(millis).await;
    }
    Ok(Asked { attempt, may_still_send: true })
}

/// What closing an attempt at the relay brought.
pub(crate) enum Closed {
    /// The relay knew the panel's answer, and that settled it.
    Settled(Box<Attempt>),
    /// The relay still waits for the panel's answer.
    InFlight,
    /// It is closed, or there is nothing to close, or the relay did not say.
    Nothing,
}

/// Asks the relay once never to send an attempt that is open.
pub(crate) async fn close(
    ports: &impl OrderPorts,
    credentials: Credentials<'_>,
    attempt: Attempt,
) -> Result<Closed, ReconcileError> {
    let is_open = attempt.route == Route::Relay && attempt.is_unknown();
    let Some(mark) = attempt.fence().filter(|_| is_open) else { return Ok(Closed::Nothing) };
    let answer = ports.relay_close(&attempt.relay, &attempt.id, mark).await;
    let receipt = answer.ok().and_then(|answer| relay::receipt(&answer));
    match receipt.map(|receipt| receipt.state) {
        Some(State::InFlight) => Ok(Closed::InFlight),
        Some(State::Settled(End::Done(answer))) => {
            let outcome = settled(judge(&attempt.request, &answer, credentials.key).verdict);
            let Some(outcome) = outcome else { return Ok(Closed::Nothing) };
            let ground = Some(Receipt::Done);
            let by = ResolvedBy::Relay;
            let found = settle(ports, &attempt.id, by, outcome, ground).await?;
            Ok(if found.is_unknown() { Closed::Nothing } else { Closed::Settled(Box::new(found)) })
        }
        _ => Ok(Closed::Nothing),
    }
}

/// What a stored answer settles; `None` when it settles nothing.
fn settled(verdict: Verdict) -> Option<Outcome> {
    match verdict {
        Verdict::Placed { order_id, refill_id, .. } => {
            Some(Outcome::Placed { order_id: Some(order_id), refill_id })
        }
        Verdict::Rejected(reason) => Some(Outcome::Rejected(reason)),
        Verdict::Unknown(_) => None,
    }
}

/// R2: two equal readings, far enough after the attempt and from each other, with nothing of ours in
/// between.
async fn watch_balance(
    ports: &impl OrderPorts,
    credentials: Credentials<'_>,
    attempt: Attempt,
    refunds: Refunds,
    watching: &dyn Fn(Watch),
) -> Result<Attempt, ReconcileError> {
    let watch = |millis| Watch { what: Watched::Balance, since: ports.now(), millis };
    watching(watch(SETTLE_MILLIS + STABLE_MILLIS));
    ports.pause(SETTLE_MILLIS).await;
    let Some((attempt, first)) = read_balance_for(ports, credentials, &attempt.id).await? else {
        return Ok(attempt);
    };
    watching(watch(STABLE_MILLIS));
    ports.pause(STABLE_MILLIS).await;
    let Some((attempt, second)) = read_balance_for(ports, credentials, &attempt.id).await? else {
        return Ok(attempt);
    };
    if first.amount != second.amount {
        return Ok(attempt);
    }
    let attempts = journal::load(ports).await?.attempts;
    let settled = by_balance(&attempt, second, &attempts, refunds, clock::seen(ports));
    let Some(outcome) = settled else { return Ok(attempt) };
    let attempt = settle(ports, &attempt.id, ResolvedBy::Balance, outcome, None).await?;
    let twice = fall_since(&attempt, second) == Fall::Twice;
    if !twice || attempt.alarm() == Some(Alarm::DoubleCharge) {
        return Ok(attempt);
    }
    let alarm = Happening::Alarm(Alarm::DoubleCharge);
    note(ports, &attempt, alarm).await
}

/// A cancel with unknown outcome is settled when the order's own status shows it. `word` is the
/// panel's own.
pub async fn settle_cancel(
    ports: &impl OrderPorts,
    attempt: Attempt,
    status: &OrderStatus,
    word: &str,
) -> Result<Attempt, ReconcileError> {
    let Request::Cancel { order } = &attempt.request else { return Ok(attempt) };
    let is_done =
        matches!(status, OrderStatus::Canceled | OrderStatus::Refunded | OrderStatus::Partial);
    if !is_done || !attempt.is_unknown() {
        return Ok(attempt);
    }
    let outcome = Outcome::Placed { order_id: Some(order.clone()), refill_id: None };
    let grounds = vec![Ground::Status { word: word.to_owned() }];
    resolve(ports, &attempt.id, ResolvedBy::Status, outcome, grounds).await
}

async fn resolve(
    ports: &impl OrderPorts,
    id: &AttemptId,
    by: ResolvedBy,
    outcome: Outcome,
    grounds: Vec<Ground>,
) -> Result<Attempt, ReconcileError> {
    match journal::append(ports, id, vec![Happening::Resolved { by, outcome, grounds }]).await {
        // Resolved by somebody else meanwhile.
        Err(AppendError::NotAllowed(attempt)) => Ok(*attempt),
        result => Ok(result?),
    }
}

/// Settles without the user, unless anything that is known by then speaks against it.
async fn settle(
    ports: &impl OrderPorts,
    id: &AttemptId,
    by: ResolvedBy,
    outcome: Outcome,
    receipt: Option<Receipt>,
) -> Result<Attempt, ReconcileError> {
    let decide = |attempt: &Attempt, attempts: &[Arc<Attempt>]| {
        if is_contradicted(attempt, &outcome, receipt, attempts) {
            return Ok(Vec::new());
        }
        if names_another(attempt, &outcome, attempts) {
            // Each look finds the same answer; it is written down once.
            let hint = UnknownHint::NumberTaken;
            let is_news = *attempt.state() != AttemptState::Unknown { hint };
            let judged = Happening::Judged { verdict: Verdict::Unknown(hint) };
            return Ok(is_news.then_some(judged).into_iter().collect());
        }
        let grounds = grounds(attempt, by, receipt);
        Ok::<_, AppendError>(vec![Happening::Resolved { by, outcome, grounds }])
    };
    match journal::append_among(ports, id, decide).await {
        // Resolved by somebody else meanwhile.
        Err(AppendError::NotAllowed(attempt)) => Ok(*attempt),
        result => Ok(result?),
    }
}

/// Whether something that is known speaks against the outcome. One is that the first request may not
/// have arrived, but a repeat of it may have.
fn is_contradicted(
    attempt: &Attempt,
    outcome: &Outcome,
    receipt: Option<Receipt>,
    attempts: &[Arc<Attempt>],
) -> bool {
    let is_no = !matches!(outcome, Outcome::Placed { .. });
    let others = attempts.iter().map(AsRef::as_ref);
    is_no && may_have_reached(attempt, others) || contrary(attempt, outcome, receipt).is_some()
}

/// What an automatic settlement rests on: the relay's receipt, or the last two readings.
fn grounds(attempt: &Attempt, by: ResolvedBy, receipt: Option<Receipt>) -> Vec<Ground> {
    let receipt = receipt.map(Ground::Receipt);
    let of_balance = |(at, reading, _): (_, BalanceReading, _)| Ground::Balance { reading, at };
    let readings: Vec<Ground> = match by {
        ResolvedBy::Balance => attempt.readings().map(of_balance).collect(),
        ResolvedBy::Relay | ResolvedBy::Status | ResolvedBy::User | ResolvedBy::Repeat => {
            Vec::new()
        }
    };
    let kept = readings.len().saturating_sub(2);
    receipt.into_iter().chain(readings.into_iter().skip(kept)).collect()
}

/// Adds a fact unless it is already the latest.
async fn note(
    ports: &impl OrderPorts,
    attempt: &Attempt,
    fact: Happening,
) -> Result<Attempt, ReconcileError> {
    if attempt.events().last().is_some_and(|event| event.what == fact) {
        return Ok(attempt.clone());
    }
    Ok(journal::append(ports, &attempt.id, vec![fact]).await?)
}
