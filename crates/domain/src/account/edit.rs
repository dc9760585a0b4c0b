//! Changing an account by hand. What makes it this account (id, panel, key) is not changed here: a new
//! key is tested first, another panel is another account.

use super::{Account, Capabilities, Dialect, RelayId, Route};
use crate::money::Currency;

/// What the user changed; `None` leaves a thing as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AccountEdit {
    /// What it is called. A blank one becomes the host.
    pub name: Option<String>,
    /// One of eight hues, 1 to 8.
    pub hue: Option<u8>,
    /// What it speaks. Abilities that only followed from the old dialect follow from the new one.
    pub dialect: Option<Dialect>,
    /// How new orders and questions travel; open attempts keep their own route. Which relay, and its
    /// alias of the panel, stand beside `Relay`.
    pub route: Option<(Route, RelayId, Option<String>)>,
    /// Never send add, refill or cancel.
    pub read_only: Option<bool>,
    /// The currency's label; `Some(None)` takes the panel's own again.
    pub currency: Option<Option<Currency>>,
    /// What it can do, with the user's words in it.
    pub capabilities: Option<Capabilities>,
}

/// The most characters of a name.
pub const MAX_NAME: usize = 60;

impl Account {
    /// The account with these changes. What makes no sense changes nothing: a hue outside 1 to 8, a
    /// relay without an alias.
    #[must_use]
    pub fn edited(&self, edit: &AccountEdit) -> Self {
        let mut account = self.clone();
        if let Some(name) = &edit.name {
            account.name = cleaned(name).unwrap_or_else(|| self.endpoint.host().to_owned());
        }
        if let Some(hue) = edit.hue.filter(|hue| (1..=8).contains(hue)) {
            account.hue = hue;
        }
        if let Some(capabilities) = &edit.capabilities {
            account.capabilities = capabilities.clone();
        }
        if let Some(dialect) = edit.dialect.filter(|dialect| *dialect != self.dialect) {
            account.dialect = dialect;
            account.capabilities = account.capabilities.in_dialect(&self.endpoint, dialect);
        }
        match &edit.route {
            Some((Route::Direct, ..)) => {
                (account.route, account.relay_alias) = (Route::Direct, None);
                account.relay = RelayId::Own;
            }
            Some((Route::Relay, relay, Some(alias))) => {
                (account.route, account.relay_alias) = (Route::Relay, Some(alias.clone()));
                account.relay = relay.clone();
            }
            Some((Route::Relay, _, None)) | None => {}
        }
        account.read_only = edit.read_only.unwrap_or(self.read_only);
        if let Some(currency) = &edit.currency {
            account.currency_override = currency.as_ref().and_then(upper_case);
        }
        account
    }
}

/// Codes are written in capitals, however they were typed.
fn upper_case(currency: &Currency) -> Option<Currency> {
    Currency::new(&currency.code().to_uppercase())
}

/// The name as it is kept: one line, no control or direction marks, not longer than a label may be.
/// `None` when nothing is left.
fn cleaned(name: &str) -> Option<String> {
    let is_mark = |c: char| {
        c.is_control()
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
    };
    let spaced: String = name.chars().map(|c| if is_mark(c) { ' ' } else { c }).collect();
    let one_line = spaced.split_whitespace().collect::<Vec<_>>().join(" ");
    let short: String = one_line.chars().take(MAX_NAME).collect();
    let short = short.trim_end();
    (!short.is_empty()).then(|| short.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::account::{Ability, PrivateHosts, Source, parse_address};

    fn account() -> Account {
        let endpoint = parse_address("a.example", PrivateHosts::Refuse).expect("one").remove(0);
        Account {
            name: "Mine".to_owned(),
            capabilities: Capabilities::of(&endpoint, Dialect::V2),
            endpoint,
            route: Route::Relay,
            relay_alias: Some("one".to_owned()),
            hue: 3,
            key_tail: "0001".to_owned(),
            ..crate::testing::account(Dialect::V2)
        }
    }

    #[test]
    fn d08_an_empty_edit_changes_nothing() {
        assert_eq!(account().edited(&AccountEdit::default()), account());
    }

    #[test]
    fn d08_each_thing_is_changed_alone_and_the_identity_never() {
        let usd = Currency::new("USD");
        let edit = AccountEdit {
            name: Some("  My\tnew \u{202e}name ".to_owned()),
            hue: Some(8),
            dialect: Some(Dialect::V1),
            route: Some((Route::Direct, RelayId::Own, Some("ignored".to_owned()))),
            read_only: Some(true),
            currency: Some(Currency::new("usd")),
            capabilities: None,
        };
        let after = account().edited(&edit);
        assert_eq!((after.name.as_str(), after.hue, after.read_only), ("My new name", 8, true));
        assert_eq!((after.route, &after.relay_alias), (Route::Direct, &None));
        assert_eq!((after.dialect, &after.currency_override), (Dialect::V1, &usd));
        let identity = |account: &Account| {
            (account.id.clone(), account.endpoint.clone(), account.key_tail.clone())
        };
        assert_eq!(identity(&after), identity(&account()));
        let back = after.edited(&AccountEdit { currency: Some(None), ..AccountEdit::default() });
        assert_eq!(back.currency_override, None);
    }

    #[test]
    fn d08_what_makes_no_sense_changes_nothing() {
        let edit = AccountEdit {
            name: Some(" \u{200b} ".to_owned()),
            hue: Some(9),
            route: Some((Route::Relay, RelayId::Own, None)),
            ..AccountEdit::default()
        };
        let after = account().edited(&edit);
        assert_eq!((after.name.as_str(), after.hue), ("a.example", 3), "a blank name is the host");
        assert_eq!((after.route, after.relay_alias.as_deref()), (Route::Relay, Some("one")));
        let long = AccountEdit { name: Some("x".repeat(200)), ..AccountEdit::default() };
        assert_eq!(account().edited(&long).name.chars().count(), MAX_NAME);
    }

    #[test]
    fn d08_another_dialect_keeps_what_was_seen_and_said() {
        let mut before = account();
        before.capabilities.observe(Ability::Refill, true);
        let mut said = before.capabilities.clone();
        said.set(Ability::Cancel, true);
        let edit = AccountEdit {
            dialect: Some(Dialect::V1),
            capabilities: Some(said),
            ..AccountEdit::default()
        };
        let after = before.edited(&edit).capabilities;
        assert_eq!(after.get(Ability::Refill).source, Source::Observed);
        assert_eq!(after.get(Ability::Cancel).source, Source::SetByUser);
        assert!(!after.has(Ability::MultiRefill), "what was only assumed follows the dialect");
    }
}
