//! What a panel's code reads of an order, demands, counts and charges: as data.

use crate::engine::service::ServiceKind;

/// What an order must look like and what it costs.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rules {
    pub(crate) extras: Extras,
    pub(crate) quantity: QuantityNeed,
    /// The types whose quantity is the number of their lines.
    pub(crate) counted: &'static [ServiceKind],
    pub(crate) comments: CommentSplit,
    /// What the limits of counted types are checked against.
    pub(crate) limits: Measure,
    /// What counted types cost by.
    pub(crate) charges: Measure,
    pub(crate) packages: PackageCharge,
    pub(crate) subscriptions: SubscriptionCharge,
    pub(crate) drip_feed: DripFeed,
    /// Charges are rounded to this many places when they are stored.
    pub(crate) charge_places: u32,
    pub(crate) active_link: ActiveLink,
    pub(crate) link_limit: usize,
    /// `schedule=1` is answered with success and no order id.
    pub(crate) schedules: bool,
    pub(crate) refill: RefillRule,
    /// At most one `add` in this many milliseconds.
    pub(crate) add_gap: u64,
    pub(crate) batch: Batch,
    pub(crate) request_ids: RequestIds,
}

/// Which fields besides link, quantity and counted lines are demanded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Extras {
    /// Usernames, hashtags and the like, where the type needs them.
    All,
    /// Only the comments of comment packages.
    PackageComments,
    /// None: orders without them are taken and charged.
    None,
}

/// What the panel does with the `request_id` of an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RequestIds {
    /// Nothing: the same request makes another order.
    Ignored,
    /// It demands one, and answers a repeat of it for so long with the order that it made.
    Demanded {
        /// How long it remembers.
        millis: u64,
    },
}

/// Which of two quantities counts for types with lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Measure {
    /// The number of lines.
    Lines,
    /// The quantity that was sent beside them.
    Posted,
}

/// Where a quantity is demanded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum QuantityNeed {
    /// Where the type's table says so; of packages there is always one.
    ByType,
    /// For packages too.
    PackagesToo,
    /// For every type.
    Always,
    /// For every type but comment packages.
    AlmostAlways,
}

/// How comments are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CommentSplit {
    /// Lines with something in them.
    FilledLines,
    /// Lines after the text was trimmed; blank ones in between count.
    TrimmedLines,
    /// Line breaks plus one: a trailing one counts as another comment. So does ` | `.
    EveryLine,
    /// Commas plus one.
    Commas,
}

/// What a package costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PackageCharge {
    /// Its rate, whatever the quantity.
    Flat,
    /// Its rate times the quantity; so do subscriptions.
    PerPiece,
    /// A thousandth of the rate per piece, like everything else.
    PerThousand,
}

/// What a subscription takes from the balance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SubscriptionCharge {
    /// Nothing at first; each post's order is charged when it appears.
    PerPost,
    /// Nothing, ever; the number of posts is demanded.
    Free,
    /// The type falls through to link and quantity (and so usually fails for want of a link).
    NotKnown,
}

/// Which orders may be spread over runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DripFeed {
    /// Those of services with the flag, at any interval.
    Flagged,
    /// Those of services with the flag, at one of these intervals.
    FlaggedAt(&'static [u64]),
    /// All.
    Any,
    /// None; runs and interval are not read.
    Ignored,
}

/// When a second order for a link is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ActiveLink {
    Allowed,
    OncePerService,
    Once,
}

/// What happens to long lists of ids.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Batch {
    Unlimited,
    /// More than 100 are refused.
    Refused,
    /// What follows the first 100 is ignored.
    Cut,
}

/// When a refill may be asked for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RefillRule {
    /// The 24 hours also count from completion, not only from the last refill.
    pub(crate) waits_after_completion: bool,
    /// An order is refilled once.
    pub(crate) once: bool,
    pub(crate) id: RefillId,
    /// `orders` is read too.
    pub(crate) batches: bool,
}

/// What a client can find its refill by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RefillId {
    /// An id of its own.
    Own,
    /// The order's id.
    Order,
    /// Nothing: `refill_status` looks for the supplier's id, which the client never sees.
    Lost,
}
