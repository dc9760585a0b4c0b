//! The procedure around one send. Order matters: lock, guard, balance, strict record, one send, raw
//! outcome, judgement, release.

use super::Keyed;
use super::after::note_charge;
use super::again::still_allowed;
use super::confirm::{ConfirmedAsk, ConfirmedOrder, ConfirmedWrite};
use super::verdict::{self, Judgement};
use crate::accounts::mirror;
use crate::clock;
use crate::error::{StorageError, TransportError};
use crate::journal::{self, AppendError, JournalLoss, lock_of, panel_lock};
use crate::ports::{AttemptStore, Outside, Write};
use crate::reads;
use crate::relay;
use crate::settle;
use crate::stop::Stop;
use panelboard_domain::account::Route;
use panelboard_domain::attempt::guard::{self, Candidate, Finding};
use panelboard_domain::attempt::{
    Ask, Attempt, AttemptState, BalanceReading, Confirmation, Evidence, Happening, Mark,
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
    outside: &impl Outside,
    keyed: Keyed<'_>,
    order: ConfirmedOrder,
    progress: impl Fn(&Attempt),
) -> Result<Dispatched, Stop> {
    dispatch(outside, keyed, order.0, &progress).await
}

/// Asks for a confirmed refill or cancel.
pub async fn ask(
    outside: &impl Outside,
    keyed: Keyed<'_>,
    ask: ConfirmedAsk,
    progress: impl Fn(&Attempt),
) -> Result<Dispatched, Stop> {
    dispatch(outside, keyed, ask.0, &progress).await
}

pub(super) async fn dispatch(
    outside: &impl Outside,
    keyed: Keyed<'_>,
    write: ConfirmedWrite,
    progress: &dyn Fn(&Attempt),
) -> Result<Dispatched, Stop> {
    outside.lay_ballast().await?;
    let _spending = outside.lock(&panel_lock(&write.panel)).await?;
    let ready = prepare(outside, keyed, &write).await?;
    let attempt = write_down(outside, &write, ready).await?;
    Ok(send(outside, keyed, &write, attempt, progress).await)
}

/// Sends what is written down: once, with the panel's lock held.
pub(super) async fn send(
    outside: &impl Outside,
    keyed: Keyed<'_>,
    write: &ConfirmedWrite,
    attempt: Attempt,
    progress: &dyn Fn(&Attempt),
) -> Dispatched {
    progress(&attempt);
    let id = attempt.id.clone();
    if !is_still_ours(outside, &attempt).await {
        let verdict = verdict::not_sent("overtaken".to_owned());
        return record(outside, attempt, Happening::Judged { verdict }).await;
    }
    let marked = Write { attempt: &id, mark: attempt.fence() };
    let sent = outside.send(&write.destination, &write.request, Some(marked)).await;
    let response = match sent {
        Ok(answer) => HttpResponse::from(answer),
        Err(error) => return record(outside, attempt, verdict::no_answer(error)).await,
    };
    let raw = Happening::Answered { wire: verdict::wire(&response, keyed.key) };
    let attempt = record(outside, attempt, raw).await.attempt;
    let Judgement { verdict, cooldown_minutes } =
        verdict::judge(&attempt.ask, &response, keyed.key);
    let dispatched = record_judged(outside, attempt, verdict).await;
    hint_at_older(outside, &dispatched.attempt).await;
    settle::displace_holders(outside, &dispatched.attempt).await;
    settle::settle_first(outside, &dispatched.attempt).await;
    let dispatched = compare_told_charge(outside, dispatched).await;
    match cooldown_minutes {
        Some(minutes) => {
            let cooldown = Happening::Evidence(Evidence::Cooldown { minutes });
            record(outside, dispatched.attempt, cooldown).await
        }
        None => dispatched,
    }
}

