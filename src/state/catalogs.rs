//! Service lists, one per account: from this device at once, then from the panel.

use super::desk::DeskSlot;
use super::slots::Slots;
use super::{Accounts, Load};
use leptos::prelude::*;
use panelboard_client::error::ClientError;
use panelboard_domain::catalog::Catalog;
use panelboard_domain::id::AccountId;
use panelboard_domain::search::Index;
use panelboard_domain::time::Timestamp;
use panelboard_panel_api::error::Warning;
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
        Self::with_index(catalog, warnings, index)
    }

    /// The same with an index that was built over the catalogue's rows elsewhere.
    pub fn with_index(catalog: Catalog, warnings: Vec<Warning>, index: Index) -> Self {
        Self { catalog, warnings, index }
    }

    /// Positions of the services that match, exact id first, else in the panel's order. An empty
    /// query matches all.
    pub fn search(&self, query: &str) -> Vec<u32> {
        self.index.search(query)
    }
}

/// The handle.
#[derive(Clone, Copy)]
pub struct Catalogs {
    loads: Slots<AccountId, Load<Arc<CatalogView>>>,
    downloaded: Slots<AccountId, u64>,
    /// Bytes of the pages that are whole here.
    pages: Slots<AccountId, u64>,
    accounts: Accounts,
    desk: DeskSlot,
}

impl Catalogs {
    pub(super) fn provide(desk: DeskSlot, accounts: Accounts) -> Self {
        let (loads, downloaded, pages) = (Slots::new(), Slots::new(), Slots::new());
        let catalogs = Self { loads, downloaded, pages, accounts, desk };
        provide_context(catalogs);
        catalogs
    }

    /// An account's services. The first call paints from this device and fetches when that is older
    /// than an hour.
    pub fn catalog(self, account: &AccountId) -> Signal<Load<Arc<CatalogView>>> {
        let (signal, is_new) = self.loads.at(account);
        if is_new
            && let (Some(desk), Some(account)) =
                (self.desk.get(), self.accounts.get_untracked(account))
        {
            signal.set(Load::Loading { last: None });
            desk.open_catalog(account);
        }
        signal.into()
    }

    /// Bytes of the list that have arrived in the running download.
    pub fn downloaded(self, account: &AccountId) -> Signal<u64> {
        self.downloaded.at(account).0.into()
    }

    /// Fetches the list again; a fetch under way is not doubled.
    pub fn refresh(self, account: &AccountId) {
        let (signal, _) = self.loads.at(account);
        let (Some(desk), Some(account)) = (self.desk.get(), self.accounts.get_untracked(account))
        else {
            return;
        };
        if !signal.with_untracked(Load::is_loading) {
            self.started(&account.id);
            desk.fetch_catalog(account);
        }
    }
}

/// What the desk brings back.
impl Catalogs {
    pub(crate) fn started(self, account: &AccountId) {
        self.downloaded.at(account).0.set(0);
        self.pages.at(account).0.set(0);
        let (signal, _) = self.loads.at(account);
        signal.update(|load| *load = std::mem::take(load).started());
    }

    pub(crate) fn arrived(self, account: &AccountId, bytes: u64) {
        let before = self.pages.at(account).0.get_untracked();
        self.downloaded.at(account).0.set(before + bytes);
    }

    /// A page of the list is here, so many bytes with those before it; the next one is on its way.
    pub(crate) fn page_done(self, account: &AccountId, bytes: u64) {
        self.pages.at(account).0.set(bytes);
    }

    /// The list of an earlier visit.
    pub(crate) fn painted(self, account: &AccountId, view: Arc<CatalogView>, at: Timestamp) {
        self.loads.at(account).0.set(Load::Ready { value: view, at });
    }

    pub(crate) fn ended(
        self,
        account: &AccountId,
        result: Result<Arc<CatalogView>, ClientError>,
        now: Timestamp,
    ) {
        let (signal, _) = self.loads.at(account);
        signal.update(|load| *load = std::mem::take(load).ended(result, now));
    }

    /// When the list that this tab shows was read; `None` where it shows none.
    pub(crate) fn listed_at(self, account: &AccountId) -> Option<Timestamp> {
        let is_shown = self.loads.keys().contains(account);
        is_shown.then(|| self.now_listed(account).at()).flatten()
    }

    /// Another tab has read a newer list.
    pub(crate) fn renewed(self, account: &AccountId, view: Arc<CatalogView>, at: Timestamp) {
        let (signal, _) = self.loads.at(account);
        signal.update(|load| *load = std::mem::take(load).renewed(view, at));
    }

    pub(crate) fn now_listed(self, account: &AccountId) -> Load<Arc<CatalogView>> {
        self.loads.at(account).0.get_untracked()
    }
}

/// The handle.
pub fn use_catalogs() -> Catalogs {
    use_context().expect("state::provide() runs in App")
}
