//! Reactive state: one handle type per aggregate, provided in `App`, `Copy`. No DOM, no browser API.
//!
//! A handle gives signals out and takes verbs in; a verb applies its result itself. Views never write
//! state and never see a key. Start at [`Accounts`] and [`Orders`].

mod accounts;
mod catalogs;
mod load;
mod orders;
mod presence;
mod probe;
mod settings;
mod toasts;

pub use accounts::{Accounts, OrdersOfRemoved, SandboxAccount, use_accounts};
pub use catalogs::{CatalogView, Catalogs, use_catalogs};
pub use load::Load;
pub use orders::{
    Duplicate, Eligibility, NotEligible, OrderRow, Orders, PlaceStop, Placing, PriceCheck,
    Resolution, Resolving, Tab, TabCounts, WriteState, use_orders,
};
pub use presence::{Presence, use_presence};
pub use probe::{
    Probe, ProbeFailure, ProbeInput, ProbeInputErrors, ProbeReport, ProbeStep, RouteChoice,
    StepState,
};
pub use settings::{Density, Settings, Theme, use_settings};
pub use toasts::{Toast, ToastId, ToastKind, Toasts, use_toasts};

/// Provides every handle. Called once, in `App`.
pub fn provide() {
    Toasts::provide();
    Presence::provide();
    Settings::provide();
    Accounts::provide();
    Catalogs::provide();
    Orders::provide();
}
