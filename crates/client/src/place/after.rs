//! A look at the balance after a write on the direct route, where the browser itself may have sent
//! the order twice (reliability.md F1): the id we saw may be the second order's.

use super::Keyed;
use crate::error::ClientError;
use crate::journal::{self, AppendError, panel_lock};
use crate::ports::{Destination, Outside};
use crate::reads;
use crate::reconcile::CHARGED_COUNTS_MILLIS;
use panelboard_domain::account::Route;
use panelboard_domain::attempt::evidence::{Fall, fall_since};
use panelboard_domain::attempt::{
    Alarm, Attempt, AttemptState, BalanceReading, Event, Evidence, Happening,
};
use panelboard_domain::id::AttemptId;
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
    let shows_a_fall = |event: &Event| match event.what {
        Happening::Evidence(Evidence::Balance { reading, .. }) => {
            !matches!(fall_since(attempt, reading), Fall::None)
        }
        _ => false,
    };
    attempt.route == Route::Direct
        && has_outcome
        && is_fresh
        && attempt.alarm().is_none()
        && attempt.resolution().is_none()
        && attempt.ask.target().is_some()
        && !attempt.events().iter().any(shows_a_fall)
}

/// Reads the balance again and compares. To be called two seconds or more after the outcome.
pub async fn check_balance_after(
    outside: &impl Outside,
    keyed: Keyed<'_>,
    id: &AttemptId,
) -> Result<AfterCheck, ClientError> {
    let Some((attempt, reading)) = read_balance_for(outside, keyed, id).await? else {
        return Ok(AfterCheck::CannotTell);
    };
    let alarm = match (attempt.state(), fall_since(&attempt, reading)) {
        (_, Fall::Unclear) => return Ok(AfterCheck::CannotTell),
        (AttemptState::Rejected { .. }, Fall::Once | Fall::Twice) => Alarm::ChargedThoughRefused,
        (AttemptState::Placed { .. } | AttemptState::Unknown { .. }, Fall::Twice) => {
            Alarm::DoubleCharge
        }
        (AttemptState::Placed { .. }, Fall::None) => return Ok(AfterCheck::Unchanged),
        _ => return Ok(AfterCheck::Fine),
    };
    match journal::append(outside, id, vec![Happening::Alarm(alarm)]).await {
        Ok(attempt) => Ok(AfterCheck::Alarm(Box::new(attempt))),
        Err(AppendError::Storage(error)) => Err(error.into()),
        Err(_) => Ok(AfterCheck::CannotTell),
    }
}

/// The balance as evidence for one attempt: read under the panel's lock, so that no order of ours, of
/// whatever account, can come between, and recorded. `None` when another attempt at the panel may have
/// moved the balance, when it is another key's, when the balance before is not known, or when there is
/// no number.
pub(crate) async fn read_balance_for(
    outside: &impl Outside,
    keyed: Keyed<'_>,
    id: &AttemptId,
) -> Result<Option<(Attempt, BalanceReading)>, ClientError> {
    let panel = PanelId::of(&keyed.account.endpoint);
    let Ok(_spending) = outside.lock(&panel_lock(&panel)).await else {
        return Ok(None);
    };
    let attempts = journal::load(outside).await?.attempts;
    let own = || attempts.iter().filter(|attempt| attempt.concerns(&panel));
    let Some(attempt) = own().find(|attempt| attempt.id == *id) else { return Ok(None) };
    let turn = attempt.turn();
    // A later order moves the balance; an open one may at any time.
    let is_disturbed = |other: &Attempt| other.may_follow(attempt) || other.is_open();
    let disturbed = own().any(|other| other.id != *id && is_disturbed(other));
    // Another key than the one that paid may show another customer's balance.
    let is_paid = attempt.is_paid_by(&keyed.account.id, &KeyPrint::of(&panel, keyed.key));
    if disturbed || !is_paid || !attempt.left_alone() || attempt.balance_before().is_none() {
        return Ok(None);
    }
    let destination = Destination::of(keyed.account)?;
    let Some(reading) = reads::balance_once(outside, &destination, keyed).await? else {
        return Ok(None);
    };
    let evidence = Happening::Evidence(Evidence::Balance { reading, turn });
    match journal::append(outside, id, vec![evidence]).await {
        Ok(attempt) => Ok(Some((attempt, reading))),
        Err(AppendError::Storage(error)) => Err(error.into()),
        Err(_) => Ok(None),
    }
}