/// Some panels name the charge in the answer. What could not be kept is compared at the next status.
async fn compare_told_charge(outside: &impl Outside, dispatched: Dispatched) -> Dispatched {
    let Some(charge) = dispatched.attempt.charge().cloned() else { return dispatched };
    match note_charge(outside, &dispatched.attempt, &charge).await {
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
    outside: &impl Outside,
    keyed: Keyed<'_>,
    write: &ConfirmedWrite,
) -> Result<Ready, Stop> {
    mirror::keep_for_order(outside, keyed).await?;
    let (attempts, loss) = settled_journal(outside, write).await?;
    let is_order = matches!(write.confirmation.ask, Ask::Add { .. } | Ask::Again { .. });
    if let Some(loss) = loss.filter(|_| is_order && !write.has_typed) {
        return Err(Stop::RecordsMissing(loss));
    }
    still_allowed(keyed, write, &attempts, clock::seen(outside))?;
    let blocking = unacknowledged(write, &attempts, outside.now());
    if !blocking.is_empty() {
        return Err(Stop::Duplicate(blocking));
    }
    let balance_before = match write.confirmation.ask {
        Ask::Add { .. } | Ask::Again { .. } => balance_before(outside, keyed, write).await?,
        Ask::Refill { .. } | Ask::Cancel { .. } => None,
    };
    let fence = relay_mark(outside, &write.confirmation).await?;
    // Reading took its time, and the panel's time for the request runs.
    still_allowed(keyed, write, &attempts, clock::seen(outside))?;
    Ok(Ready { attempts, balance_before, fence })
}

/// Stores the record as `sending`, strictly.
pub(super) async fn write_down(
    outside: &impl Outside,
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
    attempt.apply(outside.now(), sent).expect("a draft can be sent");
    put_new(outside, &attempt).await?;
    journal::sentinel::one_more(outside, attempts.len());
    Ok(attempt)
}

/// The balance over the same route. It must be in the currency of the sheet: a price confirmed in one
/// currency is not the same number of another.
async fn balance_before(
    outside: &impl Outside,
    keyed: Keyed<'_>,
    write: &ConfirmedWrite,
) -> Result<Option<BalanceReading>, Stop> {
    let balance = reads::balance_once(outside, &write.destination, keyed)
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
    outside: &impl Outside,
    confirmation: &Confirmation,
) -> Result<Option<Mark>, Stop> {
    if confirmation.route != Route::Relay {
        return Ok(None);
    }
    let answer = outside.relay_receipt(&confirmation.relay, &confirmation.id).await;
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
    outside: &impl Outside,
    write: &ConfirmedWrite,
) -> Result<(Vec<Arc<Attempt>>, Option<JournalLoss>), Stop> {
    let loaded = journal::load(outside).await?;
    if loaded.newer > 0 {
        return Err(Stop::ReloadFirst);
    }
    let mut attempts = loaded.attempts;
    for attempt in &mut attempts {
        let sending = *attempt.state() == AttemptState::Sending;
        if sending && attempt.concerns(&write.panel) {
            let _its_sender = match lock_of(attempt) {
                name if name == panel_lock(&write.panel) => None,
                name => match outside.try_lock(&name).await {
                    Ok(None) => continue,
                    lock => lock.ok().flatten(),
                },
            };
            let recovered = journal::append(outside, &attempt.id, vec![Happening::Recovered]).await;
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
        ask: &write.confirmation.ask,
        now,
        session: &write.confirmation.session,
    };
    let mut found = guard::findings(&candidate, attempts, |_| false);
    found.retain(|finding| {
        finding.needs_acknowledgement()
            && !write.confirmation.acknowledged.contains(finding.attempt())
    });
    found
}

/// An older open attempt for the same link and service learns what the panel said to this one: a hint
/// for the user (R1, R3), no proof.
async fn hint_at_older(outside: &impl Outside, attempt: &Attempt) {
    let hint = match attempt.state() {
        AttemptState::Placed { .. } => Evidence::LaterSuccess,
        AttemptState::Unknown { hint: UnknownHint::ActiveLink } => Evidence::ActiveLinkRefusal,
        _ => return,
    };
    // A hint that cannot be kept is no loss.
    let Ok(loaded) = journal::load(outside).await else { return };
    let is_older = |older: &&Attempt| {
        let same_panel = attempt.panel.as_ref().is_none_or(|panel| older.concerns(panel));
        same_panel
            && older.id != attempt.id
            && older.is_unknown()
            && guard::is_same_target(&attempt.ask, &older.ask)
    };
    for older in loaded.attempts.iter().map(AsRef::as_ref).filter(is_older) {
        let _ = journal::append(outside, &older.id, vec![Happening::Evidence(hint)]).await;
    }
}

/// The last look before the send, with nothing awaited between: if this tab lost its lock and another
/// one gave the attempt up meanwhile, it must not leave any more.
async fn is_still_ours(outside: &impl Outside, attempt: &Attempt) -> bool {
    let stored = outside.get(attempt.id.as_str()).await;
    let Ok(Some(text)) = stored else { return false };
    journal::record::decode(attempt.id.as_str(), &text)
        .is_ok_and(|stored| *stored.state() == AttemptState::Sending)
}

/// A new record gets no ballast: without room for it nothing may be sent (I7).
async fn put_new(outside: &impl AttemptStore, attempt: &Attempt) -> Result<(), StorageError> {
    let text = journal::record::encode(attempt).ok_or(StorageError::Corrupt)?;
    outside.put(attempt.id.as_str(), &text).await
}

/// Records a fact about what was sent. If the stored record is gone, the sender's own copy takes its
/// place: an order id must not be lost with it.
async fn record(outside: &impl Outside, attempt: Attempt, fact: Happening) -> Dispatched {
    let written = journal::append(outside, &attempt.id, vec![fact.clone()]).await;
    kept(outside, attempt, fact, written).await
}

/// Records what the answer means beside all that is known of other orders at this moment.
async fn record_judged(outside: &impl Outside, attempt: Attempt, verdict: Verdict) -> Dispatched {
    let mut are_read = false;
    let judge = |stored: &Attempt, attempts: &[Arc<Attempt>]| {
        are_read = true;
        let verdict = verdict::believed(stored, verdict.clone(), attempts);
        Ok::<_, AppendError>(vec![Happening::Judged { verdict }])
    };
    let written = journal::append_among(outside, &attempt.id, judge).await;
    let fact = Happening::Judged { verdict };
    match written {
        // The others cannot be read: the number of this one must not be lost with them.
        Err(AppendError::Storage(_)) if !are_read => record(outside, attempt, fact).await,
        written => kept(outside, attempt, fact, written).await,
    }
}

async fn kept(
    outside: &impl Outside,
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
    let _ = own.apply(outside.now(), fact);
    let stored = match error {
        AppendError::Storage(error) => Err(error),
        _ => journal::store(outside, &own).await,
    };
    Dispatched { attempt: own, stored }
}
