//! Where an order can be placed again. A service's number means something at its own panel only:
//! through another panel's account the same number is another service at another price (S8).

use crate::account::Account;
use crate::attempt::Confirmation;
use crate::id::AccountId;
use crate::panel::PanelId;

/// Where an order can be placed again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reorder {
    /// By the account that placed it.
    Own(AccountId),
    /// That account is gone; by any of these, all of the same panel, in the user's order.
    Others(Vec<AccountId>),
    /// Nowhere: no account of the panel is here, or nobody knows which panel it was.
    Nowhere,
}

/// Where `order` can be placed again with these accounts. One that only reads is not offered in place
/// of another.
pub fn reorder(order: &Confirmation, accounts: &[Account]) -> Reorder {
    if let Some(own) = accounts.iter().find(|account| account.id == order.account) {
        return Reorder::Own(own.id.clone());
    }
    let Some(panel) = &order.panel else { return Reorder::Nowhere };
    let others: Vec<AccountId> = accounts
        .iter()
        .filter(|account| !account.read_only && PanelId::of(&account.endpoint) == *panel)
        .map(|account| account.id.clone())
        .collect();
    if others.is_empty() { Reorder::Nowhere } else { Reorder::Others(others) }
}

/// Which account an address of the order form is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Addressed {
    /// The one that it names.
    Account(AccountId),
    /// It names none: the current one.
    Current,
    /// It names one that is not here: an error, never another account.
    Unknown,
}

/// Reads the account of an address. A blank name is as wrong as a strange one.
pub fn addressed(named: Option<&str>, accounts: &[Account]) -> Addressed {
    let Some(named) = named else { return Addressed::Current };
    let known = accounts.iter().find(|account| account.id.as_str() == named);
    known.map_or(Addressed::Unknown, |account| Addressed::Account(account.id.clone()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::account::{Capabilities, Dialect, PrivateHosts, RelayId, Route, parse_address};
    use crate::attempt::Request;
    use crate::id::{AttemptId, OrderId};
    use crate::time::Timestamp;

    fn id(text: &str) -> AccountId {
        AccountId::new(text).expect("an id")
    }

    fn account(name: &str, address: &str) -> Account {
        let endpoint = parse_address(address, PrivateHosts::Refuse).expect("an address").remove(0);
        Account {
            id: id(name),
            name: name.to_owned(),
            capabilities: Capabilities::of(&endpoint, Dialect::V2),
            endpoint,
            dialect: Dialect::V2,
            route: Route::Direct,
            relay_alias: None,
            relay: RelayId::Own,
            hue: 1,
            read_only: false,
            currency_override: None,
            key_tail: String::new(),
        }
    }

    fn order(account: &str, panel: Option<&str>) -> Confirmation {
        Confirmation {
            id: AttemptId::from_parts(Timestamp::default(), [0; 10]),
            account: id(account),
            panel: panel.and_then(PanelId::named_by),
            key: None,
            request: Request::Refill { order: OrderId::new("1").expect("an id") },
            route: Route::Direct,
            relay: RelayId::Own,
            created_at: Timestamp::default(),
            fingerprint: String::new(),
            retry_of: None,
            named: None,
            acknowledged: Vec::new(),
            session: String::new(),
            app_version: String::new(),
        }
    }

    #[test]
    fn s08_an_order_is_placed_again_at_its_own_panel_or_nowhere() {
        let mut reads_only = account("r", "a.example");
        reads_only.read_only = true;
        let all = [
            account("b", "b.example"),
            account("a1", "a.example"),
            reads_only.clone(),
            account("a2", "https://A.example:443/x/../api/v2/"),
        ];
        let at = |panel| Some(panel);
        let a = at("https://a.example/api/v2");
        assert_eq!(reorder(&order("a1", a), &all), Reorder::Own(id("a1")));
        assert_eq!(reorder(&order("r", a), &all), Reorder::Own(id("r")));
        let others = Reorder::Others(vec![id("a1"), id("a2")]);
        assert_eq!(reorder(&order("gone", a), &all), others);
        for (gone, panel, accounts) in [
            ("gone", a, &all[..1]),
            ("gone", a, &[reads_only][..]),
            ("gone", a, &[][..]),
            ("gone", at("https://a.example/api/v1"), &all[..]),
            ("gone", None, &all[..]),
        ] {
            assert_eq!(reorder(&order(gone, panel), accounts), Reorder::Nowhere, "{panel:?}");
        }
    }

    #[test]
    fn s08_an_address_that_names_an_unknown_account_is_for_no_account() {
        let all = [account("a", "a.example"), account("b", "b.example")];
        assert_eq!(addressed(None, &all), Addressed::Current);
        assert_eq!(addressed(Some("b"), &all), Addressed::Account(id("b")));
        for strange in ["gone", "", " b", "B", "a\0"] {
            assert_eq!(addressed(Some(strange), &all), Addressed::Unknown, "{strange:?}");
        }
        assert_eq!(addressed(Some("a"), &[]), Addressed::Unknown);
    }
}
