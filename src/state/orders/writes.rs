//! What the three writes take and tell.

use panelboard_client::error::{ClientError, TransportError};
use panelboard_client::settle::NotSettled;
use panelboard_domain::account::Account;
use panelboard_domain::attempt::guard::Finding;
use panelboard_domain::attempt::{Ask, AttemptState};
use panelboard_domain::id::AttemptId;
use panelboard_domain::money::Currency;
use panelboard_domain::order::ValidOrder;
use panelboard_domain::service::Service;

/// What the user is about to confirm.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrderProposal {
    /// Whose money.
    pub account: Account,
    /// The service as the user sees it.
    pub shown: Service,
    /// What is sent.
    pub order: ValidOrder,
    /// The currency label beside the price.
    pub currency: Option<Currency>,
    /// The attempt this one repeats after it was found not placed.
    pub retry_of: Option<AttemptId>,
    /// Earlier attempts of [`super::Orders::findings`] that the user was shown and that do not stop
    /// the user; for an open unknown outcome by typed confirmation.
    pub acknowledged: Vec<AttemptId>,
    /// The quantity as the user typed it once more, where that was asked.
    pub typed_quantity: Option<u64>,
}

impl OrderProposal {
    pub(super) fn ask(&self) -> Ask {
        Ask::Add {
            service: Box::new(self.shown.clone()),
            params: self.order.params.clone(),
            quantity: self.order.quantity,
            link: self.order.link.clone(),
            estimate: self.order.estimate,
            currency: self.currency.clone(),
        }
    }
}

/// Where placing an order stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Placing {
    /// Not begun.
    #[default]
    Idle,
    /// Waiting for another order of this account, reading the balance, writing it down.
    Waiting,
    /// Written down and on its way.
    Sending(AttemptId),
    /// It ended as the journal says: placed, rejected or unknown.
    Ended(AttemptId, AttemptState),
    /// Stopped before anything was sent.
    Stopped(PlaceStop),
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
pub enum PlaceStop {
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
