//! Reactive state: one handle type per aggregate, provided in `App`, `Copy`. No DOM, no browser API.
//!
//! A handle gives signals out and takes verbs in. What must happen outside goes to the [`Desk`]; its
//! results come back through a handle's own verbs. Views never write state and never see a key.
//! Start at [`Accounts`] and [`Orders`].

mod accounts;
mod catalogs;
mod desk;
mod drafts;
mod load;
mod orders;
mod places;
mod presence;
mod probe;
mod settings;
mod slots;
mod toasts;

pub(crate) use accounts::put;
pub use accounts::{Accounts, KeyChange, OrdersOfRemoved, Retest, SandboxAccount, use_accounts};
pub use catalogs::{CatalogView, Catalogs, use_catalogs};
pub use desk::{AccountCommand, Desk, ProbePlan};
pub use drafts::{fill_draft, load_drafts, save_draft, save_drafts};
pub use load::Load;
pub use orders::{
    JournalAlarm, OrderProposal, OrderRow, Orders, PlaceStop, Placing, PriceCheck, Settling, Tab,
    TabCounts, WriteState, use_orders,
};
pub use panelboard_client::probe::{ProbeFailure, RouteChoice};
pub use panelboard_client::settle::{NotSettled, UserSettlement};
pub use panelboard_domain::attempt::guard::Finding;
pub use panelboard_domain::order::{Eligibility, NotEligible};
pub use places::{Place, Places, use_places};
pub use presence::{Presence, use_presence};
pub use probe::{Probe, ProbeInput, ProbeInputErrors, ProbeReport, ProbeStep, StepState, Steps};
pub use settings::{Density, Settings, Theme, use_settings};
pub use toasts::{Toast, ToastId, ToastKind, Toasts, use_toasts};

use desk::DeskSlot;
use std::rc::Rc;

/// Every handle.
#[derive(Clone, Copy)]
pub struct Handles {
    /// Accounts.
    pub accounts: Accounts,
    /// Service lists.
    pub catalogs: Catalogs,
    /// Orders.
    pub orders: Orders,
    /// Settings.
    pub settings: Settings,
    /// Presence.
    pub presence: Presence,
    /// Toasts.
    pub toasts: Toasts,
    desk: DeskSlot,
}

impl Handles {
    /// From here on commands are carried out.
    pub fn set_desk(self, desk: Rc<dyn Desk>) {
        self.desk.set(desk);
    }
}

/// Provides every handle. Called once, in `App`, after `I18n::provide()`.
pub fn provide() -> Handles {
    let desk = DeskSlot::new();
    let toasts = Toasts::provide();
    Places::provide();
    let accounts = Accounts::provide(desk);
    let catalogs = Catalogs::provide(desk, accounts);
    Handles {
        accounts,
        catalogs,
        orders: Orders::provide(desk, accounts),
        settings: Settings::provide(desk),
        presence: Presence::provide(),
        toasts,
        desk,
    }
}

#[cfg(test)]
mod tests;
