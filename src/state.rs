//! What the screens see: one handle type per aggregate, provided in `App`, `Copy`. No DOM, no browser API,
//! no storage, no rule.
//!
//! A handle gives signals out and takes verbs in. What a verb asks for goes to the [`Engine`]; what changed
//! comes back as an event ([`apply`]). Views never write state and never see a key.
//! Start at [`Accounts`] and [`Orders`].

mod accounts;
mod apply;
mod batch;
mod catalogs;
mod copies;
mod engine;
mod orders;
mod places;
mod presence;
mod probe;
mod relays;
mod settings;
mod slots;
mod toasts;

pub use accounts::{Accounts, SandboxAccount, use_accounts};
pub use batch::{Batch, use_batch};
pub use catalogs::{Catalogs, use_catalogs};
pub use copies::{Copies, use_copies};
pub use engine::Engine;
pub use orders::{OrderRow, Orders, Tab, TabCounts, WriteState, use_orders};
pub use panelboard_client::engine::OrdersOfRemoved;
pub use panelboard_client::engine::alarm::JournalAlarm;
pub use panelboard_client::engine::catalogs::CatalogView;
pub use panelboard_client::engine::copies::CopyBack;
pub use panelboard_client::engine::lists::PriceCheck;
pub use panelboard_client::engine::progress::{KeyChange, Placing, Retest, Settling};
pub use panelboard_client::engine::relays::{KnownRelay, RelayStop};
pub use panelboard_client::load::Load;
pub use panelboard_client::place::OrderProposal;
pub use panelboard_client::probe::{ProbeFailure, RouteChoice};
pub use panelboard_client::relay::RelayLook;
pub use panelboard_client::settle::{NotSettled, UserSettlement};
pub use panelboard_client::stop::Stop;
pub use panelboard_domain::attempt::guard::Finding;
pub use panelboard_domain::order::{Eligibility, NotEligible};
pub use places::{Place, Places, use_places};
pub use presence::{Presence, use_presence};
pub use probe::{Probe, ProbeInput, ProbeInputErrors, ProbeReport, ProbeStep, StepState, Steps};
pub use relays::{RelayTest, Relays, use_relays};
pub use settings::{Density, Settings, Theme, use_settings};
pub use toasts::{Toast, ToastId, ToastKind, Toasts, use_toasts};

use engine::EngineSlot;
use panelboard_client::engine::{Book, Command};
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
    /// The batch of the mass order.
    pub batch: Batch,
    /// Copies of the orders.
    pub copies: Copies,
    /// Relays.
    pub relays: Relays,
    /// Settings.
    pub settings: Settings,
    /// Presence.
    pub presence: Presence,
    /// Toasts.
    pub toasts: Toasts,
    engine: EngineSlot,
}

impl Handles {
    /// From here on commands are carried out.
    pub fn set_engine(self, engine: Rc<dyn Engine>) {
        self.engine.set(engine);
    }

    /// Gives the engine a command of the shell's.
    pub(crate) fn run(self, command: Command) {
        self.engine.run(command);
    }

    /// The book that the screens read: the engine writes into it.
    pub fn book(self) -> Rc<Book> {
        self.orders.book()
    }
}

/// Provides every handle. Called once, in `App`, after `I18n::provide()`.
pub fn provide() -> Handles {
    let engine = EngineSlot::new();
    let toasts = Toasts::provide();
    Places::provide();
    let accounts = Accounts::provide(engine);
    let catalogs = Catalogs::provide(engine);
    Handles {
        accounts,
        catalogs,
        orders: Orders::provide(engine, accounts),
        batch: Batch::provide(engine),
        copies: Copies::provide(engine),
        relays: Relays::provide(engine),
        settings: Settings::provide(engine),
        presence: Presence::provide(),
        toasts,
        engine,
    }
}

#[cfg(test)]
mod tests;
