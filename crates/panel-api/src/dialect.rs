//! What answers show of a panel: which dialect it speaks, what it can and cannot do
//! (protocol.md 17). A path is a hint; an answer decides.

use crate::action::Action;
use crate::error::{ApiError, Refusal};
use panelboard_domain::account::{Ability, Dialect, Source};
use panelboard_domain::attempt::RefusalKind;
use panelboard_domain::catalog::Catalog;
use panelboard_domain::service::Service;

/// The dialect that a catalogue shows: `refill` or `cancel` flags are v2's, a type in lower or
/// snake case is v1's, and so are descriptions where there are neither flags nor types. `None` when
/// it shows neither.
pub fn of_catalog(catalog: &Catalog) -> Option<Dialect> {
    let any = |shows: fn(&Service) -> bool| catalog.services().iter().any(shows);
    if any(|service| service.refill.is_some() || service.cancel.is_some()) {
        return Some(Dialect::V2);
    }
    let is_lower = any(|service| service.kind_raw.starts_with(|c: char| c.is_ascii_lowercase()));
    let is_bare = !any(|service| !service.kind_raw.is_empty());
    let is_v1 = is_lower || is_bare && any(|service| service.description.is_some());
    is_v1.then_some(Dialect::V1)
}

/// The dialect of an account: what its `balance` showed, else what its catalogue shows, else what
/// its path says; v2 where nothing speaks.
pub fn settle(
    path: &str,
    balance: Option<Dialect>,
    catalog: Option<&Catalog>,
) -> (Dialect, Source) {
    match balance.or_else(|| catalog.and_then(of_catalog)) {
        Some(dialect) => (dialect, Source::Observed),
        None if path.trim_end_matches('/').ends_with("/v1") => (Dialect::V1, Source::Assumed),
        None => (Dialect::V2, Source::Assumed),
    }
}

/// What an answer shows of the panel's abilities: `true` after any answer that belongs to the
/// action, `false` after one of those that turn a capability off (`Incorrect request`, unknown
/// action texts, the JSON `null`). `None` when the answer says nothing about it.
pub fn observed<T>(action: &Action, answer: &Result<T, ApiError>) -> Option<(Ability, bool)> {
    let ability = match action {
        Action::Status(orders) if orders.len() > 1 => Ability::MultiStatus,
        Action::Refill(orders) if orders.len() > 1 => Ability::MultiRefill,
        Action::Refill(_) => Ability::Refill,
        Action::RefillStatus(_) => Ability::RefillStatus,
        Action::Cancel(_) => Ability::Cancel,
        Action::Services | Action::Balance | Action::Add { .. } | Action::Status(_) => return None,
    };
    match answer {
        Ok(_) => Some((ability, true)),
        Err(ApiError::Refused(refusal)) => speaks_of(refusal).map(|has| (ability, has)),
        Err(ApiError::Unreadable { .. }) => None,
    }
}

/// Whether a refusal knows the action.
fn speaks_of(refusal: &Refusal) -> Option<bool> {
    match refusal.kind {
        RefusalKind::Action => Some(false),
        RefusalKind::Request => {
            let says_incorrect = refusal.text.to_ascii_lowercase().contains("incorrect request");
            says_incorrect.then_some(false)
        }
        RefusalKind::Order | RefusalKind::Refill | RefusalKind::Cooldown | RefusalKind::Cancel => {
            Some(true)
        }
        _ => None,
    }
}
