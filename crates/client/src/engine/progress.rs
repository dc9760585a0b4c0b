//! How far the engine is with what the user asked for.

use crate::accounts::key::KeyStop;
use crate::accounts::retest::Change;
use crate::error::StorageError;
use crate::probe::ProbeFailure;
use crate::settle::NotSettled;
use crate::stop::Stop;
use panelboard_domain::account::Account;
use panelboard_domain::attempt::AttemptState;
use panelboard_domain::balance::Balance;
use panelboard_domain::id::AttemptId;

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
