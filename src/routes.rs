//! Every address of the app. No path is written anywhere else.

use panelboard_domain::id::AccountId;

/// The path the app is served under; empty at the root of a host (`cargo xtask dist --public-url`).
pub const BASE: &str = env!("PANELBOARD_BASE");

/// An address of the app as a constant: a plain link, a link of the router and a navigation all take
/// the same whole path.
macro_rules! address {
    ($path:literal) => {
        concat!(env!("PANELBOARD_BASE"), $path)
    };
}

/// Home, or the first run when there is no account.
pub const HOME: &str = address!("/");
/// Add an account. Reached by a full page load, so that the narrowed connection policy does not
/// apply there (boot script).
pub const ACCOUNTS_ADD: &str = address!("/accounts/add");
/// The accounts.
pub const ACCOUNTS: &str = address!("/accounts");
/// The services of the current account.
pub const SERVICES: &str = address!("/services");
/// The order form.
pub const NEW_ORDER: &str = address!("/new");
/// The mass order.
pub const MASS_ORDER: &str = address!("/mass");
/// The order book.
pub const ORDERS: &str = address!("/orders");
/// Settings.
pub const SETTINGS: &str = address!("/settings");
/// The relays, and adding one. Reached by a full page load, as [`ACCOUNTS_ADD`] is.
pub const RELAYS: &str = address!("/settings/relays");
/// The trial accounts, where the page announces them.
pub const SANDBOX: &str = address!("/sandbox.json");

/// Whether an address of the current page (`use_location().pathname`) is Home.
pub fn is_home(pathname: &str) -> bool {
    same(pathname, HOME)
}

/// Whether an address of the current page is the form of a new account.
pub fn is_add_account(pathname: &str) -> bool {
    same(pathname, ACCOUNTS_ADD)
}

/// Whether an address of the current page is the order form.
pub fn is_new_order(pathname: &str) -> bool {
    same(pathname, NEW_ORDER)
}

/// A host may add a slash to the end, or take the one of Home away.
fn same(pathname: &str, address: &str) -> bool {
    pathname.trim_end_matches('/') == address.trim_end_matches('/')
}

/// The words of a language; `fingerprint` keeps a cache from mixing two releases.
pub fn words(language: &str, fingerprint: &str) -> String {
    format!("{BASE}/locales/{language}.json?v={fingerprint}")
}

/// The page of one account.
pub fn account(account: &AccountId) -> String {
    format!("{ACCOUNTS}/{}", segment(account.as_str()))
}

/// The details of a service, over the list.
pub fn service(account: &AccountId, service: &str) -> String {
    format!("{SERVICES}/{}/{}", segment(account.as_str()), segment(service))
}

/// The details of an order, over the book; `key` is the panel's number, or the attempt's when it has
/// none.
pub fn order(account: &AccountId, key: &str) -> String {
    format!("{ORDERS}/{}/{}", segment(account.as_str()), segment(key))
}

/// The order form with a service chosen. Links never stand in an address.
pub fn new_order(account: &AccountId, service: &str) -> String {
    let pairs = [("account", account.as_str()), ("service", service)];
    with_query(NEW_ORDER, pairs)
}

/// A path with parameters; just the path when there are none.
pub fn with_query<'a>(path: &str, pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
    if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
}

/// One part of a path. An id may hold any character.
fn segment(text: &str) -> String {
    form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>().replace('+', "%20")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_of_any_kind_stay_one_part_of_the_path() {
        let account = AccountId::new("a1").expect("an id");
        assert_eq!(order(&account, "ord/9 f"), format!("{BASE}/orders/a1/ord%2F9%20f"));
        assert_eq!(new_order(&account, "1&2"), format!("{BASE}/new?account=a1&service=1%262"));
        assert_eq!(with_query(ORDERS, []), ORDERS);
    }

    #[test]
    fn a_page_is_known_by_its_whole_address_and_not_by_a_folder_that_begins_alike() {
        for home in ["/panelboard", "/panelboard/"] {
            assert!(same(home, "/panelboard/"), "{home}");
        }
        assert!(same("", "/") && same("/", "/") && same("/panelboard/new/", "/panelboard/new"));
        for other in ["/panelboardX", "/panelboardX/", "/", "/new", "/panelboardnew"] {
            assert!(!same(other, "/panelboard/") && !same(other, "/panelboard/new"), "{other}");
        }
    }
}
