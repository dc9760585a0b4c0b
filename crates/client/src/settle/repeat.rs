//! An order and the repeats that asked for its lost answer stand for one order: what is learned of one
//! is written down with the other. What follows from what stands in
//! `panelboard_domain::attempt::again`.
//!
//! Must never send anything, and never take a number away from another order that the panel gave it to.

use super::displace_holders;
use crate::journal::{self, AppendError};
use crate::ports::{AccountMirror, AttemptStore, Clock, KeyValue, Locks};
use panelboard_domain::attempt::again::{Settled, Told, closes_repeat, repeats, settled_by_repeat};
use panelboard_domain::attempt::{Attempt, AttemptState, Happening, UnknownHint};
use panelboard_panel_api::parameter_names::says_request_id_is_known;
use std::sync::Arc;

/// Writes what a repeat was told into the order's own record. Does nothing for other attempts. What
/// cannot be kept now is found again at the next look. Returns what changed.
pub(crate) async fn settle_first(
    ports: &(impl AttemptStore + AccountMirror + KeyValue + Locks + Clock),
    repeat: &Attempt,
) -> Vec<Attempt> {
    let Some(first) = repeat.request.repeats() else { return Vec::new() };
    let Some(told) = told(repeat) else {
        // The order may have been settled while this answer was waited for.
        return match journal::get(ports, first).await {
            Ok(Some(first)) => close_repeats(ports, &first).await,
            Ok(None) | Err(_) => Vec::new(),
        };
    };
    let mut facts = Settled::default();
    let decide = |first: &Attempt, attempts: &[Arc<Attempt>]| {
        facts = settled_by_repeat(Some(first), repeat, &told, attempts.iter().map(AsRef::as_ref));
        Ok::<_, AppendError>(facts.first.clone())
    };
    let first = match journal::append_among(ports, first, decide).await {
        Ok(first) => Some(first),
        Err(AppendError::Missing) => {
            let Ok(loaded) = journal::load(ports).await else { return Vec::new() };
            facts =
                settled_by_repeat(None, repeat, &told, loaded.attempts.iter().map(AsRef::as_ref));
            None
        }
        Err(_) => return Vec::new(),
    };
    let mut changed = Vec::new();
    if !facts.repeat.is_empty() {
        let part = |stored: &Attempt| match stored.request.repeats() {
            Some(_) => facts.repeat,
            None => Vec::new(),
        };
        let parted = journal::append_if(ports, &repeat.id, part).await.ok();
        if let Some(parted) = &parted {
            changed.extend(displace_holders(ports, parted).await);
        }
        changed.extend(parted);
    }
    if let Some(first) = first {
        changed.extend(displace_holders(ports, &first).await);
        changed.extend(close_repeats(ports, &first).await);
        changed.push(first);
    }
    changed
}

/// What the answer to a repeat says, if it says anything.
fn told(repeat: &Attempt) -> Option<Told> {
    match repeat.state() {
        AttemptState::Placed { order_id: Some(number), .. } => Some(Told::Number(number.clone())),
        AttemptState::Rejected { reason } if says_request_id_is_known(&reason.text) => {
            Some(Told::Known)
        }
        AttemptState::Unknown { hint: UnknownHint::NumberTaken } => Some(Told::Another),
        _ => None,
    }
}

/// What the repeats of an open order were told meanwhile: a tab may have died between the two records.
/// Returns the order as it stands then.
pub(crate) async fn settle_by_repeats(
    ports: &(impl AttemptStore + AccountMirror + KeyValue + Locks + Clock),
    attempt: Attempt,
) -> Attempt {
    let Ok(loaded) = journal::load(ports).await else { return attempt };
    let mut now = None;
    for repeat in loaded.attempts.iter().filter(|other| repeats(other, &attempt)) {
        let changed = settle_first(ports, repeat).await;
        now = changed.into_iter().find(|changed| changed.id == attempt.id).or(now);
    }
    now.unwrap_or(attempt)
}

/// An order that is settled settles its repeats whose own answers are still missing: nothing waits for
/// them any more. Returns those.
pub(crate) async fn close_repeats(
    ports: &(impl AttemptStore + AccountMirror + KeyValue + Locks + Clock),
    first: &Attempt,
) -> Vec<Attempt> {
    let is_open = first.is_open() || first.named.is_none();
    if is_open || first.request.target().is_none() {
        return Vec::new();
    }
    let Ok(loaded) = journal::load(ports).await else { return Vec::new() };
    let mut closed = Vec::new();
    for repeat in loaded.attempts.iter().filter(|other| closes_repeat(first, other).is_some()) {
        let close = |stored: &Attempt| -> Vec<Happening> {
            closes_repeat(first, stored).into_iter().collect()
        };
        closed.extend(journal::append_if(ports, &repeat.id, close).await.ok());
    }
    closed
}
