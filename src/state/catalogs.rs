//! Service lists, one per account: from this device at once, then from the panel.

use super::Load;
use leptos::prelude::*;
use panelboard_domain::catalog::Catalog;
use panelboard_domain::id::AccountId;
use panelboard_domain::search::Index;
use panelboard_panel_api::error::Warning;
use std::collections::HashMap;
use std::sync::Arc;

/// A service list as shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CatalogView {
    /// The services; positions are what [`CatalogView::search`] returns.
    pub catalog: Catalog,
    /// What was odd about the answer.
    pub warnings: Vec<Warning>,
    index: Index,
}

impl CatalogView {
    /// Builds the search index.
    pub fn new(catalog: Catalog, warnings: Vec<Warning>) -> Self {
        let index = Index::new(catalog.services());
        Self { catalog, warnings, index }
    }

    /// Positions of the services that match, exact id first, else in the panel's order. An empty
    /// query matches all.
    pub fn search(&self, query: &str) -> Vec<u32> {
        self.index.search(query)
    }

    /// Rows that could not be read.
    pub fn skipped_rows(&self) -> usize {
        self.warnings
            .iter()
            .map(|warning| match warning {
                Warning::RowsSkipped(rows) => rows.len(),
                _ => 0,
            })
            .sum()
    }
}

/// The signals of one account's list.
#[derive(Clone, Copy)]
struct Slot {
    load: RwSignal<Load<Arc<CatalogView>>>,
    downloaded: RwSignal<u64>,
}

/// The handle.
#[derive(Clone, Copy)]
pub struct Catalogs {
    slots: StoredValue<HashMap<AccountId, Slot>>,
    owner: StoredValue<Owner>,
}

impl Catalogs {
    /// Puts the handle into context.
    pub fn provide() -> Self {
        let catalogs = Self {
            slots: StoredValue::new(HashMap::new()),
            owner: StoredValue::new(Owner::current().unwrap_or_default()),
        };
        provide_context(catalogs);
        catalogs
    }

    /// An account's services. The first call paints from this device and fetches when that is older
    /// than an hour.
    pub fn catalog(self, account: &AccountId) -> Signal<Load<Arc<CatalogView>>> {
        self.slot(account).load.into()
    }

    /// Bytes of the list that have arrived in the running download.
    pub fn downloaded(self, account: &AccountId) -> Signal<u64> {
        self.slot(account).downloaded.into()
    }

    /// Fetches the list again; a fetch under way is not doubled.
    pub fn refresh(self, account: &AccountId) {
        let _ = account;
    }

    fn slot(self, account: &AccountId) -> Slot {
        if let Some(slot) = self.slots.with_value(|slots| slots.get(account).copied()) {
            return slot;
        }
        let slot = self.owner.with_value(|owner| {
            owner.with(|| Slot { load: RwSignal::new(Load::Idle), downloaded: RwSignal::new(0) })
        });
        self.slots.update_value(|slots| {
            slots.insert(account.clone(), slot);
        });
        slot
    }
}

/// The handle.
pub fn use_catalogs() -> Catalogs {
    use_context().expect("Catalogs::provide() runs in App")
}
