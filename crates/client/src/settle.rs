//! What the user settles: an order found at the panel under a number, one that is not there, and taking
//! either back. The number is asked for at the panel first and compared with what was sent
//! (`panelboard_domain::attempt::number`); what may be said when stands in
//! `panelboard_domain::attempt::user`.
//!
//! Must never look for a number itself, and never send a panel anything but `status`.

mod repeat;
#[cfg(test)]
mod tests;

pub(crate) use repeat::{close_repeats, settle_by_repeats, settle_first};

use crate::error::{ClientError, StorageError};
use crate::journal::{self, AppendError};
use crate::place::Credentials;
use crate::ports::{AccountMirror, AttemptStore, Clock, KeyValue, Locks, OrderPorts};
use crate::reads::{Paces, read_status};
use crate::reconcile::{self, Closed, ReconcileError};
use panelboard_domain::account::Fact;
use panelboard_domain::attempt::number::{NumberCheck, check, holder};
use panelboard_domain::attempt::user::{
    NotPlacedWord, Withdrawal, not_placed_word, takes_number, withdrawal,
};
use panelboard_domain::attempt::{
    Attempt, Concern, Fit, Ground, Happening, Outcome, Point, PointValue, RefusalKind, ResolvedBy,
};
use panelboard_domain::id::{AttemptId, OrderId};
use panelboard_domain::order::{Followed, StatusReading};
use panelboard_panel_api::error::{ApiError, Warning};
use std::sync::Arc;

/// What the user says of an order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UserSettlement {
    /// It is at the panel, under this number.
    Number {
        /// The number.
        number: OrderId,
        /// In what it does not fit, as the user was shown and confirmed by name.
        accepted: Vec<Point>,
    },
    /// It is not there.
    NotPlaced,
}

/// Why it was not settled. Nothing has changed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotSettled {
    /// The number belongs to another order of the book: show that one.
    #[error("another order has this number")]
    Taken(AttemptId),
    /// The panel does not know the number under this key.
    #[error("the panel does not know this number")]
    UnknownNumber,
    /// The panel's figures do not fit: show both values; the user may confirm each misfit by name.
    #[error("the number does not fit")]
    Misfit(NumberCheck),
    /// The first look at the evidence has not ended, or the relay still waits for the panel.
    #[error("the first look has not ended")]
    TooEarly,
    /// The account or its key is gone: nobody can ask the panel.
    #[error("no account")]
    NoAccount,
    /// The order does not wait for this any more: here it is.
    #[error("it is settled")]
    NotNow(Box<Attempt>),
    /// Something was built on the user's word: this refill, cancel or repeat.
    #[error("something was built on it")]
    BuiltOn(AttemptId),
    /// The panel could not be asked.
    #[error(transparent)]
    Client(#[from] ClientError),
    /// The journal did not take it.
    #[error(transparent)]
    Journal(AppendError),
}

impl From<AppendError> for NotSettled {
    fn from(error: AppendError) -> Self {
        match error {
            AppendError::NotAllowed(attempt) => Self::NotNow(attempt),
            error => Self::Journal(error),
        }
    }
}

impl From<ReconcileError> for NotSettled {
    fn from(error: ReconcileError) -> Self {
        match error {
            ReconcileError::Journal(error) => error.into(),
            ReconcileError::Client(error) => Self::Client(error),
        }
    }
}

impl From<StorageError> for NotSettled {
    fn from(error: StorageError) -> Self {
        Self::Client(error.into())
    }
}

/// With what the panel can be asked about a number.
#[derive(Clone, Copy, Debug)]
pub struct Asker<'a> {
    /// The account of the order and its key.
    pub credentials: Credentials<'a>,
    /// The turns of reading.
    pub paces: &'a Paces,
    /// What the panel last said of the orders that are followed, whosoever they are.
    pub followed: &'a [Followed],
}

