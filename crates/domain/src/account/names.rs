//! What an account is called where several are seen together. Two accounts must never look alike: the
//! wrong one spends the wrong money.

use super::Account;
use std::collections::HashSet;

/// What the app shows for each account, in the order given: its own name, and where another one is
/// called the same, the end of the key beside it, then the host. Which account comes first plays no
/// part, so that a name means the same account in every list.
pub fn display_names(accounts: &[Account]) -> Vec<String> {
    let mut shown: Vec<Option<String>> = vec![None; accounts.len()];
    for detail in [Account::plain_name, Account::name_with_key, Account::name_with_host] {
        let wanted: Vec<String> = accounts.iter().map(detail).collect();
        for (index, name) in wanted.iter().enumerate() {
            let is_alike = |(other, wanted): (usize, &String)| {
                other != index && alike(wanted, name)
                    || shown[other]
                        .as_ref()
                        .is_some_and(|shown| other != index && alike(shown, name))
            };
            if shown[index].is_none() && !wanted.iter().enumerate().any(is_alike) {
                shown[index] = Some(name.clone());
            }
        }
    }
    number_the_rest(accounts, &mut shown);
    shown.into_iter().map(Option::unwrap_or_default).collect()
}

/// A name for a new account that no other one has: as wanted, else with the end of its key, else with
/// a number.
pub fn free_name<'a>(
    wanted: &str,
    key_tail: &str,
    taken: impl IntoIterator<Item = &'a str>,
) -> String {
    let taken: HashSet<String> = taken.into_iter().map(folded).collect();
    let is_free = |name: &String| !taken.contains(&folded(name));
    let wanted = wanted.trim().to_owned();
    if is_free(&wanted) {
        return wanted;
    }
    let with_key = with_detail(&wanted, &tail(key_tail));
    let numbered = (2..=taken.len() + 2)
        .map(|number| with_detail(&wanted, &format!("{} · {number}", tail(key_tail))));
    std::iter::once(with_key).chain(numbered).find(is_free).unwrap_or(wanted)
}

impl Account {
    fn plain_name(&self) -> String {
        self.name.trim().to_owned()
    }

    fn name_with_key(&self) -> String {
        with_detail(self.name.trim(), &tail(&self.key_tail))
    }

    fn name_with_host(&self) -> String {
        let host = self.endpoint.host();
        with_detail(self.name.trim(), &format!("{} · {host}", tail(&self.key_tail)))
    }
}

/// Those that are alike in everything a person could know: numbered by id, which never changes.
fn number_the_rest(accounts: &[Account], shown: &mut [Option<String>]) {
    let mut rest: Vec<usize> = (0..accounts.len()).filter(|at| shown[*at].is_none()).collect();
    rest.sort_by(|one, other| accounts[*one].id.cmp(&accounts[*other].id));
    for at in rest {
        let base = accounts[at].name_with_host();
        let taken = |name: &String| shown.iter().flatten().any(|shown| alike(shown, name));
        // As many numbers as there are names: one of them is free.
        let free =
            (1..=accounts.len()).map(|number| format!("{base} {number}")).find(|name| !taken(name));
        shown[at] = free;
    }
}

fn with_detail(name: &str, detail: &str) -> String {
    format!("{name} ({detail})")
}

fn tail(key_tail: &str) -> String {
    format!("…{key_tail}")
}

fn alike(one: &str, other: &str) -> bool {
    folded(one) == folded(other)
}

/// Names that differ only in case or white space are one name to the eye.
fn folded(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::account::{Capabilities, Dialect, PrivateHosts, RelayId, Route, parse_address};
    use crate::id::AccountId;
    use proptest::prelude::*;

    fn account(id: &str, name: &str, host: &str, key_tail: &str) -> Account {
        let endpoint = parse_address(host, PrivateHosts::Refuse).expect("an address").remove(0);
        Account {
            id: AccountId::new(id).expect("an id"),
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
            key_tail: key_tail.to_owned(),
        }
    }

    #[test]
    fn d08_two_accounts_of_one_panel_are_told_apart_by_their_keys() {
        let twins = [
            account("b", "smm.plus", "smm.plus", "0f3c"),
            account("a", "smm.plus ", "smm.plus", "a1b2"),
            account("c", "Mine", "smm.plus", "a1b2"),
        ];
        assert_eq!(display_names(&twins), ["smm.plus (…0f3c)", "smm.plus (…a1b2)", "Mine"]);
        let alone = std::slice::from_ref(&twins[0]);
        assert_eq!(display_names(alone), ["smm.plus"]);
    }

    #[test]
    fn d08_a_new_account_gets_a_name_that_no_other_one_has() {
        assert_eq!(free_name("smm.plus", "a1b2", []), "smm.plus");
        assert_eq!(free_name("smm.plus", "a1b2", ["SMM.plus"]), "smm.plus (…a1b2)");
        let taken = ["smm.plus", "smm.plus (…a1b2)"];
        assert_eq!(free_name("smm.plus", "a1b2", taken), "smm.plus (…a1b2 · 2)");
    }

    #[test]
    fn equal_ends_of_keys_are_told_apart_by_host_and_what_is_left_by_number() {
        let names = display_names(&[
            account("a", "Panel", "one.example", "0001"),
            account("b", "panel", "two.example", "0001"),
            account("d", "Panel", "three.example/api/v1", "0001"),
            account("c", "Panel", "three.example/api/v2", "0001"),
            account("e", "Panel (…0001)", "four.example", "0009"),
        ]);
        assert_eq!(
            names,
            [
                "Panel (…0001 · one.example)",
                "panel (…0001 · two.example)",
                "Panel (…0001 · three.example) 2",
                "Panel (…0001 · three.example) 1",
                "Panel (…0001)",
            ]
        );
    }

    proptest! {
        #[test]
        fn d08_no_two_accounts_are_shown_alike(
            rows in proptest::collection::vec(
                ("(A|a|B|A \\(…1\\)|A \\(…1 · h.example\\)|)", "(h|i)", "(1|2|)"), 0..7)
        ) {
            let accounts: Vec<Account> = rows
                .iter()
                .enumerate()
                .map(|(at, (name, host, tail))| {
                    account(&format!("id{at}"), name, &format!("{host}.example"), tail)
                })
                .collect();
            let names = display_names(&accounts);
            let seen: HashSet<String> = names.iter().map(|name| folded(name)).collect();
            prop_assert_eq!(seen.len(), accounts.len(), "{:?}", names);
            // The order of the list plays no part.
            let mut turned = accounts.clone();
            turned.reverse();
            let mut back = display_names(&turned);
            back.reverse();
            prop_assert_eq!(names, back);
        }
    }
}
