//! What a panel's answers look like: as data, and as functions where data cannot say it.

use crate::engine::json::{Json, JsonStyle};
use crate::engine::money::Amount;
use crate::engine::order::State;
use crate::engine::service::Service;

/// How order and refill ids look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ids {
    /// Rising numbers from here on, written as numbers.
    Rising(u64),
    /// Rising numbers from here on, written as text.
    RisingText(u64),
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
            Self::RisingText(_) | Self::Unrelated | Self::Letters | Self::Prefixed => {
                Json::text(id)
            }
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

    /// `{"error": text, "status": code}`.
    pub(crate) fn coded(text: impl Into<String>, code: Json) -> Self {
        Self::ok(Json::object([("error", Json::text(text)), ("status", code)]))
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
    pub(crate) recorded: Recorded,
    pub(crate) no_services: fn() -> Json,
    pub(crate) balance: fn(Amount, &str) -> Json,
    pub(crate) placed: fn(Json, Amount) -> Answer,
    pub(crate) word: fn(State) -> &'static str,
    pub(crate) status: fn(&StatusRow) -> Json,
    pub(crate) many: Many,
    /// A single unknown order in `status`.
    pub(crate) missing: Missing,
    pub(crate) refilled: fn(&str) -> Answer,
    pub(crate) refills: RowErrors,
    /// A single refill's state comes in a list, and an unknown state as `null`.
    pub(crate) refill_state_in_list: bool,
    pub(crate) cancels: RowErrors,
    pub(crate) history: History,
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
    /// A list without ids: errors stand where they were asked for, orders as the database sorts.
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

/// How a row of refills or cancels reports an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RowErrors {
    /// `{"order":9,"cancel":{"error":…}}`; for a single order the plain error.
    Nested,
    /// The same, and for a single order `{"refill":{"error":…}}`.
    NestedAlways,
    /// `{"order":9,"error":…}`.
    Flat,
}

/// What the action `orders` shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum History {
    /// `{"total_orders_placed":…,"orders":[…]}`.
    Counted,
    /// A list.
    Bare,
}

/// What becomes of a recorded row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Recorded {
    /// It passes byte for byte if it is of this panel's dialect.
    AsIs,
    /// It is written anew in this panel's form.
    Rewritten,
}
