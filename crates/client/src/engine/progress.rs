//! How far the engine is with what the user asked for.

use crate::accounts::key::KeyStop;
use crate::accounts::retest::Change;
use crate::error::{ClientError, StorageError, TransportError};
use crate::place::{AgainStop, ConfirmStop, NotSent};
use crate::probe::ProbeFailure;
use crate::settle::NotSettled;
use panelboard_domain::account::Account;
use panelboard_domain::attempt::AttemptState;
use panelboard_domain::attempt::guard::Finding;
use panelboard_domain::balance::Balance;
use panelboard_domain::id::AttemptId;
use panelboard_domain::money::Currency;

/// Where placing an order stands, or asking for it again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Placing {
    /// Not begun.
    #[default]
    Idle,
    /// Waiting for another order of this panel, reading the balance, writing it down.
    Waiting,
    /// Written down and on its way.
    Sending(AttemptId),
    /// It ended as the journal says: placed, rejected or unknown.
    Ended(AttemptId, AttemptState),
    /// Stopped before anything was sent.
    Stopped(Stop),
}

impl Placing {
    /// The button must wait.
    pub fn is_running(&self) -> bool {
        matches!(self, Self::Waiting | Self::Sending(_))
    }

    /// The order in the journal that it is about, once there is one.
    pub fn attempt(&self) -> Option<&AttemptId> {
        match self {
            Self::Sending(attempt) | Self::Ended(attempt, _) => Some(attempt),
            Self::Idle | Self::Waiting | Self::Stopped(_) => None,
        }
    }
}

/// Why nothing was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stop {
    /// The relay did not say what it knows, so that a lost answer could never be told from an order that
    /// was not sent.
    RecordUnreadable(TransportError),
    /// The balance could not be read over this route: an answer to the order would be lost too.
    BalanceUnreadable(ClientError),
    /// The journal or the route is not usable.
    Failed(ClientError),
    /// The panel may not know the request any more, or it would not be the same one.
    NotSafeAgain,
    /// The account is read-only.
    ReadOnly,
    /// The account was removed.
    NoAccount,
    /// The account's panel is not to be asked for this.
    NotOffered,
    /// It may repeat these; the user must see them first.
    Duplicate(Vec<Finding>),
    /// The panel keeps the account in another currency than the sheet showed; `None`: it names none now.
    OtherCurrency(Option<Currency>),
    /// Records are missing: the quantity must be typed.
    RecordsMissing,
    /// The price is older than 15 minutes or changed: check it again.
    PriceChanged,
    /// The account's key is not on this device.
    NoKey,
    /// This browser cannot keep two tabs apart.
    NoLocks,
    /// The part of the app that sends has not arrived yet.
    NotReady,
    /// A newer version of the app wrote to the journal: reload the page.
    ReloadFirst,
}

impl From<ConfirmStop> for Stop {
    fn from(stop: ConfirmStop) -> Self {
        match stop {
            ConfirmStop::ReadOnly => Self::ReadOnly,
            ConfirmStop::NotOffered => Self::NotOffered,
            ConfirmStop::PriceTooOld | ConfirmStop::OtherService => Self::PriceChanged,
            ConfirmStop::RecordsMissing(_) => Self::RecordsMissing,
            ConfirmStop::Route(error) => Self::Failed(ClientError::Transport(error)),
        }
    }
}

impl From<AgainStop> for Stop {
    fn from(stop: AgainStop) -> Self {
        match stop {
            AgainStop::No(_) | AgainStop::OtherBytes => Self::NotSafeAgain,
            AgainStop::Confirm(stop) => stop.into(),
        }
    }
}

impl From<NotSent> for Stop {
    fn from(not_sent: NotSent) -> Self {
        match not_sent {
            NotSent::Storage(error) => Self::Failed(ClientError::Storage(error)),
            NotSent::ReloadFirst => Self::ReloadFirst,
            NotSent::Lock(_) => Self::NoLocks,
            NotSent::Duplicate(findings) => Self::Duplicate(findings),
            NotSent::BalanceUnreadable(error) => Self::BalanceUnreadable(error),
            NotSent::OtherCurrency { panel, .. } => Self::OtherCurrency(panel),
            NotSent::Again(_) => Self::NotSafeAgain,
            NotSent::RecordsMissing(_) => Self::RecordsMissing,
            NotSent::ReceiptUnreadable(error) => Self::RecordUnreadable(error),
        }
    }
}

/// Where the user's word on an order stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Settling {
    /// Not said, or said and forgotten.
    #[default]
    Idle,
    /// Asking the panel for the number, or writing it down.
    Checking,
    /// Settled.
    Done,
    /// Not settled; nothing has changed.
    Stopped(NotSettled),
}

/// Where a new test of an account stands.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Retest {
    /// Not begun, or its outcome was kept or thrown away.
    #[default]
    Idle,
    /// Under way.
    Testing,
    /// It worked: what the account would become, and each difference.
    Found(Box<Account>, Vec<Change>),
    /// It found nothing usable; the account stays as it is.
    Failed(ProbeFailure),
    /// Its key is not on this device.
    NoKey,
}

/// Where a new key stands.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum KeyChange {
    /// Nothing typed yet.
    #[default]
    Idle,
    /// The key is being tried.
    Testing,
    /// It is the account's key now; the balance that it brought.
    Done(Balance),
    /// The account keeps its old key.
    Stopped(KeyStop),
    /// The new key could not be stored; the account keeps its old one.
    NotStored(StorageError),
}
