//! A test of an account that is here: what it would become, and each difference, for the user to see
//! before anything is saved. Pure; the test itself is [`crate::probe::probe_account`] over the account's
//! own address, with no other account in `existing`.

use crate::probe::ProbeResult;
use panelboard_domain::account::{Ability, Account, Capability, Dialect, RelayId, Route};

/// One difference that a test found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// Another way there.
    Route {
        /// Before.
        from: Route,
        /// Now.
        to: Route,
    },
    /// Another relay.
    Relay {
        /// Before.
        from: RelayId,
        /// Now.
        to: RelayId,
    },
    /// The relay calls the panel otherwise.
    Alias {
        /// Before.
        from: Option<String>,
        /// Now.
        to: Option<String>,
    },
    /// It speaks otherwise.
    Dialect {
        /// Before.
        from: Dialect,
        /// Now.
        to: Dialect,
    },
    /// It can do otherwise, by what holds: the user's own word stays on top.
    Ability {
        /// What.
        what: Ability,
        /// Before.
        from: Capability,
        /// Now.
        to: Capability,
    },
}

/// The account as the test would have it, and how that differs. Name, colour, currency, read-only and
/// the user's words about abilities stay; so does what was observed.
pub fn compare(account: &Account, found: &ProbeResult) -> (Account, Vec<Change>) {
    let mut now = account.clone();
    (now.route, now.relay_alias) = (found.route, found.relay_alias.clone());
    now.relay = found.relay.clone();
    if found.dialect != account.dialect {
        now.dialect = found.dialect;
        now.capabilities = account.capabilities.in_dialect(&account.endpoint, found.dialect);
    }
    let mut changes = Vec::new();
    if account.route != now.route {
        changes.push(Change::Route { from: account.route, to: now.route });
    } else if account.relay != now.relay {
        changes.push(Change::Relay { from: account.relay.clone(), to: now.relay.clone() });
    } else if account.relay_alias != now.relay_alias {
        let (from, to) = (account.relay_alias.clone(), now.relay_alias.clone());
        changes.push(Change::Alias { from, to });
    }
    if account.dialect != now.dialect {
        changes.push(Change::Dialect { from: account.dialect, to: now.dialect });
    }
    for what in Ability::ALL {
        let (from, to) = (account.capabilities.get(what), now.capabilities.get(what));
        if from.has != to.has {
            changes.push(Change::Ability { what, from, to });
        }
    }
    (now, changes)
}
