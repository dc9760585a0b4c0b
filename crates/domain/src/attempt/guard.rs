//! The duplicate guard (docs/reliability.md#the-guard): what the user must see before an order
//! that may repeat another one. It asks; only an open unknown outcome blocks. It goes by the panel
//! alone, never by an account's row, which comes and goes (docs/reliability.md#who-guards).

use super::fingerprint::Target;
use super::{Attempt, AttemptState, Request, is_same_content};
use crate::id::{AttemptId, OrderId, ServiceId};
use crate::panel::PanelId;
use crate::time::Timestamp;
use std::borrow::Borrow;

/// An exact repeat within this time asks.
pub const REPEAT_WINDOW_MILLIS: i64 = 24 * 60 * 60 * 1000;

/// One reason to stop and look, worst first.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Finding {
    /// An attempt with the same link and service has an unknown outcome. Blocks until it is resolved
    /// or overridden by typed confirmation.
    OpenUnknown {
        /// Which.
        attempt: AttemptId,
    },
    /// The same order was placed (or is being sent) a short time ago. Asks.
    Repeat {
        /// Which.
        attempt: AttemptId,
        /// Its id at the panel, when it is known.
        order: Option<OrderId>,
    },
    /// An order with the same link and service is still active. Warns: delivery may fall short and
    /// a refill may be refused.
    ActiveLink {
        /// Which.
        attempt: AttemptId,
        /// Its id at the panel, when it is known.
        order: Option<OrderId>,
    },
    /// An order with the same link and another service is still active. Informs.
    SameLinkOtherService {
        /// Which.
        attempt: AttemptId,
        /// Its id at the panel, when it is known.
        order: Option<OrderId>,
    },
}

impl Finding {
    /// The earlier attempt.
    pub fn attempt(&self) -> &AttemptId {
        match self {
            Self::OpenUnknown { attempt }
            | Self::Repeat { attempt, .. }
            | Self::ActiveLink { attempt, .. }
            | Self::SameLinkOtherService { attempt, .. } => attempt,
        }
    }

    /// Sending needs the user's word on this very finding.
    pub fn needs_acknowledgement(&self) -> bool {
        matches!(self, Self::OpenUnknown { .. } | Self::Repeat { .. })
    }
}

/// What is about to be asked, and when.
#[derive(Clone, Copy, Debug)]
pub struct Candidate<'a> {
    /// Where.
    pub panel: &'a PanelId,
    /// What is asked.
    pub request: &'a Request,
    /// Now, by the wall clock.
    pub now: Timestamp,
    /// This tab's session: what it sent counts as recent whatever the clock says.
    pub session: &'a str,
}

/// All reasons to stop, worst first. `is_final` tells whether the panel is done with an order.
pub fn findings<A: Borrow<Attempt>>(
    candidate: &Candidate<'_>,
    attempts: &[A],
    is_final: impl Fn(&OrderId) -> bool,
) -> Vec<Finding> {
    // A record of an unknown panel guards every panel by service and link; a refill's or cancel's order
    // number says nothing at another panel.
    let may_speak =
        |attempt: &Attempt| attempt.panel.is_some() || attempt.request.target().is_some();
    let own = || {
        let at_panel = |attempt: &&Attempt| attempt.concerns(candidate.panel) && may_speak(attempt);
        attempts.iter().map(Borrow::borrow).filter(at_panel)
    };
    let latest = own().map(Attempt::turn).max().unwrap_or(0);
    let target = Target::of(candidate.request);
    let target = target.as_ref();
    let mut found: Vec<Finding> = own()
        .filter_map(|attempt| finding(candidate, target, attempt, latest, &is_final))
        .collect();
    found.sort();
    found
}

fn finding(
    candidate: &Candidate<'_>,
    target: Option<&Target<'_>>,
    earlier: &Attempt,
    latest_turn: u64,
    is_final: &impl Fn(&OrderId) -> bool,
) -> Option<Finding> {
    let attempt = earlier.id.clone();
    // Only what is for the same link can be the same order; the links are made canonical once for all.
    let is_same_link = match (target, earlier.canonical_link()) {
        (Some(target), Some(link)) => target.link == link,
        (None, None) => true,
        _ => false,
    };
    let is_same_target = || is_same_link && target.map(|one| one.service) == service_of(earlier);
    let same_content = || is_same_link && is_same_content(candidate.request, &earlier.request);
    if earlier.is_unknown() {
        let same = same_content() || (target.is_some() && is_same_target());
        return same.then_some(Finding::OpenUnknown { attempt });
    }
    let order = earlier.order_id().cloned();
    if !matches!(earlier.state(), AttemptState::Sending | AttemptState::Placed { .. }) {
        return None;
    }
    let under_way = *earlier.state() == AttemptState::Sending;
    // A second refill or cancel is the panel's to judge; only a second order costs.
    let costs = candidate.request.target().is_some() || under_way;
    if costs && is_recent(candidate, earlier, latest_turn) && same_content() {
        return Some(Finding::Repeat { attempt, order });
    }
    let target = target?;
    if order.as_ref().is_some_and(is_final) {
        return None;
    }
    let service = service_of(earlier).filter(|_| is_same_link)?;
    Some(if target.service == service {
        Finding::ActiveLink { attempt, order }
    } else {
        Finding::SameLinkOtherService { attempt, order }
    })
}

fn service_of(attempt: &Attempt) -> Option<&ServiceId> {
    attempt.request.target().map(|(service, _)| service)
}

/// Both are orders for the same service and target.
pub fn is_same_target(request: &Request, earlier: &Request) -> bool {
    let services = request.target().map(|(id, _)| id) == earlier.target().map(|(id, _)| id);
    services && Target::of(request).is_some_and(|target| Target::of(earlier) == Some(target))
}

/// Recent by the clock in either direction, or sent by this very session, or the panel's latest:
/// a clock that jumps must not open the guard (I9).
fn is_recent(candidate: &Candidate<'_>, earlier: &Attempt, latest_turn: u64) -> bool {
    let age = candidate.now.millis_since(earlier.created_at);
    age < REPEAT_WINDOW_MILLIS
        || earlier.session == candidate.session
        || earlier.turn() == latest_turn
}
