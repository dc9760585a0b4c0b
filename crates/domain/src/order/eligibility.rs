//! Whether a refill or cancel may be asked for, and if not, why (product.md M-11, protocol.md 15).

use super::{Followed, OrderStatus};
use crate::account::Account;
use crate::service::Service;
use crate::time::Timestamp;

/// Whether a refill or cancel may be asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Eligibility {
    /// Yes.
    Yes,
    /// The panel does not say whether this service allows it: enabled, with a question mark.
    Perhaps,
    /// No, and why.
    No(NotEligible),
}

/// Why not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotEligible {
    /// The account is set to read-only.
    ReadOnly,
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
}

/// What was asked for before.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// A refill that is not finished, or a cancel that the status does not show yet.
    pub is_open: bool,
    /// When the panel's last "not yet" ends.
    pub cooling_until: Option<Timestamp>,
}

/// Whether a refill may be asked for.
pub fn can_refill(
    account: &Account,
    service: &Service,
    order: &Followed,
    asked: Asked,
    now: Timestamp,
) -> Eligibility {
    let fits = order.status() == Some(&OrderStatus::Completed);
    judge(account, account.capabilities.refill.has, service.refill, fits, asked, now)
}

/// Whether a cancel may be asked for.
pub fn can_cancel(
    account: &Account,
    service: &Service,
    order: &Followed,
    asked: Asked,
    now: Timestamp,
) -> Eligibility {
    let fits = !order.is_final();
    judge(account, account.capabilities.cancel.has, service.cancel, fits, asked, now)
}

fn judge(
    account: &Account,
    panel_can: bool,
    service_can: Option<bool>,
    status_fits: bool,
    asked: Asked,
    now: Timestamp,
) -> Eligibility {
    let reason = match asked.cooling_until {
        _ if !panel_can => NotEligible::PanelCannot,
        _ if service_can == Some(false) => NotEligible::ServiceCannot,
        _ if account.read_only => NotEligible::ReadOnly,
        _ if !status_fits => NotEligible::WrongStatus,
        _ if asked.is_open => NotEligible::AlreadyAsked,
        Some(until) if now < until => NotEligible::CoolingDown { until },
        _ if service_can.is_none() => return Eligibility::Perhaps,
        _ => return Eligibility::Yes,
    };
    Eligibility::No(reason)
}
