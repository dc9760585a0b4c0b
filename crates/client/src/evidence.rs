//! A balance that any part of the app reads is evidence about every open order of that panel: it can
//! only speak against settling one (`panelboard_domain::attempt::settlement`). To be called wherever a
//! balance is read outside the money path, which keeps its own readings.
//!
//! Must never settle anything: two readings under the panel's lock may, these may not.

use crate::journal::{self, AppendError};
use crate::place::Credentials;
use crate::ports::{AccountMirror, AttemptStore, Clock, Locks};
use panelboard_domain::attempt::{Attempt, AttemptState, BalanceReading, Evidence, Happening};
use panelboard_domain::id::AttemptId;
use panelboard_domain::panel::{KeyPrint, PanelId};

/// Enough of them to show any movement; an outcome that stays open for weeks must not grow for ever.
const MOST: usize = 60;

/// The orders that a reading of this account's balance speaks about (those that were paid from it), and
/// the latest turn at its panel.
pub fn concerned<'a>(
    credentials: Credentials<'_>,
    attempts: impl IntoIterator<Item = &'a Attempt>,
) -> (Vec<AttemptId>, u64) {
    let (mut turn, panel) = (0, PanelId::of(&credentials.account.endpoint));
    let key = KeyPrint::of(&panel, credentials.key);
    let mut ids = Vec::new();
    for attempt in attempts.into_iter().filter(|attempt| attempt.concerns(&panel)) {
        // A repeat moves no more than its own order's price.
        if attempt.request.repeats().is_none() {
            turn = turn.max(attempt.turn());
        }
        let is_open =
            matches!(attempt.state(), AttemptState::Sending | AttemptState::Unknown { .. });
        let is_paid = attempt.is_paid_by(&credentials.account.id, &key);
        if is_open && is_paid && attempt.request.target().is_some() {
            ids.push(attempt.id.clone());
        }
    }
    (ids, turn)
}

/// Keeps a reading with each of these attempts; `turn` is the latest one when it was read. Returns
/// those that learned something by it.
pub async fn note_balance(
    ports: &(impl AttemptStore + AccountMirror + Locks + Clock),
    ids: &[AttemptId],
    turn: u64,
    reading: BalanceReading,
) -> Vec<Attempt> {
    let mut changed = Vec::new();
    for id in ids {
        let mut is_new = false;
        let note = |attempt: &Attempt| {
            is_new = is_news(attempt, turn, reading);
            match is_new {
                true => vec![Happening::Evidence(Evidence::Balance { reading, turn })],
                false => Vec::new(),
            }
        };
        // What could not be kept is shown all the same, and read again soon.
        let noted: Result<Attempt, AppendError> = journal::append_if(ports, id, note).await;
        changed.extend(noted.ok().filter(|_| is_new));
    }
    changed
}

fn is_news(attempt: &Attempt, turn: u64, reading: BalanceReading) -> bool {
    let is_open = matches!(attempt.state(), AttemptState::Sending | AttemptState::Unknown { .. });
    let last = attempt.readings().last().map(|(_, reading, turn)| (reading, turn));
    is_open && last != Some((reading, turn)) && attempt.readings().count() < MOST
}
