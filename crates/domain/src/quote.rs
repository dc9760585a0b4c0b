//! The price of a draft, always marked as an estimate: panels round and count in their own ways
//! (docs/protocol.md#charge).

use crate::money::Amount;
use crate::service::ServiceKind;
use serde::{Deserialize, Serialize};

/// An estimated charge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quote {
    /// The amount, in the account's currency.
    pub amount: Amount,
    /// How it was worked out.
    pub basis: Basis,
}

/// How a charge is worked out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// rate × quantity ÷ 1000.
    #[default]
    PerThousand,
    /// rate, once per order. Some clones charge per thousand here too.
    PerOrder,
    /// rate × quantity × runs ÷ 1000, all at once.
    AllRuns,
    /// rate × max × posts ÷ 1000: the most that a subscription can cost. `SmartPanel` reserves it
    /// at once, others charge each post when it comes.
    AtMost,
    /// rate × max ÷ 1000 for each post, without an end.
    EachPost,
}

/// What a panel counts when it charges a type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counted {
    /// The quantity that was typed, times the runs.
    Typed,
    /// The order.
    Order,
    /// The entries of this list.
    Lines(&'static str),
    /// The most per post, times the posts.
    Posts,
}

/// What a type counts.
pub const fn counted(kind: ServiceKind) -> Counted {
    match kind {
        ServiceKind::Package | ServiceKind::CustomCommentsPackage => Counted::Order,
        ServiceKind::CustomComments | ServiceKind::CommentReplies => Counted::Lines("comments"),
        ServiceKind::MentionsCustomList => Counted::Lines("usernames"),
        ServiceKind::Subscriptions => Counted::Posts,
        ServiceKind::Default
        | ServiceKind::Seo
        | ServiceKind::Mentions
        | ServiceKind::MentionsWithHashtags
        | ServiceKind::MentionsHashtag
        | ServiceKind::MentionsUserFollowers
        | ServiceKind::MentionsMediaLikers
        | ServiceKind::CommentLikes
        | ServiceKind::Poll
        | ServiceKind::InvitesFromGroups
        | ServiceKind::WebTraffic
        | ServiceKind::Unknown => Counted::Typed,
    }
}

/// The numbers that a charge is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Charged {
    /// The quantity of one run; the most per post of a subscription.
    pub quantity: u64,
    /// Runs of a drip-feed.
    pub runs: Option<u64>,
    /// Posts of a subscription; `None` = without an end.
    pub posts: Option<u64>,
}

impl Charged {
    /// All units that are charged for.
    pub const fn total(self) -> u64 {
        let times = match (self.runs, self.posts) {
            (Some(times), _) | (None, Some(times)) => times,
            (None, None) => 1,
        };
        self.quantity.saturating_mul(times)
    }
}

/// The estimated charge of an order; `None` when it is beyond any real price.
pub fn quote(kind: ServiceKind, rate: Amount, charged: Charged) -> Option<Quote> {
    let (amount, basis) = match counted(kind) {
        Counted::Order => (Some(rate), Basis::PerOrder),
        Counted::Posts if charged.posts.is_none() => {
            (per_thousand(rate, charged.quantity), Basis::EachPost)
        }
        Counted::Posts => (per_thousand(rate, charged.total()), Basis::AtMost),
        Counted::Typed if charged.runs.is_some() => {
            (per_thousand(rate, charged.total()), Basis::AllRuns)
        }
        Counted::Typed | Counted::Lines(_) => {
            (per_thousand(rate, charged.quantity), Basis::PerThousand)
        }
    };
    amount.map(|amount| Quote { amount, basis })
}

/// rate × quantity ÷ 1000, exact; `None` when the product is beyond any real price.
pub fn per_thousand(rate: Amount, quantity: u64) -> Option<Amount> {
    rate.checked_mul(quantity).map(Amount::per_thousand)
}

/// What an order costs that was partly delivered: charge × (1 − remains ÷ quantity). The rest goes
/// back to the balance. `None` when the numbers do not fit together.
pub fn partial(charge: Amount, quantity: u64, remains: u64) -> Option<Amount> {
    let delivered = quantity.checked_sub(remains)?;
    let product = charge.checked_mul(delivered)?.units();
    let quantity = i128::from(quantity);
    (quantity > 0).then(|| {
        let half = quantity / 2 * product.signum();
        Amount::from_units((product + half) / quantity)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn units(units: i128) -> Amount {
        Amount::from_units(units)
    }

    #[test]
    fn a_partial_order_keeps_what_was_delivered_rounded_half_up() {
        for (charge, quantity, remains, kept) in [
            (10, 10, 0, Some(10)),
            (10, 10, 10, Some(0)),
            (10, 4, 1, Some(8)),
            (2, 2, 1, Some(1)),
            (1, 2, 1, Some(1)),
            (1, 3, 2, Some(0)),
            (-2, 2, 1, Some(-1)),
            (-1, 2, 1, Some(-1)),
            (0, 7, 3, Some(0)),
            (10, 10, 11, None),
            (10, 0, 0, None),
            (i128::MAX, 10, 1, None),
        ] {
            assert_eq!(
                partial(units(charge), quantity, remains),
                kept.map(units),
                "{charge} {quantity} {remains}"
            );
        }
    }

    #[test]
    fn every_type_is_charged_by_its_rule() {
        let check = |kind, (quantity, runs, posts), expected| {
            let quote = quote(kind, units(7_000), Charged { quantity, runs, posts });
            assert_eq!(
                quote.map(|quote| (quote.amount.units(), quote.basis)),
                expected,
                "{kind:?}"
            );
        };
        check(ServiceKind::Default, (3, None, None), Some((21, Basis::PerThousand)));
        check(ServiceKind::Default, (3, Some(2), None), Some((42, Basis::AllRuns)));
        check(ServiceKind::Package, (3, Some(2), None), Some((7_000, Basis::PerOrder)));
        check(ServiceKind::CustomCommentsPackage, (3, None, None), Some((7_000, Basis::PerOrder)));
        check(ServiceKind::CustomComments, (3, Some(2), None), Some((21, Basis::PerThousand)));
        check(ServiceKind::MentionsCustomList, (3, None, None), Some((21, Basis::PerThousand)));
        check(ServiceKind::Subscriptions, (3, None, Some(4)), Some((84, Basis::AtMost)));
        check(ServiceKind::Subscriptions, (3, None, None), Some((21, Basis::EachPost)));
        check(ServiceKind::Unknown, (3, None, None), Some((21, Basis::PerThousand)));
        check(ServiceKind::Default, (u64::MAX, Some(2), None), {
            let most = i128::from(u64::MAX) * 7;
            Some((most, Basis::AllRuns))
        });
    }
}
