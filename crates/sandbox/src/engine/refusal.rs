//! Why a panel says no. The words are the profile's; the reasons are the same everywhere.

/// A request that the panel does not fulfil.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// No key or no action arrived.
    NoData,
    Key,
    /// The account exists but may not be used.
    Suspended,
    Action(String),
    /// A field that the type needs is missing.
    Field(&'static str),
    /// No service id was sent.
    NoService,
    Service,
    Link,
    LinkLong {
        max: usize,
    },
    Quantity,
    Below {
        min: u64,
        max: u64,
    },
    Above {
        min: u64,
        max: u64,
    },
    Funds,
    ActiveLink,
    Comments,
    DripFeedOff,
    /// Runs without interval.
    IntervalMissing,
    /// Interval without runs.
    RunsMissing,
    Interval,
    Delay,
    /// Neither `order` nor `orders` was sent.
    NoOrder,
    Order,
    /// The id is not even a number.
    NotANumber(String),
    TooManyIds,
    RefillUnknown,
    RefillOff,
    /// The order is not completed.
    RefillEarly,
    /// It was refilled already and that was all.
    RefillAgain,
    /// The guarantee has ended.
    RefillOver,
    RefillWait {
        minutes: u64,
    },
    CancelOff,
    CancelAgain,
    /// The order is over.
    CancelLate,
    RateLimit,
}
