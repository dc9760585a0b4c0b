//! What makes one panel software differ from another: data, and the few functions that data
//! cannot express. One file per software, each a constant.

mod perfect;
mod smartpanel;

use super::json::{Json, JsonStyle};
use super::money::Amount;
use super::order::State;
use super::refusal::Refusal;
use super::service::Service;

/// The two families of the protocol.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// SmartPanel and its forks, at `/api/v1`.
    V1,
    /// The Perfect Panel contract and its clones, at `/api/v2`.
    V2,
}

impl Dialect {
    /// `v1` or `v2`, as in the address.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::V1 => "v1",
            Self::V2 => "v2",
        }
    }
}

/// One panel software: how it reads, what it allows, what it charges, how it answers.
#[derive(Debug)]
pub struct Profile {
    /// The path segment that chooses it.
    pub name: &'static str,
    /// What it is, in a line.
    pub title: &'static str,
    /// The family it belongs to.
    pub dialect: Dialect,
    pub(crate) currency: &'static str,
    /// Rates of the generated list times this: the list is made in dollars.
    pub(crate) price_factor: u64,
    pub(crate) opening_balance: &'static str,
    pub(crate) reading: Reading,
    pub(crate) actions: &'static [Action],
    pub(crate) rules: Rules,
    pub(crate) ids: Ids,
    pub(crate) wire: Wire,
    pub(crate) refuse: fn(&Refusal) -> Answer,
}

impl Profile {
    /// Every profile, the two default ones first.
    pub const ALL: [&'static Self; 2] = [Self::PERFECT, Self::SMARTPANEL];

    /// The Perfect Panel contract, default at `/api/v2`.
    pub const PERFECT: &'static Self = &perfect::PERFECT;
    /// SmartPanel 4.0, default at `/api/v1`.
    pub const SMARTPANEL: &'static Self = &smartpanel::SMARTPANEL;

    /// The profile of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<&'static Self> {
        Self::ALL.into_iter().find(|profile| profile.name == name)
    }
}

/// What a panel can be asked. The two last ones exist in two panels only.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Action {
    Services,
    Balance,
    Add,
    Status,
    Refill,
    RefillStatus,
    Cancel,
    Orders,
    Categories,
}

impl Action {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Services => "services",
            Self::Balance => "balance",
            Self::Add => "add",
            Self::Status => "status",
            Self::Refill => "refill",
            Self::RefillStatus => "refill_status",
            Self::Cancel => "cancel",
            Self::Orders => "orders",
            Self::Categories => "categories",
        }
    }
}

/// What the server's code reads of a request.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reading {
    /// `strip_tags(urldecode(…))` on values that were already decoded.
    pub(crate) double_decoding: bool,
    /// The only fields that `add` looks at; all when `None`.
    pub(crate) only: Option<&'static [&'static str]>,
    pub(crate) json: bool,
    pub(crate) query: Query,
    /// Fields that are read from the query and nowhere else.
    pub(crate) query_only: &'static [&'static str],
    /// `services` is served to any key.
    pub(crate) public_services: bool,
}

/// Which fields of the query count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Query {
    All,
    KeyAndAction,
}

/// What an order must look like and what it costs.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rules {
    /// Usernames, hashtags and the like are demanded where the type needs them.
    pub(crate) demands_extras: bool,
    pub(crate) quantity: QuantityNeed,
    pub(crate) comments: CommentSplit,
    /// Custom comments cost by the posted quantity instead of by the lines.
    pub(crate) comments_cost_posted_quantity: bool,
    /// Packages cost their rate, whatever the quantity; else they cost like all others.
    pub(crate) flat_packages: bool,
    pub(crate) subscriptions: SubscriptionCharge,
    /// The intervals that drip-feed allows; any when `None`.
    pub(crate) intervals: Option<&'static [u64]>,
    /// Charges are rounded to this many places when they are stored.
    pub(crate) charge_places: u32,
    pub(crate) active_link: ActiveLink,
    pub(crate) refill: RefillRule,
    /// At most one `add` in this many milliseconds.
    pub(crate) add_gap: u64,
    pub(crate) batch_limit: usize,
}

/// Where a quantity is demanded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum QuantityNeed {
    /// Where the type's table says so.
    ByType,
    /// There and for packages.
    PackagesToo,
    /// For every type.
    Always,
}

