//! What a panel sells. Every field but the id is optional: panels leave any of them out
//! (docs/protocol.md#services), and a missing flag means unknown, not false.

use crate::id::ServiceId;
use crate::money::Amount;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// The canonical service types (docs/protocol.md#service-types). They decide the order form and the
/// charge rule.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the variants are the field's own type names")]
pub enum ServiceKind {
    /// Also a row that names no type.
    #[default]
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

impl ServiceKind {
    /// Folds a panel's type name: case, `_`, `-` and runs of white space do not matter. A missing
    /// type is [`ServiceKind::Default`]; a word outside the table, numbers included, is
    /// [`ServiceKind::Unknown`] (clones disagree about numbers).
    pub fn read(word: &str) -> Self {
        if word == "Default" {
            return Self::Default;
        }
        let mut folded = String::with_capacity(word.len());
        for part in word.split(|c: char| c.is_whitespace() || matches!(c, '_' | '-')) {
            if part.is_empty() {
                continue;
            }
            if !folded.is_empty() {
                folded.push(' ');
            }
            folded.extend(part.chars().flat_map(char::to_lowercase));
        }
        match folded.as_str() {
            "" | "default" => Self::Default,
            "package" => Self::Package,
            "seo" => Self::Seo,
            "custom comments" => Self::CustomComments,
            "custom comments package" | "package comments" => Self::CustomCommentsPackage,
            "mentions" => Self::Mentions,
            "mentions with hashtags" => Self::MentionsWithHashtags,
            "mentions custom list" => Self::MentionsCustomList,
            "mentions hashtag" | "mentions hastag" => Self::MentionsHashtag,
            "mentions user followers" | "mentions username followers" => {
                Self::MentionsUserFollowers
            }
            "mentions media likers" => Self::MentionsMediaLikers,
            "comment likes" => Self::CommentLikes,
            "comment replies" => Self::CommentReplies,
            "poll" => Self::Poll,
            "invites from groups" | "invite from groups" => Self::InvitesFromGroups,
            "subscriptions" | "subscription" | "package subscriptions" => Self::Subscriptions,
            "web traffic" => Self::WebTraffic,
            _ => Self::Unknown,
        }
    }
}

/// A price per 1000 as the panel wrote it, and what it means.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Rate {
    /// An exact price per 1000 (or per order, for packages).
    Exact(Amount),
    /// A price that means "do not order" (docs/protocol.md#services: 999999999.00, 1e12 and the like).
    Sentinel(Amount),
    /// A text that is no unambiguous number; shown raw, never guessed.
    Unreadable(String),
    /// The panel named no rate.
    Missing,
}

impl Rate {
    /// Prices from here on mean "do not order" (docs/protocol.md#services); no real price per 1000 in
    /// any currency met comes near.
    const SENTINEL: Amount = Amount::from_units(999_999_999 * 10_i128.pow(10));

    /// Sorts an exact reading.
    pub fn of(amount: Amount) -> Self {
        if amount >= Self::SENTINEL { Self::Sentinel(amount) } else { Self::Exact(amount) }
    }
}

/// One service of one panel, as listed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Service {
    /// The panel's id.
    pub id: ServiceId,
    /// The panel's name: entities decoded once, white space collapsed. May be empty.
    pub name: String,
    /// The panel's category; empty when it names none. Shared by the rows of a category.
    pub category: Arc<str>,
    /// The folded type.
    pub kind: ServiceKind,
    /// The type as the panel wrote it. Shared by the rows of a type.
    pub kind_raw: Arc<str>,
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