/// Settles an order by the user's word. `asker` is `None` when the account or its key is gone;
/// `learned` takes what the panel's answer shows of the panel.
pub async fn settle(
    ports: &impl OrderPorts,
    asker: Option<Asker<'_>>,
    id: &AttemptId,
    settlement: UserSettlement,
    learned: &mut Vec<Fact>,
) -> Result<Attempt, NotSettled> {
    let settled = match settlement {
        UserSettlement::Number { number, accepted } => {
            let asker = asker.ok_or(NotSettled::NoAccount)?;
            settle_number(ports, asker, id, &number, &accepted, learned).await
        }
        UserSettlement::NotPlaced => {
            let can_look = asker.is_some();
            if let Some(asker) = asker {
                close_at_relay(ports, asker.credentials, id).await?;
            }
            journal::append_among(ports, id, |attempt, _| {
                match not_placed_word(attempt, can_look) {
                    NotPlacedWord::Yes { .. } => Ok(settled(Outcome::NotPlaced, Vec::new())),
                    NotPlacedWord::Wait => Err(NotSettled::TooEarly),
                    NotPlacedWord::No => Err(NotSettled::NotNow(Box::new(attempt.clone()))),
                }
            })
            .await
        }
    }?;
    close_repeats(ports, &settled).await;
    Ok(settled)
}

/// Before the user's "not placed" counts, the relay promises never to send a late copy. What the panel
/// has answered by then is better than the user's word, and while the relay still waits for the panel
/// nobody can know. A relay that is out of reach changes nothing.
async fn close_at_relay(
    ports: &impl OrderPorts,
    credentials: Credentials<'_>,
    id: &AttemptId,
) -> Result<(), NotSettled> {
    let attempt = journal::get(ports, id).await?;
    let attempt = attempt
        .filter(|attempt| matches!(not_placed_word(attempt, true), NotPlacedWord::Yes { .. }));
    let Some(attempt) = attempt else { return Ok(()) };
    match reconcile::close(ports, credentials, attempt).await? {
        Closed::Settled(attempt) => Err(NotSettled::NotNow(attempt)),
        Closed::InFlight => Err(NotSettled::TooEarly),
        Closed::Nothing => Ok(()),
    }
}

async fn settle_number(
    ports: &impl OrderPorts,
    asker: Asker<'_>,
    id: &AttemptId,
    number: &OrderId,
    accepted: &[Point],
    learned: &mut Vec<Fact>,
) -> Result<Attempt, NotSettled> {
    let number = OrderId::given(number.as_str(), asker.credentials.key);
    let number = number.ok_or(NotSettled::UnknownNumber)?;
    let may_be = |attempt: &Attempt, attempts: &[Arc<Attempt>]| {
        if !takes_number(attempt) {
            return Err(NotSettled::NotNow(Box::new(attempt.clone())));
        }
        let own = attempts.iter().map(AsRef::as_ref);
        let own = own.filter(|other| is_same_panel(attempt, other));
        holder(&number, &attempt.id, own, asker.followed)
            .map_or(Ok(()), |by| Err(NotSettled::Taken(by)))
    };
    // Before the question, so that a number of one's own is not asked for, and once more when it is
    // written down: another tab may have got it meanwhile.
    let attempts = journal::load(ports).await?.attempts;
    let attempt = attempts.iter().find(|attempt| attempt.id == *id);
    may_be(attempt.ok_or(NotSettled::Journal(AppendError::Missing))?, &attempts)?;
    let (reading, named) = request(ports, asker, &number, learned).await?;
    journal::append_among(ports, id, |attempt, attempts| {
        may_be(attempt, attempts)?;
        let own: Vec<&Attempt> = attempts
            .iter()
            .map(AsRef::as_ref)
            .filter(|other| is_same_panel(attempt, other))
            .collect();
        let mut found = check(attempt, &reading, &own, asker.followed);
        found.0.push((Point::Number, named));
        if !found.is_accepted(accepted) {
            return Err(NotSettled::Misfit(found));
        }
        let grounds = found.0.into_iter().map(|(point, fit)| Ground::Number { point, fit });
        let outcome = Outcome::Placed { order_id: Some(number.clone()), refill_id: None };
        Ok(settled(outcome, grounds.collect()))
    })
    .await
}

