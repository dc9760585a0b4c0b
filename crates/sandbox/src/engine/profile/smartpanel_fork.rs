//! A `SmartPanel` fork (v1): refills, one order per link and service, comments split at commas,
//! order ids that have nothing to do with the rows.

use super::smartpanel::SMARTPANEL;
use super::{Action, ActiveLink, CommentSplit, Ids, Profile, RefillRule, Rules};

pub(super) const SMARTPANEL_FORK: Profile = Profile {
    name: "smartpanel-fork",
    title: "SmartPanel fork with refills",
    opening_balance: "95.2500",
    actions: &[
        Action::Services,
        Action::Balance,
        Action::Add,
        Action::Status,
        Action::Refill,
        Action::RefillStatus,
    ],
    rules: Rules {
        comments: CommentSplit::Commas,
        active_link: ActiveLink::OncePerService,
        refill: RefillRule { batches: false, ..SMARTPANEL.rules.refill },
        ..SMARTPANEL.rules
    },
    ids: Ids::Unrelated,
    ..SMARTPANEL
};
