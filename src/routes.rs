//! Every address of the app. No path is written anywhere else.

/// The path the app is served under; empty at the root of a host.
pub const BASE: &str = "";

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
/// Every component in every state, in builds that have it.
pub const GALLERY: &str = "/dev/gallery";

/// Whether an address of the current page (`use_location().pathname`) is Home.
pub fn is_home(pathname: &str) -> bool {
    pathname.strip_prefix(BASE).unwrap_or(pathname).trim_matches('/').is_empty()
}

/// The whole path for a plain link, which the router does not see.
pub fn href(path: &str) -> String {
    format!("{BASE}{path}")
}
