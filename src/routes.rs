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
