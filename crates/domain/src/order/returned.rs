//! What a panel keeps and gives back of an order that did not end as it was ordered. Says what the
//! panel's own figures show, and marks what is only to be expected; it never promises money.

use super::{OrderStatus, StatusReading};
use crate::attempt::evidence::charge_tolerance;
use crate::money::Amount;
use crate::quote::partial;

/// How the two amounts are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReturnBasis {
    /// The panel now shows a lower charge than it took.
    Shown,
    /// By the share that was not delivered; the panel does not show it yet.
    Expected,
    /// The panel shows the whole charge and has said nothing of a return.
    KeptWhole,
    /// The figures do not tell.
    CannotTell,
}

/// What is kept and what came back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Returned {
    /// What was taken at first: as the panel told, else the estimate.
    pub taken: Amount,
    /// What the panel keeps.
    pub kept: Option<Amount>,
    /// What goes back to the balance at the panel.
    pub back: Option<Amount>,
    /// How that is known.
    pub basis: ReturnBasis,
}

/// What is kept and given back; `None` while the order is under way, and when it was completed.
/// `taken` is what was charged at first, as far as it is known, else the estimate.
pub fn returned(taken: Amount, quantity: u64, reading: &StatusReading) -> Option<Returned> {
    use OrderStatus as S;
    let now = reading.charge.as_ref().map(|charge| charge.amount);
    let found = |kept: Option<Amount>, basis| {
        let back = kept.and_then(|kept| taken.checked_sub(kept));
        Returned { taken, kept, back, basis }
    };
    let is_whole = now.is_none_or(|now| {
        let less = taken.checked_sub(now).unwrap_or_default();
        less <= charge_tolerance(taken, now)
    });
    match reading.status {
        S::Partial | S::Canceled | S::Refunded | S::Failed | S::Expired if !is_whole => {
            Some(found(now, ReturnBasis::Shown))
        }
        S::Partial => Some(by_share(taken, quantity, reading).map_or_else(
            || found(None, ReturnBasis::CannotTell),
            |kept| found(Some(kept), ReturnBasis::Expected),
        )),
        S::Canceled | S::Refunded => {
            let kept = by_share(taken, quantity, reading).unwrap_or(Amount::ZERO);
            Some(found(Some(kept), ReturnBasis::Expected))
        }
        S::Failed | S::Expired if now.is_some() => Some(found(Some(taken), ReturnBasis::KeptWhole)),
        S::Failed | S::Expired => Some(found(None, ReturnBasis::CannotTell)),
        S::Queued | S::Preparing | S::Running | S::Completed | S::Paused | S::Other(_) => None,
    }
}

/// What the delivered share costs. Nothing left of an order that was not completed is no figure.
fn by_share(taken: Amount, quantity: u64, reading: &StatusReading) -> Option<Amount> {
    let left = reading.remains.filter(|left| *left > 0)?;
    partial(taken, quantity, left)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::Money;

    fn amount(text: &str) -> Amount {
        Amount::parse(text).expect("an amount")
    }

    fn check(
        status: OrderStatus,
        charge: Option<&str>,
        remains: Option<u64>,
        expected: Option<(Option<&str>, Option<&str>, ReturnBasis)>,
    ) {
        let charge = charge.map(|text| Money { amount: amount(text), currency: None });
        let reading = StatusReading { charge, remains, ..crate::testing::reading(status) };
        let found = returned(amount("3.556"), 1000, &reading);
        let found = found.map(|found| (found.kept, found.back, found.basis));
        let expected =
            expected.map(|(kept, back, basis)| (kept.map(amount), back.map(amount), basis));
        assert_eq!(found, expected, "{reading:?}");
    }

    #[test]
    fn d14_what_came_back_is_told_by_the_panels_own_figures_where_it_shows_them() {
        use ReturnBasis::{CannotTell, Expected, KeptWhole, Shown};
        let shown = |kept, back| Some((Some(kept), Some(back), Shown));
        let expected = |kept, back| Some((Some(kept), Some(back), Expected));
        check(OrderStatus::Partial, Some("2.56"), Some(280), shown("2.56", "0.996"));
        check(OrderStatus::Partial, Some("3.556"), Some(250), expected("2.667", "0.889"));
        check(OrderStatus::Partial, Some("3.56"), Some(250), expected("2.667", "0.889"));
        check(OrderStatus::Partial, None, Some(250), expected("2.667", "0.889"));
        check(OrderStatus::Partial, Some("3.556"), None, Some((None, None, CannotTell)));
        check(OrderStatus::Partial, Some("3.556"), Some(0), Some((None, None, CannotTell)));
        check(OrderStatus::Canceled, Some("0"), Some(1000), shown("0", "3.556"));
        check(OrderStatus::Canceled, Some("3.556"), Some(0), expected("0", "3.556"));
        check(OrderStatus::Canceled, None, Some(500), expected("1.778", "1.778"));
        check(OrderStatus::Refunded, Some("3.556"), None, expected("0", "3.556"));
        let kept = Some((Some("3.556"), Some("0"), KeptWhole));
        check(OrderStatus::Failed, Some("3.556"), Some(1000), kept);
        check(OrderStatus::Failed, Some("0"), None, shown("0", "3.556"));
        check(OrderStatus::Failed, None, None, Some((None, None, CannotTell)));
        check(OrderStatus::Expired, Some("1"), None, shown("1", "2.556"));
    }

    #[test]
    fn d14_an_order_under_way_or_completed_gives_nothing_back() {
        for status in [OrderStatus::Queued, OrderStatus::Running, OrderStatus::Completed] {
            check(status, Some("3.556"), Some(10), None);
        }
    }
}
