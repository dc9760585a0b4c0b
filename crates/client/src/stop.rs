//! Why nothing was sent: one list from the click to the last look under the panel's lock. Whoever says
//! [`Stop`] says too that the money is where it was; an outcome of something sent is never one of these.

use crate::error::{ClientError, LockError, StorageError, TransportError};
use crate::journal::JournalLoss;
use panelboard_domain::attempt::again::NoAgain;
use panelboard_domain::attempt::guard::Finding;
use panelboard_domain::money::Currency;

/// Why nothing was sent. Some can be said at the click only, some under the lock only, some at both: the
/// account, the price and the journal are looked at wherever they can have changed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Stop {
    /// The part of the app that sends has not arrived yet.
    #[error("the part that sends is not here yet")]
    NotReady,
    /// The account was removed.
    #[error("the account was removed")]
    NoAccount,
    /// The account's key is not on this device.
    #[error("the account's key is not here")]
    NoKey,
    /// The account is set to read-only.
    #[error("the account is read-only")]
    ReadOnly,
    /// The user has said, or the panel has shown, that it does not do this; or there is no number to ask
    /// about.
    #[error("the panel does not offer this")]
    NotOffered,
    /// The price is older than 15 minutes, is another one by now, or belongs to another service: read
    /// the list again and show the price again.
    #[error("the price is too old or another one")]
    PriceChanged,
    /// Records are missing: what was ordered before may not be in view. The user must type the quantity,
    /// or take note of the loss.
    #[error("records are missing and the quantity was not typed")]
    RecordsMissing(JournalLoss),
    /// It may repeat these. Show them to the user; sending needs their word on each.
    #[error("it may repeat an earlier attempt")]
    Duplicate(Vec<Finding>),
    /// The order cannot be asked for again, or not any more.
    #[error(transparent)]
    NotSafeAgain(#[from] NoAgain),
    /// What would be sent again is not what was sent: the app or the account writes it differently now.
    #[error("the request cannot be made again")]
    OtherBytes,
    /// This browser cannot keep two tabs apart.
    #[error("no locks in this browser")]
    NoLocks,
    /// Records of a newer app version are there: reload the page first.
    #[error("a newer version of the app has written to the journal")]
    ReloadFirst,
    /// The route did not bring a readable balance: an order's answer would be lost too.
    #[error("the balance cannot be read: {0}")]
    BalanceUnreadable(ClientError),
    /// The panel keeps the account in another currency than the sheet showed, so that the price on it
    /// meant other money. It is in this one now; `None`: it names none.
    #[error("the balance is in another currency than the confirmed price")]
    OtherCurrency(Option<Currency>),
    /// The relay did not say what it knows: a lost answer could then never be told from an order that
    /// was not sent, nor a repeated request from a first one.
    #[error("the relay's receipt cannot be read: {0}")]
    ReceiptUnreadable(TransportError),
    /// The journal cannot be written (full, blocked, damaged), or the account has no usable route.
    #[error(transparent)]
    Failed(ClientError),
}

impl From<ClientError> for Stop {
    fn from(error: ClientError) -> Self {
        Self::Failed(error)
    }
}

impl From<StorageError> for Stop {
    fn from(error: StorageError) -> Self {
        Self::Failed(error.into())
    }
}

impl From<TransportError> for Stop {
    fn from(error: TransportError) -> Self {
        Self::Failed(error.into())
    }
}

impl From<LockError> for Stop {
    fn from(error: LockError) -> Self {
        match error {
            LockError::Unavailable => Self::NoLocks,
        }
    }
}
