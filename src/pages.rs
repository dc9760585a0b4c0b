//! One module a screen.

mod accounts;
mod first_run;
#[cfg(any(debug_assertions, feature = "gallery"))]
mod gallery;
mod home;
mod not_found;
pub mod order_state;
mod services;
mod settings;

pub use accounts::{AccountsPage, AddAccount};
#[cfg(any(debug_assertions, feature = "gallery"))]
pub use gallery::Gallery;
pub use home::Home;
pub use not_found::NotFound;
#[cfg(not(any(debug_assertions, feature = "gallery")))]
pub use not_found::NotFound as Gallery;
pub use services::Services;
pub use settings::Settings;
