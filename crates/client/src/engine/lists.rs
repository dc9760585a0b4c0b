//! How old a service list may be: to be shown, and to order by its prices. And whether a service is still
//! what the user was shown.

use crate::place::PRICE_AGE_MILLIS;
use panelboard_domain::order::{Recheck, recheck};
use panelboard_domain::service::Service;
use panelboard_domain::time::{Seen, Timestamp};
use std::sync::Arc;

/// An older list is fetched anew when it is opened.
const OLD_MILLIS: i64 = 60 * 60 * 1000;
/// Between checking a price and confirming it.
const MARGIN_MILLIS: i64 = 60 * 1000;

/// What a service is by now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PriceCheck {
    /// As shown.
    Same,
    /// Another price or other limits: the user must accept it.
    Changed {
        /// As it is now.
        new: Arc<Service>,
    },
    /// Not in the list any more.
    Gone,
}

/// Whether a list of this time is shown without being fetched anew. One of the future (the clock was
/// set back) is not.
pub fn is_fresh(at: Option<Timestamp>, now: Timestamp) -> bool {
    is_younger(at, now, OLD_MILLIS)
}

/// Whether an order may still be confirmed by its prices after a moment of reading. Nobody can tell after
/// the clock was set back: then they are read anew for each order.
pub fn has_fresh_prices(at: Option<Timestamp>, seen: impl Into<Seen>) -> bool {
    let seen = seen.into();
    !seen.went_back() && is_younger(at, seen.now(), PRICE_AGE_MILLIS - MARGIN_MILLIS)
}

fn is_younger(at: Option<Timestamp>, now: Timestamp, millis: i64) -> bool {
    at.is_some_and(|at| (0..millis).contains(&now.millis_since(at)))
}

/// Compares what was shown with the list as it is now; `listed` is `None` when it is not there.
pub fn compare(shown: &Service, listed: Option<&Service>) -> PriceCheck {
    match (recheck(shown, listed), listed) {
        (Recheck::Same, _) => PriceCheck::Same,
        (Recheck::Changed, Some(new)) => PriceCheck::Changed { new: Arc::new(new.clone()) },
        (Recheck::Gone | Recheck::Changed, _) => PriceCheck::Gone,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::proposal;
    use panelboard_domain::money::Amount;
    use panelboard_domain::service::Rate;

    #[test]
    fn a_list_is_fresh_for_an_hour_and_its_prices_for_fourteen_minutes() {
        let now = Timestamp::from_millis(10 * OLD_MILLIS);
        let before = |minutes: i64| Some(now.plus_millis(-minutes * 60_000));
        let both = |at| (is_fresh(at, now), has_fresh_prices(at, now));
        assert_eq!(both(None), (false, false), "never fetched");
        assert_eq!(both(before(0)), (true, true));
        assert_eq!(both(before(13)), (true, true));
        assert_eq!(both(before(14)), (true, false), "a minute is for reading");
        assert_eq!(both(before(59)), (true, false));
        assert_eq!(both(before(60)), (false, false));
        assert_eq!(both(before(-1)), (false, false), "of the future: the clock was set back");
        let back = Seen::new(now, now.plus_millis(OLD_MILLIS));
        assert!(!has_fresh_prices(before(1), back), "nobody knows how long ago that was");
    }

    #[test]
    fn s07_a_service_that_changed_or_went_is_noticed() {
        let shown = proposal("https://t.me/a/1").service;
        assert_eq!(compare(&shown, Some(&shown)), PriceCheck::Same);
        assert_eq!(compare(&shown, None), PriceCheck::Gone);
        let mut dearer = shown.clone();
        dearer.rate = Rate::Exact(Amount::parse("1.26").expect("a rate"));
        let new = Arc::new(dearer.clone());
        assert_eq!(compare(&shown, Some(&dearer)), PriceCheck::Changed { new });
    }
}
