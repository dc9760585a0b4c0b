//! One module a screen.

mod accounts;
mod command_line;
mod copies;
mod first_run;
mod for_account;
#[cfg(any(debug_assertions, feature = "gallery"))]
mod gallery;
mod home;
mod mass_order;
mod new_order;
mod no_account;
mod not_found;
pub mod order_state;
mod orders;
mod relay_words;
mod route_picker;
mod sent;
mod services;
mod settings;
mod window;

pub use accounts::{AccountsPage, AddAccount, EditAccount};
#[cfg(any(debug_assertions, feature = "gallery"))]
pub use gallery::Gallery;
pub use home::{Home, Overview};
pub use mass_order::MassOrder;
pub use new_order::NewOrder;
pub use not_found::NotFound;
#[cfg(not(any(debug_assertions, feature = "gallery")))]
pub use not_found::NotFound as Gallery;
pub use orders::Orders;
pub use services::Services;
pub use settings::{RelaysPage, Settings};