/// How comments are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CommentSplit {
    /// Lines with something in them.
    FilledLines,
    /// Line breaks plus one: a trailing one counts as another comment.
    EveryLine,
    /// Commas plus one.
    Commas,
}

/// What a subscription takes from the balance when it is created.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SubscriptionCharge {
    /// Nothing; each post's order is charged when it appears.
    PerPost,
    /// Nothing, ever.
    Free,
    /// The rate, flat.
    Flat,
    /// The type falls through to link and quantity (and so usually fails for want of a link).
    NotKnown,
}

/// When a second order for a link is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ActiveLink {
    Allowed,
    OncePerService,
    Once,
}

/// When a refill may be asked for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RefillRule {
    /// The 24 hours also count from completion, not only from the last refill.
    pub(crate) waits_after_completion: bool,
    /// Days after the order in which refills are given.
    pub(crate) days: u64,
    /// `refill_status` looks for the supplier's id, which the client never sees.
    pub(crate) loses_ids: bool,
}

/// How order and refill ids look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ids {
    /// Rising numbers from here on, written as numbers.
    Rising(u64),
    /// Eight random digits, written as text.
    Unrelated,
    /// Six letters and digits.
    Letters,
    /// `ord_<milliseconds>_<five characters>`.
    Prefixed,
}

impl Ids {
    /// The id as this panel writes it in JSON.
    pub(crate) fn json(self, id: &str) -> Json {
        match self {
            Self::Rising(_) => Json::number(id),
            Self::Unrelated | Self::Letters | Self::Prefixed => Json::text(id),
        }
    }
}

/// An HTTP status and a body.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) body: Json,
}

impl Answer {
    pub(crate) const fn ok(body: Json) -> Self {
        Self { status: 200, body }
    }

    /// `{"error": text}`, the usual carrier.
    pub(crate) fn error(status: u16, text: impl Into<String>) -> Self {
        Self { status, body: Json::object([("error", Json::text(text))]) }
    }
}

/// How answers look.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Wire {
    pub(crate) json: JsonStyle,
    pub(crate) content_type: &'static str,
    pub(crate) service: fn(&Service) -> Json,
    pub(crate) no_services: fn() -> Json,
    pub(crate) balance: fn(Amount, &str) -> Json,
    pub(crate) placed: fn(Json, Amount) -> Answer,
    pub(crate) word: fn(State) -> &'static str,
    pub(crate) status: fn(&StatusRow) -> Json,
    pub(crate) many: Many,
    /// A single unknown order in `status`.
    pub(crate) missing: Missing,
    pub(crate) refills: RefillShape,
    pub(crate) cancels: CancelShape,
}

/// What a status answer is made of.
#[derive(Debug)]
pub(crate) struct StatusRow<'a> {
    pub(crate) id: &'a str,
    pub(crate) word: &'static str,
    pub(crate) currency: &'static str,
    pub(crate) charge: Amount,
    pub(crate) start_count: u64,
    pub(crate) remains: i64,
    pub(crate) parent: Option<ParentRow<'a>>,
}

/// The same for an order that has child orders.
#[derive(Debug)]
pub(crate) enum ParentRow<'a> {
    DripFeed { runs: u64, orders: Vec<&'a str> },
    Subscription { unexpired: bool, posts: u64, orders: Vec<&'a str> },
}

/// The shape of a batch of statuses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Many {
    /// By id, with error objects.
    Map,
    /// By id, with bare strings as errors.
    MapWithBareErrors,
    /// By id, unknown ids left out; an error when none is known.
    MapOmitting,
    /// A list without ids in the database's order.
    ListWithoutIds,
    /// By id, but a single one is not wrapped.
    MapOrSingle,
    /// The panel looks at `order` only.
    None,
}

/// How a single unknown order is reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Missing {
    Error,
    ErrorInList,
    ErrorInMap,
}

/// How refills are answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RefillShape {
    /// `{"refill":"1"}`, `{"error":…}`.
    Plain,
    /// `{"refill":"1"}`, `{"refill":{"error":…}}`, single states in a list.
    Nested,
}

/// How cancels are answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CancelShape {
    /// `[{"order":9,"cancel":{"error":…}}]`.
    Nested,
    /// `[{"order":9,"error":…}]`, and `{"cancel":1}` for a single `order`.
    Flat,
}
