//! The procedure around one send. Order matters: lock, guard, balance, strict record, one send, raw
//! outcome, judgement, release.

use super::Credentials;
use super::after::note_charge;
use super::again::still_allowed;
use super::confirm::{ConfirmedOrder, ConfirmedRequest, ConfirmedWrite};
use super::verdict::{self, Judgement};
use crate::accounts::mirror;
use crate::clock;
use crate::error::{StorageError, TransportError};
use crate::journal::{self, AppendError, JournalLoss, lock_of, panel_lock};
use crate::ports::{AttemptStore, OrderPorts, Write};
use crate::reads;
use crate::relay;
use crate::settle;
use crate::stop::Stop;
use panelboard_domain::account::Route;
use panelboard_domain::attempt::guard::{self, Candidate, Finding};
use panelboard_domain::attempt::{
    Attempt, AttemptState, BalanceReading, Confirmation, Evidence, Happening, Mark, Request,
    UnknownHint, Verdict,
};
use panelboard_domain::time::Timestamp;
use panelboard_fence::{Receipt, State};
use panelboard_panel_api::http::{Answer, HttpResponse};
use std::sync::Arc;

/// What became of an attempt whose request left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dispatched {
    /// As it stands now.
    pub attempt: Attempt,
    /// Whether that is in the journal. If not, the journal still says `sending`, and after a restart
    /// `unknown`: show the order id so that the user can keep it.
    pub stored: Result<(), StorageError>,
}

/// Places a confirmed order. `progress` is called with each state that was stored.
pub async fn place_order(
    ports: &impl OrderPorts,
    credentials: Credentials<'_>,
    order: ConfirmedOrder,
    progress: impl Fn(&Attempt),
) -> Result<Dispatched, Stop> {
    dispatch(ports, credentials, order.0, &progress).await
}

/// Asks for a confirmed refill or cancel.
pub async fn send_request(
    ports: &impl OrderPorts,
    credentials: Credentials<'_>,
    request: ConfirmedRequest,
    progress: impl Fn(&Attempt),
) -> Result<Dispatched, Stop> {
    dispatch(ports, credentials, request.0, &progress).await
}

pub(super) async fn dispatch(
    ports: &impl OrderPorts,
    credentials: Credentials<'_>,
    write: ConfirmedWrite,
    progress: &dyn Fn(&Attempt),
) -> Result<Dispatched, Stop> {
    ports.lay_ballast().await?;
    let _spending = ports.lock(&panel_lock(&write.panel)).await?;
    let ready = prepare(ports, credentials, &write).await?;
    let attempt = write_down(ports, &write, ready).await?;
    Ok(send(ports, credentials, &write, attempt, progress).await)
}

/// Sends what is written down: once, with the panel's lock held.
pub(super) async fn send(
    ports: &impl OrderPorts,
    credentials: Credentials<'_>,
    write: &ConfirmedWrite,
    attempt: Attempt,
    progress: &dyn Fn(&Attempt),
) -> Dispatched {
    progress(&attempt);
    let id = attempt.id.clone();
    if !is_still_ours(ports, &attempt).await {
        let verdict = verdict::not_sent("overtaken".to_owned());
        return record(ports, attempt, Happening::Judged { verdict }).await;
    }
    let marked = Write { attempt: &id, mark: attempt.fence() };
    let sent = ports.send(&write.destination, &write.request, Some(marked)).await;
    let response = match sent {
        Ok(answer) => HttpResponse::from(answer),
        Err(error) => return record(ports, attempt, verdict::no_answer(error)).await,
    };
    let raw = Happening::Answered { wire: verdict::wire(&response, credentials.key) };
    let attempt = record(ports, attempt, raw).await.attempt;
    let Judgement { verdict, cooldown_minutes } =
        verdict::judge(&attempt.request, &response, credentials.key);
    let dispatched = record_judged(ports, attempt, verdict).await;
    hint_at_older(ports, &dispatched.attempt).await;
    settle::displace_holders(ports, &dispatched.attempt).await;
    settle::settle_first(ports, &dispatched.attempt).await;
    let dispatched = compare_told_charge(ports, dispatched).await;
    match cooldown_minutes {
        Some(minutes) => {
            let cooldown = Happening::Evidence(Evidence::Cooldown { minutes });
            record(ports, dispatched.attempt, cooldown).await
        }
        None => dispatched,
    }
}

/// Some panels name the charge in the answer. What could not be kept is compared at the next status.
async fn compare_told_charge(ports: &impl OrderPorts, dispatched: Dispatched) -> Dispatched {
    let Some(charge) = dispatched.attempt.charge().cloned() else { return dispatched };
    match note_charge(ports, &dispatched.attempt, &charge).await {
        Ok(Some(attempt)) => Dispatched { attempt, ..dispatched },
        Ok(None) | Err(_) => dispatched,
    }
}

/// What was found under the panel's lock just before a send.
pub(super) struct Ready {
    /// The journal.
    pub(super) attempts: Vec<Arc<Attempt>>,
    /// The balance over the same route; `None` when it is not a number.
    pub(super) balance_before: Option<BalanceReading>,
    fence: Option<Mark>,
}

