//! Every address of the app. No path is written anywhere else.

use panelboard_domain::id::AccountId;

/// The path the app is served under; empty at the root of a host (`cargo xtask dist --public-url`).
pub const BASE: &str = match option_env!("PANELBOARD_BASE") {
    Some(base) => base,
    None => "",
};

/// Home, or the first run when there is no account.
pub const HOME: &str = "/";
/// Add an account. Reached by a full page load, so that the narrowed connection policy does not
/// apply there (boot script).
pub const ACCOUNTS_ADD: &str = "/accounts/add";
/// The accounts.
pub const ACCOUNTS: &str = "/accounts";
/// The services of the current account.
pub const SERVICES: &str = "/services";
/// The order form.
pub const NEW_ORDER: &str = "/new";
/// The order book.
pub const ORDERS: &str = "/orders";
/// Settings.
pub const SETTINGS: &str = "/settings";

/// Whether an address of the current page (`use_location().pathname`) is Home.
pub fn is_home(pathname: &str) -> bool {
    pathname.strip_prefix(BASE).unwrap_or(pathname).trim_matches('/').is_empty()
}

/// Whether an address of the current page is the form of a new account.
pub fn is_add_account(pathname: &str) -> bool {
    pathname.strip_prefix(BASE).unwrap_or(pathname).trim_end_matches('/') == ACCOUNTS_ADD
}

/// Whether an address of the current page is the order form.
pub fn is_new_order(pathname: &str) -> bool {
    pathname.strip_prefix(BASE).unwrap_or(pathname).trim_end_matches('/') == NEW_ORDER
}

/// The whole path for a plain link, which the router does not see.
pub fn href(path: &str) -> String {
    format!("{BASE}{path}")
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
        assert_eq!(order(&account, "ord/9 f"), "/orders/a1/ord%2F9%20f");
        assert_eq!(new_order(&account, "1&2"), "/new?account=a1&service=1%262");
        assert_eq!(with_query(ORDERS, []), "/orders");
    }
}