fn settled(outcome: Outcome, grounds: Vec<Ground>) -> Vec<Happening> {
    vec![Happening::Resolved { by: ResolvedBy::User, outcome, grounds }]
}

/// Numbers are a panel's own: what may be of any panel counts.
fn is_same_panel(attempt: &Attempt, other: &Attempt) -> bool {
    attempt.panel.as_ref().is_none_or(|panel| other.concerns(panel))
}

async fn request(
    ports: &impl OrderPorts,
    asker: Asker<'_>,
    number: &OrderId,
    learned: &mut Vec<Fact>,
) -> Result<(StatusReading, Fit), NotSettled> {
    let orders = std::slice::from_ref(number);
    let read = read_status(ports, asker.paces, asker.credentials, orders, learned).await;
    match read {
        Ok(answer) => {
            // Some forks name another id than they were asked for, always: the user decides.
            let text = |text: &str| PointValue::Text(text.to_owned());
            let named = match answer.warnings.contains(&Warning::UnmatchedBatch) {
                true => Fit::Misfit { ours: text(number.as_str()), theirs: text("") },
                false => Fit::Fits,
            };
            let mut rows = answer.value.into_iter();
            let row = rows.find(|(order, _)| order == number);
            let reading = row.and_then(|(_, reading)| reading.ok());
            reading.map(|reading| (reading, named)).ok_or(NotSettled::UnknownNumber)
        }
        Err(ClientError::Api(ApiError::Refused(refusal))) if refusal.kind == RefusalKind::Order => {
            Err(NotSettled::UnknownNumber)
        }
        Err(error) => Err(error.into()),
    }
}

/// Takes the user's last word on an order back: it is then as open as it was before.
pub async fn withdraw(
    ports: &(impl AttemptStore + AccountMirror + KeyValue + Locks + Clock),
    id: &AttemptId,
) -> Result<Attempt, NotSettled> {
    journal::append_among(ports, id, |attempt, attempts| {
        let own = attempts.iter().map(AsRef::as_ref);
        let own = own.filter(|other| is_same_panel(attempt, other));
        match withdrawal(attempt, own) {
            Withdrawal::Yes => Ok(vec![Happening::Withdrawn]),
            Withdrawal::Nothing => Err(NotSettled::NotNow(Box::new(attempt.clone()))),
            Withdrawal::UsedBy(other) | Withdrawal::RepeatedBy(other) => {
                Err(NotSettled::BuiltOn(other))
            }
        }
    })
    .await
}

/// The panel itself has named the number of this attempt: where the user had found another one under it,
/// that word does not hold any more. Returns what changed; what could not be kept stays as it was.
pub(crate) async fn displace_holders(
    ports: &(impl AttemptStore + AccountMirror + KeyValue + Locks + Clock),
    attempt: &Attempt,
) -> Vec<Attempt> {
    let by_user =
        |attempt: &Attempt| attempt.resolution().is_some_and(|found| found.by == ResolvedBy::User);
    let number = attempt.order_id().filter(|_| attempt.request.target().is_some());
    let Some(number) = number.filter(|_| !by_user(attempt)) else { return Vec::new() };
    let Ok(loaded) = journal::load(ports).await else { return Vec::new() };
    let mut displaced = Vec::new();
    for other in loaded.attempts.iter().filter(|other| is_same_panel(attempt, other)) {
        let holds = |other: &Attempt| other.order_id() == Some(number) && by_user(other);
        if other.id == attempt.id || other.request.target().is_none() || !holds(other) {
            continue;
        }
        let displace = |other: &Attempt| match holds(other) {
            true => vec![Happening::Displaced { by: attempt.id.clone() }],
            false => Vec::new(),
        };
        displaced.extend(journal::append_if(ports, &other.id, displace).await.ok());
    }
    displaced
}

/// The user has seen what needed a look.
pub async fn mark_seen(
    ports: &(impl AttemptStore + AccountMirror + Locks + Clock),
    id: &AttemptId,
    concern: Concern,
) -> Result<Attempt, NotSettled> {
    Ok(journal::append(ports, id, vec![Happening::Seen(concern)]).await?)
}
