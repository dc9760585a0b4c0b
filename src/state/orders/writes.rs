//! What the three writes tell the views.

use panelboard_client::error::ClientError;
use panelboard_domain::attempt::AttemptState;
use panelboard_domain::id::{AttemptId, OrderId};
use panelboard_domain::service::Service;
use panelboard_domain::time::Timestamp;
use std::sync::Arc;

/// The service now against the service as shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PriceCheck {
    /// Nothing that matters changed.
    Same,
    /// Rate, limits, refill or cancel changed: the user must accept the new one.
    Changed {
        /// As shown.
        old: Arc<Service>,
        /// As listed now.
        new: Arc<Service>,
    },
    /// The panel lists it no more.
    Gone,
}

/// Whether an order may repeat an earlier one (product.md M-8).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Duplicate {
    /// No.
    No,
    /// The same link, another service: for information.
    SameLink(AttemptId),
    /// The same link and service, still active: the panel may refuse or deliver less.
    ActiveLink(AttemptId),
    /// The same order within 24 hours: the user must want it twice.
    Exact(AttemptId),
    /// An order with this link and service whose outcome is open: blocked until it is resolved or
    /// overridden by a typed confirmation.
    OpenUnknown(AttemptId),
}

/// Where placing an order stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Placing {
    /// Not begun.
    #[default]
    Idle,
    /// Waiting for another order of this account, maybe in another tab.
    Waiting,
    /// Reading the balance: the route works and the baseline is known.
    Checking,
    /// Writing it down, before anything is sent.
    Saving,
    /// On its way.
    Sending(AttemptId),
    /// It ended as the journal says: placed, rejected or unknown.
    Ended(AttemptId, AttemptState),
    /// Stopped before anything was sent.
    Stopped(PlaceStop),
}

/// Why nothing was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PlaceStop {
    /// The balance could not be read over this route, or storage refused.
    Failed(ClientError),
    /// The account is read-only.
    ReadOnly,
    /// It may repeat an earlier order.
    Duplicate(Duplicate),
    /// Another tab is placing an order for this account.
    Busy,
}

/// Whether a refill or cancel may be asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Eligibility {
    /// Yes.
    Yes,
    /// The panel does not say whether this service allows it: enabled, with a question mark.
    Perhaps,
    /// No, and why.
    No(NotEligible),
}

/// Why a refill or cancel cannot be asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotEligible {
    /// The account is read-only.
    ReadOnly,
    /// The order has no number: it was not placed or is unknown.
    NoOrderId,
    /// The panel's interface has no such action (all v1 panels).
    PanelCannot,
    /// The service does not allow it.
    ServiceCannot,
    /// Refill: not completed. Cancel: already final.
    WrongStatus,
    /// One was asked for and is still open.
    AlreadyAsked,
    /// The panel wants a pause.
    CoolingDown {
        /// When it may be asked again.
        until: Timestamp,
    },
    /// Being sent now.
    Sending,
    /// The account was removed.
    NoAccount,
}

/// What the user found out about an unknown order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Resolution {
    /// It is there, under this number.
    Placed(OrderId),
    /// It is not there.
    NotPlaced,
}

/// Where resolving stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Resolving {
    /// Not begun.
    #[default]
    Idle,
    /// Asking the panel for the number.
    Checking,
    /// Resolved.
    Done,
    /// The panel does not know the number under this key.
    NotFound,
    /// Could not be checked or stored.
    Failed(ClientError),
}
