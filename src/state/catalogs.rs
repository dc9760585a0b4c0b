//! Service lists, one per account: from this device at once, then from the panel.

use super::engine::EngineSlot;
use super::slots::Slots;
use super::{CatalogView, Load};
use leptos::prelude::*;
use panelboard_client::engine::Command;
use panelboard_domain::id::AccountId;
use std::sync::Arc;

/// The handle.
#[derive(Clone, Copy)]
pub struct Catalogs {
    loads: Slots<AccountId, Load<Arc<CatalogView>>>,
    downloaded: Slots<AccountId, u64>,
    engine: EngineSlot,
}

impl Catalogs {
    pub(super) fn provide(engine: EngineSlot) -> Self {
        let catalogs = Self { loads: Slots::new(), downloaded: Slots::new(), engine };
        provide_context(catalogs);
        catalogs
    }

    /// An account's services. The first call paints from this device and fetches when that is older
    /// than an hour.
    pub fn catalog(self, account: &AccountId) -> Signal<Load<Arc<CatalogView>>> {
        let (signal, _) = self.loads.at(account);
        if self.engine.is_set() && signal.with_untracked(|load| *load == Load::Idle) {
            signal.set(Load::Loading { last: None });
            self.engine.run(Command::OpenCatalog(account.clone()));
        }
        signal.into()
    }

    /// Bytes of the list that have arrived in the running download.
    pub fn downloaded(self, account: &AccountId) -> Signal<u64> {
        self.downloaded.at(account).0.into()
    }

    /// Fetches the list again; a fetch under way is not doubled.
    pub fn refresh(self, account: &AccountId) {
        self.engine.run(Command::FetchCatalog(account.clone()));
    }

    pub(super) fn set_catalog(self, account: &AccountId, load: Load<Arc<CatalogView>>) {
        self.loads.at(account).0.set(load);
    }

    pub(super) fn set_downloaded(self, account: &AccountId, bytes: u64) {
        self.downloaded.at(account).0.set(bytes);
    }
}

/// The handle.
pub fn use_catalogs() -> Catalogs {
    use_context().expect("state::provide() runs in App")
}
