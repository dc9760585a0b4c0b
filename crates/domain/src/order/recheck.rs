//! The service as the user saw it against the service as listed now: what changed must be seen
//! before it is paid (docs/reliability.md#one-send).

use crate::service::Service;

/// What reading the list again brought.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recheck {
    /// Nothing that matters changed.
    Same,
    /// Rate, type, limits, refill or cancel changed: the user must accept the new one.
    Changed,
    /// The panel lists it no more.
    Gone,
}

/// Compares.
pub fn recheck(seen: &Service, listed: Option<&Service>) -> Recheck {
    let terms = |service: &Service| {
        (service.kind, service.min, service.max, service.refill, service.cancel)
    };
    match listed {
        None => Recheck::Gone,
        Some(now) if now.rate == seen.rate && terms(now) == terms(seen) => Recheck::Same,
        Some(_) => Recheck::Changed,
    }
}
