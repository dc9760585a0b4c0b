//! What a panel sells. Every field but the id is optional: panels leave any of them out
//! (protocol.md 4), and a missing flag means unknown, not false.

use crate::id::ServiceId;
use crate::money::Amount;
use serde::{Deserialize, Serialize};

/// The canonical service types (protocol.md 5.1). They decide the order form and the charge rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the variants are the field's own type names")]
pub enum ServiceKind {
    Default,
    Package,
    Seo,
    CustomComments,
    CustomCommentsPackage,
    Mentions,
    MentionsWithHashtags,
    MentionsCustomList,
    MentionsHashtag,
    MentionsUserFollowers,
    MentionsMediaLikers,
    CommentLikes,
    CommentReplies,
    Poll,
    InvitesFromGroups,
    Subscriptions,
    WebTraffic,
    /// A word outside the list: link, quantity and free extra parameters, never a block.
    Unknown,
}

/// A price per 1000 as the panel wrote it, and what it means.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Rate {
    /// An exact price per 1000 (or per order, for packages).
    Exact(Amount),
    /// A price that means "do not order" (protocol.md 7: 999999999.00, 1e12 and the like).
    Sentinel(Amount),
    /// A text that is no unambiguous number; shown raw, never guessed.
    Unreadable(String),
    /// The panel named no rate.
    Missing,
}

/// One service of one panel, as listed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Service {
    /// The panel's id.
    pub id: ServiceId,
    /// The panel's name: entities decoded once, white space collapsed. May be empty.
    pub name: String,
    /// The panel's category; empty when it names none.
    pub category: String,
    /// The folded type.
    pub kind: ServiceKind,
    /// The type as the panel wrote it.
    pub kind_raw: String,
    /// Price per 1000.
    pub rate: Rate,
    /// Smallest quantity; `None` = no known limit.
    pub min: Option<u64>,
    /// Largest quantity; `None` = no known limit.
    pub max: Option<u64>,
    /// May be refilled; `None` = the panel does not say.
    pub refill: Option<bool>,
    /// May be cancelled; `None` = the panel does not say.
    pub cancel: Option<bool>,
    /// May be drip-fed; `None` = the panel does not say.
    pub dripfeed: Option<bool>,
    /// The panel's description, text only, bounded.
    pub description: Option<String>,
    /// The panel's "average time", as text.
    pub average_time: Option<String>,
}

/// Why a listed service cannot be ordered. It stays visible with this reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotOrderable {
    /// The rate is a "do not order" price.
    SentinelRate,
    /// The rate could not be read without guessing, or is missing or negative.
    UnknownRate,
    /// min > max.
    ImpossibleLimits,
}

impl Service {
    /// `Ok` when an order can be priced and its limits make sense.
    pub fn orderable(&self) -> Result<Amount, NotOrderable> {
        let rate = match &self.rate {
            Rate::Exact(rate) if !rate.is_negative() => *rate,
            Rate::Sentinel(_) => return Err(NotOrderable::SentinelRate),
            Rate::Exact(_) | Rate::Unreadable(_) | Rate::Missing => {
                return Err(NotOrderable::UnknownRate);
            }
        };
        match (self.min, self.max) {
            (Some(min), Some(max)) if min > max => Err(NotOrderable::ImpossibleLimits),
            _ => Ok(rate),
        }
    }
}