/// Everything before the record is written: under the panel's lock, makes sure that the account outlives
/// local storage, looks once more for repeats, reads the balance over the same route. Nothing of the
/// write itself is stored here.
pub(super) async fn prepare(
    ports: &impl OrderPorts,
    credentials: Credentials<'_>,
    write: &ConfirmedWrite,
) -> Result<Ready, Stop> {
    mirror::keep_for_order(ports, credentials).await?;
    let (attempts, loss) = settled_journal(ports, write).await?;
    let is_order =
        matches!(write.confirmation.request, Request::Add { .. } | Request::Again { .. });
    if let Some(loss) = loss.filter(|_| is_order && !write.has_typed) {
        return Err(Stop::RecordsMissing(loss));
    }
    still_allowed(credentials, write, &attempts, clock::seen(ports))?;
    let blocking = unacknowledged(write, &attempts, ports.now());
    if !blocking.is_empty() {
        return Err(Stop::Duplicate(blocking));
    }
    let balance_before = match write.confirmation.request {
        Request::Add { .. } | Request::Again { .. } => {
            balance_before(ports, credentials, write).await?
        }
        Request::Refill { .. } | Request::Cancel { .. } => None,
    };
    let fence = relay_mark(ports, &write.confirmation).await?;
    // Reading took its time, and the panel's time for the request runs.
    still_allowed(credentials, write, &attempts, clock::seen(ports))?;
    Ok(Ready { attempts, balance_before, fence })
}

/// Stores the record as `sending`, strictly.
pub(super) async fn write_down(
    ports: &impl OrderPorts,
    write: &ConfirmedWrite,
    ready: Ready,
) -> Result<Attempt, Stop> {
    let Ready { attempts, balance_before, fence } = ready;
    let own = || {
        let attempts = attempts.iter().map(AsRef::as_ref);
        attempts.filter(|earlier: &&Attempt| earlier.concerns(&write.panel))
    };
    let turn = own().map(Attempt::turn).max().unwrap_or(0) + 1;
    let is_alone = !own().any(Attempt::is_open);
    let mut attempt = Attempt::confirmed(write.confirmation.clone());
    let sent = Happening::Sent { turn, balance_before, relay_clock: None, fence, is_alone };
    attempt.apply(ports.now(), sent).expect("a draft can be sent");
    put_new(ports, &attempt).await?;
    journal::sentinel::one_more(ports, attempts.len());
    Ok(attempt)
}

/// The balance over the same route. It must be in the currency of the sheet: a price confirmed in one
/// currency is not the same number of another.
async fn balance_before(
    ports: &impl OrderPorts,
    credentials: Credentials<'_>,
    write: &ConfirmedWrite,
) -> Result<Option<BalanceReading>, Stop> {
    let balance = reads::balance_once(ports, &write.destination, credentials)
        .await
        .map_err(Stop::BalanceUnreadable)?;
    let panel = balance.money.as_ref().and_then(|money| money.currency.clone());
    match &write.currency {
        Some(sheet) if !panel.as_ref().is_some_and(|panel| panel.is_same(sheet)) => {
            Err(Stop::OtherCurrency(panel))
        }
        _ => Ok(BalanceReading::of(&balance)),
    }
}

/// The relay's memory just before; `None` on the direct route. The request names it, so that no other
/// memory sends it, and later it alone proves that it was not sent.
async fn relay_mark(
    ports: &impl OrderPorts,
    confirmation: &Confirmation,
) -> Result<Option<Mark>, Stop> {
    if confirmation.route != Route::Relay {
        return Ok(None);
    }
    let answer = ports.relay_receipt(&confirmation.relay, &confirmation.id).await;
    let answer = answer.map_err(Stop::ReceiptUnreadable)?;
    let code = match relay::receipt(&answer) {
        Some(Receipt { state: State::NotSeen, mark, .. }) => return Ok(Some(mark)),
        // A new id that the relay knows is none of ours.
        Some(_) => "attempt-known".to_owned(),
        None => relay::error(&Answer::FromRelay(answer).into()).code,
    };
    Err(Stop::ReceiptUnreadable(TransportError::RelayRefused(code)))
}

/// The journal as it is under the lock: a `sending` of this panel has no owner any more, except a
/// first-version one that a tab of that version may still be sending.
async fn settled_journal(
    ports: &impl OrderPorts,
    write: &ConfirmedWrite,
) -> Result<(Vec<Arc<Attempt>>, Option<JournalLoss>), Stop> {
    let loaded = journal::load(ports).await?;
    if loaded.newer > 0 {
        return Err(Stop::ReloadFirst);
    }
    let mut attempts = loaded.attempts;
    for attempt in &mut attempts {
        let sending = *attempt.state() == AttemptState::Sending;
        if sending && attempt.concerns(&write.panel) {
            let _its_sender = match lock_of(attempt) {
                name if name == panel_lock(&write.panel) => None,
                name => match ports.try_lock(&name).await {
                    Ok(None) => continue,
                    lock => lock.ok().flatten(),
                },
            };
            let recovered = journal::append(ports, &attempt.id, vec![Happening::Recovered]).await;
            *attempt = recovered.map_err(|_| Stop::Failed(StorageError::Corrupt.into()))?.into();
        }
    }
    Ok((attempts, loaded.loss))
}

