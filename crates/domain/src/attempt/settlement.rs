//! What forbids that an open outcome settles itself. The first version took two equal readings of the
//! balance as proof although a lower one had been read in between; so whatever any part of the app has
//! read or been told counts here, and one contrary piece is enough. A person then decides.
//!
//! Must never settle anything itself, and never weigh: it only finds what does not fit.

use super::evidence::{Fall, fall_since};
use super::{
    Alarm, Attempt, BalanceReading, Evidence, Happening, Outcome, Receipt, UnknownHint, Verdict,
};
use crate::account::Route;

/// A piece of evidence that an outcome does not explain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Contrary {
    /// The balance moved in a way that the outcome does not explain.
    Balance(BalanceReading),
    /// The balance raised an alarm.
    Alarm(Alarm),
    /// The panel spoke of an active order with this link.
    ActiveLink,
    /// A later order with the same link was accepted.
    LaterSuccess,
    /// The relay was still waiting for the panel.
    RelayInFlight,
    /// The panel, or what stands before it, said no.
    Refusal,
    /// The panel said yes with the number of another order of ours.
    NumberTaken,
}

/// What speaks against settling `attempt` to `outcome` without the user; `None` when nothing known
/// does. `receipt` is the relay's, when the settlement rests on it.
///
/// The panel's own number needs no other evidence: nothing speaks against an order that it names.
pub fn contrary(
    attempt: &Attempt,
    outcome: &Outcome,
    receipt: Option<Receipt>,
) -> Option<Contrary> {
    match outcome {
        Outcome::Placed { order_id: Some(_), .. } => None,
        Outcome::Placed { order_id: None, .. } => against_placed(attempt),
        Outcome::Rejected(_) | Outcome::NotPlaced => against_not_placed(attempt, receipt),
    }
}

/// Not placed means that nothing moved, ever: a fall that came back was a charge and its refund.
fn against_not_placed(attempt: &Attempt, receipt: Option<Receipt>) -> Option<Contrary> {
    let mut readings = own_readings(attempt);
    let before = attempt.balance_before().or_else(|| own_readings(attempt).next());
    let moved = readings
        .find(|reading| before.is_some_and(|before| before.amount != reading.amount))
        .map(Contrary::Balance);
    let waited =
        saw(attempt, Evidence::RelayInFlight) && matches!(receipt, None | Some(Receipt::NotSeen));
    moved
        .or_else(|| attempt.alarm().map(Contrary::Alarm))
        .or_else(|| was_told(attempt, &[UnknownHint::ActiveLink]).then_some(Contrary::ActiveLink))
        .or_else(|| saw(attempt, Evidence::ActiveLinkRefusal).then_some(Contrary::ActiveLink))
        .or_else(|| waited.then_some(Contrary::RelayInFlight))
        .or_else(|| names_another(attempt).then_some(Contrary::NumberTaken))
}

/// Placed by the balance alone means that it fell by the price, once and for good. Twice only where
/// the browser itself may have sent the order twice.
fn against_placed(attempt: &Attempt) -> Option<Contrary> {
    const NO: [UnknownHint; 3] =
        [UnknownHint::LikelyNotPlaced, UnknownHint::ChargedThoughRefused, UnknownHint::BotCheck];
    let mut fell = None;
    for reading in own_readings(attempt) {
        let explained = match fall_since(attempt, reading) {
            Fall::None => fell.is_none(),
            Fall::Twice if attempt.route == Route::Relay => false,
            now @ (Fall::Once | Fall::Twice) => *fell.get_or_insert(now) == now,
            Fall::Unclear => false,
        };
        if !explained {
            return Some(Contrary::Balance(reading));
        }
    }
    let refused = was_told(attempt, &NO) || was_rejected(attempt);
    let later = saw(attempt, Evidence::LaterSuccess);
    refused
        .then_some(Contrary::Refusal)
        .or_else(|| later.then_some(Contrary::LaterSuccess))
        // What fell may be the late charge of the order that it named.
        .or_else(|| names_another(attempt).then_some(Contrary::NumberTaken))
}

/// The panel named another order of ours when it was asked for this one.
pub(super) fn names_another(attempt: &Attempt) -> bool {
    was_told(attempt, &[UnknownHint::NumberTaken])
}

/// Readings that only this attempt of ours can have moved: a later one brings its own charge.
fn own_readings(attempt: &Attempt) -> impl Iterator<Item = BalanceReading> {
    let own = |(_, reading, turn)| (turn <= attempt.turn()).then_some(reading);
    attempt.readings().filter_map(own)
}

fn saw(attempt: &Attempt, evidence: Evidence) -> bool {
    attempt.events().iter().any(|event| event.what == Happening::Evidence(evidence))
}

/// The answer, or its absence, was one of these.
fn was_told(attempt: &Attempt, hints: &[UnknownHint]) -> bool {
    attempt.events().iter().any(|event| match &event.what {
        Happening::Judged { verdict: Verdict::Unknown(hint) } | Happening::Lost { hint } => {
            hints.contains(hint)
        }
        Happening::Alarm(Alarm::ChargedThoughRefused) => {
            hints.contains(&UnknownHint::ChargedThoughRefused)
        }
        _ => false,
    })
}

fn was_rejected(attempt: &Attempt) -> bool {
    let is_no =
        |what: &Happening| matches!(what, Happening::Judged { verdict: Verdict::Rejected(_) });
    attempt.events().iter().any(|event| is_no(&event.what))
}
