//! Whether a refill or cancel may be asked for, and if not, why (docs/protocol.md#refill-and-cancel).

use super::{Followed, OrderStatus};
use crate::account::{Ability, Account};
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
    judge(account, account.capabilities.has(Ability::Refill), service.refill, fits, asked, now)
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
    judge(account, account.capabilities.has(Ability::Cancel), service.cancel, fits, asked, now)
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::account::Dialect;
    use crate::testing::{self, account};

    fn service(flag: Option<bool>) -> Service {
        Service { refill: flag, cancel: flag, ..testing::service("1") }
    }

    fn order(status: OrderStatus) -> Followed {
        testing::order_read("5", Timestamp::default(), testing::reading(status))
    }

    /// (refill, cancel) for an order in this state.
    fn check(dialect: Dialect, flag: Option<bool>, status: OrderStatus) -> [Eligibility; 2] {
        let (account, service, order) = (account(dialect), service(flag), order(status));
        let (asked, now) = (Asked::default(), Timestamp::default());
        [
            can_refill(&account, &service, &order, asked, now),
            can_cancel(&account, &service, &order, asked, now),
        ]
    }

    #[test]
    fn the_reason_names_what_stands_in_the_way() {
        use Eligibility::{No, Perhaps, Yes};
        use NotEligible::{PanelCannot, ServiceCannot, WrongStatus};
        let (v1, v2) = (Dialect::V1, Dialect::V2);
        for (dialect, flag, status, expected) in [
            (v1, Some(true), OrderStatus::Completed, [No(PanelCannot), No(PanelCannot)]),
            (v2, Some(false), OrderStatus::Completed, [No(ServiceCannot), No(ServiceCannot)]),
            (v2, Some(true), OrderStatus::Completed, [Yes, No(WrongStatus)]),
            (v2, Some(true), OrderStatus::Running, [No(WrongStatus), Yes]),
            (v2, None, OrderStatus::Queued, [No(WrongStatus), Perhaps]),
            (v2, None, OrderStatus::Completed, [Perhaps, No(WrongStatus)]),
            (v2, Some(true), OrderStatus::Partial, [No(WrongStatus), No(WrongStatus)]),
        ] {
            assert_eq!(check(dialect, flag, status.clone()), expected, "{dialect:?} {status:?}");
        }
    }

    #[test]
    fn an_open_ask_and_a_cooldown_stand_in_the_way_until_they_end() {
        let (mut account, service) = (account(Dialect::V2), service(Some(true)));
        let order = order(OrderStatus::Completed);
        let until = Timestamp::from_millis(1000);
        let request = |account: &Account, is_open, now| {
            let asked = Asked { is_open, cooling_until: Some(until) };
            can_refill(account, &service, &order, asked, Timestamp::from_millis(now))
        };
        assert_eq!(request(&account, true, 2000), Eligibility::No(NotEligible::AlreadyAsked));
        assert_eq!(
            request(&account, false, 999),
            Eligibility::No(NotEligible::CoolingDown { until })
        );
        assert_eq!(request(&account, false, 1000), Eligibility::Yes);
        account.read_only = true;
        assert_eq!(request(&account, false, 1000), Eligibility::No(NotEligible::ReadOnly));
    }
}