fn unacknowledged(
    write: &ConfirmedWrite,
    attempts: &[Arc<Attempt>],
    now: Timestamp,
) -> Vec<Finding> {
    let candidate = Candidate {
        panel: &write.panel,
        request: &write.confirmation.request,
        now,
        session: &write.confirmation.session,
    };
    let mut found = guard::findings(&candidate, attempts, |_| false);
    // What was shown may have been another order under way or active: once its outcome is unknown, a second
    // order beside it needs its quantity typed (I6), whatever was acknowledged before.
    let is_order = write.confirmation.request.target().is_some();
    let is_new_doubt = |finding: &Finding| {
        is_order && !write.has_typed && matches!(finding, Finding::OpenUnknown { .. })
    };
    found.retain(|finding| {
        let is_shown = write.confirmation.acknowledged.contains(finding.attempt());
        finding.needs_acknowledgement() && (!is_shown || is_new_doubt(finding))
    });
    found
}

/// An older open attempt for the same link and service learns what the panel said to this one: a hint
/// for the user (R1, R3), no proof.
async fn hint_at_older(ports: &impl OrderPorts, attempt: &Attempt) {
    let hint = match attempt.state() {
        AttemptState::Placed { .. } => Evidence::LaterSuccess,
        AttemptState::Unknown { hint: UnknownHint::ActiveLink } => Evidence::ActiveLinkRefusal,
        _ => return,
    };
    // A hint that cannot be kept is no loss.
    let Ok(loaded) = journal::load(ports).await else { return };
    let is_older = |older: &&Attempt| {
        let same_panel = attempt.panel.as_ref().is_none_or(|panel| older.concerns(panel));
        same_panel
            && older.id != attempt.id
            && older.is_unknown()
            && guard::is_same_target(&attempt.request, &older.request)
    };
    for older in loaded.attempts.iter().map(AsRef::as_ref).filter(is_older) {
        let _ = journal::append(ports, &older.id, vec![Happening::Evidence(hint)]).await;
    }
}

/// The last look before the send, with nothing awaited between: if this tab lost its lock and another
/// one gave the attempt up meanwhile, it must not leave any more.
async fn is_still_ours(ports: &impl OrderPorts, attempt: &Attempt) -> bool {
    let stored = ports.get(attempt.id.as_str()).await;
    let Ok(Some(text)) = stored else { return false };
    journal::record::decode(attempt.id.as_str(), &text)
        .is_ok_and(|stored| *stored.state() == AttemptState::Sending)
}

/// A new record gets no ballast: without room for it nothing may be sent (I7).
async fn put_new(ports: &impl AttemptStore, attempt: &Attempt) -> Result<(), StorageError> {
    let text = journal::record::encode(attempt).ok_or(StorageError::Corrupt)?;
    ports.put(attempt.id.as_str(), &text).await
}

/// Records a fact about what was sent. If the stored record is gone, the sender's own copy takes its
/// place: an order id must not be lost with it.
async fn record(ports: &impl OrderPorts, attempt: Attempt, fact: Happening) -> Dispatched {
    let written = journal::append(ports, &attempt.id, vec![fact.clone()]).await;
    kept(ports, attempt, fact, written).await
}

/// Records what the answer means beside all that is known of other orders at this moment.
async fn record_judged(ports: &impl OrderPorts, attempt: Attempt, verdict: Verdict) -> Dispatched {
    let mut are_read = false;
    let judge = |stored: &Attempt, attempts: &[Arc<Attempt>]| {
        are_read = true;
        let verdict = verdict::believed(stored, verdict.clone(), attempts);
        Ok::<_, AppendError>(vec![Happening::Judged { verdict }])
    };
    let written = journal::append_among(ports, &attempt.id, judge).await;
    let fact = Happening::Judged { verdict };
    match written {
        // The others cannot be read: the number of this one must not be lost with them.
        Err(AppendError::Storage(_)) if !are_read => record(ports, attempt, fact).await,
        written => kept(ports, attempt, fact, written).await,
    }
}

async fn kept(
    ports: &impl OrderPorts,
    attempt: Attempt,
    fact: Happening,
    written: Result<Attempt, AppendError>,
) -> Dispatched {
    let error = match written {
        Ok(attempt) => return Dispatched { attempt, stored: Ok(()) },
        // Somebody resolved it meanwhile, on better evidence.
        Err(AppendError::NotAllowed(attempt)) => {
            return Dispatched { attempt: *attempt, stored: Ok(()) };
        }
        Err(error) => error,
    };
    let mut own = attempt;
    let _ = own.apply(ports.now(), fact);
    let stored = match error {
        AppendError::Storage(error) => Err(error),
        _ => journal::store(ports, &own).await,
    };
    Dispatched { attempt: own, stored }
}
