//! What an account's panel can do, each entry with how we know (protocol.md 17).

use super::Dialect;
use serde::{Deserialize, Serialize};

/// How a capability is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Source {
    /// The dialect's default.
    Assumed,
    /// The panel's own documentation.
    Documented,
    /// An answer of this very panel.
    Observed,
}

/// One thing a panel can or cannot do, and how we know.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Capability {
    /// Whether the panel can.
    pub has: bool,
    /// How we know.
    pub source: Source,
}

/// The things that an answer can show a panel to do or not to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Ability {
    /// `status` with a comma list of ids.
    MultiStatus,
    /// `refill`.
    Refill,
    /// `refill` with a comma list of ids.
    MultiRefill,
    /// `refill_status`.
    RefillStatus,
    /// `cancel`.
    Cancel,
}

/// How a panel counts the entries of a comment list (protocol.md 1.5).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CommentsSplit {
    /// One a line.
    Newline,
    /// Commas part them too.
    Comma,
    /// Some releases of this dialect count commas, others do not.
    Unknown,
}

/// What an account's panel can do (protocol.md 17).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Capabilities {
    /// `status` with a comma list of ids.
    pub multi_status: Capability,
    /// `refill`.
    pub refill: Capability,
    /// `refill` with a comma list of ids.
    pub multi_refill: Capability,
    /// `refill_status`.
    pub refill_status: Capability,
    /// `cancel`.
    pub cancel: Capability,
    /// Orders of type Subscriptions; stock v1 refuses them all with "Bad Link".
    pub subscriptions: Capability,
    /// A repeated `add` is recognised (`request_id`, a time window). An exception among panels.
    pub idempotency: Capability,
    /// How comment lists are counted.
    pub comments_split: CommentsSplit,
    /// Ids in one batch: v2 100, v1 50.
    pub max_batch: u16,
    /// The server url-decodes values twice (v1).
    pub double_decodes: bool,
}

impl Capabilities {
    /// The defaults of a dialect (protocol.md 17).
    pub const fn assumed(dialect: Dialect) -> Self {
        const fn assumed(has: bool) -> Capability {
            Capability { has, source: Source::Assumed }
        }
        let v2 = matches!(dialect, Dialect::V2);
        Self {
            multi_status: assumed(true),
            refill: assumed(v2),
            multi_refill: assumed(v2),
            refill_status: assumed(v2),
            cancel: assumed(v2),
            subscriptions: assumed(v2),
            idempotency: assumed(false),
            comments_split: if v2 { CommentsSplit::Newline } else { CommentsSplit::Unknown },
            max_batch: if v2 { 100 } else { 50 },
            double_decodes: !v2,
        }
    }

    /// What is known of an ability.
    pub const fn get(&self, ability: Ability) -> Capability {
        match ability {
            Ability::MultiStatus => self.multi_status,
            Ability::Refill => self.refill,
            Ability::MultiRefill => self.multi_refill,
            Ability::RefillStatus => self.refill_status,
            Ability::Cancel => self.cancel,
        }
    }

    /// Notes what an answer of this panel showed.
    pub const fn observe(&mut self, ability: Ability, has: bool) {
        let slot = match ability {
            Ability::MultiStatus => &mut self.multi_status,
            Ability::Refill => &mut self.refill,
            Ability::MultiRefill => &mut self.multi_refill,
            Ability::RefillStatus => &mut self.refill_status,
            Ability::Cancel => &mut self.cancel,
        };
        *slot = Capability { has, source: Source::Observed };
    }
}
