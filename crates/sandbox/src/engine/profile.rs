//! What makes one panel software differ from another: data, and the few functions that data
//! cannot express. One file per software, each a constant.

mod clients_orders;
mod cmsnt;
mod flask;
mod laravel_brl;
mod nextjs;
mod perfect;
mod request_id;
mod rules;
mod smartpanel;
mod smartpanel_fork;
mod smmpanelv1;
mod uzs;
mod wire;

pub(crate) use rules::{
    ActiveLink, Batch, CommentSplit, DripFeed, Extras, Measure, PackageCharge, QuantityNeed,
    RefillId, RefillRule, RequestIds, Rules, SubscriptionCharge,
};
pub(crate) use wire::{
    Answer, History, Ids, Many, Missing, ParentRow, Recorded, RowErrors, StatusRow, Wire,
};

use super::refusal::Refusal;

/// The two families of the protocol.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// `SmartPanel` and its forks, at `/api/v1`.
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
    /// The words of a refusal; some panels answer differently to reads and to writes.
    pub(crate) refuse: fn(&Refusal, Asked) -> Answer,
}

/// What a refused request had asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Asked {
    Read,
    Write,
}

impl Profile {
    /// Every profile: the Perfect Panel contract, the nine servers of docs/protocol.md#sandbox-panels,
    /// and one that wants request ids.
    pub const ALL: [&'static Self; 11] = [
        Self::PERFECT,
        Self::SMARTPANEL,
        &smartpanel_fork::SMARTPANEL_FORK,
        &clients_orders::CLIENTS_ORDERS,
        &cmsnt::CMSNT,
        &smmpanelv1::SMMPANELV1,
        &laravel_brl::LARAVEL_BRL,
        &nextjs::NEXTJS,
        &flask::FLASK,
        &uzs::UZS,
        &request_id::REQUEST_ID,
    ];

    /// The Perfect Panel contract, default at `/api/v2`.
    pub const PERFECT: &'static Self = &perfect::PERFECT;
    /// `SmartPanel` 4.0, default at `/api/v1`.
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
